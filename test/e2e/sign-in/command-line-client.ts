import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { fileURLToPath } from 'node:url';
import type { BrowserAgent } from '../../../scripts/sign-in/browser-agent.ts';

const modules = fileURLToPath(new URL('../../../node_modules', import.meta.url));

/** A client that is a program of its own, run with a home of its own, so that it knows no earlier sign-in. */
export interface CommandLineClient {
  readonly process: ChildProcess;
  readonly output: () => string;
  readonly exited: Promise<number | null>;
  stop(): Promise<void>;
}

/**
 * Runs `node_modules/{script}` and, for each authorization URL that it prints, does what its person would do in a
 * browser. A question is answered with yes.
 */
export function runCommandLineClient(
  script: string,
  parameters: readonly string[],
  browser: BrowserAgent,
  connectorUrl: string,
): CommandLineClient {
  const home = mkdtempSync(`${tmpdir()}/m365-client-`);
  const child = spawn(process.execPath, [`${modules}/${script}`, ...parameters], {
    env: {
      PATH: process.env['PATH'] ?? '',
      HOME: home,
      MCP_REMOTE_CONFIG_DIR: home,
      MCP_AUTO_OPEN_ENABLED: 'true',
      MCP_INSPECTOR_SECRET_STORE: 'memory',
      // There is no browser to open: the URL is read from the output.
      BROWSER: 'true',
    },
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  let text = '';
  let questions = 0;
  const opened = new Set<string>();
  // A line may still be on its way: it is whole when something follows.
  const address = new RegExp(`${connectorUrl}/oauth/authorize\\?\\S+(?=\\s)`, 'g');
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (chunk: string) => {
      text += chunk;
      for (const [url] of text.matchAll(address)) {
        if (opened.has(url)) continue;
        opened.add(url);
        void browser
          .signIn(url)
          .then(deliver)
          .catch((error: unknown) => (text += String(error)));
      }
      const asked = text.split('[y/N]').length - 1;
      for (; questions < asked; questions += 1) child.stdin.write('y\n');
    });
  }
  const exited = new Promise<number | null>((resolve) => child.once('exit', (code) => resolve(code)));
  return {
    process: child,
    output: () => text,
    exited,
    stop: async () => {
      child.kill();
      await exited;
      rmSync(home, { recursive: true, force: true });
    },
  };
}

/** Opens the client's redirect. Programs print the URL before they listen, which a person is too slow to notice. */
async function deliver(answer: URL): Promise<void> {
  for (let attempt = 0; ; attempt += 1) {
    try {
      await fetch(answer);
      return;
    } catch (error) {
      if (attempt === 900) throw error;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }
}
