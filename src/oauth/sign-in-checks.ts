import type { VerifiedCaller } from '../entra/caller.ts';
import type { RuleDenial } from '../tenants/access-rules.ts';
import type { TenantAccess } from '../tenants/tenant-access.ts';
import { en } from '../http/messages/en.ts';
import type { Clock } from '../lib/clock.ts';
import { OAuthError } from './errors.ts';
import type { User } from '../lib/guid.ts';
import type { RevokeAccess } from './revocation.ts';
import type { GrantStore, UserStore } from './stores.ts';

/** Decision of the tenant policy for a user. */
interface PolicyDecision {
  /** The reason for a denial, for the user. Undefined if the user is allowed. */
  readonly deniedText: string | undefined;
  /** Sign-ins up to this time are revoked. 0 if there is no revocation. */
  readonly revokedBeforeMs: number;
}

/** Checks the tenant policy. Without group ids, a policy that depends on groups denies the user. */
export type CheckTenantPolicy = (
  user: User & { readonly groupIds?: readonly string[] | undefined },
) => Promise<PolicyDecision>;

interface GrantDenialDependencies {
  readonly grants: GrantStore;
  readonly revokeAccess: RevokeAccess;
  readonly clock: Clock;
}

export interface SignInCheckDependencies {
  readonly users: UserStore;
  readonly checkTenantPolicy: CheckTenantPolicy;
}

export const revokedText = 'This sign-in was revoked. Sign in again.';

/** The error for a sign-in that was revoked by the user, an administrator or the client. */
export function signInRevokedError(): OAuthError {
  return new OAuthError('invalid_grant', revokedText);
}

/**
 * The error for a code or refresh token that its grant does not accept. After a replay, whoever has the other copy may
 * hold an access token: those of the user are revoked up to the replay, also if an earlier attempt to do so has failed.
 * @see https://www.rfc-editor.org/rfc/rfc6749#section-4.1.2
 */
export async function grantDeniedError(
  { grantId, tenantId, objectId }: User & { readonly grantId: string },
  message: string,
  { grants, revokeAccess, clock }: GrantDenialDependencies,
): Promise<OAuthError> {
  const replayedAtMs = await grants.replayedAtMs(grantId, clock.nowMs());
  if (replayedAtMs === undefined) return new OAuthError('invalid_grant', message);
  const user = { tenantId, objectId };
  await revokeAccess(user, replayedAtMs);
  return new OAuthError('invalid_grant', message, { denial: { reason: 'token_replayed', user } });
}

/**
 * Rejects a sign-in that is older than the user's last revocation.
 * @throws OAuthError `invalid_grant`
 */
export async function assertNotRevoked(user: User, signedInAtMs: number, users: UserStore): Promise<void> {
  if (signedInAtMs <= (await users.revokedBeforeMs(user))) throw signInRevokedError();
}

/**
 * Rejects a sign-in that the user or the tenant has revoked, and a user that the tenant policy denies.
 * @throws OAuthError `invalid_grant`
 */
export async function assertStillAllowed(
  caller: User & { readonly groupIds?: readonly string[] | undefined },
  signedInAtMs: number,
  { users, checkTenantPolicy }: SignInCheckDependencies,
): Promise<void> {
  await assertNotRevoked(caller, signedInAtMs, users);
  const { deniedText, revokedBeforeMs } = await checkTenantPolicy(caller);
  if (deniedText !== undefined) throw new OAuthError('invalid_grant', deniedText);
  if (signedInAtMs <= revokedBeforeMs) throw signInRevokedError();
}

/**
 * Rejects a client or a user that the access rules of the tenant deny.
 * @returns the rules that only report, for the audit
 * @throws OAuthError `invalid_grant`
 */
export async function assertAccessRules(
  { tenantId, objectId, directoryRoles }: VerifiedCaller,
  clientId: string,
  tenantAccess: TenantAccess,
): Promise<readonly RuleDenial[]> {
  const attempt = { at: 'token', clientId, directoryRoles } as const;
  const { denial, reported } = await tenantAccess.check(tenantId, attempt);
  if (denial === undefined) return reported;
  throw new OAuthError('invalid_grant', en.denials[denial], {
    denial: { reason: denial, user: { tenantId, objectId } },
  });
}

/** The time of the last revocation by the user or the tenant. Sessions that were authenticated by then are invalid. */
export async function lastRevocationMs(
  user: User,
  { users, checkTenantPolicy }: SignInCheckDependencies,
): Promise<number> {
  const [userRevokedBeforeMs, decision] = await Promise.all([
    users.revokedBeforeMs(user),
    checkTenantPolicy(user),
  ]);
  return Math.max(userRevokedBeforeMs, decision.revokedBeforeMs);
}
