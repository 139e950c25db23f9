import { compactVerify, importJWK } from 'jose';
import { z } from 'zod';
import { decodeBase64Url } from '../crypto/encoding.ts';
import type { Clock } from '../lib/clock.ts';
import type { TenantId } from '../lib/guid.ts';
import type { OutboundFetch } from '../lib/outbound-fetch.ts';
import { createSharedWork } from '../lib/shared-work.ts';
import { type CloudEndpoints, tenantIssuer } from './clouds.ts';
import { parseStrictJson } from './jwt.ts';
import { TokenError } from './token-error.ts';

/** Entra's signing keys by id. */
export interface SigningKeys {
  /**
   * @throws TokenError `key_unknown` if the key document does not contain the key; `keys_unavailable` (with
   * `retryAfterSeconds`) if the document could not be fetched and no recent one is cached.
   */
  find(keyId: string): Promise<SigningKey>;
}

/** A public key of Entra for token signatures. */
export interface SigningKey {
  readonly keyId: string;
  readonly key: CryptoKey;
  /** The only issuer whose tokens the key may sign, or a template with `{tenantid}` for all tenants. */
  readonly issuer: string;
}

interface SigningKeysOptions {
  /** `{login}/organizations/discovery/v2.0/keys`. Never derived from a token. */
  readonly keysUrl: URL;
  readonly fetch: OutboundFetch;
  readonly clock: Clock;
  /** Continues a refresh that other requests wait for after the request that started it. */
  readonly waitUntil: (work: Promise<unknown>) => void;
}

const refreshAfterMs = 10 * 60 * 1000;
/** After this time, which only an idle isolate reaches, a request waits for the refresh: the key may be withdrawn. */
const waitAfterMs = 30 * 60 * 1000;
const usableForMs = 24 * 60 * 60 * 1000;
const minRefreshIntervalMs = 30 * 1000;
/** The edge cache of Cloudflare serves the document to all isolates of a location. */
const sharedCache: RequestInit = { cf: { cacheTtl: 5 * 60, cacheEverything: true } };
const fetchLimits = { timeoutMs: 5000, maxBytes: 512 * 1024 };
/** A refresh that takes longer was canceled with its request. */
const maxRefreshMs = fetchLimits.timeoutMs + 1000;

/**
 * Creates the key cache, shared by all requests of an isolate. Keys roll without notice: the document is refreshed in the
 * background after ten minutes, before the response after half an hour, and immediately for an unknown key id, but at most
 * once in 30 seconds (failed attempts included), so invented key ids cannot cause a flood of requests to Entra. If Entra is
 * unavailable, the last document is used for up to 24 hours. A key that a newer document omits is removed at once.
 *
 * It follows no `jwks_uri`, `jku` or redirect, and never requests the document of a single tenant.
 * @see https://learn.microsoft.com/entra/identity-platform/signing-key-rollover
 */
export function createSigningKeys({ keysUrl, fetch, clock, waitUntil }: SigningKeysOptions): SigningKeys {
  let keys: ReadonlyMap<string, SigningKey> = new Map();
  let fetchedAtMs = Number.NEGATIVE_INFINITY;
  let attemptedAtMs = Number.NEGATIVE_INFINITY;
  const loading = createSharedWork({ maxMs: maxRefreshMs, clock, waitUntil });
  let failure: unknown;
  let failedAtMs = Number.NEGATIVE_INFINITY;
  /** Whether the last document came from the edge cache: it may lack a new key. */
  let isFromCache = false;
  let bypassedAtMs = Number.NEGATIVE_INFINITY;

  async function load(startedAtMs: number, cache: RequestInit): Promise<void> {
    try {
      const headers = { accept: 'application/json' };
      const response = await fetch(keysUrl, { headers, ...cache }, fetchLimits);
      if (response.status !== 200)
        throw new Error(`The request for the key document returned status ${response.status}.`);
      const document = await readSigningKeyDocument(response.body);
      // A later request may have completed before this one.
      if (startedAtMs < fetchedAtMs) return;
      keys = document;
      fetchedAtMs = startedAtMs;
      isFromCache = response.headers.get('cf-cache-status') === 'HIT';
    } catch (error) {
      failure = error;
      failedAtMs = startedAtMs;
      isFromCache = false;
    }
  }

  /** Whether the last attempt was 30 seconds ago. */
  function isDue(bypassesCache: boolean): boolean {
    // A document of the edge cache does not delay a request to Entra.
    const lastMs = bypassesCache && isFromCache ? bypassedAtMs : attemptedAtMs;
    return clock.nowMs() - lastMs >= minRefreshIntervalMs;
  }

  async function start(bypassesCache: boolean): Promise<void> {
    const nowMs = clock.nowMs();
    attemptedAtMs = nowMs;
    if (bypassesCache) bypassedAtMs = nowMs;
    await loading.run(() => load(nowMs, bypassesCache ? { cache: 'no-store' } : sharedCache));
  }

  /** Refreshes the document if that is due, or waits for the attempt of another request. */
  async function refresh(bypassesCache: boolean): Promise<void> {
    if (isDue(bypassesCache) || !(await loading.wait())) await start(bypassesCache);
  }

  return {
    async find(keyId) {
      const nowMs = clock.nowMs();
      const isUsable = () => nowMs - fetchedAtMs < usableForMs;
      const ageMs = nowMs - fetchedAtMs;
      if (isUsable() && keys.has(keyId) && ageMs >= refreshAfterMs) {
        if (ageMs >= waitAfterMs && failedAtMs <= fetchedAtMs) await refresh(false);
        else if (isDue(false)) void start(false);
      }
      const cached = isUsable() ? keys.get(keyId) : undefined;
      if (cached) return cached;
      // After a failure, the edge may have cached it.
      await refresh(isUsable() || failure !== undefined);
      if (isFromCache && !keys.has(keyId)) await refresh(true);
      const found = isUsable() ? keys.get(keyId) : undefined;
      if (found) return found;
      if (isUsable()) throw new TokenError('key_unknown');
      const retryAfterSeconds = Math.ceil((attemptedAtMs + minRefreshIntervalMs - clock.nowMs()) / 1000);
      throw new TokenError('keys_unavailable', { retryAfterSeconds }, { cause: failure });
    },
  };
}

/** A token with validated claims, and the keys to verify it. */
export interface SignatureInput {
  readonly token: string;
  readonly keyId: string;
  readonly tenantId: TenantId;
  readonly cloud: CloudEndpoints;
  readonly signingKeys: SigningKeys;
}

/**
 * Verifies the signature of a token. Each of Entra's keys names its issuer: a valid signature with the key of another
 * issuer is rejected. The claims were validated before, so only the signature is verified here.
 * @returns the key of the signature
 * @throws TokenError `key_unknown`, `keys_unavailable`, `key_issuer_mismatch`, `signature_invalid`.
 * @see https://learn.microsoft.com/entra/identity-platform/access-tokens#validate-the-signing-key-issuer
 */
export async function verifySignature({
  token,
  keyId,
  tenantId,
  cloud,
  signingKeys,
}: SignatureInput): Promise<SigningKey> {
  const signingKey = await signingKeys.find(keyId);
  const { key, issuer } = signingKey;
  if (issuer.replace('{tenantid}', tenantId) !== tenantIssuer(cloud, tenantId)) {
    throw new TokenError('key_issuer_mismatch');
  }
  try {
    await compactVerify(token, key, { algorithms: ['RS256'] });
  } catch (error) {
    throw new TokenError('signature_invalid', {}, { cause: error });
  }
  return signingKey;
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
 * Reads Entra's v2 key document (RFC 7517, with an `issuer` in each key). Keys that are weak, not for RS256 signatures, or
 * without an issuer are skipped; so are all keys with the same id. A key without an issuer could be used for the tokens of
 * any tenant.
 * @throws Error if the document contains no usable key.
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
  if (keys.size === 0) throw new Error('The key document contains no usable signing key.');
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

/** Length in bits of a base64url number; 0 if it is malformed. */
function bitLength(base64Url: string): number {
  const bytes = decodeBase64Url(base64Url);
  const first = bytes?.findIndex((byte) => byte !== 0) ?? -1;
  if (!bytes || first === -1) return 0;
  return (bytes.length - first) * 8 - (Math.clz32(bytes[first] ?? 0) - 24);
}
