/** Stable error codes. Clients and dashboards depend on them: never rename one. */
export type AppErrorCode =
  | 'invalid_argument'
  | 'invalid_cursor'
  | 'not_found'
  | 'access_denied'
  | 'permission_missing'
  | 'tool_disabled'
  | 'sign_in_required'
  | 'mailbox_unavailable'
  | 'transcripts_disabled'
  | 'throttled'
  | 'timed_out'
  | 'upstream_unavailable'
  | 'upstream_refused'
  | 'too_large'
  | 'unsupported_content'
  | 'unreadable_content'
  | 'protected_content'
  | 'withheld_by_policy'
  | 'malware'
  | 'internal';

/** Members of an error. Only values that the connector wrote or validated, never upstream text. */
export interface AppErrorDetails {
  /** The invalid tool argument. */
  readonly argument?: string;
  /** Delegated Graph permissions, any of which would allow the request. */
  readonly permissions?: readonly string[];
  readonly retryAfterSeconds?: number;
  /** SharePoint or OneDrive URL at which a user can open the content that could not be read. */
  readonly link?: string;
  /** The claims challenge of a Graph 401 (continuous access evaluation), decoded JSON. */
  readonly claims?: string;
  /** The `request-id` of the failed Graph response, to find it in Microsoft's logs. */
  readonly requestId?: string;
}

/**
 * The error of a request. A model or a user reads its message, which says what happened and what to do next. Upstream
 * errors belong in `cause`, which is logged without messages and never returned.
 */
export class AppError extends Error {
  override readonly name = 'AppError';
  readonly code: AppErrorCode;
  readonly details: AppErrorDetails;

  constructor(code: AppErrorCode, message: string, details: AppErrorDetails = {}, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
    this.details = details;
  }
}
