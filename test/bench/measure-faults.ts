import type { Figure } from './figure.ts';
import { mailSearch } from './mail-search.ts';
import { isResult, mcpRequest } from './mcp-request.ts';
import { runSteadily, type SteadyAnswer } from './run-steadily.ts';
import { startConnector } from './start-connector.ts';
import type { Replay } from './start-replay.ts';

/** Options of the measurement. */
export interface FaultOptions {
  readonly bundle: string;
  readonly seconds: number;
  /** Receives progress messages. */
  readonly say: (line: string) => void;
}

const perSecond = 100;
const people = 100;
const failingShare = 0.05;
const when = `${failingShare * 100} % of Graph's answers 429 or 503`;

/**
 * Puts a steady load on the production bundle while Graph fails for a share of its requests, and counts how calls end: with
 * a result, or with an error that states when to retry.
 */
export async function measureFaults({ bundle, seconds, say }: FaultOptions): Promise<Figure[]> {
  const { url, replay, stop } = await startConnector(bundle);
  try {
    const tokens = await replay.tokens(0, people);
    const next = (index: number) =>
      mcpRequest(mailSearch, { authorization: `Bearer ${tokens[index % people] ?? ''}` });
    // First call of each user, without faults.
    await runSteadily({ url, perSecond: people, seconds: 1, next, take: () => undefined });
    say(`${perSecond} calls a second for ${seconds} seconds, ${when} …`);
    await replay.failGraph(failingShare);
    const before = await upstreamRequests(replay);
    const ends = { answered: 0, saidWhen: 0, otherwise: 0, serverErrors: 0, slowestMs: 0 };
    const take = (answer: SteadyAnswer): void => {
      const { status, body, ms } = answer;
      ends.slowestMs = Math.max(ends.slowestMs, ms);
      if (status === 500) ends.serverErrors += 1;
      if (isResult(status, body)) ends.answered += 1;
      else if (saysWhen(answer)) ends.saidWhen += 1;
      else if ((ends.otherwise += 1) === 1)
        say(`The first to end otherwise: ${status} ${body.slice(0, 300)}`);
    };
    await runSteadily({ url, perSecond, seconds, next, take });
    const upstream = (await upstreamRequests(replay)) - before;
    const calls = ends.answered + ends.saidWhen + ends.otherwise;
    return [
      {
        id: 'faults-otherwise',
        title: 'Graph failing: calls without result and without retryAfterSeconds',
        unit: '%',
        value: (ends.otherwise / calls) * 100,
        goal: { atMost: 0.1 },
      },
      {
        id: 'faults-answered',
        title: 'Graph failing: calls with a result',
        unit: '%',
        value: (ends.answered / calls) * 100,
      },
      {
        id: 'faults-upstream',
        title: 'Graph failing: requests to Microsoft per call',
        unit: '',
        value: upstream / calls,
        goal: { atMost: 1.2 },
      },
      {
        id: 'faults-slowest',
        title: 'Graph failing: longest call',
        unit: 's',
        value: ends.slowestMs / 1000,
        goal: { atMost: 25 },
      },
      {
        id: 'faults-500',
        title: 'Graph failing: responses with HTTP 500',
        unit: '',
        value: ends.serverErrors,
        goal: { atMost: 0 },
      },
    ];
  } finally {
    await stop();
  }
}

/** Whether an error response contains a retry time for the client or the model. */
export function saysWhen({ status, retryAfter, body }: SteadyAnswer): boolean {
  if (status === 429 || status === 503) return /^[1-9]\d*$/.test(retryAfter ?? '');
  return status === 200 && /Try again in \d+ seconds/.test(body);
}

async function upstreamRequests(replay: Replay): Promise<number> {
  const counts = await replay.counts();
  return Object.values(counts).reduce((sum, count) => sum + count, 0);
}
