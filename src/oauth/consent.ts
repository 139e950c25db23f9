import { z } from 'zod';
import type { KeyRing } from '../crypto/key-ring.ts';
import type { Clock } from '../lib/clock.ts';
import { type Client, mayRememberConsent } from './clients.ts';
import { hashValues } from './pkce.ts';
import type { RedirectUri } from './redirect-uri.ts';
import { createSealedToken } from './sealed-tokens.ts';

/** Client consents of a browser, in a sealed cookie. */
export interface Consents {
  /** Always false for a redirect URI on a device, where any program can impersonate the client. */
  isGiven(cookie: string | undefined, client: Client, redirect: RedirectUri): Promise<boolean>;
  /** Returns the cookie value with one more consent. Undefined if the consent is not remembered. */
  add(cookie: string | undefined, client: Client, redirect: RedirectUri): Promise<string | undefined>;
}

/** How long a consent is remembered. */
export const consentTtlMs = 180 * 24 * 60 * 60_000;
const maxRemembered = 40;

const consentsSchema = z.array(z.string());

/**
 * Creates the store. A consent is for a client and its whole set of redirect URIs: a client that adds one needs a new
 * consent. The cookie is sealed, so that it contains only consents of this server, and it names no user.
 */
export function createConsents(keyRing: KeyRing, clock: Clock): Consents {
  const cookies = createSealedToken(keyRing, clock, {
    purpose: 'm365-consents/v1',
    schema: consentsSchema,
    ttlMs: consentTtlMs,
  });
  const read = async (cookie: string | undefined) =>
    (cookie === undefined ? undefined : await cookies.open(cookie)) ?? [];
  return {
    isGiven: async (cookie, client, redirect) =>
      mayRememberConsent(redirect) && (await read(cookie)).includes(await fingerprint(client, redirect)),
    add: async (cookie, client, redirect) => {
      if (!mayRememberConsent(redirect)) return undefined;
      const added = await fingerprint(client, redirect);
      const kept = (await read(cookie)).filter((other) => other !== added).slice(1 - maxRemembered);
      return await cookies.seal([...kept, added]);
    },
  };
}

async function fingerprint({ clientId, redirectUris }: Client, { text }: RedirectUri): Promise<string> {
  // Without registered redirect URIs the consent is for one redirect URI.
  const binding = await hashValues(clientId, ...(redirectUris?.toSorted() ?? [text]));
  return binding.slice(0, 22);
}
