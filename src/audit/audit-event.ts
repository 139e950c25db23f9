/** The version that is written. */
export const auditEventVersion = 1;

/** How a request ended. */
export type AuditOutcome = 'ok' | 'refused' | 'failed' | 'cancelled';

/**
 * What the audit says of one answer: who, what, how it ended. Never content, queries, names or tokens.
 * `uti` finds the sign-in in Entra's log, `graphRequestIds` find the reads in Microsoft's.
 */
export interface AuditEvent {
  /** Tells these lines from others. */
  readonly event: 'm365_mcp.audit';
  /** Version of this shape. A member may be added within a version; none changes its meaning or goes. */
  readonly version: typeof auditEventVersion;
  /** When the answer was ready: ISO 8601, UTC. */
  readonly at: string;
  /** Our own id of the request, also in the answer's `x-request-id`, and in Entra's sign-in log as correlation id of an exchange. */
  readonly requestId: string;
  /** `REGION` of the deployment. */
  readonly region?: string;
  /** `authenticate` where the request ended at the token, else the JSON-RPC method or the page's action. */
  readonly operation: string;
  /** How it ended: `refused` is a decision, `failed` is a fault or an error of a tool, `cancelled` is a client that went before the answer. */
  readonly outcome: AuditOutcome;
  /** Stable code of the reason where the outcome is not `ok`. */
  readonly reason?: string;
  /** HTTP status of the answer; 499 where the client went before there was one. */
  readonly status: number;
  /** Entra's id of the organisation, as the checked token says. */
  readonly tenantId?: string;
  /** Entra's object id of the person, as the checked token says. */
  readonly objectId?: string;
  /** `azp`: the application that the token was issued to. */
  readonly clientId?: string;
  /** Entra's id of the access token: *unique token identifier* of its sign-in log. */
  readonly uti?: string;
  /** The tool that was called, if there is one of that name. */
  readonly tool?: string;
  /** What kind of thing was opened, such as `mail` or `file`. */
  readonly resourceKind?: string;
  /** First 16 bytes of SHA-256 of the resource's URI, base64url: equal resources can be matched. No id can be read from it; a name that somebody guesses, such as that of a mail folder, can be held against it. */
  readonly resourceHash?: string;
  /** What an administrator changed. */
  readonly change?: string;
  /** The tool, the permission, or the object id of the group or person that the change is about. */
  readonly subject?: string;
  /** Whether a Graph token was at hand or had to be exchanged. */
  readonly exchange?: 'cached' | 'exchanged' | 'failed';
  /** `request-id` of each answer of Graph: found in Microsoft's own logs. */
  readonly graphRequestIds?: readonly string[];
  /** Trace id of an error of Entra: found in its sign-in log. */
  readonly entraTraceId?: string;
  /** From the request's arrival to its answer. */
  readonly durationMs: number;
  /** W3C trace context of the caller, where it sent one. */
  readonly traceparent?: string;
}
