import type { VerifiedCaller } from '../lib/verified-caller.ts';
import { bindingOf } from './binding.ts';
import {
  answerTokens,
  fetchTokens,
  refuseUnwanted,
  type TokenResponse,
  type TokenServices,
} from './issue-tokens.ts';
import { OAuthError } from './oauth-error.ts';
import { challengeOf } from './pkce.ts';
import { randomId } from './random-id.ts';
import { refreshTokenTtlMs } from './sign-in-formats.ts';
import type { TokenRequest } from './token-request.ts';

/**
 * Redeems an authorization code: for the client, the redirect, the resource and the proof key that it was issued for,
 * within a minute, once. What does not match is refused before the code is spent, so that a thief without the verifier
 * cannot spend it; a second presentation ends the sign-in that the first one began.
 * @throws OAuthError
 */
export async function redeemCode(
  request: Extract<TokenRequest, { grantType: 'authorization_code' }>,
  services: TokenServices,
): Promise<{ readonly response: TokenResponse; readonly caller: VerifiedCaller }> {
  const { identity, formats, grants, stepUps, clock } = services;
  const code = await formats.code.open(request.code);
  const challenge = await challengeOf(request.codeVerifier);
  const binding = await bindingOf(request.clientId, request.redirectUri, challenge, identity.resource);
  if (!code || code.binding !== binding) {
    throw new OAuthError(
      'invalid_grant',
      'The code has expired, or belongs to another client, redirect or verifier.',
    );
  }
  const nowMs = clock.nowMs();
  const link = await grants.advance(code.grantId, code.link, randomId(), {
    nowMs,
    graceMs: 0,
    expiresAtMs: nowMs + refreshTokenTtlMs,
  });
  if (link === undefined) throw new OAuthError('invalid_grant', 'The code was used before. Sign in again.');
  const { entraCode, tenant, grantId, stepUpHandle } = code;
  const verified = await fetchTokens(
    { tenant, code: entraCode, codeVerifier: request.codeVerifier },
    services,
  );
  const issuedAtMs = clock.nowMs();
  await refuseUnwanted(verified.caller, code.signedInAtMs, services);
  const isFulfilled = stepUpHandle !== undefined && (await stepUps.finish(stepUpHandle, verified.caller));
  const issueTo = {
    clientId: request.clientId,
    grantId,
    link,
    issuedAtMs,
    ...(isFulfilled ? { stepUpHandle } : {}),
  };
  return { response: await answerTokens(verified, issueTo, services), caller: verified.caller };
}
