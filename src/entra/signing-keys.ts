import type { Clock } from '../lib/clock-part.ts';
import type { OutboundFetch } from '../lib/outbound-fetch.ts';
import { readSigningKeyDocument, type SigningKey } from './signing-key-document.ts';
import { TokenRejection } from './token-rejection.ts';

/** Entra's signing keys by id. */
export interface SigningKeys {
  /**
   * @throws TokenRejection `key_unknown` where the key document does not name the key, `keys_unavailable` (with
   * `retryAfterSeconds`) where no document could be had and none is held that is recent enough.
   */
  find(keyId: string): Promise<SigningKey>;
}

/** What the key cache works with. */
export interface SigningKeysOptions {
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
      if (isUsable()) throw new TokenRejection('key_unknown');
      const retryAfterSeconds = Math.ceil((attemptedAtMs + attemptEveryMs - nowMs) / 1000);
      throw new TokenRejection('keys_unavailable', { retryAfterSeconds }, { cause: failure });
    },
  };
}
