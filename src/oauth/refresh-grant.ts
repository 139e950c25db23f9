import { randomId } from '../crypto/encoding.ts';
import { redeemAndVerify } from './client-application.ts';
import { OAuthError, toOAuthError, tokenGrantError } from './errors.ts';
import { hashValues } from './pkce.ts';
import { type RefreshToken, refreshTokenTtlMs, signInTtlMs } from './sealed-tokens.ts';
import {
  assertAccessRules,
  assertNotRevoked,
  assertStillAllowed,
  grantDeniedError,
  revokedText,
  signInRevokedError,
} from './sign-in-checks.ts';
import { isSameUser } from './stores.ts';
import type { RefreshTokenRequest } from './token-request.ts';
import {
  type IssuedTokens,
  type TokenDependencies,
  assertClientAllowed,
  createTokenResponse,
  recordConnection,
} from './token-response.ts';

/** Two processes of a client may refresh at once, and a response may be lost. */
const graceMs = 2 * 60_000;

/**
 * Redeems a refresh token for the client and user that it was issued to, if it is the current one of its grant. Every
 * permanent failure is `invalid_grant`, which makes the client sign in again; transient failures and those that the
 * operator can resolve are `temporarily_unavailable`.
 *
 * While a step-up is pending for the access token that was issued with the refresh token, the result is
 * `invalid_grant`: some clients refresh before they sign in again, and a refreshed access token would fail as well.
 * @throws OAuthError
 */
export async function redeemRefreshToken(
  request: RefreshTokenRequest,
  dependencies: TokenDependencies,
): Promise<IssuedTokens> {
  const { identity, tokens, grants, users, clock } = dependencies;
  const { clientId } = request;
  const token = await tokens.refreshToken.open(request.refreshToken);
  if (!token || token.audience !== (await hashValues(clientId, identity.resource))) {
    throw new OAuthError(
      'invalid_grant',
      'The refresh token has expired, or was issued to another client. Sign in again.',
    );
  }
  const { client, grantId, rotationId, signedInAtMs } = token;
  await assertClientAllowed(clientId, client, dependencies);
  const nowMs = clock.nowMs();
  if (nowMs >= signedInAtMs + signInTtlMs) {
    throw new OAuthError('invalid_grant', 'This sign-in has expired after one year. Sign in again.');
  }
  if (!(await grants.isActive(grantId, rotationId, { nowMs, graceMs }))) {
    throw await grantDeniedError(token, revokedText, dependencies);
  }
  await assertNotRevoked(token, token.issuedAtMs, users);
  if (await users.isStepUpPending(token, token.tokenId, nowMs)) {
    throw new OAuthError('invalid_grant', 'Microsoft Entra requires another sign-in step. Sign in again.');
  }
  const redeemed = await redeemAtEntra(token, dependencies);
  const { caller, assertion } = redeemed;
  if (!isSameUser(token, caller)) throw signInRevokedError();
  const issuedAtMs = clock.nowMs();
  await assertStillAllowed(caller, token.issuedAtMs, dependencies);
  const reported = await assertAccessRules(caller, clientId, dependencies.tenantAccess);
  const nextRotationId = await rotate(token, dependencies);
  await Promise.all([
    // Without the record the vault compares `iat`: at worst the client refreshes once more.
    dependencies.recordIssue(caller, assertion, issuedAtMs, { grantId, client }).catch(() => undefined),
    recordConnection(caller, { grantId }, users, clock.nowMs()),
  ]);
  const grant = {
    // Entra may not rotate its refresh token.
    tokens: { ...redeemed.tokens, refreshToken: redeemed.tokens.refreshToken ?? token.entraRefreshToken },
    caller,
    clientId,
    client,
    grantId,
    rotationId: nextRotationId,
    signedInAtMs,
    issuedAtMs,
  };
  const response = await createTokenResponse(grant, identity, tokens);
  return { response, caller, grantId, client, reported };
}

/** @throws OAuthError */
async function redeemAtEntra(token: RefreshToken, dependencies: TokenDependencies) {
  const { clientApplication, verifier, describe } = dependencies;
  const result = await redeemAndVerify(
    token.tenantId,
    { refreshToken: token.entraRefreshToken },
    clientApplication,
    verifier,
  );
  if (result.ok) return result;
  throw result.reason === 'entra'
    ? toOAuthError(result.failure, 'invalid_grant', describe)
    : tokenGrantError(result.error);
}

/** Rotates after the redemption at Entra: the client can retry a refresh that failed there. */
async function rotate(token: RefreshToken, dependencies: TokenDependencies): Promise<string> {
  const { grants, clock } = dependencies;
  const { grantId, rotationId } = token;
  const nowMs = clock.nowMs();
  const options = { nowMs, graceMs, expiresAtMs: nowMs + refreshTokenTtlMs };
  const nextRotationId = await grants.rotate(grantId, rotationId, randomId(), options);
  if (nextRotationId === undefined) throw await grantDeniedError(token, revokedText, dependencies);
  return nextRotationId;
}
