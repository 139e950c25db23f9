import { randomId } from '../crypto/encoding.ts';
import type { KeyRing } from '../crypto/key-ring.ts';
import type { AccessTokenVerifier } from '../entra/access-token.ts';
import type { VerifiedCaller } from '../entra/caller.ts';
import { TokenError } from '../entra/token-error.ts';
import type { Clock } from '../lib/clock.ts';
import { EntraRefusal, type EntraSignIn, codeBinding, obtainTokens } from './authorization-flow.ts';
import type { AuthorizationServerIdentity } from './authorize-request.ts';
import type { EntraTokens } from './entra-client.ts';
import { type DescribeFailure, OAuthError, type PreflightExchange, answerFailure } from './errors.ts';
import { scopeOf } from './metadata.ts';
import { hashOf, challengeOf } from './pkce.ts';
import {
  type RefreshToken,
  type OAuthTokens,
  unsealPendingTokens,
  refreshTokenTtlMs,
  signInTtlMs,
} from './sealed-tokens.ts';
import { stepUpScope } from './step-up.ts';
import {
  type CheckTenantPolicy,
  type ConnectionUse,
  type GrantStore,
  type User,
  type UserStore,
  isSameUser,
} from './stores.ts';
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
  const { identity, formats, grants, people: users, clock } = services;
  const token = await formats.refreshToken.open(request.refreshToken);
  if (!token || token.audience !== (await hashOf(request.clientId, identity.resource))) {
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
  if (await users.isStepUpPending(token, token.tokenId, nowMs)) {
    throw new OAuthError('invalid_grant', 'Microsoft asks for another sign-in step. Sign in again.');
  }
  const fresh = await obtainTokens(
    { tenant: token.tenantId, refreshToken: token.entraRefreshToken },
    services,
  ).catch((error: unknown) => {
    throw toOAuthError(error, services.describe);
  });
  const { caller, assertion } = fresh;
  if (!isSameUser(token, caller)) throw signInEnded();
  const issuedAtMs = clock.nowMs();
  const revokedBeforeMs = await assertStillAllowed(caller, token.issuedAtMs, services);
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
  const parcel = collected && (await unsealPendingTokens(keyRing, code.secret, collected.parcel));
  if (!parcel) throw new OAuthError('invalid_grant', 'The code was used before. Sign in again.');
  // Checked when it came from Entra, and once more now that it is handed out.
  const { caller } = await verifier.verify(parcel.accessToken).catch((error: unknown) => {
    throw toOAuthError(error, describe);
  });
  await assertStillAllowed(caller, code.startedAtMs, services);
  const tokens = {
    accessToken: parcel.accessToken,
    expiresInSeconds: Math.max(0, Math.floor((parcel.expiresAtMs - nowMs) / 1000)),
    refreshToken: parcel.refreshToken,
  };
  const { grantId, clientName, startedAtMs: signedInAtMs, stepUpHandle } = code;
  await noteConnection(caller, { grantId, clientName }, services);
  const issueTo = { clientId, grantId, link: collected.link, signedInAtMs, issuedAtMs: nowMs, stepUpHandle };
  return { response: await answerTokens({ tokens, caller }, issueTo, services), caller };
}

/** What both grants work with. */
export interface TokenServices {
  readonly identity: AuthorizationServerIdentity;
  readonly entra: EntraSignIn;
  readonly verifier: AccessTokenVerifier;
  readonly grants: GrantStore;
  readonly people: UserStore;
  readonly askOrganisation: CheckTenantPolicy;
  readonly tryExchange: PreflightExchange;
  readonly formats: OAuthTokens;
  readonly describe: DescribeFailure;
  readonly keyRing: KeyRing;
  readonly clock: Clock;
}

/** An answer of the token endpoint (RFC 6749 section 5.1). */
export interface TokenResponse {
  /** Entra's own, unchanged. */
  readonly access_token: string;
  readonly token_type: 'Bearer';
  readonly expires_in: number;
  /** Sealed: only the relay can use it. */
  readonly refresh_token?: string;
  readonly scope: string;
}

/** What a client is told where there are no tokens to give. Anything else is thrown as it is. */
function toOAuthError(error: unknown, describe: DescribeFailure): unknown {
  if (error instanceof EntraRefusal) return answerFailure(error.failure, 'invalid_grant', describe);
  if (!(error instanceof TokenError)) return error;
  if (error.status !== 503) return new OAuthError('invalid_grant', error.message, {}, { cause: error });
  const retryAfterSeconds = error.details.retryAfterSeconds ?? 30;
  return new OAuthError('temporarily_unavailable', error.message, { retryAfterSeconds }, { cause: error });
}

/**
 * Ends a sign-in that began before the person revoked all of theirs.
 * @returns when they last did
 * @throws OAuthError `invalid_grant`.
 */
async function refuseRevoked(user: User, sinceMs: number, { people: users }: TokenServices): Promise<number> {
  const revokedBeforeMs = await users.revokedBeforeMs(user);
  if (sinceMs <= revokedBeforeMs) throw signInEnded();
  return revokedBeforeMs;
}

/**
 * Lets a sign-in go on that neither the person nor their organisation has ended, of a person who may come in.
 * @returns when either last ended every sign-in
 * @throws OAuthError `invalid_grant`.
 */
async function assertStillAllowed(
  caller: VerifiedCaller,
  sinceMs: number,
  services: TokenServices,
): Promise<number> {
  const own = await refuseRevoked(caller, sinceMs, services);
  const { refusal, revokedBeforeMs } = await services.askOrganisation(caller);
  if (refusal !== undefined) throw new OAuthError('invalid_grant', refusal);
  if (sinceMs <= revokedBeforeMs) throw signInEnded();
  return Math.max(own, revokedBeforeMs);
}

/** Keeps for the person that a client has fetched tokens. It is a courtesy: without it the tokens are as good. */
async function noteConnection(
  user: User,
  connection: Pick<ConnectionUse, 'grantId' | 'clientName'>,
  { people: users, clock }: TokenServices,
): Promise<void> {
  const nowMs = clock.nowMs();
  const { tenantId, objectId } = user;
  const use = { ...connection, nowMs, expiresAtMs: nowMs + refreshTokenTtlMs };
  await users.noteConnection({ tenantId, objectId }, use).catch(() => undefined);
}

/** The answer where a grant was ended, whoever ended it. */
function signInEnded(): OAuthError {
  return new OAuthError('invalid_grant', 'This sign-in was ended. Sign in again.');
}

/** The answer to a client. */
async function answerTokens(
  { tokens, caller }: IssuedTokens,
  { clientId, grantId, link, signedInAtMs, issuedAtMs, stepUpHandle }: IssueTo,
  { identity, formats }: TokenServices,
): Promise<TokenResponse> {
  const scope = scopeOf(identity);
  const refreshToken =
    tokens.refreshToken === undefined
      ? {}
      : {
          refresh_token: await formats.refreshToken.seal({
            grantId,
            link,
            audience: await hashOf(clientId, identity.resource),
            tenantId: caller.tenantId,
            objectId: caller.objectId,
            issuedAtMs,
            signedInAtMs,
            entraRefreshToken: tokens.refreshToken,
            tokenId: caller.tokenId,
            tokenIssuedAtMs: caller.issuedAtMs,
          }),
        };
  return {
    access_token: tokens.accessToken,
    token_type: 'Bearer',
    expires_in: tokens.expiresInSeconds,
    ...refreshToken,
    // The handle comes back as granted, so that clients, which compare scopes, see that they have what they were asked for.
    scope: stepUpHandle === undefined ? scope : `${scope} ${stepUpScope(stepUpHandle)}`,
  };
}

/** Tokens to give, and whom they name. */
interface IssuedTokens {
  readonly tokens: Pick<EntraTokens, 'accessToken' | 'expiresInSeconds' | 'refreshToken'>;
  readonly caller: VerifiedCaller;
}

/** Whom tokens are given to. */
interface IssueTo {
  readonly clientId: string;
  readonly grantId: string;
  readonly link: string;
  readonly signedInAtMs: number;
  /** Taken before the last look at revocations, so that one that comes later finds the token. */
  readonly issuedAtMs: number;
  readonly stepUpHandle?: string | undefined;
}
