import { parseJson } from '../lib/parse-json.ts';
import { readRetryAfter } from '../lib/retry-after.ts';
import { z } from 'zod';
import { isGuid } from '../lib/guid.ts';
import { kindByCode, kindByVagueWord, kindByWord } from './entra-error-kinds.ts';

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
  const worded = kindByWord.get(suberror ?? '') ?? kindByWord.get(error ?? '');
  const kind =
    kindByStatus(status, coded) ??
    refine(worded, coded) ??
    (claims === undefined ? undefined : 'claims_step_up') ??
    kindByVagueWord.get(error ?? '') ??
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
