import { decodeJwt } from '../entra/token/jwt.ts';
import type { RequestKind } from './request-kind.ts';

/** One request that the tenant received. Credentials and tokens are replaced before they are written down. */
export interface LoggedRequest {
  readonly atMs: number;
  readonly kind: RequestKind;
  readonly method: string;
  readonly origin: string;
  readonly path: string;
  readonly query: string;
  readonly headers: Readonly<Record<string, string>>;
  /** Fields of a form. */
  readonly form?: Readonly<Record<string, string>>;
  /** A JSON body. */
  readonly body?: unknown;
  /** `sid` of the token that it bears or exchanges: the sign-in that it goes back to. */
  readonly sessionId?: string | undefined;
  /** User of the token, once known. */
  tenantId?: string;
  objectId?: string;
  /** When the response was ready. Absent while pending or when the connection was reset. */
  endedAtMs?: number;
  /** Status of the response. Absent while pending or when the connection was reset. */
  status?: number;
  /** The caller gave up before there was a response. */
  abandoned?: true;
}

/**
 * Length of the longest chain of requests of which each began after the one before it had ended: the round trips that a
 * caller waits for. Requests that overlap are sent side by side.
 */
export function countRounds(requests: readonly LoggedRequest[]): number {
  const ended = requests.flatMap(({ atMs, endedAtMs }) =>
    endedAtMs === undefined ? [] : [{ atMs, endedAtMs }],
  );
  let rounds = 0;
  let freeAtMs = Number.NEGATIVE_INFINITY;
  for (const { atMs, endedAtMs } of ended.toSorted((left, right) => left.endedAtMs - right.endedAtMs)) {
    if (atMs < freeAtMs) continue;
    rounds += 1;
    freeAtMs = endedAtMs;
  }
  return rounds;
}

/** Selects logged requests. Without members: all. */
export interface RequestFilter {
  readonly kind?: RequestKind;
  readonly tenantId?: string;
  readonly objectId?: string;
  readonly sessionId?: string;
}

export interface RequestLog {
  add(entry: LoggedRequest): void;
  list(filter?: RequestFilter): readonly LoggedRequest[];
  /** Requests of each kind since the start or the last `clear`, also those that are no longer listed. */
  counts(): Readonly<Record<string, number>>;
  clear(): void;
}

const keptHeaders = [
  'accept',
  'client-request-id',
  'consistencylevel',
  'content-type',
  'if-none-match',
  'origin',
  'prefer',
  'range',
  'traceparent',
  'user-agent',
  'x-ms-lib-capability',
];

const secretFields: ReadonlySet<string> = new Set([
  'assertion',
  'client_assertion',
  'client_secret',
  'code',
  'code_verifier',
  'ctx',
  'refresh_token',
]);

const redacted = '[redacted]';

/** The headers worth keeping; of a bearer only that it was there. */
export function logHeaders(headers: Headers): Record<string, string> {
  const kept: Record<string, string> = {};
  for (const name of keptHeaders) {
    const value = headers.get(name);
    if (value !== null) kept[name] = value;
  }
  const authorization = headers.get('authorization');
  if (authorization !== null) kept['authorization'] = `${authorization.split(' ', 1)[0]} ${redacted}`;
  return kept;
}

export function logForm(form: URLSearchParams): Record<string, string> {
  return Object.fromEntries(
    [...form].map(([name, value]) => [name, secretFields.has(name) ? redacted : value]),
  );
}

/** Keeps the newest requests; load tests would otherwise fill the memory. */
export function createRequestLog(capacity = 5000): RequestLog {
  let entries: LoggedRequest[] = [];
  let counts: Record<string, number> = {};
  const matches = (entry: LoggedRequest, filter: RequestFilter): boolean =>
    (filter.kind === undefined || entry.kind === filter.kind) &&
    (filter.tenantId === undefined || entry.tenantId === filter.tenantId) &&
    (filter.objectId === undefined || entry.objectId === filter.objectId) &&
    (filter.sessionId === undefined || entry.sessionId === filter.sessionId);
  return {
    add(entry) {
      entries.push(entry);
      if (entries.length > 2 * capacity) entries = entries.slice(-capacity);
      counts[entry.kind] = (counts[entry.kind] ?? 0) + 1;
    },
    list: (filter = {}) => entries.filter((entry) => matches(entry, filter)).slice(-capacity),
    counts: () => ({ ...counts }),
    clear() {
      entries = [];
      counts = {};
    },
  };
}

/**
 * `sid` of the token that a request bears, or of the one that it exchanges: the sign-in that it goes back to. Nothing of
 * the token is checked here.
 */
export function requestSession(headers: Headers, form: URLSearchParams): string | undefined {
  const bearer = /^Bearer +(\S+)$/i.exec(headers.get('authorization') ?? '')?.[1];
  const sid = decodeJwt(bearer ?? form.get('assertion') ?? '')?.claims['sid'];
  return typeof sid === 'string' ? sid : undefined;
}
