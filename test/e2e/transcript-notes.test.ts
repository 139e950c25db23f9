import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { countRounds, lastFullWeeks } from 'm365-simulator';
import type { AnyClient } from '../../scripts/lib/mcp-clients.ts';
import { requestedPermissions } from '../../src/tenants/permissions.ts';
import { useConnector } from './connector.ts';
import { withPermissions } from './reading/permissions.ts';
import { parseReadResult, read } from './reading/read-resource.ts';
import { searchItems } from './reading/search-items.ts';

const connector = useConnector();
const control = () => connector.simulation.tenant.control;
const withoutNotes = requestedPermissions.filter((name) => name !== 'OnlineMeetingAiInsight.Read.All');
const firstWords = '[00:00:00] Megan Bowen: Budget is closed.';

let megan: AnyClient;
let uri = '';

beforeAll(async () => {
  megan = await connector.client('2026-07-28', 'megan');
  uri = await transcriptUri(megan);
});
afterEach(() => {
  control().clearFaults();
  control().setConditions([]);
});
afterAll(() => megan.close());

async function transcriptUri(client: AnyClient): Promise<string> {
  const [item] = await searchItems(client, 'outlook_calendar_search', {
    query: 'Halo weekly',
    ...lastFullWeeks(1),
  });
  return String(item?.['transcript']);
}

function notesFault(status: number, path: string) {
  control().addFault({
    kind: 'graph',
    path,
    effect: 'status',
    status,
    body: JSON.stringify({ error: { code: status === 404 ? 'NotFound' : 'Forbidden', message: 'No.' } }),
  });
}

async function countReadRounds(client: AnyClient): Promise<number> {
  control().addFault({ kind: 'graph', effect: 'delay', delayMs: 150 });
  control().clearRequests();
  await read(client, uri);
  control().clearFaults();
  return countRounds(control().requests({ kind: 'graph' }));
}

describe('read_resource of a transcript', () => {
  it('begins with the AI notes and action items of the meeting', async () => {
    const { text, note, structured } = await read(megan, uri);
    expect(text).toMatch(/^# Notes by AI\n- Budget: Marketing has EUR 1,350,000/);
    expect(text).toContain('# Action items by AI\n- Order demo lamps: Lidia orders the demo lamps today.');
    expect(text).toContain(`\n\n# Transcript\n${firstWords}`);
    expect(note).toBe('');
    expect(structured['pages']).toEqual({ from: 1, to: 1, of: 1 });
  });

  it('waits for no more round trips than without the AI notes', async () => {
    const withNotes = await countReadRounds(megan);
    const without = await withPermissions(connector, withoutNotes, async (client) => {
      await read(client, uri);
      return await countReadRounds(client);
    });
    expect(withNotes).toBe(without);
  });

  it('finds words in the AI notes too, with their heading', async () => {
    const answer = await megan.callTool({ name: 'read_resource', arguments: { uri, find: ['press kit'] } });
    expect(parseReadResult(answer).text).toContain('[page 1 · Action items by AI]');
  });

  it('returns the words of a timeRange without the AI notes', async () => {
    const answer = await megan.callTool({
      name: 'read_resource',
      arguments: { uri, timeRange: '0:00:00-0:00:05' },
    });
    expect(parseReadResult(answer).text).toMatch(/^\[00:00:00\] Megan Bowen/);
  });

  it('has no AI notes and no remark without the permission, and sends no request for them', async () => {
    await withPermissions(connector, withoutNotes, async (client) => {
      control().clearRequests();
      const { text, note } = await read(client, uri);
      expect(text.startsWith(firstWords)).toBe(true);
      expect(note).toBe('');
    });
    const paths = control()
      .requests({ kind: 'graph' })
      .map(({ path }) => path);
    expect(paths.filter((path) => path.includes('aiInsights'))).toEqual([]);
  });

  it('has no AI notes and no remark for a user without a Copilot license', async () => {
    const adele = await connector.client('2026-07-28', 'adele');
    const { text, note } = await read(adele, await transcriptUri(adele));
    await adele.close();
    expect(text.startsWith(firstWords)).toBe(true);
    expect(note).toBe('');
  });

  it.each([403, 404])(
    'has no AI notes and no remark where their list is answered with %i',
    async (status) => {
      notesFault(status, '*/aiInsights');
      const { text, note } = await read(megan, uri);
      expect(text.startsWith(firstWords)).toBe(true);
      expect(note).toBe('');
    },
  );

  it('has no AI notes and no remark where Graph lists them and no longer has them', async () => {
    control().setConditions(['noInsightContent']);
    const { text, note } = await read(megan, uri);
    expect(text.startsWith(firstWords)).toBe(true);
    expect(note).toBe('');
  });

  it('is read with a short note when the AI notes cannot be read now', async () => {
    notesFault(500, '*/aiInsights');
    const { text, note } = await read(megan, uri);
    expect(text.startsWith(firstWords)).toBe(true);
    expect(note).toBe('The AI notes could not be read.');
  });
});
