import { json } from './response.ts';

/** A refusal as Graph writes it. Thrown by the handlers, turned into an error body at one place. */
export class GraphError extends Error {
  readonly status: number;
  readonly code: string;
  readonly inner: Readonly<Record<string, unknown>>;
  readonly headers: Readonly<Record<string, string>>;

  /** `inner` goes into `innerError`, before the date and the ids. */
  constructor(
    status: number,
    code: string,
    message: string,
    inner: Readonly<Record<string, unknown>> = {},
    headers: Readonly<Record<string, string>> = {},
  ) {
    super(message);
    this.status = status;
    this.code = code;
    this.inner = inner;
    this.headers = headers;
  }
}

/** Exchange, for a missing permission and for a mailbox that is not shared. */
export function exchangeAccessDenied(): GraphError {
  return new GraphError(403, 'ErrorAccessDenied', 'Access is denied. Check credentials and try again.');
}

/** SharePoint and Search. */
export function sharePointAccessDenied(): GraphError {
  return new GraphError(403, 'accessDenied', 'Access denied');
}

/** The directory. */
export function directoryAccessDenied(): GraphError {
  return new GraphError(
    403,
    'Authorization_RequestDenied',
    'Insufficient privileges to complete the operation.',
  );
}

/** The gateway, before any service saw the request. */
export function badRequest(message: string): GraphError {
  return new GraphError(400, 'BadRequest', message);
}

/**
 * Converts an error to a Graph error response. Any error other than `GraphError` is a bug of the simulator
 * and becomes a 500 with its stack.
 */
export function errorResponse(
  error: unknown,
  requestId: string,
  clientRequestId: string,
  nowMs: number,
): Response {
  const graphError =
    error instanceof GraphError
      ? error
      : new GraphError(
          500,
          'generalException',
          `The simulator failed: ${String((error as Error).stack ?? error)}`,
        );
  const body = {
    error: {
      code: graphError.code,
      message: graphError.message,
      innerError: {
        ...graphError.inner,
        date: new Date(nowMs).toISOString().slice(0, 19),
        'request-id': requestId,
        'client-request-id': clientRequestId,
      },
    },
  };
  return json(graphError.status, body, graphError.headers);
}
