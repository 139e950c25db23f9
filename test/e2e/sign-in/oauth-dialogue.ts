import { createHash, randomBytes } from 'node:crypto';
import { type BrowserAgent, createBrowserAgent } from '../../../scripts/sign-in/browser-agent.ts';

/** Response of the token endpoint. */
export interface TokenAnswer {
  readonly status: number;
  readonly body: {
    readonly access_token?: string;
    readonly refresh_token?: string;
    readonly token_type?: string;
    readonly expires_in?: number;
    readonly scope?: string;
    readonly error?: string;
    readonly error_description?: string;
  };
}

/** The connector spoken to letter by letter, as no well-behaved client would. */
export interface OAuthDialogue {
  readonly redirectUri: string;
  register(metadata?: Record<string, unknown>): Promise<string>;
  authorizeUrl(clientId: string, changes?: Record<string, string>): URL;
  post(path: string, form: Record<string, string>): Promise<Response>;
  token(form: Record<string, string>): Promise<TokenAnswer>;
  /** All the way to tokens. */
  signIn(
    clientId: string,
    browser: BrowserAgent | string,
    changes?: Record<string, string>,
  ): Promise<TokenAnswer>;
  refresh(clientId: string, refreshToken: string | undefined): Promise<TokenAnswer>;
}

/** @param url the connector's origin */
export function createOAuthDialogue(url: string): OAuthDialogue {
  const resource = `${url}/mcp`;
  const redirectUri = 'http://localhost:51234/callback';
  const verifier = randomBytes(32).toString('base64url');
  const challenge = createHash('sha256').update(verifier).digest('base64url');

  const post: OAuthDialogue['post'] = (path, form) =>
    fetch(new URL(path, url), { method: 'POST', body: new URLSearchParams(form) });
  const token: OAuthDialogue['token'] = async (form) => {
    const response = await post('/oauth/token', form);
    return { status: response.status, body: (await response.json()) as TokenAnswer['body'] };
  };
  const authorizeUrl: OAuthDialogue['authorizeUrl'] = (clientId, changes = {}) => {
    const address = new URL('/oauth/authorize', url);
    address.search = new URLSearchParams({
      response_type: 'code',
      client_id: clientId,
      redirect_uri: redirectUri,
      code_challenge: challenge,
      code_challenge_method: 'S256',
      resource,
      state: 'state of the client',
      ...changes,
    }).toString();
    return address;
  };
  return {
    redirectUri,
    authorizeUrl,
    post,
    token,
    register: async (metadata = {}) => {
      const body = JSON.stringify({ client_name: 'Test', redirect_uris: [redirectUri], ...metadata });
      const headers = { 'content-type': 'application/json' };
      const response = await fetch(new URL('/oauth/register', url), { method: 'POST', headers, body });
      return ((await response.json()) as { client_id: string }).client_id;
    },
    signIn: async (clientId, browser, changes = {}) => {
      const agent =
        typeof browser === 'string' ? createBrowserAgent({ user: { userPrincipalName: browser } }) : browser;
      const answer = await agent.signIn(authorizeUrl(clientId, changes));
      const code = answer.searchParams.get('code');
      if (code === null) throw new Error(answer.search);
      return await token({
        grant_type: 'authorization_code',
        client_id: clientId,
        redirect_uri: redirectUri,
        code,
        code_verifier: verifier,
        resource,
      });
    },
    refresh: (clientId, refreshToken = '') =>
      token({ grant_type: 'refresh_token', client_id: clientId, refresh_token: refreshToken, resource }),
  };
}
