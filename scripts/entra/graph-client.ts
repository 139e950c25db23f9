import { AppError } from '../../src/lib/app-error.ts';
import type { OutboundFetch, OutboundResponse } from '../../src/lib/outbound-fetch.ts';
import { readRetryAfter } from '../../src/lib/retry-after.ts';
import { OperatorError } from '../lib/command-line.ts';

/**
 * Microsoft Graph client of the signed-in administrator or of the set-up's own credential. Paths are relative to `/v1.0`.
 * `list` and `send` retry for minutes while a new object is not replicated yet.
 */
export interface GraphClient {
  /** @returns undefined for 404 */
  get<T>(path: string): Promise<T | undefined>;
  /** All entries of a collection, across its pages. */
  list<T>(path: string): Promise<readonly T[]>;
  /* Creates or updates an object.
   * @returns the response body, undefined when it is empty
   */
  send<T>(method: 'POST' | 'PATCH', path: string, body: object, prefer?: string): Promise<T | undefined>;
  /** Sends a request that the set-up can do without. */
  trySend(method: 'POST' | 'PATCH', path: string, body: object): Promise<OptionalResult>;
}

/** Outcome of an optional request; `reason` is the code of the Graph error. */
export type OptionalResult = { readonly ok: true } | { readonly ok: false; readonly reason: string };

interface GraphClientOptions {
  readonly graphUrl: URL;
  readonly accessToken: string;
  readonly fetch: OutboundFetch;
  readonly wait: (milliseconds: number) => Promise<void>;
  /** Prints progress while waiting. */
  readonly print: (text: string) => void;
}

interface RequestDetails {
  readonly body?: object;
  readonly prefer?: string | undefined;
  /** Whether the request may be about an object that is not replicated yet. */
  readonly isReplicating: boolean;
}

const limits = { timeoutMs: 30_000, maxBytes: 16 * 1024 * 1024 };
/** Attempts while Graph throttles or cannot be reached. */
const attempts = 6;
/** Limit for the replication of new objects. @see https://learn.microsoft.com/entra/architecture/architecture#eventual-consistency */
const replicationLimitMs = 5 * 60_000;
const maxDelayMs = 20_000;
/** Waiting time between two lines of progress. */
const progressMs = 15_000;
const maxPages = 50;

/** @throws OperatorError for every Graph error, with what to do */
export function createGraphClient(options: GraphClientOptions): GraphClient {
  const { graphUrl, accessToken, fetch, wait, print } = options;

  async function request(
    method: string,
    path: string,
    { body, prefer, isReplicating }: RequestDetails,
  ): Promise<OutboundResponse> {
    const headers = new Headers({ authorization: `Bearer ${accessToken}`, accept: 'application/json' });
    if (body) headers.set('content-type', 'application/json');
    if (prefer !== undefined) headers.set('prefer', prefer);
    const url = new URL(path.startsWith('/') ? `${graphUrl.origin}/v1.0${path}` : path);
    const init: RequestInit = { method, headers, ...(body && { body: JSON.stringify(body) }) };
    let waitedMs = 0;
    let reportedMs = 0;
    for (let attempt = 1; ; attempt += 1) {
      const response = await sendOnce(url, init);
      const isNotReplicated = isReplicating && response !== undefined && lacksReplication(response);
      if (isNotReplicated) {
        if (waitedMs >= replicationLimitMs) return response;
      } else if (response && (!isRetryable(response) || attempt >= attempts)) {
        return response;
      } else if (!response && attempt >= attempts) {
        throw new OperatorError(
          'Microsoft Graph cannot be reached. Run the set-up again: it continues where it stopped.',
        );
      }
      const delayMs = getDelayMs(response, attempt);
      if (waitedMs + delayMs - reportedMs >= progressMs) {
        reportedMs = waitedMs + delayMs;
        const reason = isNotReplicated ? 'until Entra has replicated the new object' : 'for Microsoft Graph';
        print(`waiting ${reason} (${Math.round(reportedMs / 1000)} s)`);
      }
      await wait(delayMs);
      waitedMs += delayMs;
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
      const response = await request('GET', path, { isReplicating: false });
      if (response.status === 404) return undefined;
      if (response.status !== 200) throw toOperatorError('GET', path, response);
      return parse(response) as T;
    },
    async list<T>(path: string): Promise<readonly T[]> {
      const entries: T[] = [];
      let next: string | undefined = path;
      for (let page = 0; next !== undefined && page < maxPages; page += 1) {
        const response: OutboundResponse = await request('GET', next, { isReplicating: true });
        if (response.status !== 200) throw toOperatorError('GET', path, response);
        const body = parse(response) as { readonly value: readonly T[]; readonly '@odata.nextLink'?: string };
        entries.push(...body.value);
        next = body['@odata.nextLink'];
      }
      return entries;
    },
    async send<T>(method: 'POST' | 'PATCH', path: string, body: object, prefer?: string) {
      const response = await request(method, path, { body, prefer, isReplicating: true });
      if (response.status >= 300) throw toOperatorError(method, path, response);
      return response.body.length === 0 ? undefined : (parse(response) as T);
    },
    async trySend(method, path, body) {
      const response = await request(method, path, { body, isReplicating: true });
      return response.status < 300 ? { ok: true } : { ok: false, reason: readError(response.body).code };
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

function isRetryable({ status }: OutboundResponse): boolean {
  return status === 429 || status === 503 || status === 504;
}

/** Whether the error is one that Graph returns for minutes after an object was created. */
function lacksReplication({ status, body }: OutboundResponse): boolean {
  if (status === 404) return true;
  if (status !== 400) return false;
  const text = new TextDecoder().decode(body);
  return text.includes('NoBackingApplicationObject') || text.includes('Not a valid reference update');
}

function getDelayMs(response: OutboundResponse | undefined, attempt: number): number {
  const retryAfter =
    response && isRetryable(response) ? readRetryAfter(response.headers, Date.now()) : undefined;
  return retryAfter === undefined ? Math.min(2000 * attempt, maxDelayMs) : retryAfter * 1000;
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
    'An application management policy of the tenant does not allow this credential. Use a certificate of your certificate authority (--certificate FILE) or a federated credential (--federated), or request an exemption.',
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
  const action =
    advice[code] ??
    (code.endsWith('AsPerAppPolicy')
      ? advice['CredentialTypeNotAllowedAsPerAppPolicy']
      : `Message: ${message}`);
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
