import { GraphFault } from './graph-error.ts';
import { json } from './response.ts';

/** The error body of Graph for whatever a handler threw. What is no refusal is a fault of ours: a 500 that says so. */
export function errorAnswer(
  error: unknown,
  requestId: string,
  clientRequestId: string,
  nowMs: number,
): Response {
  const fault =
    error instanceof GraphFault
      ? error
      : new GraphFault(
          500,
          'generalException',
          `The simulated tenant failed: ${String((error as Error).stack ?? error)}`,
        );
  return json(fault.status, {
    error: {
      code: fault.code,
      message: fault.message,
      innerError: {
        ...fault.inner,
        date: new Date(nowMs).toISOString().slice(0, 19),
        'request-id': requestId,
        'client-request-id': clientRequestId,
      },
    },
  });
}
