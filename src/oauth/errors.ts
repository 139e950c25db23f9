import type { Assertion, VerifiedCaller } from '../entra/caller.ts';
import type { EntraFailure } from '../entra/errors.ts';
import { displayName } from './parameters.ts';

/** What can stop a sign-in before there is a client that may be told. */
export type SignInProblemCode =
  /** A parameter is missing or sent twice, so that there is no client or no redirect to answer to. */
  | 'request_malformed'
  | 'client_unknown'
  /** A client metadata document that the operator does not trust, or that cannot be had. */
  | 'client_untrusted'
  | 'redirect_refused'
  /** The consent form was too old, or not of this browser. */
  | 'consent_stale'
  /** What came back from Microsoft belongs to no sign-in that is under way. */
  | 'sign_in_unknown'
  /** It was begun in another browser. */
  | 'other_browser'
  /** It has already come back once. */
  | 'already_finished'
  /** The account may not use the connector. */
  | 'account_refused'
  /** A form that was not sent from the page as it was shown to this person. */
  | 'page_stale';

/** A sign-in ends on a page of our own. */
export class PageError extends Error {
  override readonly name = 'SignInProblem';
  readonly code: SignInProblemCode;
  /** The value at fault, as it may stand on a page: the operator needs it to set things right. */
  readonly subject: string | undefined;

  constructor(code: SignInProblemCode, subject?: string) {
    super(code);
    this.code = code;
    this.subject = subject === undefined ? undefined : displayName(subject, '');
  }
}

/** Who can mend what stopped a sign-in. */
export type ProblemOwner = 'user' | 'administrator' | 'operator' | 'nobody';

/** Why a sign-in ended after Entra had answered. */
export type RefusalCause =
  | { readonly failure: EntraFailure }
  /** The connector itself says no, in words for the person. */
  | { readonly text: string; readonly owner: ProblemOwner };

/** A sign-in that ended. The person is told why, and the client afterwards. */
export interface RefusedSignIn {
  readonly cause: RefusalCause;
  readonly clientName: string;
  /** The redirect with the error in it: tells the client, once the person has read. */
  readonly returnUrl: string;
}

/** Error codes that the relay answers with, each from the registry of its RFC. */
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

/** Facts that go with an OAuth error. */
interface OAuthErrorDetails {
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

/** What a failure means, in words for a person, and whether it is theirs, their organisation's, or ours. */
export type DescribeFailure = (failure: EntraFailure) => {
  readonly text: string;
  readonly owner: ProblemOwner;
};

/**
 * What an OAuth client is told of a failure at Entra. Where only the operator or time can help the grant stays good:
 * a client that were told otherwise would throw it away and send the person round the sign-in for nothing.
 * @param code the error that says no: `access_denied` at the authorization endpoint, `invalid_grant` at the other
 */
export function answerFailure(
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

/** What a person has, when the exchange comes off. */
interface GrantedAccess {
  /** Graph permissions by name. */
  readonly granted: readonly string[];
  /** What their organisation has switched off in the connector. */
  readonly toolsOff: readonly string[];
  readonly permissionsOff: readonly string[];
}

/** Whether a person who has just signed in will get a Graph token, and if not, why. */
export type PreflightResult =
  | ({ readonly ok: true } & GrantedAccess)
  | { readonly ok: false; readonly failure: EntraFailure }
  /** The connector itself keeps the person out. */
  | { readonly ok: false; readonly refusal: Extract<RefusalCause, { readonly text: string }> };

/**
 * Makes the exchange that the first request would make. A Graph token that comes of it waits for that request.
 * @param authenticatedAtMs when the sign-in began that brought the access token: it has to be after the last revocation
 */
export type PreflightExchange = (
  caller: VerifiedCaller,
  assertion: Assertion,
  authenticatedAtMs: number,
) => Promise<PreflightResult>;
