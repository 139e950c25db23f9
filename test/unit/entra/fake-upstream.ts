import type { OutboundFetch, OutboundLimits, OutboundResponse } from '../../../src/lib/outbound-fetch.ts';

/** A clock that stands still until it is turned. */
export interface TurnedClock {
  nowMs(): number;
  advance(milliseconds: number): void;
}

export function createTurnedClock(startMs: number): TurnedClock {
  let now = startMs;
  return {
    nowMs: () => now,
    advance(milliseconds) {
      now += milliseconds;
    },
  };
}

/** One request as it would have left. */
export interface SentRequest {
  readonly url: URL;
  readonly init: RequestInit;
  readonly limits: OutboundLimits;
}

/** Response of a fake: a body (JSON unless it is text or bytes), with status 200 unless another is said. */
export interface FakeAnswer {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

export function answerOf({ status = 200, headers = {}, body = '' }: FakeAnswer): OutboundResponse {
  if (body instanceof Uint8Array) return { status, headers: new Headers(headers), body };
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  return { status, headers: new Headers(headers), body: new TextEncoder().encode(text) };
}

/** An outbound fetch that answers from a script: a function answers each request, or throws. */
export function createFakeUpstream(answer: (request: SentRequest, count: number) => unknown) {
  const requests: SentRequest[] = [];
  const fetch: OutboundFetch = async (url, init, limits) => {
    const request = { url, init, limits };
    requests.push(request);
    return answerOf((await answer(request, requests.length)) as FakeAnswer);
  };
  return { fetch, requests };
}
