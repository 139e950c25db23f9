/**
 * An upstream without delay, as a process of its own: it answers as the simulated tenant answered the same request the
 * first time, from memory, whoever asks. Prints its origin when it listens.
 */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createSimulator, users } from 'm365-simulator';
import { createLargeFiles } from './large-files.ts';
import { personId } from './person-id.ts';

interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer;
}

const server = createServer((message, target) => {
  const chunks: Buffer[] = [];
  message.on('data', (chunk: Buffer) => chunks.push(chunk));
  message.on('end', () => void answer(message, Buffer.concat(chunks), target));
});
server.keepAliveTimeout = 60_000;
await listen(server);
const downloads = createServer((message, target) => void download(message, target));
await listen(downloads);
const { fetch, control } = await createSimulator({
  downloadOrigin: originOf(downloads),
  documents: process.argv.includes('--large-files') ? createLargeFiles() : [],
});
const answers = new Map<string, Promise<Answer>>();
const counts: Record<string, number> = {};
/** Errors for a share of the Graph requests, in turn. */
const refusals: readonly Answer[] = [
  refusal(429, { 'retry-after': '2' }),
  refusal(503, {}),
  refusal(429, { 'retry-after': '30' }),
  refusal(503, { 'retry-after': '1' }),
];
let failingShare = 0;
let refused = 0;

console.log(originOf(server));

async function listen(listener: Server): Promise<void> {
  await new Promise<void>((resolve) => listener.listen(0, '127.0.0.1', resolve));
}

function originOf(listener: Server): string {
  return `http://127.0.0.1:${(listener.address() as AddressInfo).port}`;
}

/**
 * The content of a file, requested of the simulator once, although each download has a link of its own: copies of large
 * files would delay the searches beside them.
 */
async function download(message: IncomingMessage, target: ServerResponse): Promise<void> {
  const origin = originOf(downloads);
  const { method, url = '/', headers } = message;
  const file = new URL(url, origin).searchParams.get('UniqueId') ?? url;
  let recorded = answers.get(file);
  if (!recorded) {
    const { range: _range, ...others } = headers;
    recorded = record({ method, url, headers: others }, Buffer.alloc(0), origin);
    answers.set(file, recorded);
  }
  const whole = await recorded;
  const range = /^bytes=(\d+)-(\d+)$/.exec(headers.range ?? '');
  if (!range) return send(target, whole);
  const [start, end] = [Number(range[1]), Math.min(Number(range[2]), whole.body.length - 1)];
  const contentRange = `bytes ${start}-${end}/${whole.body.length}`;
  send(target, {
    status: 206,
    headers: { ...whole.headers, 'content-range': contentRange },
    body: whole.body.subarray(start, end + 1),
  });
}

async function answer(message: IncomingMessage, body: Buffer, target: ServerResponse): Promise<void> {
  const { method = 'GET', url = '/' } = message;
  if (url.startsWith('/__tokens')) return send(target, await tokens(new URL(url, 'http://localhost')));
  if (url === '/__counts') return send(target, json(counts));
  if (url.startsWith('/__fail')) {
    failingShare = Number(new URL(url, 'http://localhost').searchParams.get('share'));
    return send(target, json(failingShare));
  }
  // On-behalf-of requests differ only in their assertion.
  const isExchange = url.endsWith('/oauth2/v2.0/token');
  const service = isExchange ? 'exchange' : url.startsWith('/v1.0/') ? 'graph' : 'keys';
  counts[service] = (counts[service] ?? 0) + 1;
  if (service === 'graph' && Math.random() < failingShare) {
    refused += 1;
    return send(target, refusals[refused % refusals.length] ?? json({}));
  }
  const key = isExchange ? 'exchange' : `${method} ${url} ${body.toString()}`;
  let recorded = answers.get(key);
  if (!recorded) {
    recorded = record(message, body);
    answers.set(key, recorded);
  }
  send(target, await recorded);
}

async function record(
  { method = 'GET', url = '/', headers }: Pick<IncomingMessage, 'method' | 'url' | 'headers'>,
  body: Buffer,
  origin = 'http://127.0.0.1',
): Promise<Answer> {
  const request = new Request(`${origin}${url}`, {
    method,
    headers: Object.entries(headers).filter(
      (header): header is [string, string] => typeof header[1] === 'string' && header[0] !== 'host',
    ),
    ...(body.length > 0 && { body: new Uint8Array(body) }),
  });
  const response = await fetch(request);
  return {
    status: response.status,
    headers: Object.fromEntries(response.headers),
    body: Buffer.from(await response.arrayBuffer()),
  };
}

/** Access tokens that differ only in their object id. */
async function tokens({ searchParams }: URL): Promise<Answer> {
  const from = Number(searchParams.get('from'));
  const count = Number(searchParams.get('count'));
  const minted = Array.from({ length: count }, (_, index) =>
    control.mint({
      user: users.megan.userPrincipalName,
      claims: { oid: personId(from + index) },
      lifetimeSeconds: 86_000,
    }),
  );
  return json(await Promise.all(minted));
}

function refusal(status: number, headers: Readonly<Record<string, string>>): Answer {
  return { ...json({ error: { code: 'TooManyRequests' } }), status, headers };
}

function json(value: unknown): Answer {
  return {
    status: 200,
    headers: { 'content-type': 'application/json' },
    body: Buffer.from(JSON.stringify(value)),
  };
}

function send(target: ServerResponse, { status, headers, body }: Answer): void {
  target.writeHead(status, { ...headers, 'content-length': body.length });
  target.end(body);
}
