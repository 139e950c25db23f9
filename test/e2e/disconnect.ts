import { request } from 'node:http';
import type { RequestFilter } from 'm365-simulator';
import type { Simulation } from '../../scripts/lib/simulation.ts';

/** A request to the connector. */
export interface SentRequest {
  /** Default: POST. */
  readonly method?: string;
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

export async function until(condition: () => boolean): Promise<void> {
  for (let attempt = 0; !condition(); attempt += 1) {
    if (attempt === 5000) throw new Error('The condition was not met in 100 seconds.');
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

/** Resolves when `count` matching requests have reached Microsoft and wait for their responses. */
export async function untilReached({ tenant }: Simulation, filter: RequestFilter, count = 1): Promise<void> {
  const pending = () => tenant.control.requests(filter).filter(({ status }) => status === undefined);
  await until(() => pending().length >= count);
}

/** Sends a request and resets the connection after `then`. */
export async function disconnectAfter(
  { url }: Simulation,
  { method = 'POST', path, headers = {}, body }: SentRequest,
  then: () => Promise<unknown>,
): Promise<void> {
  const sent = request(new URL(path, url), { method, headers });
  const closed = new Promise((resolve) => sent.once('close', resolve).on('error', resolve));
  sent.end(body);
  await then();
  sent.socket?.resetAndDestroy();
  await closed;
}
