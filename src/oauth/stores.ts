import type { VerifiedCaller } from '../entra/caller.ts';
import type { EntraFailureKind } from '../entra/errors.ts';
import type { ObjectId, TenantId } from '../lib/guid.ts';

/** Failures of the exchange that another sign-in can mend. */
export type StepUpCause = Extract<EntraFailureKind, 'claims_step_up' | 'device_step_up' | 'consent_step_up'>;

/** What the next sign-in has to ask Entra for. */
export interface StepUp {
  readonly cause: StepUpCause;
  /** The claims challenge, JSON. */
  readonly claims?: string;
  readonly loginHint?: string;
}

/** A step-up to be kept. */
interface StepUpEntry extends StepUp {
  /** The handle to give out, unless one for the same cause is pending already. */
  readonly handle: string;
  /** `uti` of the access token whose exchange failed. */
  readonly tokenId: string;
  readonly nowMs: number;
  readonly expiresAtMs: number;
}

/** A client that a person has connected, as long as its sign-in lives. */
export interface Connection {
  readonly grantId: string;
  /** The name that the client goes by, for display alone. */
  readonly clientName: string;
  readonly connectedAtMs: number;
  /** When it last fetched tokens. */
  readonly usedAtMs: number;
}

/** That a client has fetched tokens. */
export interface ConnectionUse {
  readonly grantId: string;
  /** Given when the connection is made. */
  readonly clientName?: string;
  readonly nowMs: number;
  readonly expiresAtMs: number;
}

/** What is kept of a person's sign-ins. Every write is durable before it is answered. */
export interface UserStore {
  /** Keeps a step-up and answers the handle that stands for its cause: one at a time, until it is used or expires. */
  awaitStepUp(user: User, entry: StepUpEntry): Promise<string>;
  findStepUp(user: User, handle: string, nowMs: number): Promise<StepUp | undefined>;
  completeStepUp(user: User, handle: string, nowMs: number): Promise<void>;
  /** Whether a step-up waits that the holder of this access token was asked for. */
  isStepUpPending(user: User, tokenId: string, nowMs: number): Promise<boolean>;
  noteConnection(user: User, use: ConnectionUse): Promise<void>;
  /** The latest one first. */
  connections(user: User, nowMs: number): Promise<readonly Connection[]>;
  forgetConnection(user: User, grantId: string, nowMs: number): Promise<void>;
  /** Refresh tokens issued at or before this time are dead. 0 where none is. */
  revokedBeforeMs(user: User): Promise<number>;
  /** Ends every sign-in up to a time, and forgets every connection. */
  revoke(user: User, beforeMs: number): Promise<void>;
}

/**
 * One sign-in, from Entra's answer to the last refresh token, as a chain of links of which each may be presented once:
 * code, refresh token, next refresh token. The chain knows its latest link, and so notices when an earlier one
 * comes back. Every write is durable before it is answered.
 * @see https://www.rfc-editor.org/rfc/rfc9700#section-4.14.2
 */
export interface GrantStore {
  /** Begins the chain with the link of the code. False where it has begun already: Entra's answer came before. */
  begin(grantId: string, link: string, when: GrantTime): Promise<boolean>;
  /** Leaves what the next presentation of the link is to collect, for as long as the code is good. */
  deposit(grantId: string, link: string, parcel: Uint8Array, when: GrantTime): Promise<void>;
  /**
   * Presents a link and takes what waits for it, once. Undefined where the link may not be presented, or nothing waits.
   */
  collect(
    grantId: string,
    link: string,
    next: string,
    when: LinkTime & GrantTime,
  ): Promise<{ readonly link: string; readonly parcel: Uint8Array } | undefined>;
  /** Whether the link may be presented. An earlier one than that ends the grant. */
  isLive(grantId: string, link: string, when: LinkTime): Promise<boolean>;
  /**
   * Presents a link and goes on to the next one. Answers the link for the new token: the next one, or the one that the
   * same presentation led to moments ago, so that an answer lost on the way does not end a sign-in. Undefined where the
   * link may not be presented; an earlier one ends the grant.
   */
  advance(
    grantId: string,
    link: string,
    next: string,
    when: LinkTime & GrantTime,
  ): Promise<string | undefined>;
  /** Ends the grant for good. */
  revoke(grantId: string, expiresAtMs: number): Promise<void>;
}

/** How long the grant, or what is left in it, is good. */
interface GrantTime {
  readonly nowMs: number;
  readonly expiresAtMs: number;
}

/** When a link is presented. */
interface LinkTime {
  readonly nowMs: number;
  /** How long after it was first presented the same link may come again. */
  readonly graceMs: number;
}

/** A person within a tenant, as a verified token named them. */
export interface User {
  readonly tenantId: TenantId;
  readonly objectId: ObjectId;
}

/** Whether two values name the same person. The same object id in another tenant is somebody else. */
export function isSameUser(one: User, other: User): boolean {
  return one.tenantId === other.tenantId && one.objectId === other.objectId;
}

/** What a person's organisation has decided about them, beside what Entra says. */
interface PolicyDecision {
  /** Why the person may not come in, in words for them. */
  readonly refusal: string | undefined;
  /** Sign-ins of the organisation up to this time have ended. 0 where none has. */
  readonly revokedBeforeMs: number;
}

/** Asks for the verdict. Where the groups of the person are not known, it may be that they are needed. */
export type CheckTenantPolicy = (user: User & Pick<VerifiedCaller, 'groupIds'>) => Promise<PolicyDecision>;

/** Where revocations are kept. */
interface RevocationMarks {
  readonly people: Pick<UserStore, 'revokedBeforeMs'>;
  readonly askOrganisation: CheckTenantPolicy;
}

/** When the person or their organisation last ended every sign-in: what was proven by then is worth nothing. */
export async function lastRevocationMs(
  user: User,
  { people: users, askOrganisation: checkTenantPolicy }: RevocationMarks,
): Promise<number> {
  const [own, tenant] = await Promise.all([users.revokedBeforeMs(user), checkTenantPolicy(user)]);
  return Math.max(own, tenant.revokedBeforeMs);
}
