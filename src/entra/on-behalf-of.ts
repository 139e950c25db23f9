import { z } from 'zod';
import { AppError } from '../lib/app-error.ts';
import type { Clock } from '../lib/clock.ts';
import type { TenantId } from '../lib/guid.ts';
import type { OutboundFetch, OutboundResponse } from '../lib/outbound-fetch.ts';
import { retry } from '../lib/retry.ts';
import type { Assertion } from './caller.ts';
import type { ClientCredential } from './client-credential.ts';
import type { CloudEndpoints } from './clouds.ts';
import { type EntraFailure, classifyTokenError, maxRetries } from './errors.ts';

export interface OnBehalfOfOptions {
  readonly cloud: CloudEndpoints;
  /** The login origin of the cloud, or of a simulator. */
  readonly loginUrl: URL;
  readonly serverAppId: string;
  readonly credential: ClientCredential;
  readonly fetch: OutboundFetch;
  readonly clock: Clock;
  readonly wait: (milliseconds: number) => Promise<unknown>;
  /** A number from 0 (inclusive) to 1 (exclusive), for retry jitter. */
  readonly random: () => number;
}

/** Input of one token exchange. */
export interface ExchangeRequest {
  /** From the verified token. For a guest it is the resource tenant. */
  readonly tenantId: TenantId;
  readonly assertion: Assertion;
  /** A GUID, shown in Entra's sign-in log. */
  readonly correlationId: string;
  /** Claims challenge of Graph (continuous access evaluation). */
  readonly claims?: string | undefined;
}

/** A Graph access token. It is opaque: the granted permissions are in `scopes`. */
export interface GraphGrant {
  readonly accessToken: string;
  readonly scopes: readonly string[];
  readonly expiresAtMs: number;
}

/** Result of a token exchange. Plain data, since it is passed between Durable Objects. */
export type ExchangeResult =
  | { readonly ok: true; readonly grant: GraphGrant }
  | { readonly ok: false; readonly failure: EntraFailure };

/** The On-Behalf-Of flow. */
export interface OnBehalfOf {
  exchange(request: ExchangeRequest): Promise<ExchangeResult>;
}

const budgetMs = 10_000;
const attemptTimeoutMs = 5000;
const maxResponseBytes = 256 * 1024;
/** Do not start an attempt with less time left than this. */
const minAttemptMs = 1000;
const firstDelayMs = 200;
const delayFactor = 4;
/** Longest `Retry-After` that is waited for; a longer one is returned to the caller. */
const maxDelayMs = 3000;

const responseSchema = z.object({
  token_type: z.string().regex(/^bearer$/i),
  access_token: z.string().regex(/^[\x21-\x7e]{1,32768}$/),
  expires_in: z
    .int()
    .positive()
    .max(29 * 3600),
  scope: z.string().max(16_384),
});

/**
 * Exchanges a user's access token for a Microsoft Graph token (OAuth 2.0 On-Behalf-Of), always at the tenant of the token
 * and for `.default`: all granted permissions, so granting or revoking one needs no change here. It does not request
 * `offline_access`: each request brings a fresh assertion, so no refresh token has to be stored.
 *
 * It is stateless. The vault runs one exchange at a time per user, caches errors and seals tokens. It takes no abort
 * signal, since several callers may await the same exchange.
 * @see https://learn.microsoft.com/entra/identity-platform/v2-oauth2-on-behalf-of-flow
 */
export function createOnBehalfOf(options: OnBehalfOfOptions): OnBehalfOf {
  const { clock, random, wait } = options;
  return {
    async exchange(request) {
      const deadlineMs = clock.nowMs() + budgetMs;
      return await retry(() => attempt(request, deadlineMs, options), {
        sleep: wait,
        delayMs: (result, attempts) => {
          if (result.ok || attempts > maxRetries(result.failure)) return undefined;
          const backOffMs = firstDelayMs * delayFactor ** (attempts - 1) * (0.5 + random());
          const delayMs = Math.max(backOffMs, (result.failure.retryAfterSeconds ?? 0) * 1000);
          const isTooLate = clock.nowMs() + delayMs + minAttemptMs > deadlineMs;
          return delayMs > maxDelayMs || isTooLate ? undefined : delayMs;
        },
      });
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
    // With this header Entra returns 429 with Retry-After when it throttles.
    'x-ms-lib-capability': 'retry-after, h429',
  };
  const timeoutMs = Math.min(attemptTimeoutMs, deadlineMs - startedAtMs);
  let response: OutboundResponse;
  try {
    const url = new URL(path, loginUrl);
    response = await fetch(url, { method: 'POST', headers, body }, { timeoutMs, maxBytes: maxResponseBytes });
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

/** The grant in a token response, or undefined if the response is malformed. Refresh and ID tokens are ignored. */
function readGrant(body: Uint8Array, startedAtMs: number): GraphGrant | undefined {
  try {
    const response = responseSchema.parse(
      JSON.parse(new TextDecoder('utf-8', { fatal: true, ignoreBOM: false }).decode(body)),
    );
    return {
      accessToken: response.access_token,
      scopes: response.scope.split(' ').filter((scope) => scope !== ''),
      expiresAtMs: startedAtMs + response.expires_in * 1000,
    };
  } catch {
    return undefined;
  }
}
