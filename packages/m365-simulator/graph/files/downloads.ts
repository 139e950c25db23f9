import { decodeBase64Url, encodeBase64Url } from '../../encoding/base64.ts';
import { seededBytes } from '../core/seeded-random.ts';

/** Content of a pre-authenticated download URL. */
interface Downloadable {
  readonly uniqueId: string;
  readonly contentType: string;
  readonly bytes: () => Uint8Array;
}

/** A request that carried a token to the download host, which no user may do. */
export interface TokenLeak {
  readonly path: string;
  readonly atMs: number;
}

/** The pre-authenticated host of SharePoint. */
export interface Downloads {
  /** An address that opens one file without a token, for a quarter of an hour. */
  issue(webUrl: string, file: Downloadable, nowMs: number): string;
  respond(request: Request): Response;
  readonly leaks: readonly TokenLeak[];
}

const lifetimeMs = 15 * 60_000;

/** The files that addresses were issued for are kept as long as the tenant runs. */
export function createDownloads(context: { nowMs(): number; downloadOrigin(): string }): Downloads {
  const files = new Map<string, Downloadable>();
  const leaks: TokenLeak[] = [];

  function respond(request: Request): Response {
    const url = new URL(request.url);
    if (request.headers.has('authorization')) {
      leaks.push({ path: url.pathname, atMs: context.nowMs() });
      return failure(401, 'unauthenticated', 'This address takes no token.');
    }
    if (request.method !== 'GET' && request.method !== 'HEAD')
      return failure(405, 'invalidRequest', 'Method not allowed.');
    const key = url.searchParams.get('UniqueId') ?? '';
    const expiresAtMs = readToken(url.searchParams.get('tempauth') ?? '', key);
    const file = files.get(key);
    if (expiresAtMs === undefined || !file) return failure(401, 'unauthenticated', 'Unauthenticated.');
    if (expiresAtMs <= context.nowMs()) return failure(401, 'unauthenticated', 'The address has expired.');
    return bytesResponse(request, file);
  }

  return {
    leaks,
    respond,
    issue(webUrl, file, nowMs) {
      files.set(file.uniqueId, file);
      const site = new URL(webUrl).pathname.split('/').slice(0, 3).join('/');
      const token = makeToken(nowMs + lifetimeMs, file.uniqueId);
      return `${context.downloadOrigin()}${site}/_layouts/15/download.aspx?UniqueId=${file.uniqueId}&Translate=false&tempauth=${token}&ApiVersion=2.0`;
    },
  };
}

function bytesResponse(request: Request, file: Downloadable): Response {
  const whole = file.bytes();
  const headers = {
    'content-type': file.contentType,
    'accept-ranges': 'bytes',
    'cache-control': 'private, max-age=0',
    'x-content-type-options': 'nosniff',
  };
  const range = /^bytes=(\d*)-(\d*)$/.exec(request.headers.get('range') ?? '');
  if (!range || (range[1] === '' && range[2] === '')) {
    return new Response(request.method === 'HEAD' ? null : new Uint8Array(whole), {
      headers: { ...headers, 'content-length': String(whole.length) },
    });
  }
  const [, from = '', to = ''] = range;
  const start = from === '' ? Math.max(0, whole.length - Number(to)) : Number(from);
  const end = from === '' || to === '' ? whole.length - 1 : Math.min(Number(to), whole.length - 1);
  if (start > end) {
    return new Response(null, { status: 416, headers: { 'content-range': `bytes */${whole.length}` } });
  }
  const part = whole.slice(start, end + 1);
  return new Response(request.method === 'HEAD' ? null : part, {
    status: 206,
    headers: {
      ...headers,
      'content-length': String(part.length),
      'content-range': `bytes ${start}-${end}/${whole.length}`,
    },
  });
}

/** Not a secret: it only has to look like one and to be checked. */
function makeToken(expiresAtMs: number, key: string): string {
  const payload = encodeBase64Url(new TextEncoder().encode(JSON.stringify({ exp: expiresAtMs, item: key })));
  return `v1.${payload}.${signature(payload)}`;
}

function readToken(token: string, key: string): number | undefined {
  const [version, payload = '', mac] = token.split('.');
  if (version !== 'v1' || mac !== signature(payload)) return undefined;
  const bytes = decodeBase64Url(payload);
  if (!bytes) return undefined;
  const read = JSON.parse(new TextDecoder().decode(bytes)) as { readonly exp: number; readonly item: string };
  return read.item === key ? read.exp : undefined;
}

function signature(payload: string): string {
  return encodeBase64Url(seededBytes(`tempauth:${payload}`, 32));
}

function failure(status: number, code: string, message: string): Response {
  return new Response(JSON.stringify({ error: { code, message } }), {
    status,
    headers: { 'content-type': 'application/json; charset=utf-8' },
  });
}
