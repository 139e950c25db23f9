import { classifyTokenError, type EntraFailure } from '../entra/errors.ts';
import type { Parameters } from './parameters-part.ts';

const code = /^AADSTS(\d{4,8})\b/;
const traceId = /\bTrace ID: ([0-9a-f-]{36})\b/;
const correlationId = /\bCorrelation ID: ([0-9a-f-]{36})\b/;
const timestamp = /\bTimestamp: (\d{4}-\d\d-\d\d \d\d:\d\d:\d\dZ)/;
/** The person pressed Cancel, at the account or at the consent. */
const declined = 'AADSTS65004';

/**
 * What Entra says in an authorization response that brings no code. Its redirect carries what the token endpoint puts
 * into JSON as one text, so code and ids are taken from that; the text itself is not kept.
 * @see https://learn.microsoft.com/entra/identity-platform/v2-oauth2-auth-code-flow#error-response
 */
export function readAuthorizeFailure(parameters: Parameters): EntraFailure {
  const description = (parameters.get('error_description') ?? '').slice(0, 4096);
  const answer = {
    error: parameters.get('error'),
    suberror: parameters.get('suberror'),
    error_codes: [Number(code.exec(description)?.[1] ?? Number.NaN)].filter(
      (number) => !Number.isNaN(number),
    ),
    trace_id: traceId.exec(description)?.[1],
    correlation_id: correlationId.exec(description)?.[1],
    timestamp: timestamp.exec(description)?.[1],
  };
  return classifyTokenError(400, new Headers(), new TextEncoder().encode(JSON.stringify(answer)));
}

/** Whether the person called the sign-in off. */
export function isCancelled(failure: EntraFailure): boolean {
  return failure.code === declined || (failure.error === 'access_denied' && failure.code === undefined);
}
