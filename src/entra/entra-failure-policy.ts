import type { EntraFailure, EntraFailureKind } from './errors.ts';

/**
 * How long an answer of each kind holds for the same assertion, in seconds. What needs a person or an administrator
 * does not change by asking again, and Entra counts those who do (AADSTS50196).
 */
const holdSeconds: Readonly<Record<EntraFailureKind, number>> = {
  claims_step_up: 120,
  consent_step_up: 60,
  admin_consent_required: 60,
  application_missing: 60,
  not_assigned: 60,
  wrong_account: 120,
  device_step_up: 120,
  blocked: 120,
  sign_in_again: 120,
  assertion_rejected: 120,
  account_disabled: 120,
  credential_fault: 10,
  request_fault: 60,
  wrong_cloud: 120,
  throttled: 60,
  unavailable: 5,
  loop_detected: 120,
};

/** How many seconds a failed exchange is answered from memory: what Entra asks for, else a time fit for its kind. */
export function negativeCacheSeconds(failure: EntraFailure): number {
  return failure.retryAfterSeconds ?? holdSeconds[failure.kind];
}

/** No federated credential fits the assertion; the longer codes say in which member. */
const unknownFederation = ['AADSTS70021', 'AADSTS700211', 'AADSTS700212', 'AADSTS700213'];

/**
 * How often a request may be repeated at once. A federated credential takes minutes to spread (AADSTS70021), and an
 * assertion of ours outside its time (AADSTS700024) may do better built anew, once.
 */
export function retriesWorthwhile({ kind, code }: EntraFailure): number {
  if (code === 'AADSTS700024') return 1;
  const isWorthIt = kind === 'unavailable' || kind === 'throttled' || unknownFederation.includes(code ?? '');
  return isWorthIt ? 2 : 0;
}
