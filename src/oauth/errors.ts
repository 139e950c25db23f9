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
export class SignInProblem extends Error {
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
export type ProblemOwner = 'person' | 'administrator' | 'operator' | 'nobody';

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
