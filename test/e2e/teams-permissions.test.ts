import { afterEach, describe, expect, it } from 'vitest';
import { call, itemsOf } from '../../scripts/lib/mcp-clients.ts';
import { useConnector } from './connector.ts';

const connector = useConnector();
const control = () => connector.simulation.tenant.control;
afterEach(() => control().setUserGrants('megan', null));

/** A search as Megan with these permissions alone, and the Graph requests that it sent. */
async function search(permissions: readonly string[] | null, args: Record<string, unknown>) {
  control().setUserGrants('megan', permissions && ['User.Read', ...permissions]);
  const client = await connector.client('2026-07-28', 'megan');
  control().clearRequests();
  const result = await call(client, 'chat_message_search', args);
  await client.close();
  const { page } = (result.structuredContent ?? {}) as { page?: { note?: string } };
  const requests = control().requests({ kind: 'graph' });
  return {
    items: itemsOf(result),
    note: page?.note ?? '',
    requests,
    paths: requests.map(({ path }) => path),
  };
}

describe('chat_message_search with', () => {
  it('Chat.Read alone finds words in recent chats and says that channels were not searched', async () => {
    const { items, note, paths } = await search(['Chat.Read'], { query: 'split' });
    expect(items).toMatchObject([{ text: expect.stringContaining('Please bring the split on Thursday.') }]);
    expect(paths).not.toContain('/v1.0/search/query');
    expect(note).toContain('Channels were not searched: ChannelMessage.Read.All is not granted.');
  });

  it('ChannelMessage.Read.All alone finds words in recent posts and replies', async () => {
    const { items, note, paths } = await search(
      ['ChannelMessage.Read.All', 'Team.ReadBasic.All', 'Channel.ReadBasic.All'],
      { query: 'retailers' },
    );
    expect(items).toMatchObject([{ channel: 'General', team: 'Halo launch' }]);
    expect(paths).not.toContain('/v1.0/search/query');
    expect(note).toContain('Chats were not searched: Chat.Read is not granted.');
  });

  it('both finds words in chats and channels with Microsoft Search', async () => {
    const { items, note, paths } = await search(null, { query: 'budget' });
    expect(items.some((item) => 'chat' in item)).toBe(true);
    expect(items.some((item) => 'channel' in item)).toBe(true);
    expect(paths).toContain('/v1.0/search/query');
    expect(note).not.toContain('not searched');
  });

  it('no permission for a time zone says that times are in UTC', async () => {
    const { note } = await search(['Chat.Read'], { query: 'split' });
    expect(note).toContain('The time zone of the mailbox is not known');
    expect((await search(null, { query: 'split' })).note).not.toContain('time zone');
  });
});

it('the latest Teams messages cost one list of chats and one batch of four', async () => {
  await search(null, {});
  const { requests, items } = await search(null, {});
  expect(items.length).toBeGreaterThan(5);
  const sent = requests.filter(({ path }) => /chats|batch/.test(path));
  expect(sent.map(({ path }) => path)).toEqual(['/v1.0/me/chats', '/v1.0/$batch']);
  const { requests: entries } = (sent[1]?.body ?? {}) as { requests?: unknown[] };
  expect(entries?.length).toBeLessThanOrEqual(4);
});
