import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { apps, startSimulator } from 'm365-simulator';
import { readDeployment, setTomlValues } from '../../scripts/cloudflare/wrangler-config.ts';
import type { WorkerSecrets } from '../../scripts/cloudflare/wrangler.ts';
import { createChangeLog, createSecretFolder } from '../../scripts/entra/context.ts';
import { createGraphClient } from '../../scripts/entra/graph-client.ts';
import { type SetupOptions, readSetupOptions } from '../../scripts/entra/options.ts';
import { runSetup } from '../../scripts/entra/run-setup.ts';
import { signInWithDeviceCode } from '../../scripts/entra/sign-in.ts';
import { type AutomationCredential, signInUnattended } from '../../scripts/entra/unattended.ts';
import { type OutboundFetch, createOutboundFetch } from '../../src/lib/outbound-fetch.ts';
import { freshToml } from './fresh-toml.ts';

const graph = 'https://graph.microsoft.com';

/** Output and requests of one setup run. */
export interface SetupRun {
  readonly lines: readonly string[];
  readonly count: number;
  /** Methods of the Graph requests, in order. */
  readonly sent: readonly string[];
}

/** Interruption of a run: at which write request, before or after it is sent. */
export interface BreakOff {
  readonly write: number;
  readonly when: 'before' | 'after';
}

/** A simulated tenant, a checkout and a deployed Worker for setup. */
export async function startSetupWorld() {
  const tenant = await startSimulator({ checkContract: false });
  const home = mkdtempSync(`${tmpdir()}/setup-`);
  const configFile = `${home}/wrangler.toml`;
  const folder = createSecretFolder(`${home}/secrets`);
  /** Undefined while Cloudflare is unreachable. */
  let deployed: Map<string, string> | undefined;
  let offsetMs = 0;

  const secrets: WorkerSecrets = {
    names: async () => deployed && new Set(deployed.keys()),
    put: async (values) => {
      if (!deployed) return false;
      for (const [name, value] of Object.entries(values)) {
        if (value === null) deployed.delete(name);
        else deployed.set(name, value);
      }
      return true;
    },
  };

  /** Waiting passes at once, for set-up and for Entra. */
  const wait = (milliseconds: number) => {
    tenant.control.advanceClock(milliseconds);
    return Promise.resolve();
  };
  const tenantFetch = createOutboundFetch(({ origin }) => origin === tenant.url);
  const signIn = (user: string, mode: string): Promise<string> =>
    signInWithDeviceCode({
      ...readSetupOptions(['--login-url', tenant.url]),
      scope: permissionsOf(mode)
        .map((name) => `${graph}/${name}`)
        .join(' '),
      fetch: tenantFetch,
      wait,
      print: (line) => {
        const userCode = /enter (\w+) and/.exec(line)?.[1] ?? '';
        tenant.control.completeDeviceCode({ userCode, user });
      },
    });

  /** Runs setup as a user with command line arguments. */
  const run = (args: readonly string[] = [], user = 'patti', breakOff?: BreakOff): Promise<SetupRun> =>
    runAs(args, ({ mode }) => signIn(user, mode), breakOff);

  /** Runs setup with the credential of unattended runs. */
  const runUnattended = (credential: AutomationCredential, args: readonly string[]): Promise<SetupRun> =>
    runAs(['--unattended', '--tenant', credential.tenantId, ...args], ({ cloud, loginUrl }) =>
      signInUnattended({ credential, cloud, loginUrl, fetch: tenantFetch, nowMs: tenant.control.nowMs() }),
    );

  async function runAs(
    args: readonly string[],
    getToken: (options: SetupOptions) => Promise<string>,
    breakOff?: BreakOff,
  ): Promise<SetupRun> {
    const { url } = tenant;
    const options = readSetupOptions(['--login-url', url, '--graph-url', url, ...args]);
    const lines: string[] = [];
    const changes = createChangeLog(options.mode, (line) => lines.push(line));
    const deployment = readDeployment(configFile, options.environment);
    const publicUrl = options.publicUrl ?? deployment.vars['PUBLIC_URL'] ?? '';
    const sent: string[] = [];
    const graphFetch: OutboundFetch = async (address, init, limits) => {
      sent.push(init.method ?? 'GET');
      const isCut =
        init.method !== 'GET' && sent.filter((method) => method !== 'GET').length === breakOff?.write;
      if (isCut && breakOff?.when === 'before') throw new Error('broken off');
      const response = await tenantFetch(address, init, limits);
      if (isCut) throw new Error('broken off');
      return response;
    };
    const accessToken = await getToken(options);
    const context = {
      options,
      changes,
      graph: createGraphClient({
        graphUrl: options.graphUrl,
        accessToken,
        fetch: graphFetch,
        wait,
        print: (text) => changes.note(text),
      }),
      deployment,
      secrets,
      folder,
      nowMs: Date.now() + offsetMs,
      wait,
    };
    try {
      await runSetup(context, { configFile, publicUrl, otherPublicUrls: [] });
    } finally {
      changes.endSection();
    }
    return { lines, count: changes.count, sent };
  }

  return {
    tenant,
    folder,
    run,
    runUnattended,
    setVariable: (name: string, value: string) =>
      writeFileSync(configFile, setTomlValues(readFileSync(configFile, 'utf8'), 'vars', { [name]: value })),
    toml: () => readFileSync(configFile, 'utf8'),
    /** Restores the initial state, with a Worker that has these secrets or is unreachable. */
    reset(present: readonly string[] | 'offline' = []) {
      tenant.control.reset();
      writeFileSync(configFile, freshToml());
      rmSync(`${home}/secrets`, { recursive: true, force: true });
      deployed = present === 'offline' ? undefined : new Map(present.map((name) => [name, 'old']));
      offsetMs = 0;
    },
    /** Adds a federated credential of another issuer to an application. */
    async trustElsewhere(appId: string, issuer: string) {
      const path = `/v1.0/applications(appId='${appId}')/federatedIdentityCredentials(name='elsewhere')`;
      const accessToken = await signIn('patti', 'apply');
      const response = await fetch(tenant.url + path, {
        method: 'PATCH',
        headers: {
          authorization: `Bearer ${accessToken}`,
          'content-type': 'application/json',
          prefer: 'create-if-missing',
        },
        body: JSON.stringify({ issuer, subject: 'x', audiences: ['api://AzureADTokenExchange'] }),
      });
      if (!response.ok) throw new Error(`Graph answered ${response.status}.`);
    },
    deployed: () => deployed ?? new Map<string, string>(),
    goOnline: () => (deployed ??= new Map()),
    /** Advances the clock of setup and of Entra. */
    passDays(days: number) {
      offsetMs += days * 86_400_000;
      tenant.control.advanceClock(days * 86_400_000);
    },
    async stop() {
      await tenant.close();
      rmSync(home, { recursive: true, force: true });
    },
  };
}

function permissionsOf(mode: string): readonly string[] {
  return mode === 'apply'
    ? [
        'User.Read',
        'Application.ReadWrite.All',
        'Directory.Read.All',
        'AppRoleAssignment.ReadWrite.All',
        'DelegatedPermissionGrant.ReadWrite.All',
      ]
    : ['User.Read', 'Application.Read.All', 'Directory.Read.All'];
}

/** The two applications that setup created. */
export function registeredApps(world: Awaited<ReturnType<typeof startSetupWorld>>) {
  const made = world.tenant.control.registrations();
  const find = (part: string) => {
    const found = made.find(({ uniqueName }) => uniqueName === `m365-mcp-connector-${part}`);
    if (!found) throw new Error(`The set-up made no ${part}.`);
    return found;
  };
  return { server: find('server'), client: find('client'), graph: apps.graph };
}
