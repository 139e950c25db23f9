import type { Application } from '../directory/directory.ts';
import { EntraError } from '../errors/entra-error.ts';
import type { DecodedJwt } from './jwt.ts';

/**
 * Validates the assertion of a federated credential: registered issuer, subject and audience, and a key that
 * the issuer publishes. Keys are fetched each time, while Entra caches them. Entra requires https.
 * @see https://learn.microsoft.com/entra/workload-id/workload-identity-federation
 */
export async function verifyFederated(application: Application, jwt: DecodedJwt): Promise<void> {
  const { iss, sub, aud } = jwt.claims;
  const isKnown = application.federatedCredentials?.some(
    ({ issuer, subject, audiences }) =>
      issuer === iss && subject === sub && typeof aud === 'string' && audiences.includes(aud),
  );
  if (!isKnown) throw new EntraError(70021, { issuer: String(iss) });
  if (jwt.header['alg'] !== 'RS256') throw new EntraError(50027);
  const key = await publishedKey(String(iss), jwt.header['kid']);
  const algorithm = { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' };
  const publicKey = key && (await crypto.subtle.importKey('jwk', key, algorithm, false, ['verify']));
  if (publicKey && (await crypto.subtle.verify(algorithm, publicKey, jwt.signature, jwt.signingInput)))
    return;
  throw new EntraError(700027, { reason: 'The key was not found.', thumbprint: String(jwt.header['kid']) });
}

async function publishedKey(issuer: string, keyId: unknown) {
  const metadata = await read<{ issuer: string; jwks_uri: string }>(
    `${issuer}/.well-known/openid-configuration`,
  );
  if (metadata.issuer !== issuer) throw new EntraError(50027);
  const { keys } = await read<{ keys: readonly { kty: string; kid: string; n: string; e: string }[] }>(
    metadata.jwks_uri,
  );
  return keys.find(({ kid }) => kid === keyId);
}

async function read<T>(address: string): Promise<T> {
  const response = await fetch(address);
  if (!response.ok) throw new EntraError(50027);
  return (await response.json()) as T;
}
