import { type JWTHeaderParameters, SignJWT } from 'jose';
import { encodeBase64Url, sha256 } from '../crypto/encoding.ts';
import type { Clock } from '../lib/clock.ts';
import type { Certificate } from './certificate.ts';
import { type FederatedIssuer, federatedKeyId, federatedSubject } from './federation.ts';

/** Configured credential of an application. */
export type ClientCredentialSource =
  | {
      readonly kind: 'secret';
      readonly secret: string;
      /** Expiry date, if the operator has configured it: it cannot be read from the secret. */
      readonly expiresAtMs?: number;
    }
  | { readonly kind: 'certificate'; readonly certificate: Certificate }
  | { readonly kind: 'federated'; readonly federation: FederatedIssuer; readonly audience: string };

/** Client authentication at Entra's token endpoint. */
export interface ClientCredential {
  /**
   * Form parameters that authenticate one token request, for its body only.
   * @param tokenEndpoint canonical token endpoint URL of the cloud, which Entra compares with `aud`, even if requests go to
   * a simulator
   */
  parameters(tokenEndpoint: string, clientId: string): Promise<Readonly<Record<string, string>>>;
}

const assertionLifetimeSeconds = 600;

/**
 * Creates the client credential. Assertions are not cached: there is about one token exchange per user and hour. Keys are
 * imported as non-extractable.
 */
export function createClientCredential(source: ClientCredentialSource, clock: Clock): ClientCredential {
  switch (source.kind) {
    case 'secret':
      return { parameters: () => Promise.resolve({ client_secret: source.secret }) };
    case 'certificate':
      return certificateCredential(source.certificate, clock);
    case 'federated':
      return federatedCredential(source.federation, source.audience, clock);
  }
}

/**
 * A client assertion (RFC 7523) signed with PS256; `x5t#S256` identifies the certificate.
 * @see https://learn.microsoft.com/entra/identity-platform/certificate-credentials
 */
function certificateCredential(
  { certificateDer, privateKeyDer }: Certificate,
  clock: Clock,
): ClientCredential {
  let key: CryptoKey | undefined;
  let thumbprint: string | undefined;
  return {
    async parameters(tokenEndpoint, clientId) {
      key ??= await importPrivateKey(privateKeyDer, 'RSA-PSS');
      thumbprint ??= encodeBase64Url(await sha256(certificateDer));
      const header = { alg: 'PS256', typ: 'JWT', 'x5t#S256': thumbprint };
      const claims = { issuer: clientId, subject: clientId, audience: tokenEndpoint };
      return createAssertion(header, claims, key, clock);
    },
  };
}

/**
 * A client assertion of the connector as a federated identity issuer. Entra accepts only RS256 here.
 * @see https://learn.microsoft.com/entra/workload-id/workload-identity-federation-considerations
 */
function federatedCredential(
  { issuer, keys: [signingKey] }: FederatedIssuer,
  audience: string,
  clock: Clock,
): ClientCredential {
  let key: CryptoKey | undefined;
  let keyId: string | undefined;
  return {
    async parameters() {
      key ??= await importPrivateKey(signingKey.privateKeyDer, 'RSASSA-PKCS1-v1_5');
      keyId ??= await federatedKeyId(signingKey);
      const header = { alg: 'RS256', typ: 'JWT', kid: keyId };
      return createAssertion(header, { issuer, subject: federatedSubject, audience }, key, clock);
    },
  };
}

async function createAssertion(
  header: JWTHeaderParameters,
  claims: { readonly issuer: string; readonly subject: string; readonly audience: string },
  key: CryptoKey,
  clock: Clock,
): Promise<Readonly<Record<string, string>>> {
  const issuedAt = Math.floor(clock.nowMs() / 1000);
  const assertion = await new SignJWT({})
    .setProtectedHeader(header)
    .setAudience(claims.audience)
    .setIssuer(claims.issuer)
    .setSubject(claims.subject)
    .setJti(crypto.randomUUID())
    .setNotBefore(issuedAt)
    .setIssuedAt(issuedAt)
    .setExpirationTime(issuedAt + assertionLifetimeSeconds)
    .sign(key);
  return {
    client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
    client_assertion: assertion,
  };
}

function importPrivateKey(
  privateKeyDer: Uint8Array<ArrayBuffer>,
  name: 'RSA-PSS' | 'RSASSA-PKCS1-v1_5',
): Promise<CryptoKey> {
  return crypto.subtle.importKey('pkcs8', privateKeyDer, { name, hash: 'SHA-256' }, false, ['sign']);
}

/** A credential that expires soon or has expired. Contains no secret. */
export interface ExpiringCredential {
  readonly application: 'server' | 'client';
  readonly kind: 'certificate' | 'secret';
  readonly expiresAtMs: number;
  /** Whole days, 0 on the last day, negative afterwards. */
  readonly daysLeft: number;
}

const dayMs = 24 * 60 * 60 * 1000;
const warnDays = 30;

/** The credentials that expire within 30 days. A secret without a configured expiry date is not included. */
export function expiringCredentials(
  credentials: {
    readonly serverCredential: ClientCredentialSource;
    readonly clientCredential: ClientCredentialSource | undefined;
  },
  nowMs: number,
): readonly ExpiringCredential[] {
  const sources = [
    { application: 'server', source: credentials.serverCredential },
    { application: 'client', source: credentials.clientCredential },
  ] as const;
  return sources.flatMap(({ application, source }) => {
    if (source === undefined || source.kind === 'federated') return [];
    const expiresAtMs = source.kind === 'certificate' ? source.certificate.notAfterMs : source.expiresAtMs;
    if (expiresAtMs === undefined) return [];
    const daysLeft = Math.floor((expiresAtMs - nowMs) / dayMs);
    return daysLeft <= warnDays ? [{ application, kind: source.kind, expiresAtMs, daysLeft }] : [];
  });
}
