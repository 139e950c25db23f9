import type { AccessTokenVerifier } from '../entra/access-token.ts';
import { TokenRejection } from '../entra/token-rejection.ts';
import type { Clock } from '../lib/clock-part.ts';
import type { KeyRing } from '../crypto/key-ring.ts';
import type { VerifiedCaller } from '../entra/caller.ts';
import type { RelayIdentity } from './authorize-request.ts';
import { bindingOf } from './binding.ts';
import type { EntraTokens } from './entra-client.ts';
import type { EntraSignIn } from './authorization-flow.ts';
import type { TryExchange } from './exchange-trial.ts';
import { answerFailure, type DescribeFailure } from './failure-answer.ts';
import type { GrantLedger } from './grant-ledger.ts';
import { scopeOf } from './metadata.ts';
import { OAuthError } from './oauth-error.ts';
import { EntraRefusal } from './obtain-tokens.ts';
import type { AskOrganisation } from './organisation.ts';
import type { Person } from './person.ts';
import type { ConnectionUse, PersonLedger } from './stores.ts';
import { refreshTokenTtlMs, type SignInFormats } from './sealed-tokens.ts';
import { stepUpScope } from './step-up-handle.ts';

/** What both grants work with. */
export interface TokenServices {
  readonly identity: RelayIdentity;
  readonly entra: EntraSignIn;
  readonly verifier: AccessTokenVerifier;
  readonly grants: GrantLedger;
  readonly people: PersonLedger;
  readonly askOrganisation: AskOrganisation;
  readonly tryExchange: TryExchange;
  readonly formats: SignInFormats;
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
export function asOAuthError(error: unknown, describe: DescribeFailure): unknown {
  if (error instanceof EntraRefusal) return answerFailure(error.failure, 'invalid_grant', describe);
  if (!(error instanceof TokenRejection)) return error;
  if (error.status !== 503) return new OAuthError('invalid_grant', error.message, {}, { cause: error });
  const retryAfterSeconds = error.details.retryAfterSeconds ?? 30;
  return new OAuthError('temporarily_unavailable', error.message, { retryAfterSeconds }, { cause: error });
}

/**
 * Ends a sign-in that began before the person revoked all of theirs.
 * @returns when they last did
 * @throws OAuthError `invalid_grant`.
 */
export async function refuseRevoked(
  person: Person,
  sinceMs: number,
  { people }: TokenServices,
): Promise<number> {
  const revokedBeforeMs = await people.revokedBeforeMs(person);
  if (sinceMs <= revokedBeforeMs) throw signInEnded();
  return revokedBeforeMs;
}

/**
 * Lets a sign-in go on that neither the person nor their organisation has ended, of a person who may come in.
 * @returns when either last ended every sign-in
 * @throws OAuthError `invalid_grant`.
 */
export async function refuseUnwanted(
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
export async function noteConnection(
  person: Person,
  connection: Pick<ConnectionUse, 'grantId' | 'clientName'>,
  { people, clock }: TokenServices,
): Promise<void> {
  const nowMs = clock.nowMs();
  const { tenantId, objectId } = person;
  const use = { ...connection, nowMs, expiresAtMs: nowMs + refreshTokenTtlMs };
  await people.noteConnection({ tenantId, objectId }, use).catch(() => undefined);
}

/** The answer where a grant was ended, whoever ended it. */
export function signInEnded(): OAuthError {
  return new OAuthError('invalid_grant', 'This sign-in was ended. Sign in again.');
}

/** The answer to a client. */
export async function answerTokens(
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
            audience: await bindingOf(clientId, identity.resource),
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
export interface IssuedTokens {
  readonly tokens: Pick<EntraTokens, 'accessToken' | 'expiresInSeconds' | 'refreshToken'>;
  readonly caller: VerifiedCaller;
}

/** Whom tokens are given to. */
export interface IssueTo {
  readonly clientId: string;
  readonly grantId: string;
  readonly link: string;
  readonly signedInAtMs: number;
  /** Taken before the last look at revocations, so that one that comes later finds the token. */
  readonly issuedAtMs: number;
  readonly stepUpHandle?: string | undefined;
}
