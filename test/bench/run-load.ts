import { Agent, request } from 'node:http';
import { Agent as SecureAgent, request as secureRequest } from 'node:https';

/** One request of a load test. */
export interface LoadRequest {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** Options of a load test. */
export interface LoadPlan {
  readonly url: URL;
  /** Creates the n-th request. */
  readonly next: (index: number) => LoadRequest;
  /** Persistent connections. Each sends its next request after the previous response. */
  readonly connections: number;
  /** Ends after this number of requests or seconds, whichever comes first. */
  readonly requests?: number;
  readonly seconds?: number;
  /** Whether a response is a success. */
  readonly isGood: (status: number, body: string) => boolean;
}

/** Result of a load test. */
export interface LoadResult {
  readonly calls: number;
  readonly failed: number;
  readonly seconds: number;
  readonly perSecond: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly slowestMs: number;
  /** First failed response. */
  readonly firstFailure: string | undefined;
}

/** Runs a closed-loop load test. */
export async function runLoad(plan: LoadPlan): Promise<LoadResult> {
  const { url, connections, requests = Number.POSITIVE_INFINITY, seconds = 3600 } = plan;
  const isSecure = url.protocol === 'https:';
  const agent = new (isSecure ? SecureAgent : Agent)({ keepAlive: true, maxSockets: connections });
  const send = isSecure ? secureRequest : request;
  const latenciesMs: number[] = [];
  let failed = 0;
  let firstFailure: string | undefined;
  let sent = 0;
  const startedMs = performance.now();

  async function connection(): Promise<void> {
    while (sent < requests && performance.now() - startedMs < seconds * 1000) {
      const { headers, body } = plan.next(sent);
      sent += 1;
      const beganMs = performance.now();
      const answer = await new Promise<{ status: number; text: string }>((resolve) => {
        const outgoing = send(url, { method: 'POST', agent, headers }, (incoming) => {
          const chunks: Buffer[] = [];
          incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
          incoming.on('end', () =>
            resolve({ status: incoming.statusCode ?? 0, text: Buffer.concat(chunks).toString() }),
          );
        });
        outgoing.once('error', (error) => resolve({ status: 0, text: error.message }));
        outgoing.end(body);
      });
      latenciesMs.push(performance.now() - beganMs);
      if (!plan.isGood(answer.status, answer.text)) {
        failed += 1;
        firstFailure ??= `${answer.status} ${answer.text.slice(0, 300)}`;
      }
    }
  }

  await Promise.all(Array.from({ length: connections }, connection));
  const elapsedSeconds = (performance.now() - startedMs) / 1000;
  agent.destroy();
  const sorted = latenciesMs.toSorted((a, b) => a - b);
  const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
  return {
    calls: sorted.length,
    failed,
    seconds: elapsedSeconds,
    perSecond: sorted.length / elapsedSeconds,
    p50Ms: at(0.5),
    p99Ms: at(0.99),
    slowestMs: at(1),
    firstFailure,
  };
}
