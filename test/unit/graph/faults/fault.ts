import type { AppErrorCode, AppErrorDetails } from '../../../../src/lib/app-error.ts';
import { type hang, requestId, type Step } from '../graph-stub.ts';

/** How Graph answers, and what must come of it. */
export interface Fault {
  readonly name: string;
  readonly steps: readonly (Step | typeof hang)[];
  /** Code of the error; without it the request succeeds. */
  readonly code?: AppErrorCode;
  readonly details?: AppErrorDetails;
  readonly says?: string;
  /** Requests that leave, where not as many as there are steps. */
  readonly calls?: number;
  readonly waits?: readonly number[];
}

/** Details of every error that `refusal` creates. */
export const known = { requestId };

/** As SharePoint and gateways answer when they are in trouble. */
export const html = '<html><body>canary upstream message: the service is unavailable</body></html>';

/** The same answer to each of three tries. */
export function thrice(step: Step): readonly Step[] {
  return [step, step, step];
}

/** Successful response of the request in these rows. */
export const wanted = { value: [{ id: 'a', other: 1 }] };
