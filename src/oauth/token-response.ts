import type { KeyRing } from '../crypto/key-ring.ts';
import type { AccessTokenVerifier } from '../entra/access-token.ts';
import type { Assertion, VerifiedCaller } from '../entra/caller.ts';
import type { Clock } from '../lib/clock.ts';
import type { AuthorizationServerIdentity } from './authorize-request.ts';
import type { ClientApplication } from './client-application.ts';
import { type ClientLimits, type ClientReference, checkClientLimits } from './client-limits.ts';
import { getClientKind } from './clients.ts';
import { type DescribeFailure, OAuthError } from './errors.ts';
import { accessScope } from './metadata.ts';
import { hashValues } from './pkce.ts';
import type { RevokeAccess } from './revocation.ts';
import { type OAuthTokens, refreshTokenTtlMs } from './sealed-tokens.ts';
import type { CheckTenantPolicy } from './sign-in-checks.ts';
import { stepUpScope } from './step-up.ts';
import type { User } from '../lib/guid.ts';
import type { RuleDenial } from '../tenants/access-rules.ts';
import type { TenantAccess } from '../tenants/tenant-access.ts';
import type { GrantStore, UserStore } from './stores.ts';

/** Records the issue of an access token in the vault: for revocations in our clock, the audit and step-ups. */
export type RecordIssue = (
  caller: VerifiedCaller,
  assertion: Assertion,
  issuedAtMs: number,
  grant: { readonly grantId: string; readonly client: ClientReference | undefined },
) => Promise<void>;

/** Dependencies of both grant types. */
export interface TokenDependencies {
  readonly identity: AuthorizationServerIdentity;
  readonly clientApplication: ClientApplication;
  readonly clientLimits: ClientLimits;
  readonly verifier: AccessTokenVerifier;
  readonly grants: GrantStore;
  readonly users: UserStore;
  readonly checkTenantPolicy: CheckTenantPolicy;
  readonly tenantAccess: TenantAccess;
  readonly recordIssue: RecordIssue;
  readonly revokeAccess: RevokeAccess;
  readonly tokens: OAuthTokens;
  readonly describe: DescribeFailure;
  readonly keyRing: KeyRing;
  readonly clock: Clock;
}

/** A response of the token endpoint (RFC 6749 section 5.1). */
export interface TokenResponse {
  /** Entra's access token, unchanged. */
  readonly access_token: string;
  readonly token_type: 'Bearer';
  readonly expires_in: number;
  /** Contains Entra's refresh token, sealed. */
  readonly refresh_token?: string;
  readonly scope: string;
}

/** A successful redemption, with the caller for the audit. */
export interface IssuedTokens {
  readonly response: TokenResponse;
  readonly caller: VerifiedCaller;
  readonly grantId: string;
  readonly client: ClientReference | undefined;
  /** Access rules of the tenant that only report. */
  readonly reported: readonly RuleDenial[];
}

/** The content of a token response. */
export interface TokenGrant {
  readonly tokens: {
    readonly accessToken: string;
    readonly expiresInSeconds: number;
    readonly refreshToken: string | undefined;
  };
  readonly caller: VerifiedCaller;
  readonly clientId: string;
  readonly client: ClientReference | undefined;
  readonly grantId: string;
  readonly rotationId: string;
  readonly signedInAtMs: number;
  /** Taken before the last revocation check, so that a later revocation covers the refresh token. */
  readonly issuedAtMs: number;
  readonly stepUpHandle?: string | undefined;
}

/** Builds the token response, with a new sealed refresh token if Entra issued one. */
export async function createTokenResponse(
  grant: TokenGrant,
  identity: AuthorizationServerIdentity,
  oauthTokens: OAuthTokens,
): Promise<TokenResponse> {
  const { tokens, caller, clientId, stepUpHandle } = grant;
  const scope = accessScope(identity);
  const refreshToken =
    tokens.refreshToken === undefined
      ? {}
      : {
          refresh_token: await oauthTokens.refreshToken.seal({
            grantId: grant.grantId,
            rotationId: grant.rotationId,
            audience: await hashValues(clientId, identity.resource),
            tenantId: caller.tenantId,
            objectId: caller.objectId,
            issuedAtMs: grant.issuedAtMs,
            signedInAtMs: grant.signedInAtMs,
            entraRefreshToken: tokens.refreshToken,
            tokenId: caller.tokenId,
            tokenIssuedAtMs: caller.issuedAtMs,
            ...(grant.client ? { client: grant.client } : {}),
          }),
        };
  return {
    access_token: tokens.accessToken,
    token_type: 'Bearer',
    expires_in: tokens.expiresInSeconds,
    ...refreshToken,
    // The step-up scope is returned as granted: clients compare it with the scope that they requested.
    scope: stepUpHandle === undefined ? scope : `${scope} ${stepUpScope(stepUpHandle)}`,
  };
}

/**
 * Rejects a client that the operator's settings exclude by now.
 * @throws OAuthError `invalid_client`
 */
export async function assertClientAllowed(
  clientId: string,
  client: ClientReference | undefined,
  { clientLimits, identity }: Pick<TokenDependencies, 'clientLimits' | 'identity'>,
): Promise<void> {
  // A token of an earlier release does not name the kind. The difference between documents is irrelevant here.
  const kind = client?.kind ?? getClientKind(clientId, identity.clientAppId, () => true);
  const denial = await checkClientLimits(clientLimits, kind, clientId, client?.redirectHost);
  if (denial === undefined) return;
  throw new OAuthError(
    'invalid_client',
    'The operator of the connector no longer allows this application. Sign in again to see the setting.',
  );
}

/** Records the redemption for the account page. A failure does not fail the redemption. */
export async function recordConnection(
  { tenantId, objectId }: User,
  connection: { readonly grantId: string; readonly clientName?: string },
  users: UserStore,
  nowMs: number,
): Promise<void> {
  const use = { ...connection, nowMs, expiresAtMs: nowMs + refreshTokenTtlMs };
  await users.recordConnection({ tenantId, objectId }, use).catch(() => undefined);
}
