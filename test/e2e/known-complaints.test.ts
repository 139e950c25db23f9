import { encode } from 'gpt-tokenizer/encoding/o200k_base';
import { describe, expect, it } from 'vitest';
import { type Era, type ToolResult, call, itemsOf, textOf } from '../../scripts/lib/mcp-clients.ts';
import { useConnector } from './connector.ts';

/* What people complain of in other connectors, by the words of their complaints. Sign-in has tests of its own. */

const connector = useConnector();
const eras: readonly Era[] = ['2026-07-28', '2025-11-25'];

interface Page {
  readonly shown: number;
  readonly more: boolean;
  readonly cursor?: string;
  readonly total?: number;
  readonly note?: string;
}

const pageOf = (answer: ToolResult) => answer.structuredContent?.['page'] as Page;
const tokens = (text: string) => encode(text).length;
const isoTime = /^\d{4}-\d\d-\d\dT\d\d:\d\d[+-]\d\d:\d\d$/;

describe.each(eras)('known complaints about Microsoft 365 connectors, MCP %s', (era) => {
  it('token usage: tools/list and 25 mails use at most 3,000 tokens each', async () => {
    const megan = await connector.client(era, 'megan');
    const { tools } = await megan.listTools();
    const inputs = tools.map((tool) => ({ ...tool, outputSchema: undefined }));
    expect(tools).toHaveLength(8);
    expect(tokens(JSON.stringify(inputs))).toBeLessThanOrEqual(3000);
    const answer = await call(megan, 'outlook_email_search', { limit: 25 });
    expect(itemsOf(answer)).toHaveLength(25);
    expect(tokens(textOf(answer))).toBeLessThanOrEqual(3000);
    await megan.close();
  });

  it('silent truncation: every truncated page has more: true and a cursor', async () => {
    const megan = await connector.client(era, 'megan');
    const args = { query: 'the', limit: 25 };
    const uris: unknown[] = [];
    let page: Page | undefined;
    do {
      const cursor: { cursor?: string } = page?.cursor === undefined ? {} : { cursor: page.cursor };
      const answer = await call(megan, 'outlook_email_search', { ...args, ...cursor });
      page = pageOf(answer);
      expect(page.more).toBe(page.cursor !== undefined);
      uris.push(...itemsOf(answer).map(({ uri }) => uri));
    } while (page.more && uris.length < 2000);
    expect(uris.length).toBeGreaterThan(25);
    expect(new Set(uris).size).toBe(uris.length);
    await megan.close();
  });

  it('ignored filters: results respect offset and date range', async () => {
    const megan = await connector.client(era, 'megan');
    // Messages are dated by the day of the tenant, which differs from the day of the user for an hour or two.
    const span = { afterDateTime: '21 days ago', beforeDateTime: '10 days ago' };
    const nowMs = connector.simulation.tenant.control.nowMs();
    for (const [tool, args, time] of [
      ['outlook_email_search', { query: 'budget' }, 'received'],
      ['outlook_email_search', {}, 'received'],
      ['chat_message_search', { query: 'halo OR launch OR budget' }, 'sent'],
      ['outlook_calendar_search', {}, 'start'],
    ] as const) {
      const all = itemsOf(await call(megan, tool, { ...args, ...span, limit: 25 }));
      expect(all.length, tool).toBeGreaterThan(0);
      for (const item of all.filter(({ allDay }) => allDay !== true)) {
        const days = (nowMs - Date.parse(String(item[time]))) / 86_400_000;
        expect(days, `${tool} ${String(item[time])}`).toBeGreaterThan(9);
        expect(days, `${tool} ${String(item[time])}`).toBeLessThan(22);
      }
    }
    const first = itemsOf(await call(megan, 'outlook_email_search', { limit: 5 }));
    const later = itemsOf(await call(megan, 'outlook_email_search', { limit: 3, offset: 2 }));
    expect(later.map(({ uri }) => uri)).toEqual(first.slice(2).map(({ uri }) => uri));
    await megan.close();
  });

  it('missing folders: folders beyond the first ten are found by name and by path', async () => {
    const megan = await connector.client(era, 'megan');
    for (const folderName of ['Project 14 Archive of ideas', 'Inbox/Project 07 Supplier review/Suppliers']) {
      const { structuredContent } = await call(megan, 'outlook_email_search', { folderName });
      expect(String(structuredContent?.['folder'])).toContain(folderName.split('/').at(-1));
    }
    await megan.close();
  });

  it('unsupported formats: docx, xlsx, pptx, pdf and event attachments are read', async () => {
    const megan = await connector.client(era, 'megan');
    for (const fileType of ['docx', 'xlsx', 'pptx', 'pdf']) {
      const [file] = itemsOf(await call(megan, 'sharepoint_search', { fileType }));
      const answer = await call(megan, 'read_resource', { uri: file?.['uri'] });
      expect(textOf(answer), fileType).toMatch(/untrusted content [\w-]{22} begins/);
    }
    const events = await call(megan, 'outlook_calendar_search', { query: 'Budget review with Patti' });
    const event = await call(megan, 'read_resource', { uri: itemsOf(events)[0]?.['uri'] });
    const facts = event.structuredContent?.['facts'] as { attachments?: { uri: string }[] } | undefined;
    const attached = await call(megan, 'read_resource', { uri: facts?.attachments?.[0]?.uri });
    expect(textOf(attached)).toContain('Halo');
    await megan.close();
  });

  it('transcripts: each occurrence has its own, and a disabled tenant setting is named', async () => {
    const megan = await connector.client(era, 'megan');
    const past = { query: 'Halo weekly', afterDateTime: '9 weeks ago', beforeDateTime: 'today', limit: 25 };
    const texts: string[] = [];
    for (const { uri } of itemsOf(await call(megan, 'outlook_calendar_search', past))) {
      const transcript = String(uri).replace('calendar:', 'meeting-transcript:');
      const answer = await megan.callTool({ name: 'read_resource', arguments: { uri: transcript } });
      if (answer.isError) expect(textOf(answer)).toContain('no transcript of this meeting');
      else texts.push(String(answer.structuredContent?.['text']).split('\n').slice(1, -1).join('\n'));
    }
    expect(texts.length).toBeGreaterThan(1);
    expect(new Set(texts).size).toBe(texts.length);
    for (const text of texts) expect(text).not.toBe('');
    const joni = await connector.client(era, 'joni');
    const [event] = itemsOf(await call(joni, 'outlook_calendar_search', { query: 'Nightingale strategy' }));
    const uri = String(event?.['uri']).replace('calendar:', 'meeting-transcript:');
    const refused = await joni.callTool({ name: 'read_resource', arguments: { uri } });
    expect(refused.isError).toBe(true);
    expect(textOf(refused)).toContain('Transcript API access');
    await Promise.all([megan.close(), joni.close()]);
  });

  it('time zones: times are in the zone of the user with offset and weekday', async () => {
    const [megan, patti] = [await connector.client(era, 'megan'), await connector.client(era, 'patti')];
    const args = { query: 'Budget review with Patti' };
    const [hers] = itemsOf(await call(megan, 'outlook_calendar_search', args));
    const [theirs] = itemsOf(await call(patti, 'outlook_calendar_search', args));
    expect(hers?.['start']).toMatch(/T17:00\+0[12]:00$/);
    expect(theirs?.['start']).toMatch(/T08:00-0[78]:00$/);
    expect(Date.parse(String(hers?.['start']))).toBe(Date.parse(String(theirs?.['start'])));
    for (const item of [hers, theirs]) {
      expect(item?.['end']).toMatch(isoTime);
      expect(item?.['weekday']).toBe('Thu');
    }
    const elsewhere = await call(megan, 'outlook_calendar_search', { ...args, timeZone: 'Asia/Tokyo' });
    expect(itemsOf(elsewhere)[0]).toMatchObject({ start: expect.stringContaining('+09:00'), weekday: 'Fri' });
    await Promise.all([megan.close(), patti.close()]);
  });

  it('shared mailboxes and calendars: results keep the owner in their URIs', async () => {
    const megan = await connector.client(era, 'megan');
    const mail = itemsOf(
      await call(megan, 'outlook_email_search', { mailbox: 'invoices@contoso.example', query: 'invoice' }),
    );
    expect(mail[0]?.['uri']).toContain('?owner=invoices@contoso.example');
    const opened = await call(megan, 'read_resource', { uri: mail[0]?.['uri'] });
    expect(textOf(opened)).toMatch(/invoice/i);
    const calendarOwnerEmail = 'patti@contoso.example';
    const events = itemsOf(
      await call(megan, 'outlook_calendar_search', { calendarOwnerEmail, query: 'Leadership' }),
    );
    expect(events[0]).toMatchObject({ uri: expect.stringContaining('?owner=patti@contoso.example') });
    await megan.close();
  });

  it('wrong account: me:/// names the signed-in user', async () => {
    for (const person of ['megan@contoso.example', 'diego@fabrikam.example']) {
      const client = await connector.client(era, person);
      const { structuredContent } = await call(client, 'read_resource', { uri: 'me:///' });
      expect(JSON.stringify(structuredContent)).toContain(person);
      await client.close();
    }
  });
});

it('sharepoint_search with Files.Read alone searches the own OneDrive and says so', async () => {
  const { control } = connector.simulation.tenant;
  control.setUserGrants('adele', ['User.Read', 'Files.Read']);
  const adele = await connector.client('2025-11-25', 'adele');
  const answer = await call(adele, 'sharepoint_search', { query: 'store' });
  expect(pageOf(answer).note).toContain('Only your own OneDrive was searched');
  await adele.close();
  control.setUserGrants('adele', null);
});
