import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { users } from 'm365-simulator';
import type { Client as SdkClient } from '@modelcontextprotocol/sdk/client/index.js';
import type { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import type { Simulation } from '../lib/simulation.ts';
import { createBrowserAgent } from '../sign-in/browser-agent.ts';
import { type ClientProvider, createClientProvider } from '../sign-in/client-provider.ts';
import { type ClientResult, runSteps, withStepUp } from './scenario.ts';

interface Sdk {
  readonly Client: typeof SdkClient;
  readonly Transport: typeof StreamableHTTPClientTransport;
}

const clientInfo = { name: 'm365-client-matrix', version: '1.0.0' };
const call = { name: 'outlook_email_search', arguments: { query: 'budget' } };

/** Loads a version of the TypeScript SDK from the folder of its package. */
async function loadSdk(folder: string): Promise<Sdk> {
  const load = async (path: string) =>
    (await import(pathToFileURL(join(folder, 'dist/esm/client', path)).href)) as Record<string, unknown>;
  const { Client } = await load('index.js');
  const { StreamableHTTPClientTransport: Transport } = await load('streamableHttp.js');
  return { Client, Transport } as unknown as Sdk;
}

/** Runs the steps with one version of the TypeScript SDK, registered dynamically. */
export async function runSdk(simulation: Simulation, folder: string, version: string): Promise<ClientResult> {
  const sdk = await loadSdk(folder);
  const user = users.adele;
  const browser = createBrowserAgent({ user: { userPrincipalName: user.userPrincipalName } });
  const provider = createClientProvider(browser, { kind: 'registration' });
  const registration = 'dynamic registration';
  const base = { client: '@modelcontextprotocol/sdk', version, registration };
  const connected = await signIn(sdk, simulation.mcpUrl, provider).catch((error: unknown) => {
    // Before 1.13 the SDK does not implement RFC 8707.
    const [first] = provider.opened;
    if (first && !first.searchParams.has('resource')) return undefined;
    throw error;
  });
  if (!connected) return { ...base, steps: { signIn: 'not supported: it sends no `resource`' } };
  let client = connected;
  const steps = await runSteps([
    ['signIn', async () => undefined],
    ['list', async () => assertTrue((await client.listTools()).tools.length > 0, 'no tools')],
    ['call', async () => assertTrue((await client.callTool(call)).isError !== true, 'the call failed')],
    [
      'refresh',
      async () => {
        const before = provider.stored.tokens?.['refresh_token'];
        provider.stored.tokens = { ...provider.stored.tokens, access_token: 'expired' };
        await client.callTool(call);
        return assertTrue(provider.stored.tokens['refresh_token'] !== before, 'no refresh');
      },
    ],
    [
      'stepUp',
      async () => {
        const inSession = await withStepUp(
          simulation,
          { tenantId: user.tenantId, alias: 'adele' },
          async () => {
            const opened = provider.opened.length;
            provider.stored.tokens = { ...provider.stored.tokens, access_token: 'expired' };
            await client.callTool(call).catch(() => undefined);
            const isFollowed = provider.opened.length > opened;
            if (!isFollowed) delete provider.stored.tokens;
            client = isFollowed
              ? await complete(sdk, simulation.mcpUrl, provider)
              : await signIn(sdk, simulation.mcpUrl, provider);
            await client.callTool(call);
            return isFollowed;
          },
        );
        return inSession ? 'ok' : 'after signing in again';
      },
    ],
    [
      'revocation',
      async () => {
        const token = String(provider.stored.tokens?.['refresh_token']);
        const form = { token, client_id: String(provider.stored.client?.['client_id']) };
        await fetch(`${simulation.url}/oauth/revoke`, { method: 'POST', body: new URLSearchParams(form) });
        const answer = await client.callTool(call).catch(() => undefined);
        assertTrue(answer === undefined, 'a revoked token was accepted');
        delete provider.stored.tokens;
        client = await signIn(sdk, simulation.mcpUrl, provider);
        await client.callTool(call);
        return undefined;
      },
    ],
  ]);
  await client.close();
  return { ...base, steps };
}

/** Connects; the SDK throws after it has sent the user to the authorization server. */
async function signIn(sdk: Sdk, url: URL, provider: ClientProvider): Promise<SdkClient> {
  const opened = provider.opened.length;
  const { client, transport } = open(sdk, url, provider);
  try {
    await client.connect(transport);
    return client;
  } catch (error) {
    if (provider.opened.length === opened) throw error;
    return await complete(sdk, url, provider);
  }
}

async function complete(sdk: Sdk, url: URL, provider: ClientProvider): Promise<SdkClient> {
  const { transport: first } = open(sdk, url, provider);
  await first.finishAuth(provider.takeAuthorizationResponse().get('code') ?? '');
  const { client, transport } = open(sdk, url, provider);
  await client.connect(transport);
  return client;
}

function open({ Client, Transport }: Sdk, url: URL, provider: ClientProvider) {
  return {
    client: new Client(clientInfo),
    transport: new Transport(url, { authProvider: provider.legacy }),
  };
}

function assertTrue(condition: boolean, message: string): undefined {
  if (!condition) throw new Error(message);
  return undefined;
}
