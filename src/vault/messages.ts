import type { Assertion } from '../entra/caller.ts';
import type { EntraFailure } from '../entra/errors.ts';
import { type ObjectId, type TenantId, type User, isGuid } from '../lib/guid.ts';
import type { LabelRules } from '../tenants/label-rules.ts';
import type { RuleDenial } from '../tenants/access-rules.ts';
import type { KnownPolicy } from '../tenants/policy-cache.ts';
import type { PolicyDenial } from '../tenants/policy.ts';

/*
 * RPC messages between the Worker and a vault object. During a roll-out they may be of different versions for minutes:
 * members are only ever added, and each side works without those that the other does not send.
 */

/** A request for a Graph token. */
export interface GraphTokenRequest extends User {
  readonly assertion: Assertion;
  readonly assertionExpiresAtMs: number;
  /** `iat` of the assertion, compared with revocations. Entra dates it minutes back. */
  readonly issuedAtMs: number;
  /** When the sign-in was started, if it has just returned the assertion: compared instead of `iat`. */
  readonly authenticatedAtMs?: number | undefined;
  /** Sent to Entra, and found in its sign-in log. */
  readonly correlationId: string;
  /** Object ids of the user's groups, if the assertion lists them. */
  readonly groupIds?: readonly string[] | undefined;
  /** The tenant policy that the Worker has read. The vault uses the newer one of this and its own. */
  readonly policy?: KnownPolicy | undefined;
  /** The Worker reads the policy meanwhile and compares it: a stored token needs no read by the vault. */
  readonly isPolicyPending?: boolean | undefined;
  readonly isTimed?: boolean | undefined;
  /** The origin of a request at /mcp, for the access rules of the tenant. Absent: the rules are not checked. */
  readonly access?: RequestOrigin | undefined;
  /** The claims challenge of Graph for the stored token, which is then discarded. JSON, at most 4 KB. */
  readonly claims?: string | undefined;
  /** The stored token, if Graph has rejected it: it is replaced by a new exchange. */
  readonly rejectedToken?: string | undefined;
}

/** Attributes of a request at /mcp that access rules depend on. */
export interface RequestOrigin {
  /** IP address, as the platform gives it. */
  readonly address?: string | undefined;
  /** `wids` of the assertion. */
  readonly directoryRoles?: readonly string[] | undefined;
}

/** A Graph token, or the reason why there is none. */
export type GraphTokenResult = {
  /** Undefined if the authorization server has not issued the assertion. */
  readonly issuedTo?: IssuedTo | undefined;
  /** The policy that was applied, if the request has `isPolicyPending`. Undefined if the vault could not read one. */
  readonly policy?: KnownPolicy | undefined;
  /** Time within the vault object, if the request has `isTimed`. */
  readonly spentMs?: number | undefined;
} & GraphTokenOutcome;

/**
 * Why the vault returns no Graph token, apart from a failed exchange. The message catalog has a text for each. Access is
 * denied while the tenant policy cannot be read.
 */
export type VaultErrorReason = PolicyDenial | RuleDenial | 'revoked' | 'policy_unavailable';

/** Who can fix it. */
export function getVaultErrorOwner(reason: VaultErrorReason): 'user' | 'administrator' | 'nobody' {
  if (reason === 'revoked') return 'user';
  return reason === 'policy_unavailable' ? 'nobody' : 'administrator';
}

export type GraphTokenOutcome =
  | {
      readonly ok: true;
      readonly accessToken: string;
      /** `scope` of the exchange, split. */
      readonly scopes: readonly string[];
      /** When Graph stops accepting the token. */
      readonly expiresAtMs: number;
      readonly timeZone?: string | undefined;
      /** True if this request sent the exchange; false if it waited for another one or the token was stored. */
      readonly exchanged: boolean;
      /** The token is valid but could not be stored: the next request needs an exchange. For the operator's log. */
      readonly storageFailed: boolean;
      /** Tools and permissions that the tenant policy disables. */
      readonly disabledTools?: readonly string[];
      readonly disabledPermissions?: readonly string[];
      /** Rules about content by its sensitivity label. Absent: nothing is withheld. */
      readonly labelRules?: LabelRules | undefined;
      /** Access rules that would deny the request if they were enforced. */
      readonly reported?: readonly RuleDenial[];
    }
  | { readonly ok: false; readonly reason: VaultErrorReason }
  | {
      readonly ok: false;
      readonly reason: 'exchange';
      readonly failure: EntraFailure;
      /** The failure of an earlier exchange, from the negative cache. */
      readonly negativelyCached: boolean;
    };

/** The client and the grant that an access token was issued to. For the audit and for step-ups. */
export interface IssuedTo {
  readonly grantId: string;
  readonly clientKind: string;
  /** URL of the client metadata document, hash of a registered client id, or the configured client id. */
  readonly clientId: string;
  readonly redirectHost: string;
}

/** Records that the authorization server has issued an access token. */
export interface RecordIssueRequest extends User {
  readonly assertion: Assertion;
  /** In the connector's clock: compared with revocations instead of `iat`. */
  readonly issuedAtMs: number;
  readonly assertionExpiresAtMs: number;
  readonly issuedTo?: IssuedTo | undefined;
}

/** Stores the user's time zone with the entry of an assertion. */
export interface TimeZoneRequest extends User {
  readonly assertion: Assertion;
  /** IANA name. */
  readonly timeZone: string;
}

/** Revokes the user's access tokens that were issued at or before a time. */
export interface RevokeRequest extends User {
  readonly beforeMs: number;
}

/**
 * The name of a user's vault object, `v1/<tid>/<oid>`. Both parts are canonical lower-case GUIDs, so names are unique.
 * @throws TypeError for any other value: RPC arguments are not type-checked
 */
export function vaultName(tenantId: TenantId, objectId: ObjectId): string {
  if (!isGuid(tenantId) || !isGuid(objectId)) {
    throw new TypeError('A vault name needs a tenant id and an object id.');
  }
  return `v1/${tenantId}/${objectId}`;
}
