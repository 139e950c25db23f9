import { type JWTHeaderParameters, SignJWT } from 'jose';
import { encodeBase64Url, sha256 } from '../crypto/encoding.ts';
import type { Clock } from '../lib/clock.ts';
import type { Certificate } from './certificate.ts';
import { type FederatedIssuer, federatedKeyId, federatedSubject } from './federation.ts';

/** What an application proves itself with. */
export type ClientCredentialSource =
  | {
      readonly kind: 'secret';
      readonly secret: string;
      /** When Entra stops taking it, where the operator has said so: a secret does not tell. */
      readonly expiresAtMs?: number;
    }
  | { readonly kind: 'certificate'; readonly certificate: Certificate }
  | { readonly kind: 'federated'; readonly federation: FederatedIssuer; readonly audience: string };

/** How an application proves to Entra's token endpoint that it is itself. */
export interface ClientCredential {
  /**
   * The form parameters that authenticate one request. They are made anew for each: they belong into its body and
   * nowhere else.
   * @param tokenEndpoint the endpoint as Entra knows it, which is what it compares `aud` with: the canonical address of
   * the cloud, even where requests go to a stand-in
   */
  parameters(tokenEndpoint: string, clientId: string): Promise<Readonly<Record<string, string>>>;
}

const assertionLifetimeSeconds = 600;

/**
 * Makes the credential. What is signed is not kept: there is one exchange per person and hour, and what is not kept is
 * never stale. The keys cannot be taken out again.
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
 * An assertion (RFC 7523) of the application about itself, signed with PS256; `x5t#S256` names the certificate.
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
      const about = { issuer: clientId, subject: clientId, audience: tokenEndpoint };
      return signedAssertion(header, about, key, clock);
    },
  };
}

/**
 * An assertion of the connector as an issuer that the application trusts. Entra takes RS256 alone here.
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
      return signedAssertion(header, { issuer, subject: federatedSubject, audience }, key, clock);
    },
  };
}

async function signedAssertion(
  header: JWTHeaderParameters,
  about: { readonly issuer: string; readonly subject: string; readonly audience: string },
  key: CryptoKey,
  clock: Clock,
): Promise<Readonly<Record<string, string>>> {
  const issuedAt = Math.floor(clock.nowMs() / 1000);
  const assertion = await new SignJWT({})
    .setProtectedHeader(header)
    .setAudience(about.audience)
    .setIssuer(about.issuer)
    .setSubject(about.subject)
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

/** A credential that ends soon, or has ended. Nothing of it is secret. */
export interface ExpiringCredential {
  readonly application: 'server' | 'client';
  readonly kind: 'certificate' | 'secret';
  readonly expiresAtMs: number;
  /** Whole days, 0 on the last one, negative afterwards. */
  readonly daysLeft: number;
}

const dayMs = 24 * 60 * 60 * 1000;
/** Time enough to notice, and to put a new one beside it. */
const warnDays = 30;

/** The credentials that end within 30 days. A secret of which nobody said when it ends is not among them. */
export function expiringCredentials(
  credentials: {
    readonly serverCredential: ClientCredentialSource;
    readonly clientCredential: ClientCredentialSource | undefined;
  },
  nowMs: number,
): readonly ExpiringCredential[] {
  const held = [
    { application: 'server', source: credentials.serverCredential },
    { application: 'client', source: credentials.clientCredential },
  ] as const;
  return held.flatMap(({ application, source }) => {
    if (source === undefined || source.kind === 'federated') return [];
    const expiresAtMs = source.kind === 'certificate' ? source.certificate.notAfterMs : source.expiresAtMs;
    if (expiresAtMs === undefined) return [];
    const daysLeft = Math.floor((expiresAtMs - nowMs) / dayMs);
    return daysLeft <= warnDays ? [{ application, kind: source.kind, expiresAtMs, daysLeft }] : [];
  });
}
