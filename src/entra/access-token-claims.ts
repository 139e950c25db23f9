import { isGuid } from '../lib/guid.ts';
import type { VerifiedCaller } from './caller.ts';
import type { CloudEndpoints } from './clouds.ts';
import { demand, readIssue, readObjectId, readProfile, texts, type TokenPayload } from './token-claims.ts';

/** What a token says of its holder: the fields of {@link VerifiedCaller} without its promise. */
export type AccessTokenClaims = Omit<VerifiedCaller, keyof VerifiedCaller & symbol>;

/** What the claims are held against. */
export interface ExpectedClaims {
  readonly cloud: CloudEndpoints;
  /** Client id of the server application. */
  readonly serverAppId: string;
  readonly nowMs: number;
}

/**
 * Reads the claims of an Entra v2 access token for a signed-in person, in the strictest form that Entra issues. All of
 * it can be decided from the token alone, before a key is looked for; a good signature makes it true, not this.
 * @throws TokenRejection 401.
 * @see https://learn.microsoft.com/entra/identity-platform/access-token-claims-reference
 */
export function readAccessTokenClaims(
  payload: TokenPayload,
  { cloud, serverAppId, nowMs }: ExpectedClaims,
): AccessTokenClaims {
  const issue = readIssue(payload, { cloud, audience: serverAppId, nowMs });
  const scopes = readDelegatedScopes(payload);
  const objectId = readObjectId(payload);
  const clientId = payload['azp'];
  demand(isGuid(clientId), 'client_malformed');
  return {
    ...issue,
    objectId,
    clientId,
    ...readProfile(payload),
    isGuest: payload['acct'] === 1,
    ...(Array.isArray(payload['groups'])
      ? { groupIds: Object.freeze(texts(payload['groups']).filter(isGuid)) }
      : {}),
    scopes: Object.freeze(scopes),
  };
}

/** Only a person who signed in to a client has `scp`. ID tokens, app-only and device tokens end here. */
function readDelegatedScopes(payload: TokenPayload): string[] {
  const type = payload['idtyp'];
  const scopes = payload['scp'];
  demand(type === undefined || type === 'user', 'not_delegated');
  demand(typeof scopes === 'string', 'not_delegated');
  demand(
    !['nonce', 'c_hash', 'at_hash'].some((claim) => Object.hasOwn(payload, claim)),
    'not_an_access_token',
  );
  // A token bound to a key (RFC 7800) proves nothing without the proof, which is not checked here.
  demand(!Object.hasOwn(payload, 'cnf'), 'sender_constrained');
  return scopes.split(' ');
}
