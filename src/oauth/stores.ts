import type { EntraFailureKind } from '../entra/errors.ts';
import type { Person } from './person.ts';

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
export interface StepUpEntry extends StepUp {
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
export interface PersonLedger {
  /** Keeps a step-up and answers the handle that stands for its cause: one at a time, until it is used or expires. */
  awaitStepUp(person: Person, entry: StepUpEntry): Promise<string>;
  findStepUp(person: Person, handle: string, nowMs: number): Promise<StepUp | undefined>;
  completeStepUp(person: Person, handle: string, nowMs: number): Promise<void>;
  /** Whether a step-up waits that the holder of this access token was asked for. */
  isStepUpPending(person: Person, tokenId: string, nowMs: number): Promise<boolean>;
  noteConnection(person: Person, use: ConnectionUse): Promise<void>;
  /** The latest one first. */
  connections(person: Person, nowMs: number): Promise<readonly Connection[]>;
  forgetConnection(person: Person, grantId: string, nowMs: number): Promise<void>;
  /** Refresh tokens issued at or before this time are dead. 0 where none is. */
  revokedBeforeMs(person: Person): Promise<number>;
  /** Ends every sign-in up to a time, and forgets every connection. */
  revoke(person: Person, beforeMs: number): Promise<void>;
}
