import type { VerifiedCaller } from '../entra/caller.ts';
import { bindingOf } from './binding.ts';
import {
  answerTokens,
  asOAuthError,
  noteConnection,
  refuseRevoked,
  refuseUnwanted,
  signInEnded,
  type TokenResponse,
  type TokenServices,
} from './grants.ts';
import { OAuthError } from './oauth-error.ts';
import { obtainTokens } from './obtain-tokens.ts';
import { isSamePerson } from './person.ts';
import { randomId } from '../crypto/random-id.ts';
import { refreshTokenTtlMs, type RefreshToken, signInTtlMs } from './sealed-tokens.ts';
import type { TokenRequest } from './token-request.ts';

/** Two processes of one client may refresh at once, and an answer may be lost on its way. */
const graceMs = 2 * 60_000;

/**
 * Redeems a refresh token: for the client and the person that it was issued to, and only the latest one of its grant.
 * Every no is `invalid_grant`, which makes a client sign in again; what time or the operator can mend is not a no.
 *
 * While a step-up waits that the holder of the sibling access token was asked for, the answer is no: some clients
 * refresh before they sign in again, and would take a fresh token, which fails just the same, for the cure.
 * @throws OAuthError
 */
export async function redeemRefreshToken(
  request: Extract<TokenRequest, { grantType: 'refresh_token' }>,
  services: TokenServices,
): Promise<{ readonly response: TokenResponse; readonly caller: VerifiedCaller }> {
  const { identity, formats, grants, people, clock } = services;
  const token = await formats.refreshToken.open(request.refreshToken);
  if (!token || token.audience !== (await bindingOf(request.clientId, identity.resource))) {
    throw new OAuthError(
      'invalid_grant',
      'The refresh token has expired, or belongs to another client. Sign in again.',
    );
  }
  const nowMs = clock.nowMs();
  const signedInAtMs = token.signedInAtMs ?? token.issuedAtMs;
  if (nowMs >= signedInAtMs + signInTtlMs) {
    throw new OAuthError('invalid_grant', 'This sign-in is a year old. Sign in again.');
  }
  if (!(await grants.isLive(token.grantId, token.link, { nowMs, graceMs }))) throw signInEnded();
  await refuseRevoked(token, token.issuedAtMs, services);
  if (await people.isStepUpPending(token, token.tokenId, nowMs)) {
    throw new OAuthError('invalid_grant', 'Microsoft asks for another sign-in step. Sign in again.');
  }
  const fresh = await obtainTokens(
    { tenant: token.tenantId, refreshToken: token.entraRefreshToken },
    services,
  ).catch((error: unknown) => {
    throw asOAuthError(error, services.describe);
  });
  const { caller, assertion } = fresh;
  if (!isSamePerson(token, caller)) throw signInEnded();
  const issuedAtMs = clock.nowMs();
  const revokedBeforeMs = await refuseUnwanted(caller, token.issuedAtMs, services);
  const link = await advance(token, services);
  if (caller.issuedAtMs <= revokedBeforeMs) {
    // Dated back by Entra to before a revocation that this sign-in is younger than: its vault has to learn that.
    await services.tryExchange(caller, assertion, nowMs).catch(() => undefined);
  }
  // Entra may leave the refresh token as it is: then it goes on with the new link.
  const tokens = { ...fresh.tokens, refreshToken: fresh.tokens.refreshToken ?? token.entraRefreshToken };
  const { grantId } = token;
  await noteConnection(caller, { grantId }, services);
  const issueTo = { clientId: request.clientId, grantId, link, signedInAtMs, issuedAtMs };
  return { response: await answerTokens({ tokens, caller }, issueTo, services), caller };
}

/** Only now, when there is something to give in exchange: a refresh that failed at Entra can be tried again. */
async function advance({ grantId, link }: RefreshToken, { grants, clock }: TokenServices): Promise<string> {
  const nowMs = clock.nowMs();
  const when = { nowMs, graceMs, expiresAtMs: nowMs + refreshTokenTtlMs };
  const next = await grants.advance(grantId, link, randomId(), when);
  if (next === undefined) throw signInEnded();
  return next;
}
