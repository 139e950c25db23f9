import { describe, expect, it } from 'vitest';
import { apps, contoso } from 'm365-simulator';
import { createAdministrator } from './admin/administrator.ts';
import { type AuditLine, mcpMessage, useConnector } from './connector.ts';

const connector = useConnector();
const control = () => connector.simulation.tenant.control;
const list = mcpMessage('tools/list');

interface Answer {
  readonly status: number;
  readonly requestId: string | null;
}

async function ask(token: string): Promise<Answer> {
  const response = await connector.post(list.body, { token, headers: list.headers });
  await response.text();
  return { status: response.status, requestId: response.headers.get('x-request-id') };
}

async function newcomers(count: number): Promise<string[]> {
  const names = control().addUsers(contoso, count);
  return Promise.all(names.map((name) => connector.token(name)));
}

async function revoke(token: string): Promise<number> {
  const body = new URLSearchParams({ token, client_id: apps.client });
  return (await fetch(`${connector.simulation.url}/oauth/revoke`, { method: 'POST', body })).status;
}

/** Calls of all users in turn, until the connection breaks. Collects the complete responses. */
async function callUntilBroken(tokens: readonly string[], answers: Answer[]): Promise<void> {
  for (let index = 0; ; index += 1) {
    const answer = await ask(tokens[index % tokens.length] ?? '').catch(() => undefined);
    if (!answer) return;
    answers.push(answer);
  }
}

describe('SIGKILL of workerd under load', () => {
  it('loses no acknowledged revocation, policy change, token or audit event', async () => {
    const staying = await newcomers(24);
    const leaving = await newcomers(24);
    const answers: Answer[] = [];
    const load = Array.from({ length: 8 }, (_, index) =>
      callUntilBroken(staying.slice(index * 3, index * 3 + 3), answers),
    );
    // One call per user fills the vaults. Then the users are revoked one by one under load.
    await Promise.all(leaving.map(ask));
    const administrator = createAdministrator(connector.simulation.url);
    await administrator.signIn();
    expect((await administrator.change('tool_off:chat_message_search')).text).toContain('Done.');
    for (const token of leaving) expect(await revoke(token)).toBe(200);
    // Each completed on-behalf-of request belongs to a response.
    while (answers.length < 10 * staying.length) await new Promise((resolve) => setTimeout(resolve, 20));
    const { worker } = connector.simulation;
    await worker.stop('SIGKILL');
    await Promise.all(load);

    const written = worker.log
      .filter((line) => line.includes('"m365_mcp.audit"'))
      .map((line) => (JSON.parse(line) as AuditLine)['requestId']);
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
    expect(new Set(written).size).toBe(written.length);
    const ids = new Set(written);
    expect(answers.filter(({ requestId }) => !ids.has(requestId))).toEqual([]);

    await connector.simulation.restart();
    control().clearRequests();
    for (const token of leaving) expect((await ask(token)).status).toBe(401);
    for (const token of staying) expect((await ask(token)).status).toBe(200);
    expect(control().counts()['token:on_behalf_of'] ?? 0).toBe(0);
    const [token = ''] = await newcomers(1);
    const tools = await connector.post(list.body, { token, headers: list.headers });
    expect(await tools.text()).not.toContain('chat_message_search');
    const after = connector.simulation.worker.log.filter((line) => line.includes('"m365_mcp.audit"'));
    expect(after).toHaveLength(leaving.length + staying.length + 1);
    expect(connector.simulation.worker.log.join('\n')).not.toMatch(/"status":500|m365_mcp\.fault/);
  });
});
