import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type AnyClient, call, itemsOf } from '../../scripts/lib/mcp-clients.ts';
import { type Connector, useConnector } from './connector.ts';
import { read, readError } from './reading/read-resource.ts';

/** A client of Megan in a cloud, for the tests of one `describe`. */
function useClient(connector: Connector): () => AnyClient {
  let client: AnyClient | undefined;
  beforeAll(async () => {
    client = await connector.client('2026-07-28', 'megan');
  });
  afterAll(() => client?.close());
  return () => {
    if (!client) throw new Error('There is no client yet.');
    return client;
  };
}

describe.each(['usgov', 'usgov-dod'])(
  'in a cloud of the US government (ENTRA_CLOUD=%s), where Graph sorts no chats',
  (cloud) => {
    const connector = useConnector({ ENTRA_CLOUD: cloud });
    const client = useClient(connector);
    const requests = () => connector.simulation.tenant.control.requests({ kind: 'graph' });
    const timesOf = (items: readonly Record<string, unknown>[]) =>
      items.map(({ sent }) => Date.parse(String(sent)));

    it('chats are listed by their last message', async () => {
      connector.simulation.tenant.control.clearRequests();
      const { entries } = await read(client(), 'teams:///chats/');
      const times = entries.map(({ lastMessage }) => Date.parse(String(lastMessage)));
      expect(times.length).toBeGreaterThan(3);
      expect(times).toEqual(times.toSorted((left, right) => right - left));
      expect(requests().filter(({ query }) => /orderby/i.test(decodeURIComponent(query)))).toEqual([]);
    });

    it('the latest messages are the newest of all chats, newest first', async () => {
      const result = await call(client(), 'chat_message_search', { limit: 10 });
      const times = timesOf(itemsOf(result));
      expect(times.length).toBe(10);
      expect(times).toEqual(times.toSorted((left, right) => right - left));
    });

    it('a chat is read, and every tool is listed', async () => {
      const { entries } = await read(client(), 'teams:///chats/');
      const { text } = await read(client(), String(entries[0]?.['uri']));
      expect(text).toContain('## [');
      const { tools } = await client().listTools();
      expect(tools.map(({ name }) => name)).toContain('chat_message_search');
    });
  },
);

describe('in the cloud of 21Vianet in China (ENTRA_CLOUD=china), where there is no Teams', () => {
  const connector = useConnector({ ENTRA_CLOUD: 'china' });
  const client = useClient(connector);

  it('lists the tools without chat_message_search', async () => {
    const { tools } = await client().listTools();
    const names = tools.map(({ name }) => name);
    expect(names).toContain('outlook_email_search');
    expect(names).toContain('sharepoint_search');
    expect(names).not.toContain('chat_message_search');
  });

  it.each(['teams:///chats/', 'teams:///teams/'])('reading %s says why it is not possible', async (uri) => {
    connector.simulation.tenant.control.clearRequests();
    const { code, message } = await readError(client(), uri);
    expect([code, message]).toEqual([
      'permission_missing',
      expect.stringContaining('no Teams APIs in the national cloud'),
    ]);
    expect(connector.simulation.tenant.control.requests({ kind: 'graph' })).toEqual([]);
  });

  it('me:/// says which tool is not available, and why', async () => {
    const { facts } = await read(client(), 'me:///');
    expect(JSON.stringify(facts['toolsOff'])).toContain(
      'not available in the national cloud of the organization',
    );
  });

  it('a past meeting offers no transcript, and its event is read', async () => {
    const result = await call(client(), 'outlook_calendar_search', { query: 'Halo weekly' });
    const [event] = itemsOf(result);
    expect(event).toMatchObject({ subject: 'Halo weekly' });
    expect(itemsOf(result).filter((item) => 'transcript' in item)).toEqual([]);
    const { facts } = await read(client(), String(event?.['uri']));
    expect(facts).not.toHaveProperty('transcript');
  });

  it('mail and files are searched', async () => {
    for (const tool of ['outlook_email_search', 'sharepoint_search']) {
      expect(itemsOf(await call(client(), tool, { query: 'budget' })), tool).not.toEqual([]);
    }
  });
});
