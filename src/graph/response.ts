import type { z } from 'zod';
import { AppError } from '../lib/app-error.ts';
import type { OutboundResponse } from '../lib/outbound-fetch.ts';
import { type GraphResponse, graphError, isTransientStatus } from './errors.ts';
import type { Outcome } from './retry.ts';

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: false });

/** The body as JSON, or undefined where it says or proves to be something else. */
export function readJson({ headers, body }: OutboundResponse): unknown {
  if (!/^application\/(?:[\w.+-]{1,60}\+)?json\b/i.test(headers.get('content-type') ?? '')) return undefined;
  try {
    return JSON.parse(utf8.decode(body)) as unknown;
  } catch {
    return undefined;
  }
}

/** What an answer holds, if it is a success and of the shape that is expected. */
export function readResponse<T>(response: OutboundResponse, schema: z.ZodType<T>, nowMs: number): Outcome<T> {
  return validateResponse({ ...response, body: readJson(response) }, schema, nowMs);
}

/** The same of an answer whose JSON was read already: the body is undefined where it was none. */
export function validateResponse<T>(answer: GraphResponse, schema: z.ZodType<T>, nowMs: number): Outcome<T> {
  const { status, headers, body } = answer;
  if (status < 200 || status > 299) return refused(answer, nowMs);
  if (body === undefined) {
    const type = /^[\w/+.-]{1,60}/.exec(headers.get('content-type') ?? '')?.[0] ?? 'no content type';
    return { error: unreadable(`${status}, ${type}, not JSON`), isTransient: true };
  }
  return fit(body, schema);
}

/** What a refusal means, and whether to try again. */
export function refused(answer: GraphResponse, nowMs: number): Outcome<never> {
  return { error: graphError(answer, nowMs), isTransient: isTransientStatus(answer.status) };
}

/** The part of an answer that the schema names. */
function fit<T>(json: unknown, schema: z.ZodType<T>): Outcome<T> {
  const parsed = schema.safeParse(json);
  if (parsed.success) return { value: parsed.data };
  const issues = parsed.error.issues
    .slice(0, 5)
    .map(({ path, code }) => `${path.join('.').slice(0, 100)}: ${code}`);
  return { error: unreadable(issues.join(', ')), isTransient: false };
}

function unreadable(what: string): AppError {
  return new AppError(
    'upstream_unavailable',
    'Microsoft 365 gave an answer that the connector cannot read. Try again; if it persists, tell its operator.',
    {},
    { cause: new Error(`Unreadable answer of Graph: ${what}`) },
  );
}
