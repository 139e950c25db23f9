import type { Assertion } from '../entra/caller.ts';
import type { EntraFailure } from '../entra/errors.ts';
import { type ObjectId, type TenantId, isGuid } from '../lib/guid.ts';
import type { PolicyRefusal } from '../tenants/policy.ts';
import type { EntryOwner } from './entry.ts';

/*
 * What Worker and vault object say to each other. During a roll-out they may be of different versions for minutes, so
 * members are only ever added, and each side gets by without those that the other does not know.
 */

/** One wish for a Graph token. */
export interface GraphTokenRequest extends EntryOwner {
  readonly assertion: Assertion;
  readonly assertionExpiresAtMs: number;
  /** `iat` of the assertion: decides whether a revocation covers it. Entra dates it back by minutes. */
  readonly issuedAtMs: number;
  /** When the sign-in began that the relay fetched the assertion by, where it has just done so: decides instead. */
  readonly authenticatedAtMs?: number | undefined;
  /** Sent to Entra, to match with its sign-in log. */
  readonly correlationId: string;
  /** Object ids of the person's groups, where the assertion lists them. */
  readonly groupIds?: readonly string[] | undefined;
  /** What Graph asked for when it refused the stored token: that token is no answer then. JSON, at most 4 KB. */
  readonly claims?: string | undefined;
}

/** A Graph token, or why there is none. */
export type GraphTokenResult =
  | {
      readonly ok: true;
      readonly accessToken: string;
      /** `scope` of the exchange's answer, split. */
      readonly scopes: readonly string[];
      /** When Graph stops accepting the token. */
      readonly expiresAtMs: number;
      readonly timeZone?: string | undefined;
      /** Whether this very call asked Entra. A call that waited for another, or found the token stored, says false. */
      readonly exchanged: boolean;
      /** Storage failed. The token is good, but the next call has to ask Entra again: the operator should know. */
      readonly storageFailed: boolean;
      /** Tools that the organisation has switched off, and permissions that it does not let the connector use. */
      readonly toolsOff?: readonly string[];
      readonly permissionsOff?: readonly string[];
    }
  | { readonly ok: false; readonly reason: 'revoked' | PolicyRefusal }
  /** The organisation's policy cannot be had, and without it nobody comes in. */
  | { readonly ok: false; readonly reason: 'policy_unavailable' }
  | {
      readonly ok: false;
      readonly reason: 'exchange';
      readonly failure: EntraFailure;
      /** The failure is an earlier one, answered from memory. */
      readonly negativelyCached: boolean;
    };

/** The time zone of a person, to be kept with the entry of an assertion. */
export interface TimeZoneNote extends EntryOwner {
  readonly assertion: Assertion;
  /** IANA name. */
  readonly timeZone: string;
}

/** Access tokens of a person that are refused from now on: those issued at or before a time. */
export interface Revocation extends EntryOwner {
  readonly beforeMs: number;
}

/**
 * The name of a person's vault object, `v1/<tid>/<oid>`. Both parts are canonical lower-case GUIDs, so no two people
 * share a name.
 * @throws TypeError for anything else, whatever the types promised: this comes over RPC too.
 */
export function vaultName(tenantId: TenantId, objectId: ObjectId): string {
  if (!isGuid(tenantId) || !isGuid(objectId)) {
    throw new TypeError('A vault is named by a tenant id and an object id.');
  }
  return `v1/${tenantId}/${objectId}`;
}
