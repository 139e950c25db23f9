import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { AnyClient } from '../../scripts/lib/mcp-clients.ts';
import { useConnector } from './connector.ts';
import { parseReadResult } from './reading/read-resource.ts';
import { searchItems } from './reading/search-items.ts';

const connector = useConnector();
let megan: AnyClient;

beforeAll(async () => {
  megan = await connector.client('2026-07-28', 'megan');
});
afterAll(() => megan.close());

async function longestThread(): Promise<{ uri: string; count: number }> {
  const items = await searchItems(megan, 'outlook_email_search', { query: 'budget', limit: 25 });
  const threads = items.map(({ thread }) => thread).filter((thread) => thread !== undefined);
  const first = items.find(({ thread }) => thread === threads[0]);
  const uri = String(first?.['uri']);
  const whole = await searchItems(megan, 'outlook_email_search', { thread: uri, limit: 25 });
  return { uri, count: whole.length };
}

describe('read_resource with thread', () => {
  it.each(['newest', 'oldest'] as const)('returns the whole conversation, %s first', async (order) => {
    const { uri, count } = await longestThread();
    expect(count).toBeGreaterThan(1);
    const answer = await megan.callTool({ name: 'read_resource', arguments: { uri, thread: true, order } });
    const { text, facts } = parseReadResult(answer);
    expect(facts['messages']).toBe(count);
    expect(facts['quotedCharactersRemoved']).toBeGreaterThan(0);
    const times = [...text.matchAll(/^## \w{3} (\S+) /gm)].map(([, time]) => Date.parse(time ?? ''));
    expect(times).toHaveLength(count);
    const sorted = times.toSorted((first, second) => first - second);
    expect(times).toEqual(order === 'oldest' ? sorted : sorted.toReversed());
  });

  it('finds passages in the conversation', async () => {
    const { uri } = await longestThread();
    const answer = await megan.callTool({
      name: 'read_resource',
      arguments: { uri, thread: true, find: 'budget' },
    });
    expect(parseReadResult(answer).structured['passages']).toBeDefined();
  });

  it('rejects another kind of resource', async () => {
    const answer = await megan.callTool({
      name: 'read_resource',
      arguments: { uri: 'me:///', thread: true },
    });
    expect(answer.content[0]?.text).toContain('`thread` is only for the uri of a mail');
  });
});
