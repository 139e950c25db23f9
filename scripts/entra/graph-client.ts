import { AppError } from '../../src/lib/app-error.ts';
import type { OutboundFetch, OutboundResponse } from '../../src/lib/outbound-fetch.ts';
import { readRetryAfter } from '../../src/lib/retry-after.ts';
import { OperatorError } from '../lib/command-line.ts';

/** Microsoft Graph, as the administrator who signed in. Paths begin below `/v1.0`. */
export interface GraphClient {
  /** @returns undefined where there is no such thing. */
  get<T>(path: string): Promise<T | undefined>;
  /** Every entry of a list, page after page. */
  list<T>(path: string): Promise<readonly T[]>;
  /**
   * Changes something. What was made seconds ago may not be known everywhere at Microsoft: such an answer is waited out.
   * @returns the body of the answer, undefined where there is none
   */
  send<T>(method: 'POST' | 'PATCH', path: string, body: object, prefer?: string): Promise<T | undefined>;
}

/** What the client needs from around it. */
interface GraphClientOptions {
  readonly graphUrl: URL;
  readonly accessToken: string;
  readonly fetch: OutboundFetch;
  readonly wait: (milliseconds: number) => Promise<void>;
}

const limits = { timeoutMs: 30_000, maxBytes: 16 * 1024 * 1024 };
const attempts = 6;
const maxPages = 50;

/** @throws OperatorError for everything that Graph refuses, with what to do about it. */
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
      const response = await once(url, init);
      const delayMs = response && getRetryDelayMs(response, method, attempt);
      if (response && (delayMs === undefined || attempt === attempts)) return response;
      if (!response && attempt === attempts) {
        throw new OperatorError(
          'Microsoft Graph cannot be reached. Run the set-up again: it goes on where it stopped.',
        );
      }
      await wait(delayMs ?? 2000 * attempt);
    }
  }

  async function once(url: URL, init: RequestInit): Promise<OutboundResponse | undefined> {
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
      'Microsoft Graph sent something that is not JSON. Is something between it and this machine?',
    );
  }
}

/** How long to wait before the same request is worth sending again; undefined where it is not. */
function getRetryDelayMs(
  { status, headers, body }: OutboundResponse,
  method: string,
  attempt: number,
): number | undefined {
  if (status === 429 || status === 503 || status === 504) {
    return (readRetryAfter(headers, Date.now()) ?? 2 * attempt) * 1000;
  }
  const isNotYetKnown =
    method !== 'GET' &&
    (status === 404 ||
      (status === 400 && new TextDecoder().decode(body).includes('NoBackingApplicationObject')));
  return isNotYetKnown ? 2000 * attempt : undefined;
}

/** What to do about a refusal, by Graph's code. */
const advice: Readonly<Record<string, string>> = {
  Authorization_RequestDenied:
    'This account may not do that. Sign in as a Cloud Application Administrator, Application Administrator or Global Administrator and run the set-up again: what is done stays.',
  InvalidAuthenticationToken: 'The sign-in has expired. Run the set-up again: it goes on where it stopped.',
  CredentialInvalidLifetimeAsPerAppPolicy:
    'A policy of the organisation limits how long credentials may live. Give a shorter life with --days.',
  KeyCredentialsInvalidEndDate:
    'The certificate lives longer than is allowed. Give a shorter life with --days.',
  CredentialTypeNotAllowedAsPerAppPolicy:
    'A policy of the organisation forbids this kind of credential. Use a certificate (without --secret), or ask for an exemption.',
  Directory_QuotaExceeded:
    'The organisation, or this account, has as many objects as it may. Remove some first.',
  Request_MultipleObjectsWithSameKeyValue:
    'It exists already: somebody made it at this moment. Run the set-up again.',
};

/** The error for an answer of Graph that is not the expected one. */
function toOperatorError(method: string, path: string, response: OutboundResponse): OperatorError {
  const { code, message } = readError(response.body);
  const [address] = path.split('?');
  const requestId = response.headers.get('request-id') ?? 'none';
  const facts = `${method} ${address}: ${response.status} ${code}`;
  const what = advice[code] ?? `Microsoft description: ${message}`;
  return new OperatorError(`Microsoft Graph refused ${facts} (request id ${requestId}).\n${what}`);
}

/** Microsoft's words go to the operator's terminal: on one line, and without control characters. */
function readError(body: Uint8Array): { readonly code: string; readonly message: string } {
  try {
    const { error } = JSON.parse(new TextDecoder().decode(body)) as {
      error?: { code?: unknown; message?: unknown };
    };
    const code = typeof error?.code === 'string' && /^\w{1,80}$/.test(error.code) ? error.code : 'unknown';
    return { code, message: oneLine(typeof error?.message === 'string' ? error.message : 'nothing') };
  } catch {
    return { code: 'unreadable', message: 'nothing that can be read' };
  }
}

function oneLine(text: string): string {
  return text
    .slice(0, 400)
    .replaceAll(/[\p{Cc}\p{Cf}]/gu, ' ')
    .replaceAll(/ {2,}/g, ' ');
}
