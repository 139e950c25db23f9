import type { z } from 'zod';
import { decodeBase64Url, isRandomId, randomId } from '../crypto/encoding.ts';
import type { KeyRing } from '../crypto/key-ring.ts';
import { type SealPurpose, seal, unseal } from '../crypto/sealed-box.ts';
import type { Clock } from '../lib/clock.ts';
import { hashValues } from './pkce.ts';
import type { SessionStore } from './stores.ts';

/**
 * Sessions of one page. The cookie contains a random id only: a session exists as long as its record, and neither key ring
 * nor storage can forge or read one.
 */
export interface Sessions<Value> {
  /** Starts a session. Returns the value of its cookie. */
  start(value: Value): Promise<string>;
  /** Returns undefined if there is no such session, or it has ended or expired. */
  read(cookie: string | undefined): Promise<Value | undefined>;
  /** Ends the session. Durable once the promise resolves. */
  end(cookie: string | undefined): Promise<void>;
}

export interface SessionDependencies {
  readonly sessionStore: SessionStore;
  readonly keyRing: KeyRing;
  readonly clock: Clock;
}

export interface SessionOptions<Value> {
  readonly purpose: SealPurpose;
  readonly schema: z.ZodType<Value>;
  readonly ttlMs: number;
}

/** Creates the sessions of one page. */
export function createSessions<Value>(
  { sessionStore, keyRing, clock }: SessionDependencies,
  { purpose, schema, ttlMs }: SessionOptions<Value>,
): Sessions<Value> {
  const contextOf = (id: string) => ({ purpose, salt: decodeBase64Url(id) ?? new Uint8Array() });
  const nameOf = (id: string) => hashValues(purpose, id);
  return {
    start: async (value) => {
      const id = randomId();
      const sealed = await seal(keyRing, contextOf(id), new TextEncoder().encode(JSON.stringify(value)));
      const nowMs = clock.nowMs();
      await sessionStore.create(await nameOf(id), { sealed, nowMs, expiresAtMs: nowMs + ttlMs });
      return id;
    },
    read: async (cookie) => {
      if (!isRandomId(cookie)) return undefined;
      const sealed = await sessionStore.read(await nameOf(cookie), clock.nowMs());
      const plaintext = sealed && (await unseal(keyRing, contextOf(cookie), sealed));
      return plaintext && schema.safeParse(JSON.parse(new TextDecoder().decode(plaintext))).data;
    },
    end: async (cookie) => {
      if (isRandomId(cookie)) await sessionStore.end(await nameOf(cookie));
    },
  };
}

/** Marks a `state` as used. Returns false if it was used before. */
export type UseState = (nonce: string) => Promise<boolean>;

/** Creates the marks. They are kept as long as any state is valid. */
export function createStateUse({ sessionStore, clock }: SessionDependencies, ttlMs: number): UseState {
  return async (nonce) => {
    const nowMs = clock.nowMs();
    return await sessionStore.create(await hashValues('m365-state', nonce), {
      nowMs,
      expiresAtMs: nowMs + ttlMs,
    });
  };
}
