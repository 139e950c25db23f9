import { calculateJwkThumbprint } from 'jose';
import { encodeBase64Url } from '../crypto/encoding.ts';
import { readPemBlocks, readRsaPublicNumbers, requireKeyLength } from './certificate.ts';

/**
 * The connector as an issuer that an application trusts, in place of a certificate that ends one day. It has a path:
 * the origin is the issuer of the relay, and neither speaks for the other.
 * @see https://learn.microsoft.com/entra/workload-id/workload-identity-federation
 */
export interface FederatedIssuer {
  /** `PUBLIC_URL/fic`. */
  readonly issuer: string;
  readonly keys: FederatedKeys;
}

/** What the assertions are about. The federated credential of the server application names it. */
export const federatedSubject = 'm365-mcp-connector-server';

/** @returns the issuer of a connector at this origin */
export function federatedIssuerUrl(origin: string): string {
  return `${origin}/fic`;
}

/** What Entra reads first (OpenID Connect Discovery 1.0 section 3). Nobody signs in here: there is no more to it. */
export function federatedMetadata({ issuer }: FederatedIssuer) {
  return {
    issuer,
    jwks_uri: `${issuer}/keys`,
    response_types_supported: ['id_token'],
    subject_types_supported: ['public'],
    id_token_signing_alg_values_supported: ['RS256'],
  };
}

/** The public halves of the keys (RFC 7517 section 5). */
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

/** A key that the connector signs with as an issuer of its own. */
interface FederatedKey {
  /** PKCS#8. */
  readonly privateKeyDer: Uint8Array<ArrayBuffer>;
  /** What the world may know of it (RFC 7517). */
  readonly publicJwk: { readonly kty: 'RSA'; readonly n: string; readonly e: string };
}

/** The first key signs. The others are published as well, so that the key can change without a gap. */
type FederatedKeys = readonly [FederatedKey, ...FederatedKey[]];

/**
 * Reads one or more unencrypted RSA keys in PKCS#8, as PEM.
 * @throws KeyMaterialError with a message for the operator, never with the material
 */
export function parseFederatedKeys(text: string): FederatedKeys {
  const [first, ...rest] = readPemBlocks(text, 'PRIVATE KEY');
  return [readKey(first), ...rest.map(readKey)];
}

/** The name of a key: its thumbprint (RFC 7638), so that it needs no other. */
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
