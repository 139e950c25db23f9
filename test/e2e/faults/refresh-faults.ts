import type { AadstsCode, Fault } from 'm365-simulator';
import { htmlPage } from './fault-row.ts';

/** A fault of Entra during a refresh. */
export interface RefreshFaultRow {
  readonly name: string;
  readonly fault?: Fault;
  readonly entraError?: AadstsCode;
  /** `invalid_grant` ends the sign-in, so temporary errors must not return it. */
  readonly error: 'temporarily_unavailable' | 'invalid_grant';
  readonly message: string;
}

const temporary = (name: string, fault: Fault, says = 'Try again'): RefreshFaultRow => ({
  name,
  fault,
  error: 'temporarily_unavailable',
  message: says,
});

/** Refresh requests are sent to Entra once, because clients wait only ten seconds. */
export const refreshFaults: readonly RefreshFaultRow[] = [
  temporary('a connection reset', { effect: 'reset' }),
  temporary('no response', { effect: 'hang' }),
  temporary('500', { effect: 'status', status: 500, ...htmlPage }),
  temporary('429', { effect: 'status', status: 429, headers: { 'retry-after': '7' } }),
  temporary('HTML with 200', { effect: 'status', status: 200, ...htmlPage }),
  temporary('a truncated response', { effect: 'truncate', afterBytes: 50 }),
  temporary('a response of a megabyte', { effect: 'hugeBody', bytes: 1_000_000 }),
  temporary('a redirect', { effect: 'status', status: 302, headers: { location: 'https://evil.example/' } }),
  {
    name: 'AADSTS7000215, credential_fault',
    entraError: 7000215,
    error: 'temporarily_unavailable',
    message: 'operator',
  },
  {
    name: 'AADSTS90033, unavailable',
    entraError: 90033,
    error: 'temporarily_unavailable',
    message: 'Try again',
  },
  { name: 'AADSTS70043, sign_in_again', entraError: 70043, error: 'invalid_grant', message: 'Sign in' },
  { name: 'AADSTS50173, sign_in_again', entraError: 50173, error: 'invalid_grant', message: 'Sign in' },
];
