import type { VerifiedCaller } from '../entra/caller.ts';
import {
  answerTokens,
  asOAuthError,
  noteConnection,
  refuseUnwanted,
  type TokenResponse,
  type TokenServices,
} from './grants.ts';
import { OAuthError } from './oauth-error.ts';
import { openParcel } from './parcel.ts';
import { challengeOf } from './pkce.ts';
import { randomId } from '../crypto/random-id.ts';
import { refreshTokenTtlMs } from './sealed-tokens.ts';
import { codeBinding } from './to-entra.ts';
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
  const { identity, formats, grants, verifier, describe, keyRing, clock } = services;
  const { clientId, redirectUri } = request;
  const code = await formats.code.open(request.code);
  const challenge = await challengeOf(request.codeVerifier);
  if (!code || code.binding !== (await codeBinding(clientId, redirectUri, challenge, identity.resource))) {
    throw new OAuthError(
      'invalid_grant',
      'The code has expired, or belongs to another client, redirect or verifier.',
    );
  }
  const nowMs = clock.nowMs();
  const collected = await grants.collect(code.grantId, code.link, randomId(), {
    nowMs,
    graceMs: 0,
    expiresAtMs: nowMs + refreshTokenTtlMs,
  });
  const parcel = collected && (await openParcel(keyRing, code.secret, collected.parcel));
  if (!parcel) throw new OAuthError('invalid_grant', 'The code was used before. Sign in again.');
  // Checked when it came from Entra, and once more now that it is handed out.
  const { caller } = await verifier.verify(parcel.accessToken).catch((error: unknown) => {
    throw asOAuthError(error, describe);
  });
  await refuseUnwanted(caller, code.begunAtMs, services);
  const tokens = {
    accessToken: parcel.accessToken,
    expiresInSeconds: Math.max(0, Math.floor((parcel.expiresAtMs - nowMs) / 1000)),
    refreshToken: parcel.refreshToken,
  };
  const { grantId, clientName, begunAtMs: signedInAtMs, stepUpHandle } = code;
  await noteConnection(caller, { grantId, clientName }, services);
  const issueTo = { clientId, grantId, link: collected.link, signedInAtMs, issuedAtMs: nowMs, stepUpHandle };
  return { response: await answerTokens({ tokens, caller }, issueTo, services), caller };
}
