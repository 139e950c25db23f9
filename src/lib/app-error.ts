/** Stable codes of everything that can go wrong for a caller. Clients and dashboards rely on them: never rename one. */
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
  | 'malware'
  | 'internal';

/** Facts that go with an error. Only values that we wrote or validated, never upstream text. */
export interface AppErrorDetails {
  /** The tool argument at fault. */
  readonly argument?: string;
  /** The delegated Graph permissions of which one would help. */
  readonly permissions?: readonly string[];
  readonly retryAfterSeconds?: number;
  /** Address in SharePoint or OneDrive at which a person can open what could not be read here. */
  readonly link?: string;
  /** The claims challenge of a Graph 401 (continuous access evaluation), decoded JSON. */
  readonly claims?: string;
  /** The `request-id` of the Graph answer at fault, to match with Microsoft's log. */
  readonly requestId?: string;
}

/**
 * The one error of the connector. Its message is read by a model or a person: it says what happened and what to do
 * next. What upstream said belongs into `cause`, which is logged redacted and never shown.
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
