import { z } from 'zod';
import { AppError } from '../lib/app-error.ts';
import type { Clock } from '../lib/clock.ts';
import type { TenantId } from '../lib/guid.ts';
import type { OutboundFetch, OutboundResponse } from '../lib/outbound-fetch.ts';
import type { Assertion } from './caller.ts';
import type { ClientCredential } from './client-credential.ts';
import type { CloudEndpoints } from './clouds.ts';
import { type EntraFailure, classifyTokenError, maxRetries } from './errors.ts';

/** What the exchange works with. */
export interface OnBehalfOfOptions {
  readonly cloud: CloudEndpoints;
  /** Where requests go: the cloud's login origin, or a stand-in. */
  readonly loginUrl: URL;
  readonly serverAppId: string;
  readonly credential: ClientCredential;
  readonly fetch: OutboundFetch;
  readonly clock: Clock;
  readonly wait: (milliseconds: number) => Promise<unknown>;
  /** A number from 0 up to 1, to spread retries. */
  readonly random: () => number;
}

/** One exchange. */
export interface ExchangeRequest {
  /** Of the verified token: guests are served by the tenant that they are guests of. */
  readonly tenantId: TenantId;
  readonly assertion: Assertion;
  /** A GUID that is found again in Entra's sign-in log. */
  readonly correlationId: string;
  /** A claims challenge of Graph (continuous access evaluation) to answer. */
  readonly claims?: string | undefined;
}

/** A token for Graph, and what it may do. The token is opaque: what is granted stands in `scopes`. */
export interface GraphGrant {
  readonly accessToken: string;
  readonly scopes: readonly string[];
  readonly expiresAtMs: number;
}

/** What came of it. Plain data: it passes between objects. */
export type ExchangeResult =
  | { readonly ok: true; readonly grant: GraphGrant }
  | { readonly ok: false; readonly failure: EntraFailure };

/** The second stage of the sign-in. */
export interface OnBehalfOf {
  exchange(request: ExchangeRequest): Promise<ExchangeResult>;
}

const budgetMs = 10_000;
const attemptTimeoutMs = 5000;
const maxAnswerBytes = 256 * 1024;
/** An attempt with less time than this is not begun. */
const minAttemptMs = 1000;
const firstDelayMs = 200;
const delayFactor = 4;
/** The longest `Retry-After` that is sat out; a longer one is handed on. */
const maxDelayMs = 3000;

const answerSchema = z.object({
  token_type: z.string().regex(/^bearer$/i),
  access_token: z.string().regex(/^[\x21-\x7e]{1,32768}$/),
  expires_in: z
    .int()
    .positive()
    .max(29 * 3600),
  scope: z.string().max(16_384),
});

/**
 * Exchanges a person's access token for one for Microsoft Graph (OAuth 2.0 On-Behalf-Of), always at the person's own
 * tenant and for `.default`: all that is granted, no more, so that a permission granted or revoked needs no change here.
 * No `offline_access`: each request brings a fresh assertion, so there is no refresh token to keep or to steal.
 *
 * It keeps nothing and shares nothing between callers: one exchange at a time, negative answers and sealing are the
 * vault's. It hears no caller's wish to stop, since others may wait for the same exchange.
 * @see https://learn.microsoft.com/entra/identity-platform/v2-oauth2-on-behalf-of-flow
 */
export function createOnBehalfOf(options: OnBehalfOfOptions): OnBehalfOf {
  const { clock, random, wait } = options;
  return {
    async exchange(request) {
      const deadlineMs = clock.nowMs() + budgetMs;
      for (let retries = 0; ; retries += 1) {
        const result = await attempt(request, deadlineMs, options);
        if (result.ok || retries >= maxRetries(result.failure)) return result;
        const backOffMs = firstDelayMs * delayFactor ** retries * (0.5 + random());
        const delayMs = Math.max(backOffMs, (result.failure.retryAfterSeconds ?? 0) * 1000);
        if (delayMs > maxDelayMs || clock.nowMs() + delayMs + minAttemptMs > deadlineMs) return result;
        await wait(delayMs);
      }
    },
  };
}

async function attempt(
  request: ExchangeRequest,
  deadlineMs: number,
  { cloud, loginUrl, serverAppId, credential, fetch, clock }: OnBehalfOfOptions,
): Promise<ExchangeResult> {
  const path = `/${request.tenantId}/oauth2/v2.0/token`;
  const startedAtMs = clock.nowMs();
  let authentication: Readonly<Record<string, string>>;
  try {
    authentication = await credential.parameters(`${cloud.loginOrigin}${path}`, serverAppId);
  } catch {
    return failed({ kind: 'credential_fault' });
  }
  const body = new URLSearchParams({
    grant_type: 'urn:ietf:params:oauth:grant-type:jwt-bearer',
    requested_token_use: 'on_behalf_of',
    client_id: serverAppId,
    scope: `${cloud.graphOrigin}/.default`,
    assertion: request.assertion,
    ...(request.claims === undefined ? {} : { claims: request.claims }),
    ...authentication,
  });
  const headers = {
    accept: 'application/json',
    'client-request-id': request.correlationId,
    'return-client-request-id': 'true',
    // Entra answers 429 with Retry-After to those who say that they understand it.
    'x-ms-lib-capability': 'retry-after, h429',
  };
  const timeoutMs = Math.min(attemptTimeoutMs, deadlineMs - startedAtMs);
  let response: OutboundResponse;
  try {
    const url = new URL(path, loginUrl);
    response = await fetch(url, { method: 'POST', headers, body }, { timeoutMs, maxBytes: maxAnswerBytes });
  } catch (error) {
    if (error instanceof AppError) return failed({ kind: 'unavailable' });
    throw error;
  }
  if (response.status !== 200) {
    return failed(classifyTokenError(response.status, response.headers, response.body));
  }
  const grant = readGrant(response.body, startedAtMs);
  return grant ? { ok: true, grant } : failed({ kind: 'unavailable' });
}

function failed(failure: EntraFailure): ExchangeResult {
  return { ok: false, failure };
}

/** The grant in an answer, or undefined where it is not one to rely on. A refresh or ID token in it is left alone. */
function readGrant(body: Uint8Array, startedAtMs: number): GraphGrant | undefined {
  try {
    const answer = answerSchema.parse(
      JSON.parse(new TextDecoder('utf-8', { fatal: true, ignoreBOM: false }).decode(body)),
    );
    return {
      accessToken: answer.access_token,
      scopes: answer.scope.split(' ').filter((scope) => scope !== ''),
      expiresAtMs: startedAtMs + answer.expires_in * 1000,
    };
  } catch {
    return undefined;
  }
}
