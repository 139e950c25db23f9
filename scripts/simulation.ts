import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { startTenant, type TenantServer } from '../test/tenant/server.ts';
import { apps, contoso, fabrikam } from '../test/tenant/world.ts';
import { startWorker, type WorkerProcess } from './worker-process.ts';

/** A connector and the simulated tenant that it reads, on loopback. */
export interface Simulation {
  readonly url: string;
  readonly mcpUrl: URL;
  readonly tenant: TenantServer;
  readonly worker: WorkerProcess;
  readonly env: Readonly<Record<string, string>>;
  /** Where the Worker's Durable Objects live. */
  readonly dataFolder: string;
  /** Starts the Worker again on the same storage, as after a crash. */
  restart(env?: Readonly<Record<string, string>>): Promise<WorkerProcess>;
  stop(): Promise<void>;
}

/** What may differ from the ordinary simulation. */
export interface SimulationOptions {
  readonly bundle: string;
  readonly port?: number;
  readonly env?: Readonly<Record<string, string>>;
}

/** The variables of a connector that is set up for the simulated tenant. Its secrets open nothing else. */
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
  const tenant = await startTenant({ port: 0 });
  const port = options.port ?? (await freePort());
  const url = `http://127.0.0.1:${port}`;
  const env = { ...simulatedEnvironment(url, tenant.url), ...options.env };
  const dataFolder = mkdtempSync(`${tmpdir()}/m365-connector-`);
  let worker = await startWorker({ bundle: options.bundle, port, env, dataFolder });
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
      worker = await startWorker({ bundle: options.bundle, port, env: { ...changed }, dataFolder });
      return worker;
    },
    stop: async () => {
      await worker.stop();
      await tenant.close();
      rmSync(dataFolder, { recursive: true, force: true });
    },
  };
}

/** A port of loopback that nobody listens on just now. */
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
