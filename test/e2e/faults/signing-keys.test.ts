import { afterEach, describe, expect, it } from 'vitest';
import { useConnector } from '../connector.ts';
import { signingKeyFaults, type SigningKeyFaultRow } from './signing-key-faults.ts';
import { send, expectResponse, findAuditEvents, type FaultSession, openSession } from './run-fault.ts';

const connector = useConnector();
const control = () => connector.simulation.tenant.control;
const list = { method: 'tools/list' };
afterEach(() => control().reset());

/** Restarts workerd, which clears the cached keys. */
async function restart(): Promise<void> {
  await connector.simulation.worker.stop('SIGKILL');
  await connector.simulation.restart();
}

const keyRequests = () => control().counts()['keys'] ?? 0;

async function injectFault({ fault, document }: SigningKeyFaultRow, session: FaultSession): Promise<void> {
  if (fault) control().addFault({ ...fault, kind: 'keys' });
  if (!document) return;
  const url = `${connector.simulation.tenant.url}/organizations/discovery/v2.0/keys`;
  const { keys } = (await (await fetch(url)).json()) as { keys: Readonly<Record<string, unknown>>[] };
  const body = JSON.stringify(document(keys, session));
  control().addFault({ kind: 'keys', effect: 'status', status: 200, body });
}

describe('POST /mcp when the signing keys of Entra are unavailable or invalid', () => {
  it.each(signingKeyFaults)('returns the expected response: $name', async (row) => {
    await restart();
    const session = await openSession(connector, 'megan');
    if (row.afterCached) {
      expect((await send(session, list)).status).toBe(200);
      row.afterCached(session);
    }
    row.before?.(session);
    await injectFault(row, session);
    const before = keyRequests();
    const response = await send(session, list);
    expectResponse(response, row.response, expect);
    expect(keyRequests() - before).toBe(row.keyRequests);
    const events = await findAuditEvents(connector, response);
    expect(events.map(({ outcome, reason }) => [outcome, reason].filter(Boolean).join(' '))).toEqual([
      row.auditEvent,
    ]);
  });

  it('sends one key request for 1,000 tokens with unknown key ids', async () => {
    await restart();
    control().addFault({ kind: 'keys', effect: 'status', status: 500 });
    const session = await openSession(connector, 'megan');
    const [header = '', ...rest] = session.token.split('.');
    const flood = Array.from({ length: 1000 }, async () => {
      const claims = { ...(JSON.parse(atob(header)) as object), kid: crypto.randomUUID() };
      const forged = Buffer.from(JSON.stringify(claims)).toString('base64url');
      return await send({ ...session, token: [forged, ...rest].join('.') }, list);
    });
    const responses = await Promise.all(flood);
    expect(new Set(responses.map(({ status }) => status))).toEqual(new Set([503]));
    for (const { headers } of responses) expect(Number(headers.get('retry-after'))).toBeLessThanOrEqual(30);
    expect(keyRequests()).toBe(1);
    expect(await connector.audit(1000)).toHaveLength(1000);
  });
});
