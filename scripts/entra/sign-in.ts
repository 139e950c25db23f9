import { createHash, randomBytes } from 'node:crypto';
import { createServer } from 'node:http';
import { AppError } from '../../src/lib/app-error.ts';
import type { OutboundFetch } from '../../src/lib/outbound-fetch.ts';
import { OperatorError } from '../lib/command-line.ts';

interface DeviceCode {
  readonly device_code: string;
  readonly user_code: string;
  readonly verification_uri: string;
  readonly expires_in: number;
  readonly interval: number;
}

/**
 * Signs an administrator in with the device authorization grant (RFC 8628).
 * @returns an access token for Graph
 * @throws OperatorError when the user declines, may not consent, or the code expires
 * @see https://learn.microsoft.com/entra/identity-platform/v2-oauth2-device-code
 */
export async function signInWithDeviceCode(options: SignInOptions): Promise<string> {
  const { clientId, scope, account = 'an administrator', wait, print } = options;
  const code = await postForm<DeviceCode & TokenResponse>(options, 'devicecode', {
    client_id: clientId,
    scope,
  });
  if (code.device_code === undefined) throw toSignInError(code);
  print(`Open ${code.verification_uri} in a browser, enter ${code.user_code} and sign in as ${account}.`);
  let intervalSeconds = code.interval;
  for (let waited = 0; waited <= code.expires_in; waited += intervalSeconds) {
    await wait(intervalSeconds * 1000);
    const response = await postForm<TokenResponse>(options, 'token', {
      grant_type: 'urn:ietf:params:oauth:grant-type:device_code',
      client_id: clientId,
      device_code: code.device_code,
    });
    if (response.access_token !== undefined) return received(options, response.access_token, response.scope);
    if (response.error === 'slow_down') intervalSeconds += 5;
    else if (response.error !== 'authorization_pending') throw toSignInError(response);
  }
  throw toSignInError({ error: 'expired_token' });
}

const signInTimeoutMs = 15 * 60_000;

/* Signs an administrator in with the browser of this machine: authorization code with PKCE (RFC 7636) and a loopback
 * redirect URI (RFC 8252). For tenants whose policies block device codes.
 * @returns an access token for Graph
 * @throws OperatorError when the user declines or does not finish within 15 minutes
 */
export async function signInWithBrowser(options: SignInOptions): Promise<string> {
  const verifier = randomBytes(32).toString('base64url');
  const state = randomBytes(16).toString('base64url');
  const listener = await listenOnce(state);
  const authorize = loginEndpoint(options, 'authorize');
  authorize.search = new URLSearchParams({
    client_id: options.clientId,
    response_type: 'code',
    redirect_uri: listener.redirectUri,
    scope: options.scope,
    state,
    code_challenge: createHash('sha256').update(verifier).digest('base64url'),
    code_challenge_method: 'S256',
    prompt: 'select_account',
  }).toString();
  options.print(
    `Open this URL in a browser on this machine and sign in as ${options.account ?? 'an administrator'}:\n${authorize.href}`,
  );
  const query = await listener.query;
  const code = query.get('code');
  if (code === null) {
    throw toSignInError({
      error: query.get('error') ?? 'no_code',
      error_description: query.get('error_description') ?? '',
    });
  }
  const response = await postForm<TokenResponse>(options, 'token', {
    grant_type: 'authorization_code',
    client_id: options.clientId,
    code,
    redirect_uri: listener.redirectUri,
    code_verifier: verifier,
    scope: options.scope,
  });
  if (response.access_token === undefined) throw toSignInError(response);
  return received(options, response.access_token, response.scope);
}

/** Listens on loopback until a request has the expected state. */
function listenOnce(state: string): Promise<{ redirectUri: string; query: Promise<URLSearchParams> }> {
  return new Promise((listening, failed) => {
    const received = Promise.withResolvers<URLSearchParams>();
    const server = createServer((request, response) => {
      const { searchParams } = new URL(request.url ?? '/', 'http://localhost');
      const isExpected = searchParams.get('state') === state;
      response.writeHead(isExpected ? 200 : 404, {
        'content-type': 'text/plain; charset=utf-8',
        connection: 'close',
      });
      response.end(isExpected ? 'You can close this window and return to the terminal.' : 'Not found.');
      if (isExpected) received.resolve(searchParams);
    });
    const timer = setTimeout(
      () =>
        received.reject(
          new OperatorError('The sign-in was not completed within 15 minutes. Nothing has changed.'),
        ),
      signInTimeoutMs,
    );
    void received.promise
      .catch(() => undefined)
      .finally(() => {
        clearTimeout(timer);
        server.close();
      });
    server.once('error', failed).listen(0, 'localhost', () => {
      const address = server.address();
      const port = typeof address === 'object' ? address?.port : undefined;
      listening({ redirectUri: `http://localhost:${port}`, query: received.promise });
    });
  });
}

interface SignInOptions {
  readonly loginUrl: URL;
  /** Tenant id or domain, or `organizations`. */
  readonly tenant: string;
  readonly clientId: string;
  /** Full names of the Graph permissions. */
  readonly scope: string;
  /** Who should sign in. Default: an administrator. */
  readonly account?: string;
  /** Receives the permissions of the token, which can be more than the requested ones. */
  readonly onScopes?: (scopes: readonly string[]) => void;
  readonly fetch: OutboundFetch;
  readonly wait: (milliseconds: number) => Promise<void>;
  readonly print: (line: string) => void;
}

/** Response of the token endpoint. */
interface TokenResponse {
  readonly access_token?: string;
  readonly scope?: string;
  readonly error?: string;
  readonly error_description?: string;
}

function received({ onScopes }: SignInOptions, accessToken: string, scope: string | undefined): string {
  if (scope !== undefined) onScopes?.(scope.split(' '));
  return accessToken;
}

/** URL of an endpoint of the login service. */
function loginEndpoint({ loginUrl, tenant }: SignInOptions, name: string): URL {
  return new URL(`/${encodeURIComponent(tenant)}/oauth2/v2.0/${name}`, loginUrl);
}

/**
 * Sends a form to an endpoint of the login service.
 * @throws OperatorError when it cannot be reached or does not return JSON
 */
async function postForm<T>(
  options: SignInOptions,
  endpoint: string,
  form: Readonly<Record<string, string>>,
): Promise<T> {
  const url = loginEndpoint(options, endpoint);
  const init = { method: 'POST', body: new URLSearchParams(form) };
  const { body } = await options
    .fetch(url, init, { timeoutMs: 30_000, maxBytes: 1024 * 1024 })
    .catch((error: unknown) => {
      if (error instanceof AppError && ['timed_out', 'upstream_unavailable'].includes(error.code))
        throw new OperatorError(`${url.origin} cannot be reached. Nothing has changed.`);
      throw error;
    });
  try {
    return JSON.parse(new TextDecoder().decode(body)) as T;
  } catch {
    throw new OperatorError(`${url.origin} did not return JSON. Check --login-url.`);
  }
}

const consentAdvice = 'Sign in as a Global, Privileged Role, Cloud Application or Application Administrator.';
const blockedAdvice =
  'A Conditional Access policy blocks the sign-in. Sign in from a device and network that it allows, and without --device-code: many tenants block device codes.';

/** Advice by AADSTS code. @see https://learn.microsoft.com/entra/identity-platform/reference-error-codes */
const signInAdvice: Readonly<Record<string, string>> = {
  AADSTS700016:
    'This cloud or tenant does not have the client of the sign-in, by default Microsoft Graph Command Line Tools. Register a client of your own and give its id with --client-id: docs/entra-apps.md#national-clouds.',
  AADSTS50194: 'The client of the sign-in is single-tenant. Name your tenant with --tenant.',
  AADSTS50059: 'Name your tenant with --tenant.',
  AADSTS90002: 'There is no such tenant in this cloud. Check --tenant and --cloud.',
  AADSTS50020: 'The account belongs to another tenant. Check --tenant.',
  AADSTS90094: consentAdvice,
  AADSTS90095: consentAdvice,
  AADSTS65001: consentAdvice,
  AADSTS53003: blockedAdvice,
  AADSTS50105:
    'The account is not assigned to the client of the sign-in. Assign it under Enterprise applications.',
  AADSTS7000218:
    'The client of the sign-in is not a public client. Enable "Allow public client flows" in its registration.',
};

/** The error of a failed sign-in, with what to do. */
function toSignInError({ error, error_description: description = '' }: TokenResponse): OperatorError {
  if (error === 'authorization_declined' || error === 'access_denied') {
    return new OperatorError('The sign-in was declined. Nothing has changed.');
  }
  if (error === 'expired_token') {
    return new OperatorError(
      'The sign-in was not completed within 15 minutes. Nothing has changed.\n' +
        'If the browser showed "Need admin approval", sign in as a Cloud Application Administrator or Global Administrator.\n' +
        'If it showed AADSTS53003, a Conditional Access policy blocks device codes: use --browser.',
    );
  }
  const code = /AADSTS\d{4,8}/.exec(description)?.[0] ?? error ?? 'no error code';
  const advice = signInAdvice[code];
  if (advice !== undefined)
    return new OperatorError(`The sign-in failed (${code}). Nothing has changed.\n${advice}`);
  return new OperatorError(
    `The sign-in failed (${code}). Nothing has changed. Check the tenant and the account.`,
  );
}
