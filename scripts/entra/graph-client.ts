import { AppError } from '../../src/lib/app-error.ts';
import type { OutboundFetch, OutboundResponse } from '../../src/lib/outbound-fetch.ts';
import { readRetryAfter } from '../../src/lib/retry-after.ts';
import { OperatorError } from '../lib/command-line.ts';

/** Microsoft Graph client of the signed-in administrator. Paths are relative to `/v1.0`. */
export interface GraphClient {
  /** @returns undefined for 404 */
  get<T>(path: string): Promise<T | undefined>;
  /** All entries of a collection, across its pages. */
  list<T>(path: string): Promise<readonly T[]>;
  /* Creates or updates an object. Retries while a new object is not replicated yet.
   * @returns the response body, undefined when it is empty
   */
  send<T>(method: 'POST' | 'PATCH', path: string, body: object, prefer?: string): Promise<T | undefined>;
}

interface GraphClientOptions {
  readonly graphUrl: URL;
  readonly accessToken: string;
  readonly fetch: OutboundFetch;
  readonly wait: (milliseconds: number) => Promise<void>;
}

const limits = { timeoutMs: 30_000, maxBytes: 16 * 1024 * 1024 };
const attempts = 6;
const maxPages = 50;

/** @throws OperatorError for every Graph error, with what to do */
export function createGraphClient(options: GraphClientOptions): GraphClient {
  const { graphUrl, accessToken, fetch, wait } = options;

  async function request(
    method: string,
    path: string,
    body?: object,
    prefer?: string,
  ): Promise<OutboundResponse> {
    const headers = new Headers({ authorization: `Bearer ${accessToken}`, accept: 'application/json' });
    if (body) headers.set('content-type', 'application/json');
    if (prefer !== undefined) headers.set('prefer', prefer);
    const url = new URL(path.startsWith('/') ? `${graphUrl.origin}/v1.0${path}` : path);
    const init: RequestInit = { method, headers, ...(body && { body: JSON.stringify(body) }) };
    for (let attempt = 1; ; attempt += 1) {
      const response = await sendOnce(url, init);
      const delayMs = response && getRetryDelayMs(response, method, attempt);
      if (response && (delayMs === undefined || attempt === attempts)) return response;
      if (!response && attempt === attempts) {
        throw new OperatorError(
          'Microsoft Graph cannot be reached. Run the set-up again: it continues where it stopped.',
        );
      }
      await wait(delayMs ?? 2000 * attempt);
    }
  }

  async function sendOnce(url: URL, init: RequestInit): Promise<OutboundResponse | undefined> {
    try {
      return await fetch(url, init, limits);
    } catch (error) {
      if (error instanceof AppError && ['timed_out', 'upstream_unavailable'].includes(error.code))
        return undefined;
      throw error;
    }
  }

  return {
    async get<T>(path: string): Promise<T | undefined> {
      const response = await request('GET', path);
      if (response.status === 404) return undefined;
      if (response.status !== 200) throw toOperatorError('GET', path, response);
      return parse(response) as T;
    },
    async list<T>(path: string): Promise<readonly T[]> {
      const entries: T[] = [];
      let next: string | undefined = path;
      for (let page = 0; next !== undefined && page < maxPages; page += 1) {
        const response: OutboundResponse = await request('GET', next);
        if (response.status !== 200) throw toOperatorError('GET', path, response);
        const body = parse(response) as { readonly value: readonly T[]; readonly '@odata.nextLink'?: string };
        entries.push(...body.value);
        next = body['@odata.nextLink'];
      }
      return entries;
    },
    async send<T>(method: 'POST' | 'PATCH', path: string, body: object, prefer?: string) {
      const response = await request(method, path, body, prefer);
      if (response.status >= 300) throw toOperatorError(method, path, response);
      return response.body.length === 0 ? undefined : (parse(response) as T);
    },
  };
}

function parse(response: OutboundResponse): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(response.body)) as unknown;
  } catch {
    throw new OperatorError(
      'Microsoft Graph returned an invalid response (no JSON). Check the proxy of this machine.',
    );
  }
}

/** Delay before the next attempt in milliseconds; undefined when the response is final. */
function getRetryDelayMs(
  { status, headers, body }: OutboundResponse,
  method: string,
  attempt: number,
): number | undefined {
  if (status === 429 || status === 503 || status === 504) {
    return (readRetryAfter(headers, Date.now()) ?? 2 * attempt) * 1000;
  }
  const isNotReplicated =
    method !== 'GET' &&
    (status === 404 ||
      (status === 400 && new TextDecoder().decode(body).includes('NoBackingApplicationObject')));
  return isNotReplicated ? 2000 * attempt : undefined;
}

/** Advice by Graph error code. */
const advice: Readonly<Record<string, string>> = {
  Authorization_RequestDenied:
    'This account lacks the directory role. Sign in as a Cloud Application Administrator, Application Administrator or Global Administrator and run the set-up again: it continues where it stopped.',
  InvalidAuthenticationToken:
    'The access token has expired. Run the set-up again: it continues where it stopped.',
  CredentialInvalidLifetimeAsPerAppPolicy:
    'A tenant policy limits the lifetime of credentials. Set a shorter lifetime with --days.',
  KeyCredentialsInvalidEndDate: 'The certificate is valid for too long. Set a shorter lifetime with --days.',
  CredentialTypeNotAllowedAsPerAppPolicy:
    'A tenant policy does not allow this type of credential. Use a certificate (without --secret), or request an exemption.',
  Directory_QuotaExceeded:
    'The tenant or this account has reached its object quota. Remove some objects first.',
  Request_MultipleObjectsWithSameKeyValue:
    'The object was created at the same time by another client. Run the set-up again.',
};

/** The error for an unexpected Graph response. */
function toOperatorError(method: string, path: string, response: OutboundResponse): OperatorError {
  const { code, message } = readError(response.body);
  const [pathname] = path.split('?');
  const requestId = response.headers.get('request-id') ?? 'none';
  const failure = `${method} ${pathname}: ${response.status} ${code}`;
  const action = advice[code] ?? `Message: ${message}`;
  return new OperatorError(
    `Microsoft Graph returned an error: ${failure} (request id ${requestId}).\n${action}`,
  );
}

/** Code and message for the terminal: on one line, without control characters. */
function readError(body: Uint8Array): { readonly code: string; readonly message: string } {
  try {
    const { error } = JSON.parse(new TextDecoder().decode(body)) as {
      error?: { code?: unknown; message?: unknown };
    };
    const code = typeof error?.code === 'string' && /^\w{1,80}$/.test(error.code) ? error.code : 'unknown';
    return { code, message: oneLine(typeof error?.message === 'string' ? error.message : 'none') };
  } catch {
    return { code: 'unreadable', message: 'none' };
  }
}

function oneLine(text: string): string {
  return text
    .slice(0, 400)
    .replaceAll(/[\p{Cc}\p{Cf}]/gu, ' ')
    .replaceAll(/ {2,}/g, ' ');
}
