import { importJWK } from 'jose';
import { z } from 'zod';
import { decodeBase64Url } from '../crypto/encoding.ts';
import { parseStrictJson } from './jwt.ts';

/** A public key that Entra signs tokens with. */
export interface SigningKey {
  readonly keyId: string;
  readonly key: CryptoKey;
  /** The one issuer whose tokens it may sign, or a template with `{tenantid}` for those of every organisation. */
  readonly issuer: string;
}

const documentSchema = z.object({ keys: z.array(z.unknown()) });
const keyIdSchema = z.object({ kid: z.string() });
const keySchema = z.object({
  kty: z.literal('RSA'),
  kid: z.string().regex(/^[\w-]{1,128}$/),
  use: z.literal('sig').optional(),
  alg: z.literal('RS256').optional(),
  n: z.string(),
  e: z.literal('AQAB'),
  issuer: z.string().min(1),
});
const minModulusBits = 2048;

/**
 * Reads Entra's v2 key document (RFC 7517 with an `issuer` in each key). A key that is weak, not for RS256 signatures,
 * or without an issuer is passed over; so is every key whose id is there twice, since no one can say which is meant.
 * The v2 document names the issuer in every key: one without it could not be told from another tenant's.
 * @throws Error where the document holds no key that can be used.
 */
export async function readSigningKeyDocument(body: Uint8Array): Promise<ReadonlyMap<string, SigningKey>> {
  const document = documentSchema.safeParse(parseStrictJson(body));
  if (!document.success) throw new Error('The key document is not a JSON Web Key Set.');
  const seen = new Set<string>();
  const repeated = new Set<string>();
  for (const entry of document.data.keys) {
    const keyId = keyIdSchema.safeParse(entry).data?.kid;
    if (keyId === undefined) continue;
    if (seen.has(keyId)) repeated.add(keyId);
    seen.add(keyId);
  }
  const keys = new Map<string, SigningKey>();
  for (const entry of document.data.keys) {
    const key = await importSigningKey(entry);
    if (key && !repeated.has(key.keyId)) keys.set(key.keyId, key);
  }
  if (keys.size === 0) throw new Error('The key document holds no usable signing key.');
  return keys;
}

async function importSigningKey(entry: unknown): Promise<SigningKey | undefined> {
  const parsed = keySchema.safeParse(entry);
  if (!parsed.success) return undefined;
  const { kty, kid, n, e, issuer } = parsed.data;
  if (bitLength(n) < minModulusBits) return undefined;
  try {
    const key = await importJWK({ kty, n, e }, 'RS256', { extractable: false });
    return key instanceof CryptoKey ? { keyId: kid, key, issuer } : undefined;
  } catch {
    return undefined;
  }
}

/** Bits of a base64url number; 0 where it is not one. */
function bitLength(base64Url: string): number {
  const bytes = decodeBase64Url(base64Url);
  const first = bytes?.findIndex((byte) => byte !== 0) ?? -1;
  if (!bytes || first === -1) return 0;
  return (bytes.length - first) * 8 - (Math.clz32(bytes[first] ?? 0) - 24);
}
