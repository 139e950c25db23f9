import type { OutboundFetch } from '../../src/lib/outbound-fetch.ts';

/** One request of a probe as the report shows it. */
export interface RequestRecord {
  /** Method, path and options with names for all values: `GET /me/events/{id}`. */
  readonly shape: string;
  readonly status: number;
  /** The error code of Graph or Entra, the most specific one. */
  readonly code?: string;
  /** `request-id` of Microsoft, to find the request in its logs. */
  readonly requestId?: string;
}

interface ProbeRequest {
  readonly shape: string;
  /** Path below `/v1.0` of Graph, or a URL of the login service. */
  readonly path: string;
  readonly query?: Readonly<Record<string, string>>;
  readonly headers?: Readonly<Record<string, string>>;
  readonly json?: unknown;
  readonly form?: Readonly<Record<string, string>>;
}

interface ProbeResponse {
  readonly status: number;
  readonly code: string;
  readonly headers: Headers;
  readonly text: string;
  /** Parsed JSON; undefined for anything else. */
  // oxlint-disable-next-line typescript/no-explicit-any -- a probe reads what it expects, and reports when it is not there
  readonly body: any;
}

/** Sends the requests of probes and records their shapes. */
export interface ProbeClient {
  send(request: ProbeRequest): Promise<ProbeResponse>;
  /** The records since the last call. */
  takeRecords(): readonly RequestRecord[];
}

interface ProbeClientOptions {
  readonly graphUrl: URL;
  readonly loginUrl: URL;
  readonly accessToken: string | undefined;
  readonly fetch: OutboundFetch;
}

const limits = { timeoutMs: 30_000, maxBytes: 16 * 1024 * 1024 };

/** A client for one access token. */
export function createProbeClient({
  graphUrl,
  loginUrl,
  accessToken,
  fetch,
}: ProbeClientOptions): ProbeClient {
  let records: RequestRecord[] = [];
  return {
    async send({ shape, path, query = {}, headers: extra, json, form }) {
      const isGraph = path.startsWith('/') && !path.startsWith('//');
      const url = isGraph ? new URL(`/v1.0${path}`, graphUrl) : new URL(path);
      if (!isGraph && url.origin !== loginUrl.origin)
        throw new Error('A probe sends requests to Entra and Graph only.');
      const options = Object.entries(query).map(([name, value]) => `${name}=${encodeURIComponent(value)}`);
      if (options.length > 0) url.search = options.join('&');
      const headers = new Headers({ accept: 'application/json', ...extra });
      if (isGraph && accessToken !== undefined) headers.set('authorization', `Bearer ${accessToken}`);
      if (json !== undefined) headers.set('content-type', 'application/json');
      const isPost = json !== undefined || form !== undefined;
      const body = json === undefined ? form && new URLSearchParams(form) : JSON.stringify(json);
      const response = await fetch(
        url,
        { method: isPost ? 'POST' : 'GET', headers, ...(body && { body }) },
        limits,
      );
      const text = new TextDecoder().decode(response.body);
      const parsed = parse(text);
      const code = readCode(parsed);
      const requestId = response.headers.get('request-id') ?? response.headers.get('x-ms-request-id') ?? '';
      records.push({
        shape,
        status: response.status,
        ...(code !== '' && { code }),
        ...(/^[0-9a-f-]{36}$/i.test(requestId) && { requestId }),
      });
      return { status: response.status, code, headers: response.headers, text, body: parsed };
    },
    takeRecords() {
      const taken = records;
      records = [];
      return taken;
    },
  };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

/** The most specific error code of Graph, or error and AADSTS number of Entra. Empty without one. */
function readCode(body: unknown): string {
  const error: unknown = (body as { error?: unknown } | null | undefined)?.error;
  if (typeof error === 'string') {
    const number = (body as { error_codes?: readonly unknown[] }).error_codes?.[0];
    const parts = typeof number === 'number' ? [error, String(number)] : [error];
    return parts.filter((part) => /^\w{1,60}$/.test(part)).join(' ');
  }
  let code = '';
  let level = error as Record<string, unknown> | undefined;
  for (let depth = 0; depth < 8 && typeof level === 'object' && level !== null; depth += 1) {
    const own = level['code'];
    if (typeof own === 'string' && /^[\w.:-]{1,80}$/.test(own)) code = own;
    level = (level['innerError'] ?? level['innererror']) as Record<string, unknown> | undefined;
  }
  return code;
}
