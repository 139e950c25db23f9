import { Agent, request } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import type { LoadRequest } from './run-load.ts';

/** Options of an open-loop load test with a fixed rate. */
export interface SteadyPlan {
  readonly url: URL;
  readonly perSecond: number;
  readonly seconds: number;
  /** Creates the n-th request. */
  readonly next: (index: number) => LoadRequest;
  /** Receives each response. A broken connection has status 0. */
  readonly take: (answer: SteadyAnswer) => void;
}

/** Result of one request. */
export interface SteadyAnswer {
  readonly status: number;
  readonly retryAfter: string | undefined;
  readonly body: string;
  readonly ms: number;
}

/** Sends requests at a fixed rate, independent of responses, and waits for the last response. */
export async function runSteadily({ url, perSecond, seconds, next, take }: SteadyPlan): Promise<void> {
  const agent = new Agent({ keepAlive: true });
  const startedMs = performance.now();
  const pending: Promise<void>[] = [];
  const total = perSecond * seconds;
  while (pending.length < total) {
    const due = Math.min(total, ((performance.now() - startedMs) / 1000) * perSecond);
    while (pending.length < due) pending.push(sendOne(next(pending.length)));
    await sleep(5);
  }
  await Promise.all(pending);
  agent.destroy();

  function sendOne({ headers, body }: LoadRequest): Promise<void> {
    const beganMs = performance.now();
    return new Promise((resolve) => {
      const end = (status: number, retryAfter: string | undefined, text: string) => {
        take({ status, retryAfter, body: text, ms: performance.now() - beganMs });
        resolve();
      };
      const outgoing = request(url, { method: 'POST', agent, headers }, (incoming) => {
        const chunks: Buffer[] = [];
        incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
        incoming.on('end', () =>
          end(incoming.statusCode ?? 0, incoming.headers['retry-after'], Buffer.concat(chunks).toString()),
        );
        incoming.once('error', (error) => end(0, undefined, error.message));
      });
      outgoing.once('error', (error) => end(0, undefined, error.message));
      outgoing.end(body);
    });
  }
}
