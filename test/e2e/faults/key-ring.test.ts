import { describe, expect, it } from 'vitest';
import { useConnector } from '../connector.ts';
import { tool } from './graph-row.ts';
import { ringFaults, ringOf } from './key-ring-faults.ts';
import { ask, type FaultWorld, openWorld, runFault } from './run-fault.ts';

const connector = useConnector();

async function restart(ring: readonly string[]): Promise<void> {
  await connector.simulation.worker.stop('SIGKILL');
  await connector.simulation.restart({ ...connector.simulation.env, SEAL_KEYS: ringOf(ring) });
}

async function cursorOf(world: FaultWorld, args: Record<string, unknown>): Promise<string | undefined> {
  const { text } = await ask(world, tool('outlook_email_search', args));
  const { result } = JSON.parse(text) as {
    result: { structuredContent: { page: { cursor?: string } } };
  };
  return result.structuredContent.page.cursor;
}

describe('POST /mcp after a change of SEAL_KEYS', () => {
  it.each(ringFaults)(
    'decrypts stored tokens and cursors or starts again: $name',
    async ({ before, after, goesOn, ...row }) => {
      await restart(before);
      const world = await openWorld(connector, 'megan');
      const args = { query: 'the', timeZone: 'UTC', limit: 3 };
      const cursor = await cursorOf(world, args);
      expect(cursor).toBeTypeOf('string');
      await restart(after);
      await runFault(row, world, tool('outlook_email_search', goesOn ? { ...args, cursor } : args), expect);
    },
  );

  it('a restart during a call aborts it, and the next call succeeds with the new ring', async () => {
    await restart(['old']);
    const world = await openWorld(connector, 'adele');
    const { control, sessionId } = world;
    control.addFault({ kind: 'token:on_behalf_of', sessionId, times: 1, effect: 'delay', delayMs: 300 });
    const broken = ask(world, { method: 'tools/list' }).catch(() => 'broken off');
    while (control.requests({ sessionId }).length === 0)
      await new Promise((resolve) => setTimeout(resolve, 20));
    await restart(['new', 'old']);
    expect(await broken).toBe('broken off');
    expect((await ask(world, { method: 'tools/list' })).status).toBe(200);
  });
});
