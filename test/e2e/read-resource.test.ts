import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { AnyClient } from '../../scripts/mcp-clients.ts';
import { contoso } from '../tenant/world.ts';
import { useConnector } from './connector.ts';
import { read, type ReadAnswer, refusal } from './reading/read-answer.ts';

const connector = useConnector();
let megan: AnyClient;

beforeAll(async () => {
  megan = await connector.client('2026-07-28', 'megan');
});
afterAll(() => megan.close());

const marketing = 'https://contoso.sharepoint.com/sites/marketing/Shared Documents';
const odds = `${marketing}/Odds and ends`;

async function found(tool: string, args: Record<string, unknown>): Promise<Record<string, string>[]> {
  const { structuredContent } = await megan.callTool({ name: tool, arguments: args });
  return (structuredContent?.['items'] ?? []) as Record<string, string>[];
}

async function event(query: string, more: Record<string, unknown> = {}): Promise<ReadAnswer> {
  const [item] = await found('outlook_calendar_search', { query, ...more });
  return read(megan, String(item?.['uri']));
}

/** A connection of Megan's with these permissions and no others, and then with those of everybody again. */
async function meganWith<T>(
  permissions: readonly string[],
  use: (client: AnyClient) => Promise<T>,
): Promise<T> {
  const { control } = connector.simulation.tenant;
  control.setPersonGrants('megan', permissions);
  const client = await connector.client('2026-07-28', 'megan');
  try {
    return await use(client);
  } finally {
    await client.close();
    control.setPersonGrants('megan', null);
  }
}

describe('events and meetings', () => {
  it('leads from an occurrence to its chat, its transcript and what was noted', async () => {
    const past = { afterDateTime: '10 days ago', beforeDateTime: 'today' };
    const { facts } = await event('Halo weekly', past);
    expect(facts).toMatchObject({
      organizer: 'Megan Bowen <megan@contoso.example>',
      attendees: expect.arrayContaining([
        'Alex Wilber <alex@contoso.example>: tentativelyAccepted, optional',
      ]),
      joinUrl: expect.stringContaining('meetup-join'),
    });
    const chat = await read(megan, String(facts['chat']));
    expect(chat.text).toContain('The demo lamps cost EUR 4,800 in all.');
    expect(chat.note).toContain('chat of a meeting');
    const transcript = await read(megan, String(facts['transcript']));
    expect(transcript.text.split('\n')[0]).toBe(
      '[00:00:00] Megan Bowen: Budget is closed. We have one million three hundred and fifty thousand. The launch campaign is approved in full.',
    );
    const meeting = await read(megan, String(facts['meeting']));
    expect(meeting.text).toContain('- Order demo lamps: Lidia orders the demo lamps today. (Lidia Holloway)');
    expect(meeting.text).toMatch(/^- Alex Wilber, 15 min$/m);
    expect(meeting.facts['recordings']).toMatchObject([{ minutes: 29 }]);
    expect(meeting.facts['transcript']).toBe(facts['transcript']);
  });

  it('gives each occurrence of a series its own transcript', async () => {
    const items = await found('outlook_calendar_search', {
      query: 'Halo weekly',
      afterDateTime: '22 days ago',
      beforeDateTime: 'today',
    });
    const texts = await Promise.all(
      items.map(
        async ({ uri }) => (await read(megan, String(uri).replace('calendar:', 'meeting-transcript:'))).text,
      ),
    );
    expect(texts.length).toBeGreaterThanOrEqual(3);
    expect(new Set(texts).size).toBe(texts.length);
    expect(texts.at(-1)).toContain('Budget is closed.');
  });

  it('lists of a series the meetings that have a transcript, newest first', async () => {
    const { facts } = await event('Halo weekly', { afterDateTime: '10 days ago', beforeDateTime: 'today' });
    const series = String(facts['series']);
    for (const kind of ['meeting-transcript:', 'meeting:']) {
      const { entries, note } = await read(megan, series.replace('calendar:', kind));
      expect(entries).toHaveLength(3);
      expect(note).toContain('This is a series');
      const starts = entries.map(({ start }) => String(start));
      expect(starts).toEqual(starts.toSorted().toReversed());
    }
  });

  it('offers no transcript of what is still to come, and says what there is', async () => {
    const { facts } = await event('Budget review');
    expect(facts['transcript']).toBeUndefined();
    const [item] = await found('outlook_calendar_search', {
      query: 'Halo weekly',
      afterDateTime: 'in 15 days',
    });
    const { code, message } = await refusal(
      megan,
      String(item?.['uri']).replace('calendar:', 'meeting-transcript:'),
    );
    expect([code, message]).toEqual(['not_found', expect.stringContaining('transcripts of other dates')]);
    const dentist = (await found('outlook_calendar_search', { query: 'Dentist' }))[0]?.['uri'];
    expect(await refusal(megan, String(dentist).replace('calendar:', 'meeting:'))).toMatchObject({
      code: 'not_found',
      message: 'This event has no Teams meeting.',
    });
  });

  it('reads what is attached to an event', async () => {
    const { facts } = await event('Budget review');
    const [attachment] = facts['attachments'] as { uri: string; name: string }[];
    expect(attachment?.name).toBe('Halo Retail Deck.pptx');
    const file = await read(megan, String(attachment?.uri));
    expect(file.text).toContain('Halo');
    expect(file.facts['attachedTo']).toContain('calendar:///events/');
  });

  it('names the switch of the Teams administrator where transcripts are closed to connectors', async () => {
    const joni = await connector.client('2026-07-28', 'joni');
    const { structuredContent } = await joni.callTool({
      name: 'outlook_calendar_search',
      arguments: { query: 'Nightingale strategy' },
    });
    const [item] = (structuredContent?.['items'] ?? []) as { uri: string }[];
    const { code, message } = await refusal(
      joni,
      String(item?.uri).replace('calendar:', 'meeting-transcript:'),
    );
    expect([code, message]).toEqual([
      'transcripts_disabled',
      expect.stringContaining('Transcript API access, Microsoft Graph access'),
    ]);
    const { facts } = await read(joni, String(item?.uri).replace('calendar:', 'meeting:'));
    expect(facts['missing']).toMatchObject({ transcript: expect.stringContaining('Transcript API access') });
    await joni.close();
  });

  it('says of each part of a meeting which permission or licence is missing', async () => {
    const { facts } = await event('Halo weekly', { afterDateTime: '10 days ago', beforeDateTime: 'today' });
    const uri = String(facts['meeting']);
    await meganWith(['User.Read', 'Calendars.Read', 'OnlineMeetings.Read'], async (client) => {
      const { facts: few, text } = await read(client, uri);
      expect(text).toBe('');
      expect(few['missing']).toMatchObject({
        notes: expect.stringContaining('OnlineMeetingAiInsight.Read.All'),
        attendance: expect.stringContaining('OnlineMeetingArtifact.Read.All'),
        recordings: expect.stringContaining('OnlineMeetingRecording.Read.All'),
        transcript: expect.stringContaining('OnlineMeetingTranscript.Read.All'),
      });
    });
    const adele = await connector.client('2026-07-28', 'adele');
    const { structuredContent } = await adele.callTool({
      name: 'outlook_calendar_search',
      arguments: { query: 'Halo weekly', afterDateTime: '10 days ago', beforeDateTime: 'today' },
    });
    const [item] = (structuredContent?.['items'] ?? []) as { uri: string }[];
    const { facts: hers, text } = await read(adele, String(item?.uri).replace('calendar:', 'meeting:'));
    expect(hers['missing']).toMatchObject({ notes: expect.stringContaining('Copilot licence') });
    expect(text).toContain('# Attendance');
    await adele.close();
  });

  it('hides what a private event of somebody else is about', async () => {
    const [item] = await found('outlook_calendar_search', {
      calendarOwnerEmail: 'patti@contoso.example',
      afterDateTime: 'last monday',
      beforeDateTime: 'in 2 weeks',
      query: '*',
      limit: 25,
    }).then((items) => items.filter(({ private: hidden }) => hidden));
    const { whole, facts } = await read(megan, String(item?.['uri']));
    expect(facts['private']).toBe(true);
    expect(whole).not.toMatch(/Lawyer|Downtown/);
  });
});

describe('Teams', () => {
  it('shows a chat with its members, what was quoted, attached and taken back', async () => {
    const { entries } = await read(megan, 'teams:///chats/');
    const uri = String(entries.find(({ name }) => name === 'Halo launch crew')?.['uri']);
    const { text, facts } = await read(megan, uri);
    expect(facts['members']).toContain('Lidia Holloway <lidia@contoso.example>');
    expect(text).toContain('@Lidia too dark. See the plan.');
    expect(text).toContain('(file: Halo Launch Plan.docx https://contoso.sharepoint.com/');
    expect(text).toContain('(deleted)');
    expect(text).toContain('Twelve weeks to go 🚀');
    expect(text).not.toContain('evil.example');
    const plan = /\(file: .*? (https:\S+)\)/.exec(text)?.[1];
    expect((await read(megan, String(plan))).structured['kind']).toBe('file');
    const picture = /\[(\d+)\] [^\n]*Lidia Holloway\n {2}The proof/.exec(text)?.[1];
    const message = await read(megan, `${uri}${picture}`);
    expect(message.images).toMatchObject([{ mimeType: 'image/png' }]);
  });

  it('marks who is of another organisation', async () => {
    const adele = await connector.client('2026-07-28', 'adele');
    const { entries } = await read(adele, 'teams:///chats/');
    const uri = String(entries.find(({ name }) => name === 'Northwind reorder')?.['uri']);
    const { text, facts } = await read(adele, uri);
    expect(text).toMatch(/Jordan Miller \(external\)/);
    expect(facts['members']).toContain(
      'Jordan Miller <jordan.miller@northwindtraders.example> (outside the organisation)',
    );
    await adele.close();
  });

  it('shows names and members without messages, where that is all that is granted', async () => {
    const { entries } = await read(megan, 'teams:///chats/');
    const uri = String(entries[0]?.['uri']);
    await meganWith(['User.Read', 'Chat.ReadBasic'], async (client) => {
      expect((await read(client, 'teams:///chats/')).entries.length).toBeGreaterThan(2);
      const { facts, text, note } = await read(client, uri);
      expect([facts['members'], text]).toEqual([expect.any(Array), '']);
      expect(note).toContain('Chat.Read is not granted, only Chat.ReadBasic');
      expect(await refusal(client, `${uri}1732440000123`)).toMatchObject({ code: 'permission_missing' });
    });
    await meganWith(['User.Read', 'ChatMember.Read'], async (client) => {
      expect((await read(client, uri)).note).toContain('only ChatMember.Read');
    });
  });

  it('shows a post with its answers, and each by itself', async () => {
    const { entries: teams } = await read(megan, 'teams:///teams/');
    const { entries: channels } = await read(
      megan,
      String(teams.find(({ name }) => name === 'Halo launch')?.['uri']),
    );
    const channel = String(channels.find(({ name }) => name === 'General')?.['uri']);
    const posts = await read(megan, channel);
    const id = /## \[(\d+)\][^\n]*Lidia Holloway\n {2}\*\*Second source/.exec(posts.text)?.[1];
    const { text, facts, structured } = await read(megan, `${channel}${id}`);
    expect(structured['title']).toBe('Second source for the LED driver');
    expect(facts['answers']).toBe(3);
    expect(text.split('\n').filter((line) => line.startsWith('### '))).toHaveLength(3);
    expect(text).toContain('  Then I sign on Monday.\n  (reactions: like 1)');
    const answer = /### \[(\d+)\]/.exec(text)?.[1];
    expect((await read(megan, `${channel}${id}/replies/${answer}`)).text).toBe('Yes, up to EUR 2.30.');
    await meganWith(['User.Read', 'Channel.ReadBasic.All'], async (client) => {
      const few = await read(client, channel);
      expect(few.structured['title']).toBe('General');
      expect(few.note).toContain('ChannelMessage.Read.All is not granted');
    });
  });
});

describe('files and pages', () => {
  it.each<[string, string, object]>([
    ['a scanned PDF', 'Scan of the signed lease.pdf', { note: expect.stringContaining('scanned') as string }],
    ['an empty file', 'Empty.txt', { note: expect.stringContaining('no text') as string }],
    [
      'an old Word document',
      'Framework contract 2003.doc',
      { text: expect.stringContaining('4 %') as string },
    ],
    ['rich text', 'Stand brief.rtf', { text: expect.stringContaining('Twelve square metres') as string }],
    [
      'a Loop component',
      'Launch board.loop',
      { text: expect.stringContaining('| Alex | 22 January |') as string },
    ],
    ['JSON', 'Shop feed.json', { text: expect.stringContaining('Łódź') as string }],
    ['XML', 'Stock.xml', { text: expect.stringContaining('HALO-1') as string }],
  ])('reads %s', async (_, name, expected) => {
    expect(await read(megan, `${odds}/${name}`)).toMatchObject(expected);
  });

  it('shows a picture as a picture', async () => {
    const { images, facts } = await read(megan, `${odds}/Team photo.png`);
    expect(images).toMatchObject([
      { mimeType: 'image/png', data: expect.stringMatching(/^iVBOR/) as string },
    ]);
    expect(facts['contentType']).toBe('image/png');
  });

  it.each([
    ['encrypted', 'Acquisition (protected).docx', 'protected_content'],
    ['flagged as malware', 'Invoice 9981.pdf.txt', 'malware'],
  ])('refuses a file that is %s', async (_, name, code) => {
    const error = await refusal(megan, `${odds}/${name}`);
    expect(error.code).toBe(code);
    expect('link' in error).toBe(code !== 'malware');
  });

  it.each([
    ['its address', `${marketing}/Halo/Halo Launch Plan.docx`, 'file'],
    ['its address with escapes', `${marketing}/Budget%20drafts%20%231%20(50%25)`, 'file'],
    [
      'a view of its library',
      `${marketing}/Forms/AllItems.aspx?id=%2Fsites%2Fmarketing%2FShared%20Documents%2FBudget%20drafts%20%231%20%2850%25%29&viewid=1`,
      'file',
    ],
    ['the view of a whole library', `${marketing}/Forms/AllItems.aspx`, 'file'],
    ['the site', 'https://contoso.sharepoint.com/sites/marketing/', 'siteDrives'],
    ['a page', 'https://contoso.sharepoint.com/sites/intranet/SitePages/Travel-freeze.aspx', 'page'],
  ])('follows a link: %s', async (_, link, kind) => {
    const { structured } = await read(megan, link);
    expect(structured['kind']).toBe(kind);
    // What is opened is named by an address that stays.
    const again = await read(megan, String(structured['uri']));
    expect(again.structured['title']).toBe(structured['title']);
  });

  it('follows a sharing link and an address of Office', async () => {
    const { facts } = await read(megan, `${marketing}/Halo/Halo Launch Plan.docx`);
    const office = String(facts['webUrl']);
    expect(office).toContain('sourcedoc=');
    expect((await read(megan, office)).structured['title']).toBe('Halo Launch Plan.docx');
    const id = /sourcedoc=%7B([0-9A-F-]+)%7D/.exec(office)?.[1] ?? '';
    const shared = `https://contoso.sharepoint.com/:w:/s/marketing/E${id.toLowerCase().replaceAll('-', '')}`;
    expect((await read(megan, shared)).structured['title']).toBe('Halo Launch Plan.docx');
  });

  it('reads a page with its table and the words of its web parts', async () => {
    const { text, facts } = await read(
      megan,
      'https://contoso.sharepoint.com/sites/intranet/SitePages/Travel-freeze.aspx',
    );
    expect(text).toContain('| Halo launch | Patti Fernandez |');
    expect(text).toContain('An empty train');
    expect(facts['author']).toBe('Patti Fernandez');
  });

  it('lists libraries and pages of a site', async () => {
    const { entries } = await read(megan, 'https://contoso.sharepoint.com/sites/intranet');
    expect(entries.map(({ name }) => name)).toEqual([
      'Documents',
      'Contoso Intranet',
      'Travel is frozen until the end of March',
    ]);
  });

  it('opens the own OneDrive with Files.Read, and refuses by name what needs more', async () => {
    await meganWith(['User.Read', 'Files.Read'], async (client) => {
      const { entries } = await read(client, 'drive:///me');
      expect(entries.map(({ name }) => name)).toContain('Shopping list.txt');
      expect(await refusal(client, 'https://contoso.sharepoint.com/sites/marketing')).toMatchObject({
        code: 'permission_missing',
        message: expect.stringContaining('Sites.Read.All') as string,
      });
      expect(await refusal(client, `${marketing}/Halo/Halo Launch Plan.docx`)).toMatchObject({
        code: 'access_denied',
      });
    });
  });

  it('shows no file that was not shared', async () => {
    expect(
      await refusal(megan, 'https://contoso.sharepoint.com/sites/finance/Shared Documents/Salary review.txt'),
    ).toMatchObject({ code: 'access_denied' });
  });
});

describe('mail', () => {
  it('shows the envelope alone under Mail.ReadBasic', async () => {
    const [item] = await found('outlook_email_search', { query: 'budget' });
    await meganWith(['User.Read', 'Mail.ReadBasic'], async (client) => {
      const { text, note, facts } = await read(client, String(item?.['uri']));
      expect([text, facts['from']]).toEqual(['', expect.stringContaining('@')]);
      expect(note).toContain('Mail.Read is not granted');
    });
  });

  it('opens every attachment that it lists', async () => {
    const items = await found('outlook_email_search', { query: 'hasAttachments:true', limit: 25 });
    const kinds = new Set<string>();
    for (const { uri } of items) {
      const { facts } = await read(megan, String(uri));
      for (const { uri: attachment, kind = 'file' } of (facts['attachments'] ?? []) as {
        uri: string;
        kind?: string;
      }[]) {
        const answer = await megan.callTool({ name: 'read_resource', arguments: { uri: attachment } });
        if (!answer.isError) kinds.add(kind);
        else expect(answer.content[0]?.text).toMatch(/^(?:unsupported_content|protected_content|too_large)/);
      }
    }
    expect([...kinds].toSorted()).toEqual(['file', 'item', 'link']);
  });

  it('honours the owner everywhere', async () => {
    const owner = '?owner=invoices@contoso.example';
    const { entries } = await read(megan, `mail:///folders/${owner}`);
    expect(entries.every(({ uri }) => String(uri).endsWith(owner))).toBe(true);
    const inbox = await read(megan, `mail:///folders/inbox${owner}`);
    expect(String(inbox.entries[0]?.['uri'])).toContain(owner);
    expect((await read(megan, String(inbox.entries[0]?.['uri']))).facts['to']).toContain(
      'invoices@contoso.example',
    );
    expect(await refusal(megan, 'mail:///folders/inbox?owner=adele@contoso.example')).toMatchObject({
      code: 'access_denied',
    });
  });
});

describe('who is signed in', () => {
  it('is said with the tenant and what is granted', async () => {
    const { facts } = await read(megan, 'me:///');
    expect(facts).toMatchObject({
      signInName: 'megan@contoso.example',
      tenantId: contoso,
      timeZone: 'Europe/Warsaw',
      permissions: expect.arrayContaining(['Mail.Read', 'Chat.Read']),
    });
  });
});
