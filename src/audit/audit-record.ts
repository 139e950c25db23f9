import type { VerifiedCaller } from '../entra/caller.ts';
import { AppError } from '../lib/app-error.ts';
import type { Clock } from '../lib/clock.ts';
import { type AuditEvent, type AuditOutcome, auditEventVersion } from './audit-event.ts';
import type { AuditLog } from './audit-log.ts';

type AuditDetails = Partial<
  Omit<AuditEvent, 'event' | 'version' | 'at' | 'requestId' | 'durationMs' | 'outcome' | 'status'>
>;

/** The grant of an access token, and its client. */
interface AuditGrant {
  readonly grantId: string;
  readonly clientKind: string;
  readonly clientId: string;
  readonly redirectHost: string;
}

/** Collects the details of one request and writes exactly one audit event before the response is sent. */
export class AuditRecord {
  readonly requestId: string;
  readonly #log: AuditLog;
  readonly #clock: Clock;
  #hasContentRead = false;
  readonly #startedAtMs: number;
  #details: AuditDetails = {};
  #finalDetails: () => AuditDetails = () => ({});
  #outcome: AuditOutcome | undefined;

  constructor(log: AuditLog, clock: Clock, requestId: string) {
    this.#log = log;
    this.#clock = clock;
    this.requestId = requestId;
    this.#startedAtMs = clock.nowMs();
  }

  add(details: AuditDetails): void {
    this.#details = { ...this.#details, ...details };
  }

  /** Adds details that are complete only at the end. The callback runs when the event is written. */
  addOnFinish(details: () => AuditDetails): void {
    this.#finalDetails = details;
  }

  setCaller(caller: VerifiedCaller): void {
    this.add({
      tenantId: caller.tenantId,
      objectId: caller.objectId,
      clientId: caller.clientId,
      uti: caller.tokenId,
    });
  }

  /**
   * Writes a line before content is downloaded: if the platform ends the request, for example for its memory, there is
   * no audit event.
   */
  writeContentRead(): void {
    if (this.#hasContentRead) return;
    this.#hasContentRead = true;
    const { tenantId, objectId, tool, resourceKind, resourceHash } = this.#details;
    const at = new Date(this.#clock.nowMs()).toISOString();
    const event = { event: 'm365_mcp.content_read', version: auditEventVersion, at } as const;
    this.#log.writeContentRead({
      ...event,
      requestId: this.requestId,
      tenantId,
      objectId,
      tool,
      resourceKind,
      resourceHash,
    });
  }

  /** Names the MCP client and the grant, if the authorization server issued the access token. */
  setGrant(issuedTo: AuditGrant | undefined): void {
    if (!issuedTo) return;
    const { grantId, clientKind, clientId, redirectHost } = issuedTo;
    this.add({ grantId, mcpClientKind: clientKind, mcpClient: clientId, redirectHost });
  }

  /** Finishes with the code of an AppError, or with `internal` and a log line for the operator. */
  fail(error: unknown, status: number): void {
    // Errors that follow from cancellation are expected.
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
      ...this.#details,
      ...this.#finalDetails(),
      outcome,
      ...(reason === undefined ? {} : { reason }),
      status,
      durationMs: nowMs - this.#startedAtMs,
    });
  }
}
