import { encodeBase64Url } from '../encoding/base64.ts';
import { apps } from '../seed-data/tenants.ts';
import { type SignInUser, completeSignIn } from './complete-sign-in.ts';

/** Parameters of a request; `undefined` leaves one out that is there by default. */
export type Parameters = Readonly<Record<string, string | undefined>>;

interface TokenResult {
  readonly status: number;
  readonly body: {
    readonly access_token?: string;
    readonly refresh_token?: string;
    readonly id_token?: string;
    readonly scope?: string;
    readonly expires_in?: number;
    readonly error?: string;
    readonly suberror?: string;
    readonly claims?: string;
    readonly error_description?: string;
    readonly error_codes?: readonly number[];
  };
}

/** OAuth client of the simulated Entra ID for tests. Sends any parameters, valid or not. */
export interface OAuthClient {
  readonly verifier: string;
  authorizeUrl(parameters?: Parameters, tenant?: string): Promise<URL>;
  /** Signs in and returns the parameters that came back. */
  signIn(user: string | SignInUser, parameters?: Parameters, tenant?: string): Promise<URLSearchParams>;
  token(parameters: Parameters, tenant?: string, headers?: Record<string, string>): Promise<TokenResult>;
  redeem(code: string | null, parameters?: Parameters, tenant?: string): Promise<TokenResult>;
  refresh(refreshToken: string | undefined, parameters?: Parameters, tenant?: string): Promise<TokenResult>;
  exchange(assertion: string, parameters?: Parameters, tenant?: string): Promise<TokenResult>;
}

const redirectUri = 'http://localhost:49152/callback';
const scope = `api://${apps.server}/.default openid profile offline_access`;

function search(defaults: Parameters, given: Parameters): URLSearchParams {
  const entries = Object.entries({ ...defaults, ...given });
  return new URLSearchParams(entries.filter((entry): entry is [string, string] => entry[1] !== undefined));
}

/** @see OAuthClient */
export function createOAuthClient(loginUrl: string, homeTenant: string): OAuthClient {
  const verifier = encodeBase64Url(crypto.getRandomValues(new Uint8Array(32)));

  const client: OAuthClient = {
    verifier,
    async authorizeUrl(parameters = {}, tenant = 'organizations') {
      const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(verifier));
      const url = new URL(`${loginUrl}/${tenant}/oauth2/v2.0/authorize`);
      url.search = search(
        {
          client_id: apps.client,
          response_type: 'code',
          redirect_uri: redirectUri,
          scope,
          state: 'state of the client',
          code_challenge: encodeBase64Url(new Uint8Array(digest)),
          code_challenge_method: 'S256',
        },
        parameters,
      ).toString();
      return url;
    },
    async signIn(user, parameters = {}, tenant = 'organizations') {
      const scripted = typeof user === 'string' ? { userPrincipalName: user } : user;
      return (await completeSignIn(await client.authorizeUrl(parameters, tenant), scripted)).searchParams;
    },
    async token(parameters, tenant = 'organizations', headers = {}) {
      const response = await fetch(`${loginUrl}/${tenant}/oauth2/v2.0/token`, {
        method: 'POST',
        headers,
        body: search({}, parameters),
      });
      return { status: response.status, body: (await response.json()) as TokenResult['body'] };
    },
    redeem: (code, parameters = {}, tenant) =>
      client.token(
        {
          grant_type: 'authorization_code',
          client_id: apps.client,
          code: code ?? undefined,
          redirect_uri: redirectUri,
          code_verifier: verifier,
          scope,
          ...parameters,
        },
        tenant,
      ),
    refresh: (refreshToken, parameters = {}, tenant) =>
      client.token(
        {
          grant_type: 'refresh_token',
          client_id: apps.client,
          refresh_token: refreshToken,
          scope,
          ...parameters,
        },
        tenant,
      ),
    exchange: (assertion, parameters = {}, tenant = homeTenant) =>
      client.token(
        {
          grant_type: 'urn:ietf:params:oauth:grant-type:jwt-bearer',
          client_id: apps.server,
          client_secret: apps.serverSecret,
          assertion,
          scope: 'https://graph.microsoft.com/.default',
          requested_token_use: 'on_behalf_of',
          ...parameters,
        },
        tenant,
      ),
  };
  return client;
}
