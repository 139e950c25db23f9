import { type AccessTokenPolicy, createAccessTokenVerifier } from '../../../src/entra/access-token.ts';
import { createSigningKeys } from '../../../src/entra/signing-keys.ts';
import { TokenError } from '../../../src/entra/token-error.ts';
import {
  type TokenForge,
  clientAppId,
  cloud,
  contoso,
  fabrikam,
  nowMs,
  personalTenant,
  secondClientAppId,
  serverAppId,
} from './token-forge.ts';

/** A verifier with cold keys, and how often it asked for them. */
export function createVerifier(forge: TokenForge, changes: Partial<AccessTokenPolicy> = {}) {
  const clock = { nowMs: () => nowMs };
  let fetches = 0;
  const signingKeys = createSigningKeys({
    keysUrl: new URL('https://login.microsoftonline.com/organizations/discovery/v2.0/keys'),
    clock,
    waitUntil: () => undefined,
    async fetch() {
      fetches += 1;
      const body = new TextEncoder().encode(JSON.stringify(forge.keyDocument));
      return { status: 200, headers: new Headers(), body };
    },
  });
  const verifier = createAccessTokenVerifier({
    cloud,
    serverAppId,
    allowedClients: new Set([clientAppId, secondClientAppId]),
    allowedTenants: new Set([contoso, fabrikam, personalTenant]),
    signingKeys,
    clock,
    ...changes,
  });
  return { verify: (token: string) => verifier.verify(token), fetches: () => fetches };
}

/** The rejection that the work ends in; anything else fails the test. */
export async function rejectionOf(work: Promise<unknown>): Promise<TokenError> {
  const error = await work.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!(error instanceof TokenError)) throw new Error('The token was not rejected.', { cause: error });
  return error;
}
