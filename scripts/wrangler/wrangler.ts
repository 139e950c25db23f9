import { spawn } from 'node:child_process';
import { root } from '../bundle.ts';

/** How one run of the wrangler command ended. */
export interface WranglerResult {
  readonly code: number;
  readonly output: string;
  readonly errors: string;
}

/** Runs wrangler with these arguments, and this text on its standard input. */
export type Wrangler = (args: readonly string[], input?: string) => Promise<WranglerResult>;

/** The project's own wrangler, on this configuration. Output is returned, or shown as it comes. */
export function createWrangler(configFile: string, show = false): Wrangler {
  return (args, input) =>
    new Promise((resolve, reject) => {
      const child = spawn(
        process.execPath,
        [`${root}node_modules/wrangler/bin/wrangler.js`, ...args, '--config', configFile],
        {
          cwd: root,
          stdio: [
            input === undefined ? 'inherit' : 'pipe',
            show ? 'inherit' : 'pipe',
            show ? 'inherit' : 'pipe',
          ],
          env: {
            ...process.env,
            WRANGLER_SEND_METRICS: 'false',
            WRANGLER_HIDE_BANNER: 'true',
            NO_COLOR: '1',
          },
        },
      );
      let output = '';
      let errors = '';
      child.stdout?.setEncoding('utf8').on('data', (chunk: string) => (output += chunk));
      child.stderr?.setEncoding('utf8').on('data', (chunk: string) => (errors += chunk));
      child.once('error', reject).once('close', (code) => resolve({ code: code ?? 1, output, errors }));
      child.stdin?.end(input);
    });
}
