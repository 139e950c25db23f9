import { describe, expect, it } from 'vitest';
import { useConnector } from '../connector.ts';
import { toolCall } from './graph-row.ts';
import { keyRingFaults, formatKeyRing } from './key-ring-faults.ts';
import { send, type FaultSession, openSession, runFault } from './run-fault.ts';

const connector = useConnector();

async function restart(ring: readonly string[]): Promise<void> {
  await connector.simulation.worker.stop('SIGKILL');
  await connector.simulation.restart({ ...connector.simulation.env, SEAL_KEYS: formatKeyRing(ring) });
}

async function searchForCursor(
  session: FaultSession,
  args: Record<string, unknown>,
): Promise<string | undefined> {
  const { text } = await send(session, toolCall('outlook_email_search', args));
  const { result } = JSON.parse(text) as {
    result: { structuredContent: { page: { cursor?: string } } };
  };
  return result.structuredContent.page.cursor;
}

describe('POST /mcp after a change of SEAL_KEYS', () => {
  it.each(keyRingFaults)(
    'decrypts stored tokens and cursors or starts repeated: $name',
    async ({ before, after, withCursor, ...row }) => {
      await restart(before);
      const session = await openSession(connector, 'megan');
      const args = { query: 'the', timeZone: 'UTC', limit: 3 };
      const cursor = await searchForCursor(session, args);
      expect(cursor).toBeTypeOf('string');
      await restart(after);
      await runFault(
        row,
        session,
        toolCall('outlook_email_search', withCursor ? { ...args, cursor } : args),
        expect,
      );
    },
  );

  it('a restart during a call aborts it, and the next call succeeds with the new ring', async () => {
    await restart(['old']);
    const session = await openSession(connector, 'adele');
    const { control, sessionId } = session;
    control.addFault({ kind: 'token:on_behalf_of', sessionId, times: 1, effect: 'delay', delayMs: 300 });
    const broken = send(session, { method: 'tools/list' }).catch(() => 'broken off');
    while (control.requests({ sessionId }).length === 0)
      await new Promise((resolve) => setTimeout(resolve, 20));
    await restart(['new', 'old']);
    expect(await broken).toBe('broken off');
    expect((await send(session, { method: 'tools/list' })).status).toBe(200);
  });
});
