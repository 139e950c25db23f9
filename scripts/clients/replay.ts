import { createHash, randomBytes } from 'node:crypto';
import { apps, users } from 'm365-simulator';
import type { Simulation } from '../lib/simulation.ts';
import { createBrowserAgent } from '../sign-in/browser-agent.ts';
import { type ClientResult, runSteps } from './scenario.ts';

/** The requests of a client that cannot run here: it needs an account with its vendor, or a display. */
export interface ReplayedClient {
  readonly client: string;
  readonly redirectUri: string;
  /** URL of the client metadata document, or `dynamic` or `configured`. */
  readonly clientId: string;
  /** Whether the client sends `resource` to the token endpoint. */
  readonly sendsResource: boolean;
  /** Further parameters of the authorization request. */
  readonly parameters?: Readonly<Record<string, string>>;
  readonly source: string;
}

/** Redirect URIs that `TRUSTED_REDIRECT_URIS` has to contain for the self-hosted clients. */
export const selfHostedRedirectUris = [
  'https://n8n.contoso.example/rest/oauth2-credential/callback',
  'https://chat.contoso.example/api/mcp/microsoft-365/oauth/callback',
  'https://webui.contoso.example/oauth/clients/mcp:microsoft-365/callback',
  'vscode://saoudrizwan.claude-dev/mcp-auth/callback',
];

const specification = 'https://modelcontextprotocol.io/specification/2025-11-25/basic/authorization';
const claude = 'https://claude.com/docs/connectors/building/authentication';
const vscode = 'https://github.com/microsoft/vscode/blob/main/src/vs/base/common/oauth.ts';
const chatgpt = 'https://developers.openai.com/apps-sdk/build/auth';

export const replayedClients: readonly ReplayedClient[] = [
  {
    client: 'Claude (web)',
    clientId: 'https://claude.ai/oauth/mcp-oauth-client-metadata',
    redirectUri: 'https://claude.ai/api/mcp/auth_callback',
    sendsResource: true,
    source: claude,
  },
  {
    client: 'Claude (web)',
    clientId: 'dynamic',
    redirectUri: 'https://claude.ai/api/mcp/auth_callback',
    sendsResource: true,
    source: claude,
  },
  {
    client: 'Claude Code',
    clientId: 'https://claude.ai/oauth/claude-code-client-metadata',
    redirectUri: 'http://localhost:53682/callback',
    sendsResource: true,
    source: claude,
  },
  {
    client: 'ChatGPT',
    clientId: 'https://chatgpt.com/oauth/client.json',
    redirectUri: 'https://chatgpt.com/connector_platform_oauth_redirect',
    sendsResource: true,
    source: chatgpt,
  },
  {
    client: 'ChatGPT, per connector',
    clientId: 'https://chatgpt.com/oauth/conn_1a2b3c/client.json',
    redirectUri: 'https://chatgpt.com/connector/oauth/conn_1a2b3c',
    sendsResource: true,
    source: chatgpt,
  },
  {
    client: 'Codex',
    clientId: 'https://chatgpt.com/oauth/codex/client.json',
    redirectUri: 'http://127.0.0.1:49731/callback',
    sendsResource: true,
    source: 'https://github.com/openai/codex/tree/main/codex-rs/rmcp-client',
  },
  {
    client: 'Codex, per server',
    clientId: 'https://chatgpt.com/oauth/codex/srv_1a2b3c/client.json',
    redirectUri: 'http://localhost:49731/callback/srv_1a2b3c',
    sendsResource: true,
    source: 'https://github.com/openai/codex/tree/main/codex-rs/rmcp-client',
  },
  {
    client: 'Visual Studio Code',
    clientId: 'https://vscode.dev/oauth/client-metadata.json',
    redirectUri: 'http://127.0.0.1:33418/',
    sendsResource: true,
    source: vscode,
  },
  {
    client: 'Visual Studio Code',
    clientId: 'dynamic',
    redirectUri: 'https://vscode.dev/redirect',
    sendsResource: true,
    source: vscode,
  },
  {
    client: 'Visual Studio Code Insiders',
    clientId: 'dynamic',
    redirectUri: 'https://insiders.vscode.dev/redirect',
    sendsResource: true,
    source: vscode,
  },
  {
    client: 'Cursor',
    clientId: 'dynamic',
    redirectUri: 'cursor://anysphere.cursor-mcp/oauth/callback',
    sendsResource: true,
    source: 'https://cursor.com/docs/context/mcp',
  },
  {
    client: 'Copilot Studio',
    clientId: 'dynamic',
    redirectUri: 'https://global.consent.azure-apim.net/redirect/microsoft-20365-5f1a2b',
    sendsResource: true,
    source: 'https://learn.microsoft.com/microsoft-copilot-studio/mcp-add-existing-server-to-agent',
  },
  {
    client: 'Copilot Studio, configured',
    clientId: 'configured',
    redirectUri: 'https://global.consent.azure-apim.net/redirect/microsoft-20365-5f1a2b',
    sendsResource: false,
    source: 'https://learn.microsoft.com/microsoft-copilot-studio/mcp-add-existing-server-to-agent',
  },
  ...selfHostedRedirectUris.map((redirectUri, index) => ({
    client: ['n8n', 'LibreChat', 'Open WebUI', 'Cline'][index] ?? '',
    clientId: 'dynamic',
    redirectUri,
    sendsResource: index !== 0,
    source: specification,
  })),
];

const headers = { 'content-type': 'application/json', accept: 'application/json, text/event-stream' };

/** Sends the requests of a client, and a call with each token. */
export async function replay(simulation: Simulation, replayed: ReplayedClient): Promise<ClientResult> {
  const { url, mcpUrl } = simulation;
  const { redirectUri, sendsResource } = replayed;
  const verifier = randomBytes(32).toString('base64url');
  const browser = createBrowserAgent({ user: { userPrincipalName: users.megan.userPrincipalName } });
  const resource: Record<string, string> = sendsResource ? { resource: mcpUrl.href } : {};
  let clientId = '';
  let tokens: { readonly access_token?: string; readonly refresh_token?: string } = {};
  const post = async (path: string, form: Record<string, string>) =>
    await fetch(new URL(path, url), { method: 'POST', body: new URLSearchParams(form) });
  const redeem = async (form: Record<string, string>) => {
    const response = await post('/oauth/token', { client_id: clientId, ...resource, ...form });
    const body = (await response.json()) as typeof tokens & { readonly error_description?: string };
    if (response.status !== 200) throw new Error(body.error_description);
    tokens = body;
  };
  const send = async (method: string, params: object) => {
    const body = JSON.stringify({ jsonrpc: '2.0', id: 1, method, params });
    const authorization = `Bearer ${tokens.access_token}`;
    const response = await fetch(mcpUrl, { method: 'POST', body, headers: { ...headers, authorization } });
    await response.text();
    return response.status;
  };
  const expectStatus = (actual: number, expected: number): undefined => {
    if (actual !== expected) throw new Error(`HTTP ${actual}`);
    return undefined;
  };
  const call = () => send('tools/call', { name: 'outlook_email_search', arguments: { query: 'budget' } });

  const steps = await runSteps([
    [
      'signIn',
      async () => {
        clientId = await findClientId(url, replayed);
        const authorize = new URL('/oauth/authorize', url);
        authorize.search = new URLSearchParams({
          response_type: 'code',
          client_id: clientId,
          redirect_uri: redirectUri,
          code_challenge: createHash('sha256').update(verifier).digest('base64url'),
          code_challenge_method: 'S256',
          resource: mcpUrl.href,
          state: randomBytes(16).toString('hex'),
          ...replayed.parameters,
        }).toString();
        const code = (await browser.signIn(authorize)).searchParams.get('code') ?? '';
        await redeem({
          grant_type: 'authorization_code',
          code,
          redirect_uri: redirectUri,
          code_verifier: verifier,
        });
        return undefined;
      },
    ],
    ['list', async () => expectStatus(await send('tools/list', {}), 200)],
    ['call', async () => expectStatus(await call(), 200)],
    [
      'refresh',
      async () => {
        await redeem({ grant_type: 'refresh_token', refresh_token: tokens.refresh_token ?? '' });
        return expectStatus(await call(), 200);
      },
    ],
    [
      'revocation',
      async () => {
        await post('/oauth/revoke', { client_id: clientId, token: tokens.refresh_token ?? '' });
        return expectStatus(await call(), 401);
      },
    ],
  ]);
  return {
    client: replayed.client,
    registration: describeRegistration(replayed),
    source: replayed.source,
    steps,
  };
}

async function findClientId(url: string, { clientId, client, redirectUri }: ReplayedClient): Promise<string> {
  if (clientId === 'configured') return apps.client;
  if (clientId !== 'dynamic') return clientId;
  const body = JSON.stringify({ client_name: client, redirect_uris: [redirectUri] });
  const response = await fetch(new URL('/oauth/register', url), { method: 'POST', headers, body });
  const answer = (await response.json()) as {
    readonly client_id?: string;
    readonly error_description?: string;
  };
  if (answer.client_id === undefined) throw new Error(answer.error_description);
  return answer.client_id;
}

function describeRegistration({ clientId }: ReplayedClient): string {
  if (clientId === 'dynamic') return 'dynamic registration';
  return clientId === 'configured' ? 'configured client id' : 'metadata document';
}
