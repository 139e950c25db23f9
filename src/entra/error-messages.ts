import type { EntraFailureKind } from './errors.ts';

/** Who can mend it. */
export type EntraErrorOwner = 'user' | 'administrator' | 'operator' | 'nobody';

/** What an answer of Entra means for the person in front of it. */
export interface EntraErrorMessage {
  /**
   * How a protected resource answers it: 401 sends the client to a fresh token, `step_up` is a 403 that sends the person
   * to sign in again, 403 ends it, 503 asks to come back. An operator's fault is never 401: the client would loop.
   */
  readonly response: 401 | 'step_up' | 403 | 503;
  readonly owner: EntraErrorOwner;
  /** What happened, and what to do, in one or two sentences. */
  readonly text: string;
}

/** One row for each class of failure. @see https://learn.microsoft.com/entra/identity-platform/reference-error-codes */
export const entraErrorMessage: Readonly<Record<EntraFailureKind, EntraErrorMessage>> = {
  claims_step_up: {
    response: 'step_up',
    owner: 'user',
    text: 'Microsoft asks for another sign-in step, such as multifactor authentication. Sign in to the connector again.',
  },
  device_step_up: {
    response: 'step_up',
    owner: 'user',
    text: 'Your organisation asks for a managed or compliant device. Sign in to the connector again from such a device.',
  },
  consent_step_up: {
    response: 'step_up',
    owner: 'user',
    text: 'The permissions of the connector have not been accepted. Sign in again and accept them, or ask your administrator to consent for the organisation.',
  },
  admin_consent_required: {
    response: 403,
    owner: 'administrator',
    text: 'An Entra administrator of your organisation has to consent to the connector first.',
  },
  application_missing: {
    response: 403,
    owner: 'administrator',
    text: 'The connector is not set up in your organisation, or is disabled there. An Entra administrator has to add its two enterprise applications.',
  },
  not_assigned: {
    response: 403,
    owner: 'administrator',
    text: 'You are not assigned to the connector. An Entra administrator has to assign you, or a group of yours, to both enterprise applications.',
  },
  wrong_account: {
    response: 401,
    owner: 'user',
    text: 'This account does not belong to the organisation. Sign in with a work account of the organisation.',
  },
  blocked: {
    response: 403,
    owner: 'administrator',
    text: 'A Conditional Access policy of your organisation blocks the connector. Your administrator finds the reason in the non-interactive sign-in log.',
  },
  sign_in_again: {
    response: 401,
    owner: 'user',
    text: 'The sign-in has expired or was revoked. Sign in to the connector again.',
  },
  assertion_rejected: {
    response: 401,
    owner: 'user',
    text: 'Microsoft did not accept the access token. Sign in to the connector again.',
  },
  account_disabled: {
    response: 403,
    owner: 'administrator',
    text: 'The account is disabled, locked, or its password has expired.',
  },
  credential_fault: {
    response: 503,
    owner: 'operator',
    text: "The connector's own credential is wrong or has expired. Its operator has to renew it.",
  },
  request_fault: {
    response: 503,
    owner: 'operator',
    text: 'Microsoft did not understand the connector. Tell its operator.',
  },
  wrong_cloud: {
    response: 503,
    owner: 'operator',
    text: 'The organisation is in another Microsoft cloud than the connector.',
  },
  throttled: {
    response: 503,
    owner: 'nobody',
    text: 'Microsoft asks the connector to slow down. Try again later.',
  },
  unavailable: {
    response: 503,
    owner: 'nobody',
    text: 'The sign-in service of Microsoft did not answer. Try again in a moment.',
  },
  loop_detected: {
    response: 503,
    owner: 'nobody',
    text: 'Microsoft saw too many equal requests. Wait some minutes, then try again.',
  },
};
