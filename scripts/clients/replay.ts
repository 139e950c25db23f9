import { createHash, randomBytes } from 'node:crypto';
import { apps, users } from 'm365-simulator';
import type { Simulation } from '../lib/simulation.ts';
import { createBrowserAgent } from '../sign-in/browser-agent.ts';
import type { ReplayedClient } from './replayed-clients.ts';
import { type ClientResult, expireTokens, runSteps, withStepUp } from './scenario.ts';

const user = users.megan;
const json = { 'content-type': 'application/json', accept: 'application/json, text/event-stream' };

/** The members of metadata that clients use. */
interface Metadata {
  readonly resource: string;
  readonly scope: string;
  readonly authorization_endpoint: string;
  readonly token_endpoint: string;
  readonly registration_endpoint: string;
  readonly revocation_endpoint: string;
}

interface Tokens {
  readonly access_token?: string;
  readonly refresh_token?: string;
}

/** Sends the requests of a client: discovery, registration, sign-in, refresh and revocation, and a call after each. */
export async function replay(simulation: Simulation, replayed: ReplayedClient): Promise<ClientResult> {
  const { mcpUrl } = simulation;
  let metadata: Metadata | undefined;
  let clientId = '';
  let tokens: Tokens = {};

  const signIn = async (scope?: string): Promise<undefined> => {
    metadata ??= await discover(mcpUrl);
    clientId ||= await findClientId(metadata, replayed);
    tokens = await authorize(metadata, clientId, replayed, scope ?? metadata.scope);
    return undefined;
  };
  const refresh = async () => {
    if (!metadata) throw new Error('not signed in');
    const form = { grant_type: 'refresh_token', refresh_token: tokens.refresh_token ?? '' };
    tokens = await redeem(metadata, clientId, replayed, form);
  };
  const send = async (method: string, params: object) =>
    await fetch(mcpUrl, {
      method: 'POST',
      headers: {
        ...json,
        authorization: `Bearer ${tokens.access_token}`,
        'mcp-protocol-version': '2025-06-18',
      },
      body: JSON.stringify({ jsonrpc: '2.0', id: 1, method, params }),
    });
  const call = () => send('tools/call', { name: 'outlook_email_search', arguments: { query: 'budget' } });

  const steps = await runSteps([
    ['signIn', () => signIn()],
    ['list', async () => expectStatus(await send('tools/list', {}), 200)],
    ['call', async () => expectStatus(await call(), 200)],
    [
      'refresh',
      async () => {
        await expireTokens(simulation);
        expectStatus(await call(), 401);
        await refresh();
        return expectStatus(await call(), 200);
      },
    ],
    [
      'stepUp',
      async () =>
        await withStepUp(simulation, { tenantId: user.tenantId, alias: 'megan' }, async () => {
          await expireTokens(simulation);
          await refresh();
          const challenged = await call();
          expectStatus(challenged, 403);
          const scope = readParameter(challenged, 'scope');
          await signIn(replayed.followsStepUp ? scope : undefined);
          expectStatus(await call(), 200);
          return replayed.followsStepUp ? 'ok' : 'after signing in again';
        }),
    ],
    [
      'revocation',
      async () => {
        const form = new URLSearchParams({ client_id: clientId, token: tokens.refresh_token ?? '' });
        await fetch(metadata?.revocation_endpoint ?? '', { method: 'POST', body: form });
        expectStatus(await call(), 401);
        await signIn();
        return expectStatus(await call(), 200);
      },
    ],
  ]);
  const { client, version, source, identification } = replayed;
  const registration = registrations[identification.kind];
  return { client, ...(version === undefined ? {} : { version }), registration, source, steps };
}

const registrations = {
  registration: 'dynamic registration',
  document: 'metadata document',
  configured: 'configured client id',
} as const;

/** Discovers the authorization server as strict clients do: both documents have to name what they were found by. */
async function discover(mcpUrl: URL): Promise<Metadata> {
  const body = JSON.stringify({
    jsonrpc: '2.0',
    id: 1,
    method: 'initialize',
    params: {
      protocolVersion: '2025-06-18',
      capabilities: {},
      clientInfo: { name: 'replay', version: '1.0.0' },
    },
  });
  const challenged = await fetch(mcpUrl, { method: 'POST', headers: json, body });
  expectStatus(challenged, 401);
  const resourceUrl = readParameter(challenged, 'resource_metadata') ?? '';
  const { resource, authorization_servers: servers } = await getJson(resourceUrl);
  if (resource !== mcpUrl.href) throw new Error(`The resource is ${String(resource)}.`);
  const [issuer] = servers as readonly string[];
  const server = await getJson(`${issuer}/.well-known/oauth-authorization-server`);
  if (server['issuer'] !== issuer) throw new Error(`The issuer is ${String(server['issuer'])}.`);
  const scope = readParameter(challenged, 'scope');
  return { ...server, resource, scope } as unknown as Metadata;
}

async function findClientId(
  { registration_endpoint: url, scope }: Metadata,
  { identification }: ReplayedClient,
): Promise<string> {
  switch (identification.kind) {
    case 'configured':
      return apps.client;
    case 'document':
      return identification.url;
    case 'registration': {
      const body = JSON.stringify({ ...identification.body, scope });
      const response = await fetch(url, { method: 'POST', headers: json, body });
      const registered = (await response.json()) as Readonly<Record<string, unknown>>;
      if (response.status !== 201) throw new Error(String(registered['error_description']));
      return String(registered['client_id']);
    }
  }
}

async function authorize(
  metadata: Metadata,
  clientId: string,
  replayed: ReplayedClient,
  scope: string,
): Promise<Tokens> {
  const { redirectUri, parameters } = replayed;
  const verifier = randomBytes(32).toString('base64url');
  const state = randomBytes(16).toString('hex');
  const url = new URL(metadata.authorization_endpoint);
  url.search = new URLSearchParams({
    response_type: 'code',
    client_id: clientId,
    redirect_uri: redirectUri,
    code_challenge: createHash('sha256').update(verifier).digest('base64url'),
    code_challenge_method: 'S256',
    resource: metadata.resource,
    scope,
    state,
    ...parameters,
  }).toString();
  const browser = createBrowserAgent({ user: { userPrincipalName: user.userPrincipalName } });
  const response = await browser.signIn(url);
  if (response.searchParams.get('state') !== state) throw new Error('The state differs.');
  return await redeem(metadata, clientId, replayed, {
    grant_type: 'authorization_code',
    code: response.searchParams.get('code') ?? '',
    redirect_uri: redirectUri,
    code_verifier: verifier,
  });
}

async function redeem(
  { token_endpoint: url, resource }: Metadata,
  clientId: string,
  { authentication, sendsResource = true }: ReplayedClient,
  form: Readonly<Record<string, string>>,
): Promise<Tokens> {
  const isBasic = authentication === 'basic';
  const body = new URLSearchParams({
    ...form,
    ...(isBasic ? {} : { client_id: clientId }),
    ...(authentication === 'post' ? { client_secret: 'any' } : {}),
    ...(sendsResource ? { resource } : {}),
  });
  const credentials = Buffer.from(`${encodeURIComponent(clientId)}:any`).toString('base64');
  const headers: Record<string, string> = isBasic ? { authorization: `Basic ${credentials}` } : {};
  const response = await fetch(url, { method: 'POST', body, headers });
  const tokens = (await response.json()) as Tokens & { readonly error_description?: string };
  if (response.status !== 200) throw new Error(tokens.error_description);
  return tokens;
}

/** A parameter of `WWW-Authenticate`. */
function readParameter(response: Response, name: string): string | undefined {
  const challenge = response.headers.get('www-authenticate') ?? '';
  return new RegExp(`[ ,]${name}="([^"]*)"`).exec(challenge)?.[1];
}

async function getJson(url: string): Promise<Readonly<Record<string, unknown>>> {
  const response = await fetch(url, { headers: { accept: 'application/json' } });
  expectStatus(response, 200);
  return (await response.json()) as Readonly<Record<string, unknown>>;
}

function expectStatus(response: Response, expected: number): undefined {
  if (response.status !== expected) throw new Error(`HTTP ${response.status} instead of ${expected}`);
  return undefined;
}
