import { compactVerify, importJWK } from 'jose';
import { z } from 'zod';
import { decodeBase64Url } from '../crypto/encoding.ts';
import type { Clock } from '../lib/clock.ts';
import type { TenantId } from '../lib/guid.ts';
import type { OutboundFetch } from '../lib/outbound-fetch.ts';
import { type CloudEndpoints, tenantIssuer } from './clouds.ts';
import { parseStrictJson } from './jwt.ts';
import { TokenError } from './token-error.ts';

/** Entra's signing keys by id. */
export interface SigningKeys {
  /**
   * @throws TokenError `key_unknown` where the key document does not name the key, `keys_unavailable` (with
   * `retryAfterSeconds`) where no document could be had and none is held that is recent enough.
   */
  find(keyId: string): Promise<SigningKey>;
}

/** What the key cache works with. */
interface SigningKeysOptions {
  /** `{login}/organizations/discovery/v2.0/keys`. Never built from a token: that would let tokens choose addresses. */
  readonly keysUrl: URL;
  readonly fetch: OutboundFetch;
  readonly clock: Clock;
  /**
   * Keeps a refresh alive when the request that began it has ended. Without it workerd drops the fetch, its promise
   * never settles, and every request that shares it waits for ever.
   */
  readonly waitUntil: (work: Promise<unknown>) => void;
}

const refreshAfterMs = 60 * 60 * 1000;
const usableForMs = 24 * 60 * 60 * 1000;
const attemptEveryMs = 30 * 1000;
const fetchLimits = { timeoutMs: 5000, maxBytes: 512 * 1024 };

/**
 * The key cache, made once and shared by every request of an isolate. Keys roll without notice, so it asks again after
 * an hour in the background, and at once for an id that it does not know; but never more than once in 30 seconds, failed
 * attempts counted, so that a flood of invented ids cannot be turned against Entra. When Entra does not answer, the last
 * good document serves for 24 hours. A key that a newer document leaves out is gone at once.
 *
 * It follows no `jwks_uri`, `jku` or redirect, and asks for no document of a single tenant.
 * @see https://learn.microsoft.com/entra/identity-platform/signing-key-rollover
 */
export function createSigningKeys({ keysUrl, fetch, clock, waitUntil }: SigningKeysOptions): SigningKeys {
  let keys: ReadonlyMap<string, SigningKey> = new Map();
  let fetchedAtMs = Number.NEGATIVE_INFINITY;
  let attemptedAtMs = Number.NEGATIVE_INFINITY;
  let attempt: Promise<void> = Promise.resolve();
  let failure: unknown;

  async function load(startedAtMs: number): Promise<void> {
    try {
      const response = await fetch(keysUrl, { headers: { accept: 'application/json' } }, fetchLimits);
      if (response.status !== 200) throw new Error(`The key document was answered with ${response.status}.`);
      keys = await readSigningKeyDocument(response.body);
      fetchedAtMs = startedAtMs;
    } catch (error) {
      failure = error;
    }
  }

  /** The attempt of these 30 seconds, begun by whoever needs it first. An attempt that died counts until they are over. */
  function refresh(nowMs: number): Promise<void> {
    if (nowMs - attemptedAtMs >= attemptEveryMs) {
      attemptedAtMs = nowMs;
      attempt = load(nowMs);
      waitUntil(attempt);
    }
    return attempt;
  }

  return {
    async find(keyId) {
      const nowMs = clock.nowMs();
      const isUsable = () => nowMs - fetchedAtMs < usableForMs;
      const held = isUsable() ? keys.get(keyId) : undefined;
      if (held && nowMs - fetchedAtMs >= refreshAfterMs) void refresh(nowMs);
      if (held) return held;
      await refresh(nowMs);
      const found = isUsable() ? keys.get(keyId) : undefined;
      if (found) return found;
      if (isUsable()) throw new TokenError('key_unknown');
      const retryAfterSeconds = Math.ceil((attemptedAtMs + attemptEveryMs - nowMs) / 1000);
      throw new TokenError('keys_unavailable', { retryAfterSeconds }, { cause: failure });
    },
  };
}

/** A public key that Entra signs tokens with. */
interface SigningKey {
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

/** A token whose claims were read, and what proves them. */
export interface SignatureInput {
  readonly token: string;
  readonly keyId: string;
  readonly tenantId: TenantId;
  readonly cloud: CloudEndpoints;
  readonly signingKeys: SigningKeys;
}

/**
 * Checks who signed a token. Entra's keys are not all for every tenant: each names its issuer, and a key of another
 * issuer proves nothing, however good the signature. Every claim was checked before, so the library is asked for the
 * signature alone.
 * @throws TokenError `key_unknown`, `keys_unavailable`, `key_issuer_mismatch`, `signature_invalid`.
 * @see https://learn.microsoft.com/entra/identity-platform/access-tokens#validate-the-signing-key-issuer
 */
export async function verifySignature(facts: SignatureInput): Promise<void> {
  const { token, keyId, tenantId, cloud, signingKeys } = facts;
  const { key, issuer } = await signingKeys.find(keyId);
  if (issuer.replace('{tenantid}', tenantId) !== tenantIssuer(cloud, tenantId)) {
    throw new TokenError('key_issuer_mismatch');
  }
  try {
    await compactVerify(token, key, { algorithms: ['RS256'] });
  } catch (error) {
    throw new TokenError('signature_invalid', {}, { cause: error });
  }
}
