import { z } from 'zod';
import type { KeyRing } from '../crypto/key-ring.ts';
import type { Clock } from '../lib/clock.ts';
import type { User } from '../lib/guid.ts';
import { hashValues } from './pkce.ts';
import { createSealedToken } from './sealed-tokens.ts';

/**
 * The users who have signed in with a browser, in a sealed cookie that contains hashes only. Only such a browser may be
 * sent to Entra with the user's `login_hint` and tenant: anybody can hold a step-up handle.
 */
export interface BrowserUsers {
  includes(cookie: string | undefined, user: User): Promise<boolean>;
  /** Returns the cookie value with one more user. */
  add(cookie: string | undefined, user: User): Promise<string>;
}

/** How long a sign-in is remembered. */
export const browserUsersTtlMs = 90 * 24 * 60 * 60_000;
const maxRemembered = 8;

export function createBrowserUsers(keyRing: KeyRing, clock: Clock): BrowserUsers {
  const cookies = createSealedToken(keyRing, clock, {
    purpose: 'm365-browser-users/v1',
    schema: z.array(z.string()),
    ttlMs: browserUsersTtlMs,
  });
  const read = async (cookie: string | undefined) =>
    (cookie === undefined ? undefined : await cookies.open(cookie)) ?? [];
  const fingerprint = async ({ tenantId, objectId }: User) =>
    (await hashValues(tenantId, objectId)).slice(0, 22);
  return {
    includes: async (cookie, user) => (await read(cookie)).includes(await fingerprint(user)),
    add: async (cookie, user) => {
      const added = await fingerprint(user);
      const kept = (await read(cookie)).filter((other) => other !== added).slice(1 - maxRemembered);
      return await cookies.seal([...kept, added]);
    },
  };
}
