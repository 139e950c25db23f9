import type { AccessTokenVerifier } from '../entra/access-token.ts';
import { TokenError } from '../entra/token-error.ts';
import type { Clock } from '../lib/clock.ts';
import type { AuthorizationServerIdentity } from './authorize-request.ts';
import type { ClientReference } from './client-limits.ts';
import { OAuthError } from './errors.ts';
import { readParameters } from './parameters.ts';
import { hashValues } from './pkce.ts';
import { type OAuthTokens, refreshTokenTtlMs } from './sealed-tokens.ts';
import type { User } from '../lib/guid.ts';
import type { GrantStore, UserStore } from './stores.ts';
import { assertNotRepeated, readClientId } from './token-request.ts';

/** Revokes the access tokens of a user that were issued until a time, and deletes their Graph tokens. Durable once it resolves. */
export type RevokeAccess = (user: User, issuedUpToMs: number) => Promise<void>;

/** Revokes every sign-in of a user. Durable once it resolves. */
export type RevokeUser = (user: User) => Promise<void>;

/**
 * Creates the revocation of a user's refresh and access tokens, in this order: an access token that is refreshed in
 * between would be newer than the revocation. The refresh tokens are revoked twice: a refresh that was checked before
 * the first write returns tokens that are older than the second.
 */
export function createRevokeUser(users: UserStore, revokeAccess: RevokeAccess, clock: Clock): RevokeUser {
  return async (user) => {
    await users.revoke(user, clock.nowMs());
    const revokedAtMs = clock.nowMs();
    await users.revoke(user, revokedAtMs);
    await revokeAccess(user, revokedAtMs);
  };
}

export interface RevocationDependencies {
  readonly identity: AuthorizationServerIdentity;
  readonly verifier: AccessTokenVerifier;
  readonly grants: GrantStore;
  readonly tokens: OAuthTokens;
  readonly revokeAccess: RevokeAccess;
  readonly clock: Clock;
}

/** A revoked token. */
export interface RevokedToken {
  readonly user: User;
  readonly client?: ClientReference | undefined;
  readonly grantId?: string;
}

/**
 * Revokes a token (RFC 7009). A refresh token revokes its grant. Either kind revokes every access token of the user that
 * was issued until now, in our clock: other clients of the user refresh theirs. An unknown token is no error, and a token
 * of another client is not revoked.
 * @returns the owner of the token, for the audit. Undefined if nothing was revoked
 * @throws OAuthError
 */
export async function revokeToken(
  form: URLSearchParams,
  authorization: string | undefined,
  { identity, verifier, grants, tokens, revokeAccess, clock }: RevocationDependencies,
): Promise<RevokedToken | undefined> {
  const parameters = readParameters(form);
  assertNotRepeated(parameters);
  const clientId = readClientId(parameters, authorization);
  const text = parameters.get('token');
  if (text === undefined) throw new OAuthError('invalid_request', 'token is missing.');
  const refreshToken = await tokens.refreshToken.open(text);
  if (refreshToken) {
    if (refreshToken.audience !== (await hashValues(clientId, identity.resource))) return undefined;
    await grants.revoke(refreshToken.grantId, clock.nowMs() + refreshTokenTtlMs);
    await revokeAccess(refreshToken, clock.nowMs());
    const { client, grantId } = refreshToken;
    return { user: refreshToken, client, grantId };
  }
  const caller = await verifyAccessToken(text, verifier);
  if (caller) await revokeAccess(caller, clock.nowMs());
  return caller && { user: caller };
}

/** Returns undefined if the text is not a valid access token: then there is nothing to revoke. */
async function verifyAccessToken(token: string, verifier: AccessTokenVerifier) {
  try {
    return (await verifier.verify(token)).caller;
  } catch (error) {
    if (!(error instanceof TokenError)) throw error;
    if (error.status === 503)
      throw new OAuthError('temporarily_unavailable', error.message, { retryAfterSeconds: 30 });
    return undefined;
  }
}
