import { randomId } from '../crypto/encoding.ts';
import type { AccessTokenVerifier, VerifiedAccessToken } from '../entra/access-token.ts';
import { TokenError } from '../entra/token-error.ts';
import { OAuthError, tokenGrantError } from './errors.ts';
import { toCodeChallenge, hashCodeBinding } from './pkce.ts';
import { refreshTokenTtlMs, unsealPendingTokens } from './sealed-tokens.ts';
import { assertAccessRules, assertStillAllowed, grantDeniedError } from './sign-in-checks.ts';
import type { AuthorizationCodeRequest } from './token-request.ts';
import {
  type IssuedTokens,
  type TokenDependencies,
  assertClientAllowed,
  createTokenResponse,
  recordConnection,
} from './token-response.ts';

/**
 * Redeems an authorization code for the client, redirect URI, resource and code verifier that it was issued for, within
 * a minute, once. A mismatch is rejected before the code is used up, so that an attacker without the verifier cannot
 * use it up. A replay revokes the grant and the access token of the first redemption.
 * @throws OAuthError
 */
export async function redeemCode(
  request: AuthorizationCodeRequest,
  dependencies: TokenDependencies,
): Promise<IssuedTokens> {
  const { identity, tokens, grants, users, verifier, keyRing, clock } = dependencies;
  const { clientId, redirectUri } = request;
  const code = await tokens.code.open(request.code);
  const codeChallenge = await toCodeChallenge(request.codeVerifier);
  const binding = await hashCodeBinding(clientId, redirectUri, codeChallenge, identity.resource);
  if (!code || code.binding !== binding) {
    throw new OAuthError(
      'invalid_grant',
      'The code has expired, or was issued for another client, redirect URI or code verifier.',
    );
  }
  const nowMs = clock.nowMs();
  const pending = await grants.takeTokens(code.grantId, code.rotationId, randomId(), {
    nowMs,
    graceMs: 0,
    expiresAtMs: nowMs + refreshTokenTtlMs,
  });
  const entraTokens = pending && (await unsealPendingTokens(keyRing, code.secret, pending.sealedTokens));
  if (!entraTokens) {
    throw await grantDeniedError(code, 'The code was used before. Sign in again.', dependencies);
  }
  const { client, clientName } = entraTokens;
  await assertClientAllowed(clientId, client, dependencies);
  // Validated at the callback, and again before it is issued.
  const { caller, assertion } = await verifyAccessToken(entraTokens.accessToken, verifier);
  await assertStillAllowed(caller, code.startedAtMs, dependencies);
  const reported = await assertAccessRules(caller, clientId, dependencies.tenantAccess);
  const { grantId, stepUpHandle } = code;
  await Promise.all([
    dependencies.recordIssue(caller, assertion, code.startedAtMs, { grantId, client }).catch(() => undefined),
    recordConnection(caller, { grantId, clientName }, users, clock.nowMs()),
  ]);
  const grant = {
    tokens: {
      accessToken: entraTokens.accessToken,
      expiresInSeconds: Math.max(0, Math.floor((entraTokens.expiresAtMs - nowMs) / 1000)),
      refreshToken: entraTokens.refreshToken,
    },
    caller,
    clientId,
    client,
    grantId,
    rotationId: pending.rotationId,
    signedInAtMs: code.startedAtMs,
    issuedAtMs: nowMs,
    stepUpHandle,
  };
  const response = await createTokenResponse(grant, identity, tokens);
  return { response, caller, grantId, client, reported };
}

async function verifyAccessToken(
  accessToken: string,
  verifier: AccessTokenVerifier,
): Promise<VerifiedAccessToken> {
  try {
    return await verifier.verify(accessToken);
  } catch (error) {
    throw error instanceof TokenError ? tokenGrantError(error) : error;
  }
}
