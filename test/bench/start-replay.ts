import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** The upstream of a load test, in a separate process. */
export interface Replay {
  readonly url: string;
  /** Access tokens of `count` users from this index on. */
  tokens(from: number, count: number): Promise<readonly string[]>;
  /** Sets the share of Graph responses that are errors. */
  failGraph(share: number): Promise<unknown>;
  /** Number of requests by kind. */
  counts(): Promise<Readonly<Record<string, number>>>;
  stop(): Promise<void>;
}

/**
 * Starts the upstream on a free loopback port.
 * @param hasLargeFiles whether it also holds those of large-files.ts
 */
export async function startReplay(hasLargeFiles = false): Promise<Replay> {
  const script = fileURLToPath(new URL('replay-server.ts', import.meta.url));
  const child = spawn(
    process.execPath,
    ['--no-warnings', script, ...(hasLargeFiles ? ['--large-files'] : [])],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  );
  const exited = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const url = await new Promise<string>((resolve, reject) => {
    child.stdout.setEncoding('utf8').once('data', (line: string) => resolve(line.trim()));
    child.once('exit', () => reject(new Error('The upstream of the load test did not start.')));
  });
  const ask = async <T>(path: string): Promise<T> => (await fetch(`${url}${path}`)).json() as Promise<T>;
  return {
    url,
    tokens: (from, count) => ask<readonly string[]>(`/__tokens?from=${from}&count=${count}`),
    failGraph: (share) => ask(`/__fail?share=${share}`),
    counts: () => ask<Readonly<Record<string, number>>>('/__counts'),
    stop: async () => {
      child.kill();
      await exited;
    },
  };
}
