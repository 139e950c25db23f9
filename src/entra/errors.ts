import { z } from 'zod';
import { isGuid } from '../lib/guid.ts';
import { parseJson } from '../lib/json.ts';
import { readRetryAfter } from '../lib/retry-after.ts';

/** What an error of Entra's token endpoint comes to, by what has to happen next. */
export type EntraFailureKind =
  /** Another sign-in step, such as multifactor authentication. */
  | 'claims_step_up'
  | 'consent_step_up'
  | 'admin_consent_required'
  /** An enterprise application is missing from the tenant, or disabled there. */
  | 'application_missing'
  | 'not_assigned'
  | 'wrong_account'
  | 'device_step_up'
  /** Refused by policy or risk: no sign-in helps. */
  | 'blocked'
  | 'sign_in_again'
  | 'assertion_rejected'
  | 'account_disabled'
  /** Our own secret, certificate or federated credential. The operator's to mend: never a 401. */
  | 'credential_fault'
  | 'request_fault'
  | 'wrong_cloud'
  | 'throttled'
  | 'unavailable'
  | 'loop_detected';

/** A failure as plain data: it is kept, passed between objects and shown, so each member is checked and bounded. */
export interface EntraFailure {
  readonly kind: EntraFailureKind;
  /** The code to look up in Microsoft's reference. For people: what to do is decided by `kind`. */
  readonly code?: `AADSTS${number}`;
  /** `error` and `suberror` of the answer, where it had them. */
  readonly error?: string;
  readonly suberror?: string;
  /** The claims challenge: the JSON text for `claims=` of an authorization request. At most 4 KB. */
  readonly claims?: string;
  /** What Microsoft's support asks for. */
  readonly traceId?: string;
  readonly correlationId?: string;
  /** When Entra says that it happened. */
  readonly atMs?: number;
  readonly retryAfterSeconds?: number;
}

const word = z.string().regex(/^[a-z_]{1,64}$/);
const guid = z.string().refine(isGuid);
const answerSchema = z
  .object({
    error: word.optional().catch(undefined),
    suberror: word.optional().catch(undefined),
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
/** What MSAL assumes where a refusal names no time. */
const defaultThrottleSeconds = 60;

/**
 * Reads an answer of the token endpoint that is not a token, whatever it is. The words of the protocol decide first; a
 * code only says more exactly what they say, since Microsoft may change codes; the description decides nothing and is
 * not kept.
 * @see https://learn.microsoft.com/entra/identity-platform/reference-error-codes
 */
export function classifyTokenError(status: number, headers: Headers, body: Uint8Array): EntraFailure {
  const answer = answerSchema.parse(parseJson(new TextDecoder().decode(body)));
  const { error, suberror, claims } = answer;
  const code = answer.error_codes.find((candidate) => kindByCode.has(candidate)) ?? answer.error_codes[0];
  const coded = code === undefined ? undefined : kindByCode.get(code);
  const worded = kindByError.get(suberror ?? '') ?? kindByError.get(error ?? '');
  const kind =
    kindByStatus(status, coded) ??
    refine(worded, coded) ??
    (claims === undefined ? undefined : 'claims_step_up') ??
    kindByGenericError.get(error ?? '') ??
    'unavailable';
  const atMs = Date.parse(answer.timestamp ?? '');
  return defined({
    kind,
    code: code === undefined ? undefined : `AADSTS${code}`,
    error,
    suberror,
    claims,
    traceId: answer.trace_id,
    correlationId: answer.correlation_id,
    atMs: Number.isNaN(atMs) ? undefined : atMs,
    retryAfterSeconds: retryAfter(kind, headers),
  });
}

function kindByStatus(status: number, coded: EntraFailureKind | undefined): EntraFailureKind | undefined {
  if (status === 429) return 'throttled';
  if (status < 500) return undefined;
  return coded !== undefined && serviceKinds.has(coded) ? coded : 'unavailable';
}

/**
 * A code speaks where the words do not, and within what they say: a fault of ours never becomes the person's, who would
 * be sent round the sign-in for nothing, nor theirs ours. A missing application is told either way.
 */
function refine(
  worded: EntraFailureKind | undefined,
  coded: EntraFailureKind | undefined,
): EntraFailureKind | undefined {
  if (worded === undefined || coded === undefined) return worded ?? coded;
  if (serviceKinds.has(worded) || serviceKinds.has(coded)) return serviceKinds.has(coded) ? coded : worded;
  if (coded === 'application_missing') return coded;
  return operatorKinds.has(worded) === operatorKinds.has(coded) ? coded : worded;
}

function retryAfter(kind: EntraFailureKind, headers: Headers): number | undefined {
  if (!serviceKinds.has(kind)) return undefined;
  return readRetryAfter(headers) || (kind === 'throttled' ? defaultThrottleSeconds : undefined);
}

function isJsonObject(text: string): boolean {
  const value = parseJson(text);
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Leaves out what is not there. */
function defined(failure: {
  readonly [Member in keyof EntraFailure]-?: EntraFailure[Member] | undefined;
}): EntraFailure {
  return Object.fromEntries(
    Object.entries(failure).filter(([, value]) => value !== undefined),
  ) as unknown as EntraFailure;
}

const codesByKind: Readonly<Record<EntraFailureKind, readonly number[]>> = {
  claims_step_up: [50072, 50074, 50076, 50078, 50079, 50158],
  consent_step_up: [65001, 65004],
  admin_consent_required: [90093, 90094, 90095],
  application_missing: [70001, 500011, 650052, 700016, 7000112],
  not_assigned: [50105],
  wrong_account: [16000, 50014, 50020, 50034, 51004, 90072, 500208],
  device_step_up: [50097, 50129, 53000, 53001, 530003],
  blocked: [50131, 53002, 53003, 53004, 53011, 530032, 530034, 530035],
  sign_in_again: [50089, 50132, 50133, 50173, 54005, 70008, 70043, 700082, 700084],
  assertion_rejected: [50013, 500133],
  account_disabled: [50053, 50055, 50057, 50144],
  credential_fault: [
    70021, 700024, 700025, 700027, 700211, 700212, 700213, 1000502, 7000214, 7000215, 7000218, 7000222,
    7000274, 7000277,
  ],
  request_fault: [28000, 28002, 28003, 70011, 90014, 700022, 900144, 901002, 9002313, 9010010],
  wrong_cloud: [90002, 90038, 900382, 900432],
  throttled: [50088, 90055],
  unavailable: [50033, 50087, 80005, 90006, 90012, 90024, 90033, 90090],
  loop_detected: [50196],
};

/** AADSTS codes. @see https://learn.microsoft.com/entra/identity-platform/reference-error-codes */
const kindByCode: ReadonlyMap<number, EntraFailureKind> = new Map(
  Object.entries(codesByKind).flatMap(([kind, codes]) =>
    codes.map((code) => [code, kind as EntraFailureKind] as const),
  ),
);

/**
 * What a `suberror` or `error` says by itself.
 * @see https://learn.microsoft.com/entra/msal/dotnet/advanced/exceptions/msal-error-handling
 */
const kindByError: ReadonlyMap<string, EntraFailureKind> = new Map([
  ['basic_action', 'claims_step_up'],
  ['additional_action', 'device_step_up'],
  ['message_only', 'blocked'],
  ['user_password_expired', 'account_disabled'],
  ['consent_required', 'consent_step_up'],
  ['bad_token', 'sign_in_again'],
  ['login_required', 'sign_in_again'],
  ['interaction_required', 'claims_step_up'],
  ['access_denied', 'blocked'],
  ['invalid_client', 'credential_fault'],
  ['unauthorized_client', 'credential_fault'],
  ['temporarily_unavailable', 'unavailable'],
  ['server_error', 'unavailable'],
]);

/** Errors that say too little: a code or a claims challenge decides before them. */
const kindByGenericError: ReadonlyMap<string, EntraFailureKind> = new Map([
  ['invalid_grant', 'sign_in_again'],
  ['invalid_request', 'request_fault'],
  ['invalid_scope', 'request_fault'],
  ['invalid_target', 'request_fault'],
  ['invalid_resource', 'request_fault'],
  ['unsupported_grant_type', 'request_fault'],
]);

/**
 * How long an answer of each kind holds for the same assertion, in seconds. What needs a person or an administrator
 * does not change by asking again, and Entra counts those who do (AADSTS50196).
 */
const holdSeconds: Readonly<Record<EntraFailureKind, number>> = {
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
  credential_fault: 10,
  request_fault: 60,
  wrong_cloud: 120,
  throttled: 60,
  unavailable: 5,
  loop_detected: 120,
};

/** How many seconds a failed exchange is answered from memory: what Entra asks for, else a time fit for its kind. */
export function negativeCacheSeconds(failure: EntraFailure): number {
  return failure.retryAfterSeconds ?? holdSeconds[failure.kind];
}

/** No federated credential fits the assertion; the longer codes say in which member. */
const unknownFederation = ['AADSTS70021', 'AADSTS700211', 'AADSTS700212', 'AADSTS700213'];

/**
 * How often a request may be repeated at once. A federated credential takes minutes to spread (AADSTS70021), and an
 * assertion of ours outside its time (AADSTS700024) may do better built anew, once.
 */
export function maxRetries({ kind, code }: EntraFailure): number {
  if (code === 'AADSTS700024') return 1;
  const isWorthIt = kind === 'unavailable' || kind === 'throttled' || unknownFederation.includes(code ?? '');
  return isWorthIt ? 2 : 0;
}
