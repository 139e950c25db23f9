import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { contoso } from 'm365-simulator';
import type { Era } from '../../scripts/lib/mcp-clients.ts';
import { requestedPermissions } from '../../src/tenants/permissions.ts';
import { mcpMessage, useConnector } from './connector.ts';

const connector = useConnector();

/** The methods of a client of either era that are used here. */
interface PromptClient {
  listPrompts(): Promise<{ prompts: { name: string; title?: string; arguments?: { name: string }[] }[] }>;
  getPrompt(params: { name: string; arguments?: Record<string, string> }): Promise<{
    messages: { role: string; content: { type: string; text?: string } }[];
  }>;
  complete(params: {
    ref: { type: 'ref/prompt'; name: string };
    argument: { name: string; value: string };
  }): Promise<{ completion: { values: string[] } }>;
  getServerCapabilities(): Record<string, unknown> | undefined;
  close(): Promise<void>;
}

async function connect(era: Era, user = 'megan'): Promise<PromptClient> {
  return (await connector.client(era, user)) as unknown as PromptClient;
}

async function send(method: string, params: Record<string, unknown>, headers: Record<string, string> = {}) {
  const message = mcpMessage(method, params);
  const response = await connector.post(message.body, {
    token: await connector.token('megan'),
    headers: { ...message.headers, ...headers },
  });
  const text = await response.text();
  const data = /^data: (.*)$/m.exec(text)?.[1] ?? text;
  const { result, error } = JSON.parse(data) as {
    result?: Record<string, unknown>;
    error?: { code: number; message: string };
  };
  return { status: response.status, result, error };
}

beforeAll(() => connector.simulation.tenant.control.setGrants(contoso, requestedPermissions));

describe.each<Era>(['2026-07-28', '2025-11-25'])('prompts, revision %s', (era) => {
  let client: PromptClient;
  beforeAll(async () => {
    client = await connect(era);
  });
  afterAll(() => client.close());

  it('are announced in the server capabilities and listed', async () => {
    expect(client.getServerCapabilities()).toMatchObject({ prompts: {} });
    const { prompts } = await client.listPrompts();
    expect(prompts.map(({ name, title }) => [name, title])).toEqual([
      ['my_day', 'My day'],
      ['prepare_meeting', 'Prepare for a meeting'],
      ['catch_up_channel', 'Catch up on a channel'],
      ['summarize_thread', 'Summarize a mail thread'],
      ['find_decision', 'Find a decision'],
    ]);
  });

  it('prompts/get returns one message of the user with the arguments', async () => {
    const { messages } = await client.getPrompt({
      name: 'catch_up_channel',
      arguments: { channel: 'Marketing / General' },
    });
    expect(messages).toMatchObject([{ role: 'user', content: { type: 'text' } }]);
    expect(messages[0]?.content.text).toContain('"Marketing / General", since "last week"');
    await expect(client.getPrompt({ name: 'find_decision' })).rejects.toMatchObject({ code: -32_602 });
    await expect(client.getPrompt({ name: 'unknown' })).rejects.toMatchObject({ code: -32_602 });
  });

  it.each([
    ['my_day', 'date', 'tom', /^tomorrow$/],
    ['catch_up_channel', 'channel', 'halo', /^.+ \/ .+$/],
    ['catch_up_channel', 'since', 'month', / month$/],
    ['prepare_meeting', 'meeting', '', /./],
    ['summarize_thread', 'thread', 'e', /e/i],
  ])('completion/complete completes %s.%s', async (name, argument, value, expected) => {
    const ref = { type: 'ref/prompt' as const, name };
    const { completion } = await client.complete({ ref, argument: { name: argument, value } });
    expect(completion.values.length).toBeGreaterThan(0);
    for (const one of completion.values) {
      expect(one).toMatch(expected);
      expect(one.toLowerCase()).toContain(value);
    }
    expect(new Set(completion.values).size).toBe(completion.values.length);
  });

  it('completion/complete returns nothing for unknown prompts and arguments', async () => {
    for (const [name, argument] of [
      ['unknown', 'date'],
      ['toString', 'date'],
      ['my_day', 'constructor'],
      ['find_decision', 'topic'],
    ] as const) {
      const ref = { type: 'ref/prompt' as const, name };
      const { completion } = await client.complete({ ref, argument: { name: argument, value: '' } });
      expect(completion.values).toEqual([]);
    }
  });

  it('are listed and completed only where their areas are open', async () => {
    connector.simulation.tenant.control.setUserGrants('adele', ['User.Read', 'Mail.Read']);
    const adele = await connect(era, 'adele');
    const { prompts } = await adele.listPrompts();
    expect(prompts.map(({ name }) => name)).toEqual(['summarize_thread', 'find_decision']);
    await expect(adele.getPrompt({ name: 'my_day' })).rejects.toMatchObject({ code: -32_602 });
    const ref = { type: 'ref/prompt' as const, name: 'catch_up_channel' };
    const { completion } = await adele.complete({ ref, argument: { name: 'channel', value: '' } });
    expect(completion.values).toEqual([]);
    await adele.close();
    connector.simulation.tenant.control.setUserGrants('adele', null);
  });
});

describe('prompts over HTTP, revision 2026-07-28', () => {
  it('prompts/list is cacheable for this user only', async () => {
    expect((await send('prompts/list', {})).result).toMatchObject({ cacheScope: 'private', ttlMs: 300_000 });
  });

  it('prompts/get requires the name in Mcp-Name', async () => {
    const params = { name: 'my_day' };
    expect((await send('prompts/get', params, { 'mcp-name': 'my_day' })).status).toBe(200);
    const { status, error } = await send('prompts/get', params, { 'mcp-name': 'find_decision' });
    expect([status, error?.code]).toEqual([400, -32_020]);
  });

  it.each<[string, Record<string, unknown>]>([
    ['a cursor of the list', { cursor: 'x' }],
    ['an argument that is no text', { name: 'my_day', arguments: { date: 5 } }],
  ])('returns -32602 for %s', async (_, params) => {
    const method = 'name' in params ? 'prompts/get' : 'prompts/list';
    const headers = 'name' in params ? { 'mcp-name': 'my_day' } : {};
    expect((await send(method, params, headers)).error?.code).toBe(-32_602);
  });
});
