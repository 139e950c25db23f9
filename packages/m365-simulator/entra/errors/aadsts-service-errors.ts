import type { AadstsError } from './aadsts-table.ts';

/**
 * Errors of the service itself: clouds and tenants, throttling, loops, what passes by itself.
 * @see https://learn.microsoft.com/entra/identity-platform/reference-error-codes
 */
export const aadstsServiceErrors = {
  50033: {
    error: 'temporarily_unavailable',
    status: 503,
    text: 'A transient error has occurred. Please try again.',
  },
  50087: {
    error: 'temporarily_unavailable',
    status: 503,
    text: 'A transient error has occurred during strong authentication. Please try again.',
  },
  50088: {
    error: 'temporarily_unavailable',
    status: 429,
    text: 'Limit on telecom multi-factor authentication calls reached. Please try again in a few minutes.',
  },
  50196: {
    error: 'invalid_grant',
    text: 'The server terminated an operation because it encountered a client request loop. Please contact your app vendor.',
  },
  80005: {
    error: 'temporarily_unavailable',
    status: 503,
    text: 'Authentication Agent unable to process the request in time. Please try again.',
  },
  90002: {
    error: 'invalid_request',
    text: "Tenant '{tenant}' not found. Check to make sure you have the correct tenant ID and are signing into the correct cloud. Check with your subscription administrator, this may happen if there are no active subscriptions for the tenant.",
  },
  90006: {
    error: 'temporarily_unavailable',
    status: 503,
    text: 'The service is temporarily unavailable. Please try again.',
  },
  90012: {
    error: 'temporarily_unavailable',
    status: 503,
    text: 'The authentication request has timed out. Please try again.',
  },
  90024: {
    error: 'temporarily_unavailable',
    status: 503,
    text: 'A transient error has occurred. Please try again.',
  },
  90033: {
    error: 'temporarily_unavailable',
    status: 503,
    text: 'A transient error has occurred. Please try again.',
  },
  90038: {
    error: 'invalid_request',
    text: "Tenant '{tenant}' request is being redirected to the National Cloud.",
  },
  90055: {
    error: 'temporarily_unavailable',
    status: 429,
    text: 'Tenant throttling: there are too many incoming requests.',
  },
  90090: { error: 'server_error', status: 500, text: 'A transient error has occurred. Please try again.' },
  900382: { error: 'invalid_request', text: 'Confidential Client is not supported in Cross Cloud request.' },
  900432: { error: 'invalid_request', text: 'Confidential Client is not supported in Cross Cloud request.' },
} as const satisfies Readonly<Record<number, AadstsError>>;
