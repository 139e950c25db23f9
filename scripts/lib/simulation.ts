import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { type SimulatorServer, apps, contoso, fabrikam, startSimulator } from 'm365-simulator';
import { boundRedirectUri, knownClientMetadata } from '../../src/oauth/client-metadata.ts';
import { type WorkerProcess, startWorker } from './worker-process.ts';

/** A connector and a simulated tenant on loopback. */
export interface Simulation {
  readonly url: string;
  readonly mcpUrl: URL;
  readonly tenant: SimulatorServer;
  readonly worker: WorkerProcess;
  readonly env: Readonly<Record<string, string>>;
  /** Folder of the Durable Objects. */
  readonly dataFolder: string;
  /** Starts the Worker again on the same storage. */
  restart(env?: Readonly<Record<string, string>>): Promise<WorkerProcess>;
  /** @throws Error when the connector sent requests to hosts other than the tenant and trusted client metadata documents */
  stop(): Promise<void>;
}

export interface SimulationOptions {
  readonly bundle: string;
  readonly port?: number;
  readonly env?: Readonly<Record<string, string>>;
  /** Client metadata documents by URL, which stand in for those of their hosts. */
  readonly documents?: Readonly<Record<string, object>>;
  /** Traces every request. */
  readonly traced?: boolean;
}

/** Clouds that the simulator knows. */
const clouds = ['global', 'usgov', 'usgov-dod', 'china'] as const;

/** Variables and secrets of a connector for the simulated tenant. */
export function simulatedEnvironment(publicUrl: string, tenantUrl: string): Record<string, string> {
  return {
    PUBLIC_URL: publicUrl,
    SERVER_APP_ID: apps.server,
    CLIENT_APP_ID: apps.client,
    SERVER_APP_SECRET: apps.serverSecret,
    ALLOWED_TENANTS: `${contoso},${fabrikam}`,
    ENTRA_LOGIN_URL: tenantUrl,
    GRAPH_URL: tenantUrl,
    SEAL_KEYS: `k1:${randomBytes(32).toString('base64')}`,
    REGION: 'simulation',
  };
}

/** @see Simulation */
export async function startSimulation(options: SimulationOptions): Promise<Simulation> {
  const cloud = clouds.find((name) => name === options.env?.['ENTRA_CLOUD']) ?? 'global';
  const tenant = await startSimulator({ port: 0, cloud });
  const port = options.port ?? (await freePort());
  const url = `http://127.0.0.1:${port}`;
  const env = { ...simulatedEnvironment(url, tenant.url), ...options.env };
  const dataFolder = mkdtempSync(`${tmpdir()}/m365-connector-`);
  const allowedOrigins = [tenant.url, tenant.downloadUrl];
  const workers: WorkerProcess[] = [];
  const start = async (variables: Readonly<Record<string, string>>): Promise<WorkerProcess> => {
    const { bundle, traced, documents } = options;
    const worker = await startWorker({
      bundle,
      port,
      env: variables,
      dataFolder,
      allowedOrigins,
      documents,
      traced,
    });
    workers.push(worker);
    return worker;
  };
  // Also when the start fails, and when a reader such as `head` closes the output early.
  const cancelCleanUp = atProcessEnd(() => {
    void workers.at(-1)?.stop('SIGKILL');
    rmSync(dataFolder, { recursive: true, force: true, maxRetries: 5 });
  });
  let worker = await start(env);
  return {
    url,
    mcpUrl: new URL(`${url}/mcp`),
    tenant,
    env,
    dataFolder,
    get worker() {
      return worker;
    },
    restart: async (changed = env) => {
      await worker.stop();
      worker = await start(changed);
      return worker;
    },
    stop: async () => {
      await worker.stop();
      await tenant.close();
      rmSync(dataFolder, { recursive: true, force: true });
      cancelCleanUp();
      const documents = (options.env?.['TRUSTED_CLIENT_METADATA'] ?? '').split(',');
      const unexpected = unexpectedUrls(workers, [...allowedOrigins, ...documents]);
      if (unexpected.length > 0) throw new Error(`The connector sent requests to ${unexpected.join(', ')}.`);
    },
  };
}

/**
 * Runs a function when this process ends, also by Ctrl-C and SIGTERM, whose default actions call no exit handlers.
 * @returns a function that cancels it
 */
function atProcessEnd(run: () => void): () => void {
  const cancel = () => {
    process.off('exit', run);
    process.off('SIGINT', end).off('SIGTERM', end);
  };
  const end = (signal: NodeJS.Signals) => {
    cancel();
    run();
    process.kill(process.pid, signal);
  };
  process.once('exit', run);
  process.once('SIGINT', end).once('SIGTERM', end);
  return cancel;
}

/** Requested URLs other than the expected ones and the known client metadata documents. */
function unexpectedUrls(workers: readonly WorkerProcess[], expected: readonly string[]): string[] {
  const known = new Set([...expected, ...Object.keys(knownClientMetadata)]);
  const isKnown = (url: string) => known.has(url) || boundRedirectUri(url) !== undefined;
  return workers.flatMap(({ requestedUrls }) => [...requestedUrls].filter((url) => !isKnown(url)));
}

/** Whether a program on this machine can listen on the port, at the IP address. */
export async function isPortFree(port: number, host = '127.0.0.1'): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false)).listen(port, host, () => server.close(() => resolve(true)));
  });
}

/** A free port on loopback. */
export async function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject).listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() =>
        typeof address === 'object' && address ? resolve(address.port) : reject(new Error('No free port.')),
      );
    });
  });
}
