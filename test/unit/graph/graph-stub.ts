import type { GraphClient, RejectedToken } from '../../../src/graph/client.ts';
import { type GraphClientOptions, createGraphClient } from '../../../src/graph/create-client.ts';
import { createContentMemory } from '../../../src/graph/content-memory.ts';
import { createRequestLimits } from '../../../src/graph/request-limits.ts';
import { AppError } from '../../../src/lib/app-error.ts';
import { type OutboundFetch, createOutboundFetch } from '../../../src/lib/outbound-fetch.ts';

/** A request as sent. */
export interface SentRequest {
  readonly method: string;
  readonly url: URL;
  readonly headers: Headers;
  readonly body: unknown;
  readonly redirect: string | undefined;
}

/** Responds to one request. */
export type Step = (request: SentRequest) => Response | Promise<Response>;

/** No response: the request times out. */
export const hang = Symbol('hang');

const graphOrigin = 'https://graph.microsoft.com';
/** Canary: must only appear in the Authorization header. */
export const accessToken = 'canary-access-token';
export const requestId = '11111111-2222-4333-8444-555555555555';

export interface GraphStub {
  readonly client: GraphClient;
  readonly sent: readonly SentRequest[];
  readonly sentToHosts: readonly SentRequest[];
  /** Milliseconds between attempts. */
  readonly waits: readonly number[];
  readonly abort: (reason: Error) => void;
  readonly nowMs: () => number;
}

export interface GraphStubOptions {
  readonly hosts?: readonly (Step | typeof hang)[];
  readonly startMs?: number;
  readonly random?: number;
  /** Deadline, from the start. */
  readonly dueInMs?: number;
  /** Called at each wait between attempts. */
  readonly onWait?: (stub: GraphStub) => void;
  readonly renewAccessToken?: (rejected: RejectedToken) => Promise<string | undefined>;
}

/** A client whose requests get one step each as response; a request without a step fails the test. */
export function graphStub(
  steps: readonly (Step | typeof hang)[],
  {
    hosts = [],
    startMs = Date.parse('2026-11-24T09:00:00Z'),
    random = 0.5,
    dueInMs = 25_000,
    onWait,
    renewAccessToken = async () => undefined,
  }: GraphStubOptions = {},
): GraphStub {
  let nowMs = startMs;
  const sent: SentRequest[] = [];
  const sentToHosts: SentRequest[] = [];
  const waits: number[] = [];
  const controller = new AbortController();

  function stubbed(
    queue: readonly (Step | typeof hang)[],
    log: SentRequest[],
    isAllowed: (url: URL) => boolean,
  ): OutboundFetch {
    return async (url, init, limits) => {
      const step = queue[log.length];
      if (step === hang) {
        log.push(record(url, init));
        nowMs += limits.timeoutMs;
        throw new AppError('timed_out', 'Microsoft 365 did not answer in time.');
      }
      const outbound = createOutboundFetch(isAllowed, 'Microsoft 365', async (input, actual) => {
        const request = record(new URL(input instanceof Request ? input.url : input), actual ?? {});
        log.push(request);
        if (!step) throw new TooManyRequests(`${request.method} ${request.url.href}`);
        return await step(request);
      });
      return await outbound(url, init, limits);
    };
  }

  const options: GraphClientOptions = {
    graphUrl: new URL(graphOrigin),
    accessToken,
    user: 'tenant/user',
    limits: createRequestLimits(4, { nowMs: () => nowMs }),
    memory: createContentMemory({ nowMs: () => nowMs }),
    fetch: stubbed(steps, sent, (url) => url.origin === graphOrigin),
    downloadFetch: stubbed(hosts, sentToHosts, (url) => url.hostname.endsWith('.sharepoint.com')),
    clock: { nowMs: () => nowMs },
    signal: controller.signal,
    deadlineMs: startMs + dueInMs,
    random: () => random,
    userAgent: 'NONISV|Test|Test/1.0',
    renewAccessToken,
    trace: { stage: (_name, run) => run(), setAttributes: () => undefined },
    sleep: async (milliseconds, signal) => {
      waits.push(milliseconds);
      nowMs += milliseconds;
      onWait?.(stub);
      await Promise.resolve();
      signal.throwIfAborted();
    },
  };
  const stub: GraphStub = {
    client: createGraphClient(options),
    sent,
    sentToHosts,
    waits,
    abort: (reason) => controller.abort(reason),
    nowMs: () => nowMs,
  };
  return stub;
}

class TooManyRequests extends Error {}

function record(url: URL, init: RequestInit): SentRequest {
  return {
    method: init.method ?? 'GET',
    url,
    headers: new Headers(init.headers),
    body: typeof init.body === 'string' ? (JSON.parse(init.body) as unknown) : undefined,
    redirect: init.redirect,
  };
}

/** Responds with JSON. */
export function json(body: unknown, status = 200, headers: Record<string, string> = {}): Step {
  return () =>
    new Response(JSON.stringify(body), {
      status,
      headers: {
        'content-type': 'application/json;odata.metadata=minimal',
        'request-id': requestId,
        ...headers,
      },
    });
}

/** Responds with a Graph error: codes from the outermost to the most specific, and a canary message. */
export function errorResponse(
  status: number,
  codes: readonly string[],
  headers: Record<string, string> = {},
): Step {
  const [outer = '', ...inner] = codes;
  const innerError = inner.toReversed().reduce<object>((within, code) => ({ code, innerError: within }), {
    date: '2026-11-24T09:00:00',
    'request-id': requestId,
  });
  return json({ error: { code: outer, message: 'canary upstream message', innerError } }, status, headers);
}

/** Responds with any body. */
export function raw(body: BodyInit | null, status = 200, headers: Record<string, string> = {}): Step {
  return () => new Response(body, { status, headers });
}

/** The connection breaks before a response. */
export const reset: Step = () =>
  Promise.reject(new TypeError('Network connection lost: https://tenant.sharepoint.com/x?tempauth=canary'));

/** The connection breaks within the response. */
export function brokenOff(begin: string, contentType = 'application/json'): Step {
  return () => {
    let begun = false;
    const body = new ReadableStream<Uint8Array>({
      pull(controller) {
        if (begun) controller.error(new TypeError('Network connection lost.'));
        else controller.enqueue(new TextEncoder().encode(begin));
        begun = true;
      },
    });
    return new Response(body, { headers: { 'content-type': contentType } });
  };
}

/** All text of an error that a log could contain. */
export function exposed(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const details = error instanceof AppError ? JSON.stringify(error.details) : '';
  return [error.name, error.message, error.stack, details, error.cause && exposed(error.cause)].join('\n');
}
