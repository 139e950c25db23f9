import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, existsSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { freePort } from '../../../scripts/lib/simulation.ts';

/** The server that the connector is compared with. */
export const peerPackage = '@softeria/ms-365-mcp-server';

/** An installed peer. */
export interface PeerInstallation {
  readonly version: string;
  /** Path of its entry point. */
  readonly main: string;
}

/** A running peer. */
export interface PeerProcess {
  readonly url: URL;
  readonly pid: number;
  readonly stop: () => Promise<void>;
}

/** The peer that is installed in a folder; undefined without one. @throws Error when its version is unknown */
export function findPeer(folder: string): PeerInstallation | undefined {
  const packageFolder = resolve(folder, 'node_modules', peerPackage);
  const manifest = `${packageFolder}/package.json`;
  if (!existsSync(manifest)) return undefined;
  const { version } = JSON.parse(readFileSync(manifest, 'utf8')) as { readonly version?: unknown };
  if (typeof version !== 'string') throw new Error(`${manifest} has no version.`);
  return { version, main: `${packageFolder}/dist/index.js` };
}

/**
 * Starts the peer with its HTTP transport on loopback. Its limit of 120 requests a minute is disabled, its logs go to a
 * temporary folder, and its Graph requests to the upstream.
 * @param upstreamUrl upstream of the benchmark, in place of Microsoft Graph
 * @throws Error with the end of its output when it exits, or does not respond within 30 seconds
 */
export async function startPeer(
  { main }: PeerInstallation,
  upstreamUrl: string,
  options: readonly string[],
): Promise<PeerProcess> {
  const folder = mkdtempSync(`${tmpdir()}/m365-bench-peer-`);
  const outputFile = `${folder}/output.log`;
  const output = openSync(outputFile, 'w');
  const origin = `http://127.0.0.1:${await freePort()}`;
  const preload = fileURLToPath(new URL('redirect-graph.ts', import.meta.url));
  const child = spawn(
    process.execPath,
    ['--no-warnings', '--import', preload, main, '--http', new URL(origin).host, '--read-only', ...options],
    {
      cwd: folder,
      env: {
        PATH: process.env['PATH'] ?? '',
        HOME: folder,
        NODE_ENV: 'production',
        BENCH_UPSTREAM_URL: upstreamUrl,
        MS365_MCP_LOG_DIR: `${folder}/logs`,
        MS365_MCP_RATE_LIMIT_DISABLED: 'true',
      },
      stdio: ['ignore', output, output],
    },
  );
  closeSync(output);
  const exited = new Promise<void>((done) => child.once('close', () => done()));
  const stop = async () => {
    child.kill();
    await exited;
    rmSync(folder, { recursive: true, force: true });
  };
  const { pid } = child;
  if (pid === undefined || !(await isReady(child, origin))) {
    const lastOutput = readFileSync(outputFile, 'utf8').slice(-1000);
    await stop();
    throw new Error(`${peerPackage} did not start. ${lastOutput}`);
  }
  return { url: new URL('/mcp', origin), pid, stop };
}

/** Whether the process responds within 30 seconds, and before it exits. */
async function isReady(child: ChildProcess, origin: string): Promise<boolean> {
  for (let attempt = 0; attempt < 120 && child.exitCode === null; attempt += 1) {
    const response = await fetch(origin).catch(() => undefined);
    await response?.body?.cancel();
    if (response?.ok) return true;
    await sleep(250);
  }
  return false;
}
