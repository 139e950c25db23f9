import type { EntraFailureKind } from '../entra/aadsts-codes.ts';
import type { EntraFailure } from '../entra/errors.ts';
import { entraErrorMessage } from '../entra/error-messages.ts';
import type { TokenError } from '../entra/token-error.ts';
import { encodeBase64 } from '../crypto/encoding.ts';
import { jsonErrorResponse } from '../http/errors.ts';
import { describeTokenError } from '../http/messages/catalog.ts';
import { en } from '../http/messages/en.ts';
import type { VaultErrorReason } from '../vault/messages.ts';

/** Parameters of every challenge (RFC 6750, RFC 9728). */
export interface ChallengeOptions {
  /** URL of the protected resource metadata. */
  readonly resourceMetadata: string;
  /** The scope to request, fully qualified. */
  readonly scope: string;
  /** `authorization_uri` for clients that support Entra's claims challenge. */
  readonly authorizationUri: string;
}

/** The value of `WWW-Authenticate`. */
function challenge(
  { resourceMetadata, scope }: ChallengeOptions,
  parameters: Readonly<Record<string, string>>,
): string {
  const all = { resource_metadata: resourceMetadata, scope, ...parameters };
  return `Bearer ${Object.entries(all)
    .map(([name, value]) => `${name}="${value.replace(/["\\]/g, '')}"`)
    .join(', ')}`;
}

/** A request without a token: a challenge without an error (RFC 6750 section 3.1). */
export function unauthenticatedResponse(options: ChallengeOptions): Response {
  return jsonErrorResponse({
    status: 401,
    error: 'unauthenticated',
    description: 'Sign in with Microsoft to use this connector.',
    challenge: challenge(options, {}),
  });
}

/** 401 `invalid_token`: the client has to obtain a new access token. */
function invalidTokenResponse(
  description: string,
  options: ChallengeOptions,
  details: Readonly<Record<string, unknown>> = {},
): Response {
  return jsonErrorResponse({
    status: 401,
    error: 'invalid_token',
    description,
    challenge: challenge(options, { error: 'invalid_token', error_description: description }),
    details,
  });
}

/** The response to a rejected access token. */
export function tokenErrorResponse(error: TokenError, options: ChallengeOptions): Response {
  const { status, reason, details } = error;
  const description = describeTokenError(error);
  switch (status) {
    case 400:
      return jsonErrorResponse({ status, error: 'invalid_request', description });
    case 401:
      return invalidTokenResponse(description, options);
    case 403:
      if (reason === 'scope_missing') {
        const parameters = { error: 'insufficient_scope', error_description: description };
        return jsonErrorResponse({
          status,
          error: 'insufficient_scope',
          description,
          challenge: challenge(options, parameters),
        });
      }
      return jsonErrorResponse({
        status,
        error: 'access_denied',
        description,
        // The operator enables tenants and client applications in the configuration.
        details:
          reason === 'tenant_not_allowed' || reason === 'client_not_allowed'
            ? { gate: 'operator', who: 'operator' }
            : { who: 'user' },
      });
    case 503:
      return jsonErrorResponse({
        status,
        error: 'temporarily_unavailable',
        description,
        retryAfterSeconds: details.retryAfterSeconds ?? 30,
      });
  }
}

/** Failures of a tenant that has not consented to the connector, or has not assigned the user. */
const administratorGate: ReadonlySet<EntraFailureKind> = new Set<EntraFailureKind>([
  'application_missing',
  'admin_consent_required',
  'consent_step_up',
  'not_assigned',
]);

/**
 * The response to a failed On-Behalf-Of exchange.
 * @param stepUpHandle resolved at the next sign-in to the claims or the consent that Entra requires
 */
export function exchangeErrorResponse(
  failure: EntraFailure,
  options: ChallengeOptions,
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
      return invalidTokenResponse(text, options, details);
    case 'step_up': {
      const scope = stepUpHandle === undefined ? options.scope : `${options.scope} stepup:${stepUpHandle}`;
      const parameters = {
        error: 'insufficient_scope',
        error_description: text,
        authorization_uri: options.authorizationUri,
        ...(failure.claims === undefined
          ? {}
          : { claims: encodeBase64(new TextEncoder().encode(failure.claims)) }),
      };
      return jsonErrorResponse({
        status: 403,
        error: 'insufficient_scope',
        description: text,
        challenge: challenge({ ...options, scope }, parameters),
        details,
      });
    }
    case 403:
      return jsonErrorResponse({ status: 403, error: 'access_denied', description: text, details });
    case 503:
      return jsonErrorResponse({
        status: 503,
        error: 'temporarily_unavailable',
        description: text,
        retryAfterSeconds: failure.retryAfterSeconds ?? (owner === 'operator' ? 300 : 10),
        details,
      });
  }
}

/** The response to a user whom the tenant policy excludes, or whose sign-in was revoked. */
export function vaultErrorResponse(reason: VaultErrorReason, options: ChallengeOptions): Response {
  const text = en.denials[reason];
  switch (reason) {
    case 'revoked':
      return invalidTokenResponse(text, options);
    case 'policy_unavailable':
      return jsonErrorResponse({
        status: 503,
        error: 'temporarily_unavailable',
        description: text,
        retryAfterSeconds: 10,
      });
    case 'tenant_disabled':
    case 'not_allowed':
    case 'groups_unknown':
    case 'client_not_bound':
    case 'network_not_allowed':
    case 'directory_role':
      return jsonErrorResponse({
        status: 403,
        error: 'access_denied',
        description: text,
        details: { gate: 'administrator', who: 'administrator' },
      });
  }
}

/** A user above the rate limit. */
export function rateLimitedResponse(retryAfterSeconds: number): Response {
  const description = `Too many requests. Try again in ${retryAfterSeconds} seconds, and request less at once.`;
  return jsonErrorResponse({ status: 429, error: 'throttled', description, retryAfterSeconds });
}
