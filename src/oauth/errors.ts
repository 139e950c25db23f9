import { describeTokenError } from '../http/messages/catalog.ts';
import { en } from '../http/messages/en.ts';
import type { RuleDenial } from '../tenants/access-rules.ts';
import type { Assertion, VerifiedCaller } from '../entra/caller.ts';
import type { EntraFailure } from '../entra/errors.ts';
import type { TokenError } from '../entra/token-error.ts';
import type { TenantId, User } from '../lib/guid.ts';
import type { AuditedClient, ClientDenial, RedirectDenial } from './client-limits.ts';
import { displayUri } from './parameters.ts';

/** Codes of errors that are shown on a page, because there is no client redirect to return them to. */
export type PageErrorCode =
  /** client_id or redirect_uri is missing or repeated. */
  | 'request_malformed'
  | 'client_unknown'
  /** The redirect URI is not one, or not in canonical form. */
  | 'redirect_invalid'
  /** The client metadata document cannot be fetched, or is not one. */
  | 'document_unavailable'
  | RedirectDenial
  | ClientDenial
  /** The consent form has expired, or was shown in another browser. */
  | 'consent_stale'
  /** The state of an authorization response is unknown or has expired. */
  | 'sign_in_unknown'
  /** The sign-in was started in another browser. */
  | 'other_browser'
  /** The authorization response was processed before. */
  | 'already_finished'
  /** The account may not use the connector. */
  | 'account_refused'
  /** The form token does not match the session. */
  | 'page_stale';

/** An error that is shown on a page of the connector. */
export class PageError extends Error {
  override readonly name = 'PageError';
  readonly code: PageErrorCode;
  /** The rejected value, sanitized for display. */
  readonly subject: string | undefined;

  /** The client as far as it is known, for the audit. */
  readonly client: AuditedClient | undefined;

  constructor(code: PageErrorCode, subject?: string, client?: AuditedClient) {
    super(code);
    this.code = code;
    this.client = client;
    this.subject = subject === undefined ? undefined : displayUri(subject);
  }
}

/** Who can resolve a failed sign-in. */
export type ErrorOwner = 'user' | 'administrator' | 'operator' | 'nobody';

/** Why a sign-in fails after the authorization response of Entra. */
export type SignInFailure =
  | { readonly reason: 'entra'; readonly failure: EntraFailure }
  /** The connector denies access. The text is shown to the user. */
  | {
      readonly reason: 'connector';
      /** Selects the text of the page in its language. */
      readonly code?: string;
      readonly text: string;
      readonly owner: ErrorOwner;
    };

/** A failed sign-in: the user sees the reason on a page, and the client receives the error afterwards. */
export interface FailedSignIn {
  readonly failure: SignInFailure;
  readonly clientName: string;
  /** The redirect to the client, with the error in its query. */
  readonly returnUrl: string;
  /** The user name of the account, if a verified token contains it. For display only. */
  readonly account?: string | undefined;
  /** Starts the sign-in again: the user selects an account. */
  readonly otherAccountUrl?: string | undefined;
  /** The tenant that denies the sign-in, if it is known although no user has signed in. For the audit. */
  readonly tenantId?: TenantId;
}

/** Error codes of RFC 6749, RFC 7591 and RFC 8707. */
type OAuthErrorCode =
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

/** Why the token endpoint denies a code or refresh token that it issued. */
type TokenDenial =
  /** It was redeemed before: two parties may have it. */
  'token_replayed';

interface OAuthErrorDetails {
  readonly retryAfterSeconds?: number;
  /** Entra's id of the failed request, for the audit. */
  readonly traceId?: string;
  /** Why the request of a user is denied. For the audit. */
  readonly denial?: { readonly reason: RuleDenial | TokenDenial; readonly user: User };
}

const charactersNotAllowed = /[^\x20-\x21\x23-\x5b\x5d-\x7e]/g;

/**
 * An error response to an OAuth client: JSON at the token, registration and revocation endpoints, query parameters of
 * the redirect at the authorization endpoint. The message is `error_description`: it never contains upstream text, and
 * is limited to the characters that RFC 6749 allows.
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
    super(description.replace(charactersNotAllowed, ' '), options);
    this.code = code;
    this.details = details;
  }

  /** The HTTP status when the error is returned as a response body. */
  get status(): 400 | 401 | 403 | 503 {
    if (this.code === 'access_denied') return 403;
    if (this.code === 'temporarily_unavailable') return 503;
    return this.code === 'invalid_client' ? 401 : 400;
  }
}

/** Returns the user-facing text of an Entra failure and who can resolve it. */
export type DescribeFailure = (failure: EntraFailure) => {
  readonly text: string;
  readonly owner: ErrorOwner;
};

/**
 * Maps an Entra failure to an OAuth error. If only the operator can resolve it, or it is transient, the error is
 * `temporarily_unavailable`, so that the client keeps its grant.
 * @param code the error for all other failures: `access_denied` at the authorization endpoint, `invalid_grant` at the
 * token endpoint
 */
export function toOAuthError(
  failure: EntraFailure,
  code: 'access_denied' | 'invalid_grant',
  describe: DescribeFailure,
): OAuthError {
  const { text, owner } = describe(failure);
  const ids = [failure.code, failure.traceId && `trace id ${failure.traceId}`].filter(Boolean).join(', ');
  const description = ids === '' ? text : `${text} (${ids})`;
  const traceId = failure.traceId === undefined ? {} : { traceId: failure.traceId };
  if (owner === 'user' || owner === 'administrator') return new OAuthError(code, description, traceId);
  const retryAfterSeconds = failure.retryAfterSeconds ?? (owner === 'operator' ? 300 : 10);
  return new OAuthError('temporarily_unavailable', description, { ...traceId, retryAfterSeconds });
}

/** The sign-in failure for an access token that Entra issued and the connector does not accept. */
export function tokenSignInFailure(error: TokenError): SignInFailure {
  const owner = error.status === 503 ? 'nobody' : error.reason === 'personal_account' ? 'user' : 'operator';
  return { reason: 'connector', code: error.reason, text: describeTokenError(error), owner };
}

/** The sign-in failure for a user whom an access rule of the tenant denies. */
export function ruleSignInFailure(denial: RuleDenial): SignInFailure {
  return { reason: 'connector', code: denial, text: en.denials[denial], owner: 'administrator' };
}

/** The token endpoint's error for an access token that Entra issued and the connector does not accept. */
export function tokenGrantError(error: TokenError): OAuthError {
  const description = describeTokenError(error);
  if (error.status !== 503) return new OAuthError('invalid_grant', description, {}, { cause: error });
  const retryAfterSeconds = error.details.retryAfterSeconds ?? 30;
  return new OAuthError('temporarily_unavailable', description, { retryAfterSeconds }, { cause: error });
}

/** The user's effective access after a successful token exchange. */
interface GrantedAccess {
  /** Names of Graph permissions. */
  readonly granted: readonly string[];
  /** Tools and permissions that the tenant policy disables. */
  readonly disabledTools: readonly string[];
  readonly disabledPermissions: readonly string[];
}

/** The result of the token exchange at sign-in. */
export type PreflightResult =
  | ({ readonly ok: true } & GrantedAccess)
  | ({ readonly ok: false } & SignInFailure);

/**
 * Runs the On-Behalf-Of exchange that the first MCP request would run. The Graph token is stored for that request.
 * @param authenticatedAtMs when the sign-in was started; the exchange is denied if a revocation is later
 */
export type PreflightExchange = (
  caller: VerifiedCaller,
  assertion: Assertion,
  authenticatedAtMs: number,
) => Promise<PreflightResult>;
