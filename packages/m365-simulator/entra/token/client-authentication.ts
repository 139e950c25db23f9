import { decodeBase64Url } from '../../encoding/base64.ts';
import type { Application } from '../directory/directory.ts';
import { type CloudName, loginOrigins } from '../directory/microsoft-cloud.ts';
import type { EntraState } from '../entra-state.ts';
import type { Platform } from '../entra-state.ts';
import { EntraError } from '../errors/entra-error.ts';
import type { ClientProof } from './access-token.ts';
import { verifyFederated } from './federated-assertion.ts';
import { type DecodedJwt, decodeJwt } from './jwt.ts';
import type { TokenRequest } from './token-request.ts';

const assertionType = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer';

/** Clocks may differ by five minutes. */
const clockSkewSeconds = 300;

const iso = (seconds: number): string => new Date(seconds * 1000).toISOString();

function checkSecret(application: Application, secret: string, nowMs: number): ClientProof {
  const match = application.passwordCredentials.find((credential) => credential.secretText === secret);
  if (!match) throw new EntraError(7000215, { appId: application.appId });
  if (match.endMs <= nowMs) throw new EntraError(7000222, { appId: application.appId });
  return '1';
}

async function verifyWithCertificate(application: Application, jwt: DecodedJwt): Promise<void> {
  const { alg, 'x5t#S256': sha256, x5t: sha1 } = jwt.header;
  const thumbprint = [sha256, sha1].find((value) => typeof value === 'string') ?? '';
  const credential = application.keyCredentials.find(
    (candidate) =>
      candidate.thumbprintSha256 === sha256 || (sha256 === undefined && candidate.thumbprintSha1 === sha1),
  );
  if (!credential) throw new EntraError(700027, { reason: 'The key was not found.', thumbprint });
  if (alg !== 'PS256' && alg !== 'RS256') throw new EntraError(50027);
  const name = alg === 'PS256' ? 'RSA-PSS' : 'RSASSA-PKCS1-v1_5';
  const key = await crypto.subtle.importKey(
    'spki',
    credential.publicKeySpki,
    { name, hash: 'SHA-256' },
    false,
    ['verify'],
  );
  if (await crypto.subtle.verify({ name, saltLength: 32 }, key, jwt.signature, jwt.signingInput)) return;
  throw new EntraError(700027, {
    reason: 'The provided signature value did not match the expected signature value.',
    thumbprint,
  });
}

interface AssertionContext {
  readonly tokenEndpoint: URL;
  readonly cloud: CloudName;
  readonly nowMs: number;
}

/** An assertion of the application about itself. */
async function verifyOwn(
  application: Application,
  jwt: DecodedJwt,
  { tokenEndpoint, cloud }: AssertionContext,
): Promise<void> {
  await verifyWithCertificate(application, jwt);
  const { iss, sub, aud } = jwt.claims;
  if (iss !== application.appId || sub !== application.appId) throw new EntraError(700021);
  const audiences = [tokenEndpoint.origin, loginOrigins[cloud]].map(
    (origin) => origin + tokenEndpoint.pathname,
  );
  if (typeof aud !== 'string' || !audiences.includes(aud)) throw new EntraError(700023);
}

/** @see https://learn.microsoft.com/entra/identity-platform/certificate-credentials */
async function checkAssertion(
  application: Application,
  assertion: string,
  context: AssertionContext,
): Promise<ClientProof> {
  const jwt = decodeJwt(assertion);
  if (!jwt) throw new EntraError(50027);
  // A certificate is named by its thumbprint, the key of an issuer by its id.
  if (typeof jwt.header['kid'] === 'string') await verifyFederated(application, jwt);
  else await verifyOwn(application, jwt, context);
  const { exp, nbf, jti } = jwt.claims;
  if (typeof jti !== 'string' || jti === '') throw new EntraError(50027);
  const now = context.nowMs / 1000;
  const starts = typeof nbf === 'number' ? nbf : 0;
  const ends = typeof exp === 'number' ? exp : 0;
  if (starts > now + clockSkewSeconds || ends <= now) {
    throw new EntraError(700024, { now: iso(now), notBefore: iso(starts), expiry: iso(ends) });
  }
  return '2';
}

function basicCredentials(header: string | null): { id: string; secret: string } | undefined {
  const encoded = header?.match(/^Basic ([A-Za-z0-9+/=]+)$/i)?.[1];
  const text =
    encoded === undefined
      ? undefined
      : decodeBase64Url(encoded.replaceAll('=', '').replaceAll('+', '-').replaceAll('/', '_'));
  if (text === undefined) return undefined;
  const [id = '', ...rest] = new TextDecoder().decode(text).split(':');
  return { id: decodeURIComponent(id), secret: decodeURIComponent(rest.join(':')) };
}

/** The client id of a token request, from the form or from HTTP Basic. */
export function clientIdOf(request: Request, form: URLSearchParams): string {
  const id = form.get('client_id') || basicCredentials(request.headers.get('authorization'))?.id;
  if (!id) throw new EntraError(900144, { parameter: 'client_id' });
  return id;
}

/** Whether a token request contains client credentials, valid or not. */
function presentsCredential(request: Request, form: URLSearchParams): boolean {
  return (
    form.has('client_secret') ||
    form.has('client_assertion') ||
    basicCredentials(request.headers.get('authorization')) !== undefined
  );
}

/**
 * Checks the credential that a confidential client presents. Throws AADSTS7000218 without one, and 7000215, 7000222,
 * 700027, 700021, 700023, 700024 or 50027 for a wrong one.
 */
export async function authenticateClient(
  request: Request,
  form: URLSearchParams,
  application: Application,
  state: EntraState,
): Promise<ClientProof> {
  const nowMs = state.nowMs();
  const assertion = form.get('client_assertion');
  if (assertion !== null) {
    if (form.get('client_assertion_type') !== assertionType) {
      throw new EntraError(900144, { parameter: 'client_assertion_type' });
    }
    return checkAssertion(application, assertion, {
      tokenEndpoint: new URL(request.url),
      cloud: state.cloud,
      nowMs,
    });
  }
  const secret = form.get('client_secret') ?? basicCredentials(request.headers.get('authorization'))?.secret;
  if (secret === undefined) throw new EntraError(7000218);
  return checkSecret(application, secret, nowMs);
}

/** A public platform may send no credential (AADSTS700025), the Web platform must send a right one. */
export async function authenticatePlatform(token: TokenRequest, platform: Platform): Promise<ClientProof> {
  const { request, form, application, state } = token;
  if (platform === 'web') return authenticateClient(request, form, application, state);
  if (presentsCredential(request, form)) throw new EntraError(700025);
  return '0';
}
