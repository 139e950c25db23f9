import { calculateJwkThumbprint } from 'jose';
import { encodeBase64Url } from '../crypto/encoding.ts';
import { readPemBlocks, readRsaPublicNumbers, requireKeyLength } from './certificate.ts';

/**
 * The connector as a federated identity issuer that an application trusts instead of a certificate. Its issuer URL has a
 * path, because the origin is the issuer of the authorization server.
 * @see https://learn.microsoft.com/entra/workload-id/workload-identity-federation
 */
export interface FederatedIssuer {
  /** `PUBLIC_URL/fic`. */
  readonly issuer: string;
  readonly keys: FederatedKeys;
}

/** A signing key of the connector as an issuer. */
interface FederatedKey {
  /** PKCS#8. */
  readonly privateKeyDer: Uint8Array<ArrayBuffer>;
  /** The public key (RFC 7517). */
  readonly publicJwk: { readonly kty: 'RSA'; readonly n: string; readonly e: string };
}

/** The first key signs. The others are published too, for rotation without downtime. */
type FederatedKeys = readonly [FederatedKey, ...FederatedKey[]];

/** `sub` of the assertions, configured in the federated credential of the server application. */
export const federatedSubject = 'm365-mcp-connector-server';

/** The issuer URL of a connector at this origin. */
export function federatedIssuerUrl(origin: string): string {
  return `${origin}/fic`;
}

/** The metadata document that Entra reads (OpenID Connect Discovery 1.0 section 3). It has no endpoints for sign-in. */
export function federatedMetadata({ issuer }: FederatedIssuer) {
  return {
    issuer,
    jwks_uri: `${issuer}/keys`,
    response_types_supported: ['id_token'],
    subject_types_supported: ['public'],
    id_token_signing_alg_values_supported: ['RS256'],
  };
}

/** The JSON Web Key Set of the public keys (RFC 7517 section 5). */
export async function federatedKeySet({ keys }: FederatedIssuer) {
  return {
    keys: await Promise.all(
      keys.map(async (key) => ({
        kid: await federatedKeyId(key),
        use: 'sig',
        alg: 'RS256',
        ...key.publicJwk,
      })),
    ),
  };
}

/**
 * Reads one or more unencrypted RSA keys in PKCS#8, as PEM.
 * @throws Error with a message for the operator that never contains key material
 */
export function parseFederatedKeys(text: string): FederatedKeys {
  const [first, ...rest] = readPemBlocks(text, 'PRIVATE KEY');
  return [readKey(first), ...rest.map(readKey)];
}

/** The `kid` of a key: its JWK thumbprint (RFC 7638). */
export function federatedKeyId({ publicJwk }: FederatedKey): Promise<string> {
  return calculateJwkThumbprint(publicJwk);
}

function readKey(privateKeyDer: Uint8Array<ArrayBuffer>): FederatedKey {
  const numbers = readRsaPublicNumbers(privateKeyDer);
  requireKeyLength(numbers);
  const [n, e] = [numbers.modulus, numbers.exponent].map((bytes) =>
    encodeBase64Url(bytes[0] === 0 ? bytes.subarray(1) : bytes),
  );
  return { privateKeyDer, publicJwk: { kty: 'RSA', n: n ?? '', e: e ?? '' } };
}
