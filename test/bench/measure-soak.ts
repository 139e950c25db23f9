import type { Figure } from './figure.ts';
import { mailSearch } from './mail-search.ts';
import { isResult, mcpRequest } from './mcp-request.ts';
import { processUsage } from './process-usage.ts';
import { runLoad } from './run-load.ts';
import { startConnector } from './start-connector.ts';

const people = 100;
const connections = 8;
/** Memory is still being taken for good until then. */
const settlesWithinSeconds = 300;

/** A soak as long as this one is published beside shorter ones. */
const longSeconds = 1200;

/**
 * Puts as much load on the connector as eight connections can, and looks at how its memory grows once it has settled:
 * after five minutes, or after half of a shorter soak.
 */
export async function measureSoak(bundle: string, seconds: number): Promise<Figure[]> {
  const { url, replay, worker, stop } = await startConnector(bundle);
  try {
    const tokens = await replay.tokens(0, people);
    const load = async (forSeconds: number) => {
      const next = (index: number) =>
        mcpRequest(mailSearch, { authorization: `Bearer ${tokens[index % people] ?? ''}` });
      const result = await runLoad({ url, connections, isGood: isResult, next, seconds: forSeconds });
      if (result.failed > 0) throw new Error(`${result.failed} calls failed: ${result.firstFailure}`);
      return { calls: result.calls, residentMb: processUsage(worker.pid).residentMb };
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
