/** Version of the events that this release writes. */
export const auditEventVersion = 1;

/** How a request ended. */
export type AuditOutcome = 'ok' | 'refused' | 'failed' | 'cancelled';

/** Written before the content of a file is downloaded. The audit event of the same request follows at its end. */
export interface ContentReadEvent {
  readonly event: 'm365_mcp.content_read';
  readonly version: typeof auditEventVersion;
  /** ISO 8601, UTC. */
  readonly at: string;
  readonly requestId: string;
  readonly tenantId: string | undefined;
  readonly objectId: string | undefined;
  readonly tool: string | undefined;
  readonly resourceKind: string | undefined;
  readonly resourceHash: string | undefined;
}

/**
 * The audit event of one request: who, what, how it ended. Never content, queries, names or tokens. The comments of the
 * members are the table in docs/audit.md.
 */
export interface AuditEvent {
  /** Marks the line as an audit event. */
  readonly event: 'm365_mcp.audit';
  /** Version of this shape. Members may be added within a version; none is removed or changes its meaning. */
  readonly version: typeof auditEventVersion;
  /** When the response was ready: ISO 8601, UTC. */
  readonly at: string;
  /** Request id of the connector. Also in the `x-request-id` response header, and in Entra's sign-in log as the correlation id of a token exchange. */
  readonly requestId: string;
  /** `REGION` of the deployment. */
  readonly region?: string;
  /** Id of the Worker version at Cloudflare: `wrangler versions list` shows what it contains. */
  readonly deployment?: string;
  /** `authenticate` if the request ended at token validation, otherwise the JSON-RPC method or the page's action. */
  readonly operation: string;
  /** `refused`: the connector denied the request. `failed`: an error, or a tool returned one. `cancelled`: the client disconnected before the response. */
  readonly outcome: AuditOutcome;
  /** Stable reason code if the outcome is not `ok`. */
  readonly reason?: string;
  /** Access rules of the tenant that would have denied the request, but only report. */
  readonly reported?: readonly string[] | undefined;
  /** HTTP status of the response; 499 if the client disconnected first. */
  readonly status: number;
  /** Tenant id of the verified token. */
  readonly tenantId?: string;
  /** Entra object id of the user, from the verified token. */
  readonly objectId?: string;
  /** Network of the request: the first three bytes of an IPv4 address, the first three groups of an IPv6 address. Of the browser for pages, of the client or its vendor otherwise. */
  readonly network?: string;
  /** `azp`: the application that the token was issued to. */
  readonly clientId?: string;
  /** Kind of the MCP client: `document`, `unverified_document`, `registered`, `bound` or `configured`. */
  readonly mcpClientKind?: string | undefined;
  /** The MCP client: URL of its metadata document, hash of a registered client id, or the configured client id. Also accepted by `BLOCKED_MCP_CLIENTS`. */
  readonly mcpClient?: string | undefined;
  /** Receiver of the authorization code: a host, `localhost` for a program on the user's device, or `scheme://host`. */
  readonly redirectHost?: string | undefined;
  /** Id of the grant: the same in all events of one sign-in of one client. */
  readonly grantId?: string | undefined;
  /** Entra's id of the access token: *Unique token identifier* in its sign-in log. */
  readonly uti?: string;
  /** The called tool, if a tool of that name exists. */
  readonly tool?: string;
  /** Kind of the resource that was read, such as `mail` or `file`; `ui` for the page of a view. */
  readonly resourceKind?: string;
  /** First 16 bytes of the SHA-256 of the resource URI, base64url: equal resources have equal hashes. Ids cannot be recovered from it; a guessable name, such as that of a mail folder, can be confirmed by hashing the guess. */
  readonly resourceHash?: string;
  /** Kind of the change that an administrator made. */
  readonly change?: string;
  /** Target of the change: the tool, the permission, or the object id of the group or user. */
  readonly subject?: string;
  /** Whether the Graph token came from the vault or from a token exchange. */
  readonly exchange?: 'cached' | 'exchanged' | 'failed';
  /** `request-id` of each Graph response: found in Microsoft's own logs. */
  readonly graphRequestIds?: readonly string[];
  /** Trace id of an Entra error: found in its sign-in log. */
  readonly entraTraceId?: string;
  /** From the arrival of the request to its response. */
  readonly durationMs: number;
  /** W3C trace context of the caller, if it sent one. */
  readonly traceparent?: string;
}
