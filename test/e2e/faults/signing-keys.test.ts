import { afterEach, describe, expect, it } from 'vitest';
import { useConnector } from '../connector.ts';
import { keyFaults, type KeyFaultRow } from './signing-key-faults.ts';
import { ask, checkAnswer, eventsOf, type FaultWorld, openWorld } from './run-fault.ts';

const connector = useConnector();
const control = () => connector.simulation.tenant.control;
const list = { method: 'tools/list' };
afterEach(() => control().reset());

/** Only an isolate that has just started knows no keys. */
async function restart(): Promise<void> {
  await connector.simulation.worker.stop('SIGKILL');
  await connector.simulation.restart();
}

const asked = () => control().counts()['keys'] ?? 0;

async function spoil({ fault, document }: KeyFaultRow, world: FaultWorld): Promise<void> {
  if (fault) control().addFault({ ...fault, kind: 'keys' });
  if (!document) return;
  const url = `${connector.simulation.tenant.url}/organizations/discovery/v2.0/keys`;
  const { keys } = (await (await fetch(url)).json()) as { keys: Readonly<Record<string, unknown>>[] };
  const body = JSON.stringify(document(keys, world));
  control().addFault({ kind: 'keys', effect: 'status', status: 200, body });
}

describe('POST /mcp when the signing keys of Entra are unavailable or invalid', () => {
  it.each(keyFaults)('returns the expected response: $name', async (row) => {
    await restart();
    const world = await openWorld(connector, 'megan');
    if (row.afterGood) {
      expect((await ask(world, list)).status).toBe(200);
      row.afterGood(world);
    }
    row.before?.(world);
    await spoil(row, world);
    const before = asked();
    const answer = await ask(world, list);
    checkAnswer(answer, row.answer, expect);
    expect(asked() - before).toBe(row.keys);
    const events = await eventsOf(connector, answer);
    expect(events.map(({ outcome, reason }) => [outcome, reason].filter(Boolean).join(' '))).toEqual([
      row.event,
    ]);
  });

  it('sends one key request for 1,000 tokens with unknown key ids', async () => {
    await restart();
    control().addFault({ kind: 'keys', effect: 'status', status: 500 });
    const world = await openWorld(connector, 'megan');
    const [header = '', ...rest] = world.token.split('.');
    const flood = Array.from({ length: 1000 }, async () => {
      const claims = { ...(JSON.parse(atob(header)) as object), kid: crypto.randomUUID() };
      const forged = Buffer.from(JSON.stringify(claims)).toString('base64url');
      return await ask({ ...world, token: [forged, ...rest].join('.') }, list);
    });
    const answers = await Promise.all(flood);
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([503]));
    for (const { headers } of answers) expect(Number(headers.get('retry-after'))).toBeLessThanOrEqual(30);
    expect(asked()).toBe(1);
    expect(await connector.audit(1000)).toHaveLength(1000);
  });
});
