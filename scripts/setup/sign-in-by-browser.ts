import { createHash, randomBytes } from 'node:crypto';
import { createServer } from 'node:http';
import {
  loginEndpoint,
  postForm,
  type SignInOptions,
  signInRefused,
  type TokenAnswer,
} from './login-service.ts';
import { OperatorError } from '../operator-error.ts';

const patienceMs = 15 * 60_000;

/**
 * Signs an administrator in with the browser of this machine: authorization code and PKCE (RFC 7636), back to a loopback
 * address (RFC 8252). For organisations whose policies block device codes.
 * @returns an access token for Graph
 * @throws OperatorError where the person declines or does not come back within 15 minutes
 */
export async function signInByBrowser(options: SignInOptions): Promise<string> {
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
    `Open this address in a browser on this machine and sign in as an administrator:\n${authorize.href}`,
  );
  const back = await listener.answer;
  const code = back.get('code');
  if (code === null) {
    throw signInRefused({
      error: back.get('error') ?? 'no_code',
      error_description: back.get('error_description') ?? '',
    });
  }
  const answer = await postForm<TokenAnswer>(options, 'token', {
    grant_type: 'authorization_code',
    client_id: options.clientId,
    code,
    redirect_uri: listener.redirectUri,
    code_verifier: verifier,
    scope: options.scope,
  });
  if (answer.access_token === undefined) throw signInRefused(answer);
  return answer.access_token;
}

/** Waits on loopback for the one request that carries our state. */
function listenOnce(state: string): Promise<{ redirectUri: string; answer: Promise<URLSearchParams> }> {
  return new Promise((listening, failed) => {
    const answered = Promise.withResolvers<URLSearchParams>();
    const server = createServer((request, response) => {
      const { searchParams } = new URL(request.url ?? '/', 'http://localhost');
      const isOurs = searchParams.get('state') === state;
      response.writeHead(isOurs ? 200 : 404, {
        'content-type': 'text/plain; charset=utf-8',
        connection: 'close',
      });
      response.end(isOurs ? 'You may close this window and go back to the terminal.' : 'Not found.');
      if (isOurs) answered.resolve(searchParams);
    });
    const timer = setTimeout(
      () =>
        answered.reject(
          new OperatorError('Nobody came back from the sign-in within 15 minutes. Nothing has changed.'),
        ),
      patienceMs,
    );
    void answered.promise
      .catch(() => undefined)
      .finally(() => {
        clearTimeout(timer);
        server.close();
      });
    server.once('error', failed).listen(0, 'localhost', () => {
      const address = server.address();
      const port = typeof address === 'object' ? address?.port : undefined;
      listening({ redirectUri: `http://localhost:${port}`, answer: answered.promise });
    });
  });
}
