import type { EntraFailureKind } from './aadsts-codes.ts';

/** Who can resolve the error. */
export type EntraErrorOwner = 'user' | 'administrator' | 'operator' | 'nobody';

/** How the connector reports an Entra error to a client and a user. */
export interface EntraErrorMessage {
  /**
   * HTTP response of the protected resource. 401: the client obtains a new token. `step_up`: a 403 that requests a new
   * sign-in. 403: final. 503: retry later. An operator error is never 401, since the client would loop.
   */
  readonly response: 401 | 'step_up' | 403 | 503;
  readonly owner: EntraErrorOwner;
  /** The cause and the solution, in one or two sentences. */
  readonly text: string;
}

/** One entry per kind of failure. @see https://learn.microsoft.com/entra/identity-platform/reference-error-codes */
export const entraErrorMessage: Readonly<Record<EntraFailureKind, EntraErrorMessage>> = {
  claims_step_up: {
    response: 'step_up',
    owner: 'user',
    text: 'Microsoft requires another sign-in step, such as multifactor authentication. Sign in to the connector again.',
  },
  device_step_up: {
    response: 'step_up',
    owner: 'user',
    text: 'Your organization requires a managed or compliant device. Sign in to the connector again from such a device.',
  },
  consent_step_up: {
    response: 'step_up',
    owner: 'user',
    text: 'The permissions of the connector have not been accepted. Sign in again and accept them, or ask your administrator to consent for the organization.',
  },
  admin_consent_required: {
    response: 403,
    owner: 'administrator',
    text: 'An Entra administrator of your organization has to consent to the connector first.',
  },
  application_missing: {
    response: 403,
    owner: 'administrator',
    text: 'The connector is not set up in your organization, or is disabled there. An Entra administrator has to add its two enterprise applications.',
  },
  not_assigned: {
    response: 403,
    owner: 'administrator',
    text: 'You are not assigned to the connector. An Entra administrator has to assign you, or a group of yours, to both enterprise applications.',
  },
  wrong_account: {
    response: 401,
    owner: 'user',
    text: 'This account does not belong to the organization. Sign in with a work account of the organization.',
  },
  blocked: {
    response: 403,
    owner: 'administrator',
    text: 'A Conditional Access policy or an access setting of your organization blocks the connector. An administrator can find the reason in the sign-in log of users, interactive and non-interactive.',
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
    text: 'The account is disabled or locked, or Microsoft blocked the sign-in because of its IP address. An administrator can find the reason in the sign-in log.',
  },
  password_expired: {
    response: 401,
    owner: 'user',
    text: 'Your password has expired. Sign in to the connector again and change it.',
  },
  credential_fault: {
    response: 503,
    owner: 'operator',
    text: "The connector's own credential is invalid or has expired. The operator of the connector has to renew it.",
  },
  request_fault: {
    response: 503,
    owner: 'operator',
    text: 'Microsoft rejected the request of the connector as invalid. Contact the operator of the connector.',
  },
  wrong_cloud: {
    response: 503,
    owner: 'operator',
    text: 'The organization is in another Microsoft cloud than the connector.',
  },
  throttled: {
    response: 503,
    owner: 'nobody',
    text: 'Microsoft is throttling the connector. Try again later.',
  },
  unavailable: {
    response: 503,
    owner: 'nobody',
    text: 'The sign-in service of Microsoft did not respond. Try again in a moment.',
  },
  loop_detected: {
    response: 503,
    owner: 'nobody',
    text: 'Microsoft received too many identical requests. Wait a few minutes, then try again.',
  },
};
