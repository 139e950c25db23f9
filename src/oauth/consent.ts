import { z } from 'zod';
import type { KeyRing } from '../crypto/key-ring.ts';
import type { Clock } from '../lib/clock.ts';
import type { Client } from './clients.ts';
import { hashOf } from './pkce.ts';
import type { RedirectUri } from './redirect-uri.ts';
import { createSealedToken } from './sealed-tokens.ts';

/** Clients that the person of this browser has agreed to, as a cookie keeps them. */
export interface Consents {
  isGiven(cookie: string | undefined, client: Client, redirect: RedirectUri): Promise<boolean>;
  /** The cookie's value with one more. */
  add(cookie: string | undefined, client: Client, redirect: RedirectUri): Promise<string>;
}

/** How long an agreement is remembered. */
export const consentTtlMs = 180 * 24 * 60 * 60_000;
const maxRemembered = 40;

const consentsSchema = z.array(z.string());

/**
 * Agreements by client and its whole set of redirects: a client that adds one is asked about anew. They are sealed, so
 * that a browser brings only what this relay wrote, and they name nobody: who signs in is Entra's question.
 */
export function createConsents(keyRing: KeyRing, clock: Clock): Consents {
  const format = createSealedToken(keyRing, clock, {
    purpose: 'm365-consents/v1',
    schema: consentsSchema,
    ttlMs: consentTtlMs,
  });
  const read = async (cookie: string | undefined) =>
    (cookie === undefined ? undefined : await format.open(cookie)) ?? [];
  return {
    isGiven: async (cookie, client, redirect) =>
      (await read(cookie)).includes(await fingerprint(client, redirect)),
    add: async (cookie, client, redirect) => {
      const added = await fingerprint(client, redirect);
      const kept = (await read(cookie)).filter((other) => other !== added).slice(1 - maxRemembered);
      return await format.seal([...kept, added]);
    },
  };
}

async function fingerprint(
  { clientId, redirectUris }: Client,
  { kind, text, url }: RedirectUri,
): Promise<string> {
  // A client without redirects of its own is agreed to place by place; on loopback the port is no place.
  const place = kind === 'loopback' ? `loopback ${url.hostname}${url.pathname}` : text;
  const binding = await hashOf(clientId, ...(redirectUris?.toSorted() ?? [place]));
  return binding.slice(0, 22);
}
