import { AppError } from '../../lib/app-error.ts';
import { readRetryAfter } from '../../lib/retry-after.ts';
import { readClaimsChallenge } from '../claims-challenge.ts';
import { chooseMessage } from './choose-message.ts';
import { readDenial } from '../missing-permissions.ts';

/** A response of Graph, or of one batch entry. */
export interface GraphResponse {
  readonly status: number;
  readonly headers: Headers;
  /** Parsed JSON; undefined when the body is not JSON. */
  readonly body: unknown;
}

const maxDepth = 8;

/**
 * The error for an error response to a request with this path below `/v1.0`. Graph's message is not kept, because it may
 * repeat the search words, except for the names of permissions; codes and status are in `cause`.
 * @see https://learn.microsoft.com/graph/errors
 */
export function graphError({ status, headers, body }: GraphResponse, path: string, nowMs: number): AppError {
  const codes = errorCodes(body);
  const message = member(member(body, 'error'), 'message');
  const shortMessage = typeof message === 'string' ? message.slice(0, maxMessageLength) : '';
  const requestId = readRequestId(headers) ?? innerRequestId(body);
  const retryAfterSeconds = readRetryAfter(headers, nowMs);
  const claims = status === 401 || status === 403 ? readClaimsChallenge(headers) : undefined;
  const { code, text: usualText } = chooseMessage({
    status,
    codes,
    message: shortMessage,
    path,
    isChallenge: claims !== undefined,
    hasRetryAfter: retryAfterSeconds !== undefined,
    requestId,
  });
  const text = (code === 'access_denied' && status === 403 && readDenial(shortMessage)) || usualText;
  const again = retryAfterSeconds ? ` Try again in ${retryAfterSeconds} seconds.` : ' Try again in a moment.';
  return new AppError(
    code,
    code === 'throttled' ? text + again : text,
    {
      ...(requestId !== undefined && { requestId }),
      ...(claims !== undefined && { claims }),
      ...(retryAfterSeconds !== undefined && { retryAfterSeconds }),
    },
    { cause: new Error(`Graph returned ${status} ${codes.join(' > ')}`.trimEnd()) },
  );
}

/**
 * Whether Exchange rejected a request because it serves four others to the same mailbox. Its code is that of other limits:
 * the message names the limit. @see https://learn.microsoft.com/graph/throttling-limits#outlook-service-limits
 */
export function isMailboxBusy({ status, body }: GraphResponse): boolean {
  const message = member(member(body, 'error'), 'message');
  const isNamed = typeof message === 'string' && message.includes('MailboxConcurrency');
  return status === 429 && (isNamed || errorCodes(body).includes('MailboxConcurrency'));
}

const maxMessageLength = 1000;

/** The id of a response in Microsoft's logs. */
export function readRequestId(headers: Headers): string | undefined {
  return guid(headers.get('request-id'));
}

/** From the outermost code to the most specific. */
function errorCodes(body: unknown): readonly string[] {
  const codes: string[] = [];
  let level = member(body, 'error');
  for (let depth = 0; depth < maxDepth && level !== undefined; depth += 1) {
    const code = member(level, 'code');
    if (typeof code === 'string' && /^[\w.:-]{1,100}$/.test(code)) codes.push(code);
    level = member(level, 'innerError') ?? member(level, 'innererror');
  }
  return codes;
}

function innerRequestId(body: unknown): string | undefined {
  const error = member(body, 'error');
  return guid(member(member(error, 'innerError') ?? member(error, 'innererror'), 'request-id'));
}

function member(value: unknown, name: string): unknown {
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name)) return undefined;
  return (value as Record<string, unknown>)[name];
}

function guid(value: unknown): string | undefined {
  return typeof value === 'string' && /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(value)
    ? value
    : undefined;
}
