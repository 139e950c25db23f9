import { runUserLoad } from './run-user-load.ts';
import type { Figure } from './figure.ts';
import { mailSearch } from './mail-search.ts';
import { processUsage } from './process-usage.ts';
import { startConnector } from './start-connector.ts';

const people = 100;
/** Memory is still growing to its steady state until then. */
const settlesWithinSeconds = 300;

/** A soak of at least this duration is published in addition to shorter ones. */
const longSeconds = 1200;

/**
 * Puts as much load on the connector as eight connections can, and looks at how its memory grows once it has settled:
 * after five minutes, or after half of a shorter soak.
 */
export async function measureSoak(bundle: string, seconds: number): Promise<Figure[]> {
  const { url, replay, worker, stop } = await startConnector(bundle);
  try {
    const bearers = await replay.tokens(0, people);
    const load = async (forSeconds: number) => {
      const plan = { url, pid: worker.pid, question: mailSearch, bearers, seconds: forSeconds };
      const { calls } = await runUserLoad(plan);
      return { calls, residentMb: processUsage(worker.pid).residentMb };
    };
    const settling = Math.min(settlesWithinSeconds, seconds / 2);
    const before = await load(settling);
    const after = await load(seconds - settling);
    const id = seconds >= longSeconds ? 'soak-long' : 'soak';
    const calls = (before.calls + after.calls).toLocaleString('en-GB');
    return [
      {
        id: `${id}-growth`,
        title: `Memory in ${seconds / 60} minutes of load (${calls} calls), after the first ${settling / 60}: growth`,
        unit: '%',
        value: Math.max(0, ((after.residentMb - before.residentMb) / before.residentMb) * 100),
        goal: { atMost: 10 },
      },
      { id: `${id}-memory`, title: 'Memory at its end', unit: 'MB', value: after.residentMb },
    ];
  } finally {
    await stop();
  }
}
