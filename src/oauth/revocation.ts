import type { AccessTokenVerifier } from '../entra/access-token.ts';
import { TokenError } from '../entra/token-error.ts';
import type { Clock } from '../lib/clock.ts';
import type { AuthorizationServerIdentity } from './authorize-request.ts';
import { OAuthError } from './errors.ts';
import { readParameters } from './parameters.ts';
import { hashOf } from './pkce.ts';
import { type OAuthTokens, refreshTokenTtlMs } from './sealed-tokens.ts';
import type { GrantStore, User } from './stores.ts';
import { readClientId, refuseRepeated } from './token-request.ts';

/** Ends access tokens: those that are out, and what is kept under them. Durable before it is answered. */
export type RevokeAccess = (user: User, issuedUpToMs: number) => Promise<void>;

/** What revocation works with. */
export interface RevocationServices {
  readonly identity: AuthorizationServerIdentity;
  readonly verifier: AccessTokenVerifier;
  readonly grants: GrantStore;
  readonly formats: OAuthTokens;
  readonly revokeAccess: RevokeAccess;
  readonly clock: Clock;
}

/**
 * Revokes a token that a client gives back (RFC 7009). With a refresh token goes its whole grant, and with either kind
 * every access token of the person up to the one at hand: access tokens do not say which grant they are of, and other
 * clients of the person refresh theirs without a question. Times are Entra's own `iat`, which may lie minutes before
 * the moment of issue, so nothing younger is hit. An unknown token is no error; one of another client is left alone.
 * @returns whose token it was, for the audit
 * @throws OAuthError
 */
export async function revokeToken(
  form: URLSearchParams,
  authorization: string | undefined,
  { identity, verifier, grants, formats, revokeAccess, clock }: RevocationServices,
): Promise<User | undefined> {
  const parameters = readParameters(form);
  refuseRepeated(parameters);
  const clientId = readClientId(parameters, authorization);
  const text = parameters.get('token');
  if (text === undefined) throw new OAuthError('invalid_request', 'token is missing.');
  const token = await formats.refreshToken.open(text);
  if (token) {
    if (token.audience !== (await hashOf(clientId, identity.resource))) return undefined;
    await grants.revoke(token.grantId, clock.nowMs() + refreshTokenTtlMs);
    await revokeAccess(token, token.tokenIssuedAtMs);
    return token;
  }
  const caller = await verify(text, verifier);
  if (caller) await revokeAccess(caller, caller.issuedAtMs);
  return caller;
}

/** The holder of an access token, or undefined where it is none: then there is nothing to revoke. */
async function verify(token: string, verifier: AccessTokenVerifier) {
  try {
    return (await verifier.verify(token)).caller;
  } catch (error) {
    if (!(error instanceof TokenError)) throw error;
    if (error.status === 503)
      throw new OAuthError('temporarily_unavailable', error.message, { retryAfterSeconds: 30 });
    return undefined;
  }
}
