/** Version of the event's shape. A member may be added within a version; none changes its meaning or goes. */
export const auditEventVersion = 1;

/** How a request ended. */
export type AuditOutcome = 'ok' | 'refused' | 'failed';

/**
 * What the audit says of one answer: who, what, how it ended. Never content, queries, names or tokens.
 * `uti` finds the sign-in in Entra's log, `graphRequestIds` find the reads in Microsoft's.
 */
export interface AuditEvent {
  readonly event: 'm365_mcp.audit';
  readonly version: typeof auditEventVersion;
  /** ISO 8601, UTC. */
  readonly at: string;
  /** Our own id of the request, also in the answer's `x-request-id`. */
  readonly requestId: string;
  readonly region?: string;
  /** `authenticate` where the request ended at the token, else the JSON-RPC method or the page's action. */
  readonly operation: string;
  readonly outcome: AuditOutcome;
  /** Stable code of the reason where the outcome is not `ok`. */
  readonly reason?: string;
  /** HTTP status of the answer. */
  readonly status: number;
  readonly tenantId?: string;
  readonly objectId?: string;
  readonly clientId?: string;
  readonly uti?: string;
  readonly tool?: string;
  readonly resourceKind?: string;
  /** First 16 bytes of SHA-256 of the resource's URI, base64url: equal resources can be matched, none can be read. */
  readonly resourceHash?: string;
  /** What an administrator changed, and the tool, permission, group or person that it is about. */
  readonly change?: string;
  readonly subject?: string;
  /** Whether a Graph token was at hand or had to be exchanged. */
  readonly exchange?: 'cached' | 'exchanged' | 'failed';
  readonly graphRequestIds?: readonly string[];
  readonly entraTraceId?: string;
  readonly durationMs: number;
  /** W3C trace context of the caller, where it sent one. */
  readonly traceparent?: string;
}
