import { encode } from 'gpt-tokenizer/encoding/o200k_base';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hostileTexts, numberedLines } from 'm365-simulator';
import type { AnyClient } from '../../scripts/lib/mcp-clients.ts';
import { useConnector } from './connector.ts';
import { parseReadResult, read, readAllPages } from './reading/read-resource.ts';

const connector = useConnector();
let joni: AnyClient;
let megan: AnyClient;

beforeAll(async () => {
  joni = await connector.client('2026-07-28', 'joni');
  megan = await connector.client('2026-07-28', 'megan');
});
afterAll(async () => {
  await joni.close();
  await megan.close();
});

const library = 'https://fabrikam.sharepoint.com/sites/legal/Shared Documents/Registers';

/** Line numbers of one register, in text order. */
function findNumbers(text: string, name: string): number[] {
  return [...text.matchAll(new RegExp(`\\b${name} (\\d+): the `, 'g'))].map(([, number]) => Number(number));
}

function range(count: number): number[] {
  return Array.from({ length: count }, (_, index) => index + 1);
}

async function firstUri(client: AnyClient, tool: string, args: Record<string, unknown>): Promise<string> {
  const { structuredContent } = await client.callTool({ name: tool, arguments: args });
  const items = (structuredContent?.['items'] ?? []) as { uri: string }[];
  return items[0]?.uri ?? '';
}

describe('the pages of read_resource together', () => {
  it.each<[string, string, readonly (readonly [name: string, count: number])[]]>([
    ['a text file', `${library}/Register of clauses.txt`, [['Clause', 3000]]],
    ['a Word document', `${library}/Register of deeds.docx`, [['Deed', 1600]]],
    [
      'a workbook',
      `${library}/Register of crossings.xlsx`,
      [
        ['North', 1200],
        ['South', 400],
      ],
    ],
    [
      'a presentation',
      `${library}/Register of hearings.pptx`,
      range(120).map((slide) => [`Point ${slide}.`, 8] as const),
    ],
    [
      'a PDF',
      `${library}/Register of rulings.pdf`,
      range(40).map((page) => [`Ruling ${page}.`, 40] as const),
    ],
    ['a CSV file', `${library}/Register of filings.csv`, [['Filing', 2500]]],
    [
      'a SharePoint page',
      'https://fabrikam.sharepoint.com/sites/legal/SitePages/Register.aspx',
      [['Notice', 2000]],
    ],
  ])('hold every line of %s', async (_, uri, names) => {
    const answers = await readAllPages(joni, uri);
    expect(answers.length).toBeGreaterThan(1);
    const text = answers.map((answer) => answer.text).join('');
    for (const [name, count] of names) expect(findNumbers(text, name)).toEqual(range(count));
    const pages = answers.map(
      ({ structured }) => structured['pages'] as { from: number; to: number; of: number },
    );
    expect(pages[0]?.from).toBe(1);
    expect(pages.at(-1)?.to).toBe(pages.at(-1)?.of);
    for (const [index, page] of pages.entries()) expect(page.from).toBe((pages[index - 1]?.to ?? 0) + 1);
  });

  it('hold every line of a mail', async () => {
    const uri = await firstUri(joni, 'outlook_email_search', { query: 'subject:"register of letters"' });
    const answers = await readAllPages(joni, uri);
    expect(answers.length).toBeGreaterThan(1);
    expect(findNumbers(answers.map(({ text }) => text).join(''), 'Letter')).toEqual(range(3000));
  });

  it('hold every line of an event', async () => {
    const uri = await firstUri(joni, 'outlook_calendar_search', { query: 'Hearing on the registers' });
    const answers = await readAllPages(joni, uri);
    expect(answers.length).toBeGreaterThan(1);
    expect(findNumbers(answers.map(({ text }) => text).join(''), 'Item')).toEqual(range(1500));
  });

  it('hold every turn of a transcript', async () => {
    const { structuredContent } = await megan.callTool({
      name: 'outlook_calendar_search',
      arguments: { query: 'Leadership meeting', beforeDateTime: 'now', order: 'oldest', limit: 25 },
    });
    const items = (structuredContent?.['items'] ?? []) as { uri: string }[];
    const uri = (items[3]?.uri ?? '').replace('calendar:', 'meeting-transcript:');
    const answers = await readAllPages(megan, uri);
    expect(answers.length).toBeGreaterThan(1);
    const text = answers.map((answer) => answer.text).join('');
    expect(findNumbers(text, 'Remark')).toEqual(range(1400));
    // Consecutive entries of one speaker are one turn.
    expect(text).toMatch(/^\[00:00:\d\d\] Megan Bowen: Remark 2: [^\n]* Remark 3: /m);
    expect(
      text.split('\n').every((line) => /^\[\d\d:\d\d:\d\d\] (?:Megan Bowen|Patti Fernandez): /.test(line)),
    ).toBe(true);
  });

  it('hold every message of a chat, with an overlong message truncated', async () => {
    const { entries } = await read(joni, 'teams:///chats/');
    const uri = String(entries.find(({ name }) => name === 'Registers')?.['uri']);
    const answers = await readAllPages(joni, uri);
    expect(answers.length).toBeGreaterThan(2);
    const text = answers.map((answer) => answer.text).join('\n');
    expect(findNumbers(text, 'Note')).toEqual(range(40).toReversed());
    const heads = [...text.matchAll(/^## \[(\d+)\]/gm)].map(([, id]) => Number(id));
    expect(heads).toEqual(heads.toSorted((first, second) => second - first));
    expect(new Set(heads).size).toBe(41 + 2 * hostileTexts.length);
    const cut = findNumbers(text, 'Entry');
    expect(cut).toEqual(range(cut.length));
    const before = text.slice(0, text.indexOf('Entry 1:'));
    const id = [...before.matchAll(/^## \[(\d+)\]/gm)].at(-1)?.[1] ?? '';
    const whole = (await readAllPages(joni, `${uri}${id}`)).map((answer) => answer.text).join('');
    expect(findNumbers(whole, 'Entry')).toEqual(range(350));
  });

  it('hold every reply of a post with several Graph pages of replies', async () => {
    const { entries: teams } = await read(joni, 'teams:///teams/');
    const { entries: channels } = await read(joni, String(teams[0]?.['uri']));
    const channel = String(channels.find(({ name }) => name === 'Registers')?.['uri']);
    const id = /^## \[(\d+)\]/m.exec((await read(joni, channel)).text)?.[1] ?? '';
    const answers = await readAllPages(joni, `${channel}${id}`);
    expect(answers.length).toBeGreaterThan(1);
    const text = answers.map((answer) => answer.text).join('');
    expect(findNumbers(text, 'Question')).toEqual(range(300));
    expect(findNumbers(text, 'Answer')).toEqual(range(120));
    expect(findNumbers(text, 'Entry')).toEqual(range(350));
    expect(answers[0]?.facts['answers']).toBe(121 + 2 * hostileTexts.length);
    expect(text.match(/^### \[\d+\]/gm)).toHaveLength(121 + 2 * hostileTexts.length);
    const reply = /^### \[(\d+)\].*\n {2}Answer 7:/m.exec(text)?.[1] ?? '';
    const one = await read(joni, `${channel}${id}/replies/${reply}`);
    expect(one.text).toBe(numberedLines('Answer', 7)[6]);
    expect(one.facts['answerTo']).toBe(`${channel}${id}`);
    // Search returns a reply with the URI of a post.
    expect((await read(joni, `${channel}${reply}`)).structured['uri']).toBe(
      `${channel}${id}/replies/${reply}`,
    );
  });

  it('hold every file of a folder', async () => {
    const answers = await readAllPages(joni, `${library}/Exhibits`);
    const names = answers.flatMap(({ entries }) => entries.map(({ name }) => name));
    expect(names).toEqual(range(230).map((number) => `Exhibit ${String(number).padStart(3, '0')}.txt`));
  });

  it('hold every message of a mail folder', async () => {
    const answers = await readAllPages(megan, 'mail:///folders/inbox');
    const uris = answers.flatMap(({ entries }) => entries.map(({ uri }) => uri));
    expect(new Set(uris).size).toBe(answers[0]?.facts['messages']);
    expect(answers.length).toBeGreaterThan(2);
  });

  it('hold every post of a channel', async () => {
    const { entries: teams } = await read(megan, 'teams:///teams/');
    const { entries: channels } = await read(
      megan,
      String(teams.find(({ name }) => name === 'Halo launch')?.['uri']),
    );
    const answers = await readAllPages(
      megan,
      String(channels.find(({ name }) => name === 'Sell-out')?.['uri']),
    );
    const weeks = answers.flatMap(({ text }) =>
      [...text.matchAll(/Sell-out of week (\d+)/g)].map(([, week]) => Number(week)),
    );
    expect(weeks).toEqual(range(26).toReversed());
  });

  it('name the number of pages when startPage is past the end', async () => {
    const answer = await joni.callTool({
      name: 'read_resource',
      arguments: { uri: `${library}/Register of rulings.pdf`, startPage: 999 },
    });
    expect(answer.content[0]?.text).toMatch(/invalid_argument: .*only \d+ pages/);
  });
});

describe('read_resource of a long text', () => {
  it('returns one page and an outline first', async () => {
    const first = await read(joni, `${library}/Register of hearings.pptx`);
    expect(encode(first.whole).length).toBeLessThanOrEqual(5000);
    expect(first.structured['outline']).toContainEqual('6: Slide 6: Hearing 6');
    const register = await read(joni, `${library}/Register of crossings.xlsx`);
    expect(encode(register.whole).length).toBeLessThanOrEqual(5000);
    expect(register.structured['outline']).toContainEqual(expect.stringContaining('South'));
  });

  it.each([
    [`${library}/Register of deeds.docx`, 'Deed 1234'],
    [`${library}/Register of rulings.pdf`, '"Ruling 17. 31"'],
    [`${library}/Register of crossings.xlsx`, 'SOUTH 377'],
    [`${library}/Register of clauses.txt`, ['Clause 15', 'Clause 2907']],
  ])('finds passages of %s', async (uri, find) => {
    const answer = await joni.callTool({ name: 'read_resource', arguments: { uri, find } });
    const { whole, text, structured } = parseReadResult(answer);
    expect(encode(whole).length).toBeLessThanOrEqual(5000);
    for (const term of [find].flat()) {
      const [name = '', number = ''] = term.replaceAll('"', '').split(/ (?=\S+$)/);
      expect(text.toLowerCase()).toContain(`${name} ${number}`.toLowerCase());
    }
    const { pages } = structured['passages'] as { pages: number[] };
    const page = Number(/^\[page (\d+)/.exec(text)?.[1]);
    expect(pages).toContain(page);
    const [term = ''] = [find].flat();
    const shown = await read(joni, uri, page);
    expect(shown.text.toLowerCase()).toContain(term.replaceAll('"', '').toLowerCase());
  });

  it('ends at endPage, and says when no passage contains the words', async () => {
    const uri = `${library}/Register of rulings.pdf`;
    const part = await joni.callTool({
      name: 'read_resource',
      arguments: { uri, startPage: 3, endPage: 4 },
    });
    expect(part.structuredContent?.['pages']).toMatchObject({ from: 3, to: 4 });
    const none = await joni.callTool({ name: 'read_resource', arguments: { uri, find: 'zxqwv' } });
    expect(parseReadResult(none).note).toContain('contains none of these words');
  });
});
