/** Error codes that the relay answers with, each from the registry of its RFC. */
export type OAuthErrorCode =
  | 'invalid_request'
  | 'invalid_client'
  | 'invalid_grant'
  | 'unsupported_grant_type'
  | 'unsupported_response_type'
  | 'access_denied'
  | 'temporarily_unavailable'
  | 'invalid_target'
  | 'invalid_redirect_uri'
  | 'invalid_client_metadata';

/** Facts that go with an OAuth error. */
export interface OAuthErrorDetails {
  readonly retryAfterSeconds?: number;
  /** Entra's id of the failed request, for the audit. */
  readonly traceId?: string;
}

const unescapable = /[^\x20-\x21\x23-\x5b\x5d-\x7e]/g;

/**
 * An answer that the OAuth client gets: JSON at the token, registration and revocation endpoints, parameters of the
 * redirect at the authorization endpoint. The message is `error_description`; it is ours, never upstream text, and
 * holds only the characters that RFC 6749 allows there.
 * @see https://www.rfc-editor.org/rfc/rfc6749#section-5.2
 */
export class OAuthError extends Error {
  override readonly name = 'OAuthError';
  readonly code: OAuthErrorCode;
  readonly details: OAuthErrorDetails;

  constructor(
    code: OAuthErrorCode,
    description: string,
    details: OAuthErrorDetails = {},
    options?: ErrorOptions,
  ) {
    super(description.replace(unescapable, ' '), options);
    this.code = code;
    this.details = details;
  }

  /** HTTP status where the error is the body of an answer. */
  get status(): 400 | 401 | 503 {
    if (this.code === 'temporarily_unavailable') return 503;
    return this.code === 'invalid_client' ? 401 : 400;
  }
}
