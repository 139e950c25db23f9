import { encodeBase64 } from '../crypto/encoding.ts';
import { entraErrorMessage } from '../entra/error-messages.ts';
import type { EntraFailure, EntraFailureKind } from '../entra/errors.ts';
import type { TokenError, TokenErrorReason } from '../entra/token-error.ts';
import { AppError } from '../lib/app-error.ts';

/** A request without a token: a challenge without an error (RFC 6750 section 3.1). */
export function unauthenticatedResponse(facts: ChallengeOptions): Response {
  return refuse({
    status: 401,
    error: 'unauthenticated',
    description: 'Sign in with Microsoft to use this connector.',
    challenge: challenge(facts, {}),
  });
}

/** What the verifier's refusal looks like from outside. */
export function tokenErrorResponse(rejection: TokenError, facts: ChallengeOptions): Response {
  const { status, message: description } = rejection;
  switch (status) {
    case 400:
      return refuse({ status, error: 'invalid_request', description });
    case 401:
      return refuse({
        status,
        error: 'invalid_token',
        description,
        challenge: challenge(facts, { error: 'invalid_token', error_description: description }),
      });
    case 403:
      return rejection.reason === 'scope_missing'
        ? refuse({
            status,
            error: 'insufficient_scope',
            description,
            challenge: challenge(facts, { error: 'insufficient_scope', error_description: description }),
          })
        : refuse({ status, error: 'access_denied', description, details: closedBy(rejection.reason) });
    case 503:
      return refuse({
        status,
        error: 'temporarily_unavailable',
        description,
        retryAfterSeconds: rejection.details.retryAfterSeconds ?? 30,
      });
  }
}

/** The operator's gate: closed until the organisation, or the application, is enabled in the configuration. */
function closedBy(reason: TokenErrorReason): Readonly<Record<string, string>> {
  const isGate = reason === 'tenant_not_allowed' || reason === 'client_not_allowed';
  return isGate ? { gate: 'operator', who: 'operator' } : { who: 'person' };
}

/** Failures that mean that the organisation has not opened the connector, or not to this person. */
const administratorGate: ReadonlySet<EntraFailureKind> = new Set<EntraFailureKind>([
  'application_missing',
  'admin_consent_required',
  'consent_step_up',
  'not_assigned',
]);

/**
 * What a failed On-Behalf-Of exchange looks like from outside.
 * @param stepUpHandle what the relay swaps for the claims or the consent that Entra asks for
 */
export function exchangeFailureResponse(
  failure: EntraFailure,
  facts: ChallengeOptions,
  stepUpHandle: string | undefined,
): Response {
  const { response, text, owner } = entraErrorMessage[failure.kind];
  const details = {
    ...(failure.code === undefined ? {} : { code: failure.code }),
    ...(failure.traceId === undefined ? {} : { trace_id: failure.traceId }),
    who: owner,
    ...(administratorGate.has(failure.kind) ? { gate: 'administrator' } : {}),
  };
  switch (response) {
    case 401:
      return refuse({
        status: 401,
        error: 'invalid_token',
        description: text,
        challenge: challenge(facts, { error: 'invalid_token', error_description: text }),
        details,
      });
    case 'step_up': {
      const scope = stepUpHandle === undefined ? facts.scope : `${facts.scope} stepup:${stepUpHandle}`;
      return refuse({
        status: 403,
        error: 'insufficient_scope',
        description: text,
        challenge: challenge(
          { ...facts, scope },
          {
            error: 'insufficient_scope',
            error_description: text,
            authorization_uri: facts.authorizationUri,
            ...(failure.claims === undefined
              ? {}
              : { claims: encodeBase64(new TextEncoder().encode(failure.claims)) }),
          },
        ),
        details,
      });
    }
    case 403:
      return refuse({ status: 403, error: 'access_denied', description: text, details });
    case 503:
      return refuse({
        status: 503,
        error: 'temporarily_unavailable',
        description: text,
        retryAfterSeconds: failure.retryAfterSeconds ?? (owner === 'operator' ? 300 : 10),
        details,
      });
  }
}

/** A person who asks more often than the connector takes. */
export function rateLimitedResponse(retryAfterSeconds: number): Response {
  const description = `You ask more often than the connector answers. Try again in ${retryAfterSeconds} seconds, and ask for less at once.`;
  return refuse({ status: 429, error: 'throttled', description, retryAfterSeconds });
}

/**
 * An error before the protocol is spoken. One that nobody foresaw says nothing but the id that finds it in the log; one of
 * ours that may pass is no 500, which clients take for the end.
 */
export function errorResponse(error: unknown, requestId: string): Response {
  if (!(error instanceof AppError)) {
    const description = `The connector failed unexpectedly. Tell its operator the request id ${requestId}.`;
    return refuse({ status: 500, error: 'internal', description });
  }
  const status = error.code === 'throttled' ? 429 : 503;
  const { message: description, details } = error;
  return refuse({
    status,
    error: error.code,
    description,
    retryAfterSeconds: details.retryAfterSeconds ?? 10,
  });
}

/** What every challenge of the connector says (RFC 6750, RFC 9728). */
export interface ChallengeOptions {
  /** URL of the protected resource metadata. */
  readonly resourceMetadata: string;
  /** The scope that a client has to ask for, fully qualified. */
  readonly scope: string;
  /** `authorization_uri` for clients that understand Entra's claims challenge. */
  readonly authorizationUri: string;
}

/** A refusal before the protocol: a body that a person can read, and the header that a client acts upon. */
interface Refusal {
  readonly status: 400 | 401 | 403 | 429 | 500 | 503;
  readonly error: string;
  readonly description: string;
  readonly challenge?: string;
  readonly retryAfterSeconds?: number;
  readonly details?: Readonly<Record<string, unknown>>;
}

/** The value of `WWW-Authenticate`. */
export function challenge(facts: ChallengeOptions, parameters: Readonly<Record<string, string>>): string {
  const all = { resource_metadata: facts.resourceMetadata, scope: facts.scope, ...parameters };
  return `Bearer ${Object.entries(all)
    .map(([name, value]) => `${name}="${value.replace(/["\\]/g, '')}"`)
    .join(', ')}`;
}

/** The answer that a refusal is. */
export function refuse(refusal: Refusal): Response {
  const headers = new Headers({ 'cache-control': 'no-store' });
  if (refusal.challenge !== undefined) headers.set('www-authenticate', refusal.challenge);
  if (refusal.retryAfterSeconds !== undefined) headers.set('retry-after', String(refusal.retryAfterSeconds));
  const body = { error: refusal.error, error_description: refusal.description, ...refusal.details };
  return Response.json(body, { status: refusal.status, headers });
}
