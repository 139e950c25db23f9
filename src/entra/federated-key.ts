import { calculateJwkThumbprint } from 'jose';
import { encodeBase64Url } from '../crypto/encoding.ts';
import { readPemBlocks } from './pem-blocks.ts';
import { readRsaPublicNumbers, requireLength } from './rsa-private-key.ts';

/** A key that the connector signs with as an issuer of its own. */
export interface FederatedKey {
  /** PKCS#8. */
  readonly privateKeyDer: Uint8Array<ArrayBuffer>;
  /** What the world may know of it (RFC 7517). */
  readonly publicJwk: { readonly kty: 'RSA'; readonly n: string; readonly e: string };
}

/** The first key signs. The others are published as well, so that the key can change without a gap. */
export type FederatedKeys = readonly [FederatedKey, ...FederatedKey[]];

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
  requireLength(numbers);
  const [n, e] = [numbers.modulus, numbers.exponent].map((bytes) =>
    encodeBase64Url(bytes[0] === 0 ? bytes.subarray(1) : bytes),
  );
  return { privateKeyDer, publicJwk: { kty: 'RSA', n: n ?? '', e: e ?? '' } };
}
