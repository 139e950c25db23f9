import { createHash, randomBytes } from 'node:crypto';
import { apps } from 'm365-simulator';

/**
 * Signs a user in to the simulated Entra ID with the authorization code flow and PKCE (RFC 7636).
 * @returns an access token for the connector
 */
export async function signInToEntra(
  loginUrl: string,
  userPrincipalName: string,
  tenantId = 'organizations',
): Promise<string> {
  const verifier = randomBytes(32).toString('base64url');
  const redirectUri = 'http://localhost/callback';
  const authorize = new URL(`${loginUrl}/${tenantId}/oauth2/v2.0/authorize`);
  authorize.search = new URLSearchParams({
    client_id: apps.client,
    response_type: 'code',
    redirect_uri: redirectUri,
    scope: `api://${apps.server}/.default openid profile offline_access`,
    code_challenge: createHash('sha256').update(verifier).digest('base64url'),
    code_challenge_method: 'S256',
    state: 'demo',
    login_hint: userPrincipalName,
  }).toString();
  const response = await fetch(authorize, { redirect: 'manual' });
  const location = URL.parse(response.headers.get('location') ?? '');
  const code = location?.searchParams.get('code');
  if (!code)
    throw new Error(
      `Sign-in failed: ${location?.searchParams.get('error_description') ?? (await response.text())}`,
    );
  const tokenResponse = await fetch(`${loginUrl}/${tenantId}/oauth2/v2.0/token`, {
    method: 'POST',
    body: new URLSearchParams({
      client_id: apps.client,
      grant_type: 'authorization_code',
      code,
      redirect_uri: redirectUri,
      code_verifier: verifier,
      scope: `api://${apps.server}/.default openid profile offline_access`,
    }),
  });
  const body = (await tokenResponse.json()) as { access_token?: string; error_description?: string };
  if (body.access_token === undefined) throw new Error(`Sign-in failed: ${body.error_description}`);
  return body.access_token;
}
