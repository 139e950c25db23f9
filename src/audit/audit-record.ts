import type { VerifiedCaller } from '../entra/caller.ts';
import { AppError } from '../lib/app-error.ts';
import type { Clock } from '../lib/clock.ts';
import { type AuditEvent, type AuditOutcome, auditEventVersion } from './audit-event.ts';
import type { AuditLog } from './audit-log.ts';

type Facts = Partial<
  Omit<AuditEvent, 'event' | 'version' | 'at' | 'requestId' | 'durationMs' | 'outcome' | 'status'>
>;

/** Gathers what is learnt about one request and writes exactly one event, before its answer leaves. */
export class AuditRecord {
  readonly requestId: string;
  readonly #log: AuditLog;
  readonly #clock: Clock;
  readonly #startedAtMs: number;
  #facts: Facts = {};
  #lastFacts: () => Facts = () => ({});
  #outcome: AuditOutcome | undefined;

  constructor(log: AuditLog, clock: Clock, requestId: string) {
    this.#log = log;
    this.#clock = clock;
    this.requestId = requestId;
    this.#startedAtMs = clock.nowMs();
  }

  add(facts: Facts): void {
    this.#facts = { ...this.#facts, ...facts };
  }

  /** Notes what grows until the end: it is asked for when the event is written. */
  addOnFinish(facts: () => Facts): void {
    this.#lastFacts = facts;
  }

  setCaller(caller: VerifiedCaller): void {
    this.add({
      tenantId: caller.tenantId,
      objectId: caller.objectId,
      clientId: caller.clientId,
      uti: caller.tokenId,
    });
  }

  /** Concludes with an error: its code where it has one, and a line for the operator where it should not have happened. */
  fail(error: unknown, status: number): void {
    // What a cancelled request throws on its way out is no fault.
    if (this.#outcome === 'cancelled') return;
    const code = error instanceof AppError ? error.code : 'internal';
    if (code === 'internal') this.#log.writeError(this.requestId, error);
    this.finish('failed', status, code);
  }

  /** Writes the event; later calls for the same request do nothing. */
  finish(outcome: AuditOutcome, status: number, reason?: string): void {
    if (this.#outcome !== undefined) return;
    this.#outcome = outcome;
    const nowMs = this.#clock.nowMs();
    this.#log.write({
      event: 'm365_mcp.audit',
      version: auditEventVersion,
      at: new Date(nowMs).toISOString(),
      requestId: this.requestId,
      operation: 'authenticate',
      ...this.#facts,
      ...this.#lastFacts(),
      outcome,
      ...(reason === undefined ? {} : { reason }),
      status,
      durationMs: nowMs - this.#startedAtMs,
    });
  }
}
