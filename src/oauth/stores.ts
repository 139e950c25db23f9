import type { EntraFailureKind } from '../entra/aadsts-codes.ts';
import type { User } from '../lib/guid.ts';

/** Compares tenant and object id: the same object id in another tenant is another user. */
export function isSameUser(one: User, other: User): boolean {
  return one.tenantId === other.tenantId && one.objectId === other.objectId;
}

/** Failures of the token exchange that another sign-in can resolve. */
export type StepUpCause = Extract<EntraFailureKind, 'claims_step_up' | 'device_step_up' | 'consent_step_up'>;

/** Parameters of the next sign-in at Entra. */
export interface StepUp {
  readonly cause: StepUpCause;
  /** The claims challenge, JSON. */
  readonly claims?: string;
  readonly loginHint?: string;
  /** The client that was challenged, as in audit events. Undefined if it is not known. */
  readonly clientId?: string;
}

/** A step-up to store. */
interface StepUpEntry extends StepUp {
  /** Used unless a step-up of the same cause is pending. */
  readonly handle: string;
  /** `uti` of the access token whose exchange failed. */
  readonly tokenId: string;
  readonly nowMs: number;
  readonly expiresAtMs: number;
}

/** A client that a user has connected. */
export interface Connection {
  readonly grantId: string;
  /** For display only. */
  readonly clientName: string;
  readonly connectedAtMs: number;
  /** When the client last redeemed a code or refresh token. */
  readonly usedAtMs: number;
}

/** A redemption by a client. */
export interface ConnectionUse {
  readonly grantId: string;
  /** Set for the redemption of the authorization code. */
  readonly clientName?: string;
  readonly nowMs: number;
  readonly expiresAtMs: number;
}

/** Stores the step-ups, connections and revocations of a user. Writes are durable once the promise resolves. */
export interface UserStore {
  /** Returns the handle for the cause: the pending one, or the new one. */
  addStepUp(user: User, entry: StepUpEntry): Promise<string>;
  findStepUp(user: User, handle: string, nowMs: number): Promise<StepUp | undefined>;
  completeStepUp(user: User, handle: string, nowMs: number): Promise<void>;
  /** Returns true if a step-up is pending that the holder of the access token was challenged for. */
  isStepUpPending(user: User, tokenId: string, nowMs: number): Promise<boolean>;
  recordConnection(user: User, use: ConnectionUse): Promise<void>;
  /** Sorted by last use, newest first. */
  connections(user: User, nowMs: number): Promise<readonly Connection[]>;
  removeConnection(user: User, grantId: string, nowMs: number): Promise<void>;
  /** Refresh tokens issued at or before this time are revoked. 0 if there is no revocation. */
  revokedBeforeMs(user: User): Promise<number>;
  /** Revokes every sign-in up to a time, and removes every connection. */
  revoke(user: User, beforeMs: number): Promise<void>;
}

/**
 * Stores grants. A grant is one sign-in of one client: a chain of an authorization code and refresh tokens. Each has a
 * rotation id that can be redeemed once; the grant stores the current one, and so detects a replay. Writes are durable
 * once the promise resolves.
 * @see https://www.rfc-editor.org/rfc/rfc9700#section-4.14.2
 */
export interface GrantStore {
  /** Returns false if the grant was started before, by an earlier authorization response. */
  start(grantId: string, rotationId: string, expiry: GrantExpiry): Promise<boolean>;
  /** Stores sealed tokens for the redemption of the authorization code. */
  storeTokens(
    grantId: string,
    rotationId: string,
    sealedTokens: Uint8Array,
    expiry: GrantExpiry,
  ): Promise<void>;
  /** Rotates the grant and returns its pending tokens, to a retry of the call as well. Undefined if the rotation is denied or none are pending. */
  takeTokens(
    grantId: string,
    rotationId: string,
    nextRotationId: string,
    options: RotationTime & GrantExpiry,
  ): Promise<{ readonly rotationId: string; readonly sealedTokens: Uint8Array } | undefined>;
  /** Returns true if the rotation id can be redeemed. A replayed one revokes the grant. */
  isActive(grantId: string, rotationId: string, options: RotationTime): Promise<boolean>;
  /**
   * Redeems a rotation id. Returns the rotation id of the new token: the next one, or within the grace period the one
   * that an earlier redemption returned, so that a lost response does not end the sign-in. Undefined if the rotation is
   * denied; a replayed rotation id revokes the grant.
   */
  rotate(
    grantId: string,
    rotationId: string,
    nextRotationId: string,
    options: RotationTime & GrantExpiry,
  ): Promise<string | undefined>;
  /** When a replayed code or refresh token revoked the grant. Undefined if none did. */
  replayedAtMs(grantId: string, nowMs: number): Promise<number | undefined>;
  /** Revokes the grant for good. */
  revoke(grantId: string, expiresAtMs: number): Promise<void>;
}

/** Stores sessions of pages, and which states were used. Writes are durable once the promise resolves. */
export interface SessionStore {
  /** Returns false if the name was used before. */
  create(
    name: string,
    record: { readonly sealed?: Uint8Array; readonly nowMs: number; readonly expiresAtMs: number },
  ): Promise<boolean>;
  read(name: string, nowMs: number): Promise<Uint8Array | undefined>;
  end(name: string): Promise<void>;
}

interface GrantExpiry {
  readonly nowMs: number;
  readonly expiresAtMs: number;
}

interface RotationTime {
  readonly nowMs: number;
  /** How long a redeemed rotation id can be redeemed again. */
  readonly graceMs: number;
}
