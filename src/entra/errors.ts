import { z } from 'zod';
import { isGuid } from '../lib/guid.ts';
import { parseJson } from '../lib/json.ts';
import { readRetryAfter } from '../lib/retry-after.ts';
import { type EntraFailureKind, kindByCode } from './aadsts-codes.ts';

/**
 * A token endpoint error as plain data. It is stored, passed between Durable Objects and shown, so each member is validated
 * and bounded.
 */
export interface EntraFailure {
  readonly kind: EntraFailureKind;
  /** AADSTS code, for display. Decisions use `kind`. */
  readonly code?: `AADSTS${number}`;
  /** `error` and `suberror` of the response, if present. */
  readonly error?: string;
  readonly suberror?: string;
  /** Claims challenge: JSON text for the `claims` parameter of an authorization request. At most 4 KB. */
  readonly claims?: string;
  /** Ids for Microsoft support. */
  readonly traceId?: string;
  readonly correlationId?: string;
  /** `timestamp` of the response. */
  readonly atMs?: number;
  readonly retryAfterSeconds?: number;
}

const errorCode = z.string().regex(/^[a-z_]{1,64}$/);
const guid = z.string().refine(isGuid);
const responseSchema = z
  .object({
    error: errorCode.optional().catch(undefined),
    suberror: errorCode.optional().catch(undefined),
    error_codes: z.array(z.int().positive().max(99_999_999)).max(20).catch([]),
    claims: z.string().max(4096).refine(isJsonObject).optional().catch(undefined),
    trace_id: guid.optional().catch(undefined),
    correlation_id: guid.optional().catch(undefined),
    timestamp: z
      .string()
      .regex(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\dZ$/)
      .optional()
      .catch(undefined),
  })
  .catch({ error_codes: [] });

const operatorKinds = new Set<EntraFailureKind>(['credential_fault', 'request_fault', 'wrong_cloud']);
const serviceKinds = new Set<EntraFailureKind>(['throttled', 'unavailable', 'loop_detected']);
/** Delay that MSAL assumes if a 429 has no `Retry-After`. */
const defaultThrottleSeconds = 60;

/**
 * Classifies an error response of the token endpoint, whatever its body. `error` and `suberror` decide first; an AADSTS
 * code only refines them, since Microsoft may change codes. The description is ignored and not stored.
 * @see https://learn.microsoft.com/entra/identity-platform/reference-error-codes
 */
export function classifyTokenError(status: number, headers: Headers, body: Uint8Array): EntraFailure {
  const response = responseSchema.parse(parseJson(new TextDecoder().decode(body)));
  const { error, suberror, claims } = response;
  const code = response.error_codes.find((candidate) => kindByCode.has(candidate)) ?? response.error_codes[0];
  const byCode = code === undefined ? undefined : kindByCode.get(code);
  const byError = kindByError.get(suberror ?? '') ?? kindByError.get(error ?? '');
  const kind =
    kindByStatus(status, byCode) ??
    refineKind(byError, byCode) ??
    (claims === undefined ? undefined : 'claims_step_up') ??
    kindByGenericError.get(error ?? '') ??
    'unavailable';
  const atMs = Date.parse(response.timestamp ?? '');
  return omitUndefined({
    kind,
    code: code === undefined ? undefined : `AADSTS${code}`,
    error,
    suberror,
    claims,
    traceId: response.trace_id,
    correlationId: response.correlation_id,
    atMs: Number.isNaN(atMs) ? undefined : atMs,
    retryAfterSeconds: toRetryAfterSeconds(kind, headers),
  });
}

function kindByStatus(status: number, byCode: EntraFailureKind | undefined): EntraFailureKind | undefined {
  if (status === 429) return 'throttled';
  if (status < 500) return undefined;
  return byCode !== undefined && serviceKinds.has(byCode) ? byCode : 'unavailable';
}

/**
 * Combines the kind by error and the kind by code. The code wins unless one is an operator error and the other is not:
 * an operator error must not send the user to sign in again, nor the reverse. A missing application always wins.
 */
function refineKind(
  byError: EntraFailureKind | undefined,
  byCode: EntraFailureKind | undefined,
): EntraFailureKind | undefined {
  if (byError === undefined || byCode === undefined) return byError ?? byCode;
  if (serviceKinds.has(byError) || serviceKinds.has(byCode))
    return serviceKinds.has(byCode) ? byCode : byError;
  if (byCode === 'application_missing') return byCode;
  return operatorKinds.has(byError) === operatorKinds.has(byCode) ? byCode : byError;
}

function toRetryAfterSeconds(kind: EntraFailureKind, headers: Headers): number | undefined {
  if (!serviceKinds.has(kind)) return undefined;
  return readRetryAfter(headers) || (kind === 'throttled' ? defaultThrottleSeconds : undefined);
}

function isJsonObject(text: string): boolean {
  const value = parseJson(text);
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Removes undefined members. */
function omitUndefined(failure: {
  readonly [Member in keyof EntraFailure]-?: EntraFailure[Member] | undefined;
}): EntraFailure {
  return Object.fromEntries(
    Object.entries(failure).filter(([, value]) => value !== undefined),
  ) as unknown as EntraFailure;
}

/**
 * Kinds by `suberror` or `error`.
 * @see https://learn.microsoft.com/entra/msal/dotnet/advanced/exceptions/msal-error-handling
 */
const kindByError: ReadonlyMap<string, EntraFailureKind> = new Map([
  ['basic_action', 'claims_step_up'],
  ['additional_action', 'device_step_up'],
  ['message_only', 'blocked'],
  ['user_password_expired', 'password_expired'],
  /** Intune app protection, which only Microsoft's own applications support. */
  ['protection_policy_required', 'blocked'],
  ['consent_required', 'consent_step_up'],
  ['bad_token', 'sign_in_again'],
  ['login_required', 'sign_in_again'],
  ['interaction_required', 'claims_step_up'],
  ['access_denied', 'blocked'],
  ['invalid_client', 'credential_fault'],
  ['temporarily_unavailable', 'unavailable'],
  ['server_error', 'unavailable'],
]);

/** Generic errors: an AADSTS code or a claims challenge takes precedence. */
const kindByGenericError: ReadonlyMap<string, EntraFailureKind> = new Map([
  ['invalid_grant', 'sign_in_again'],
  ['invalid_request', 'request_fault'],
  ['invalid_scope', 'request_fault'],
  ['invalid_target', 'request_fault'],
  ['invalid_resource', 'application_missing'],
  ['unauthorized_client', 'application_missing'],
  ['unsupported_grant_type', 'request_fault'],
]);

/**
 * How long a failure of each kind is cached for the same assertion, in seconds. Failures that require a user or an
 * administrator do not change on retry, and Entra counts repeated requests (AADSTS50196).
 */
const cacheSeconds: Readonly<Record<EntraFailureKind, number>> = {
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
  password_expired: 120,
  credential_fault: 10,
  request_fault: 60,
  wrong_cloud: 120,
  throttled: 60,
  unavailable: 5,
  loop_detected: 120,
};

/** How long a failed token exchange is cached: `Retry-After` if Entra sent it, otherwise by kind. */
export function negativeCacheSeconds(failure: EntraFailure): number {
  return failure.retryAfterSeconds ?? cacheSeconds[failure.kind];
}

/** No federated credential matches the assertion. */
const federationMismatchCodes = ['AADSTS70021', 'AADSTS700211', 'AADSTS700212', 'AADSTS700213'];

/**
 * Number of immediate retries. A new federated credential takes minutes to replicate (AADSTS70021), and a client assertion
 * outside its validity (AADSTS700024) is rebuilt once.
 */
export function maxRetries({ kind, code }: EntraFailure): number {
  if (code === 'AADSTS700024') return 1;
  const isTransient =
    kind === 'unavailable' || kind === 'throttled' || federationMismatchCodes.includes(code ?? '');
  return isTransient ? 2 : 0;
}
