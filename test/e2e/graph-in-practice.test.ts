import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { lastFullWeeks } from 'm365-simulator';
import { type AnyClient, call, textOf } from '../../scripts/lib/mcp-clients.ts';
import { type Connector, useConnector } from './connector.ts';
import { read, readError } from './reading/read-resource.ts';
import { searchItems } from './reading/search-items.ts';

/*
 * The service in practice, on the wire: what the reference pages of Graph do not state. Permissions of chat search are
 * in teams-permissions.test.ts, transcripts and join URLs in read-meetings.test.ts, national clouds in
 * national-clouds.test.ts, the limit of a mailbox in mailbox-limit.test.ts.
 */

const connector: Connector = useConnector();
const control = () => connector.simulation.tenant.control;
let megan: AnyClient;
let alex: AnyClient;
let adele: AnyClient;

beforeAll(async () => {
  megan = await connector.client('2026-07-28', 'megan');
  alex = await connector.client('2026-07-28', 'alex');
  adele = await connector.client('2026-07-28', 'adele');
});
afterEach(() => control().setConditions([]));
afterAll(() => Promise.all([megan, alex, adele].map((client) => client.close())));

/** The error of a call. A success fails the test. */
async function errorOf(client: AnyClient, name: string, args: Record<string, unknown>) {
  const result = await client.callTool({ name, arguments: args });
  expect(result.isError, textOf(result)).toBe(true);
  return (result.structuredContent as { error: { code: string; message: string } }).error;
}

/** URI of a file by its name. */
async function fileUri(client: AnyClient, name: string): Promise<string> {
  const items = await searchItems(client, 'sharepoint_search', { query: name });
  return String(items.find((item) => item['name'] === name)?.['uri']);
}

describe('files', () => {
  it('a picture whose hit has the URL of a form is found, with the path of its library', async () => {
    const items = await searchItems(megan, 'sharepoint_search', { query: 'Team photo' });
    expect(items).toMatchObject([{ name: 'Team photo.png' }]);
    expect(JSON.stringify(items)).not.toContain('DispForm');
    const { images } = await read(megan, String(items[0]?.['uri']));
    expect(images).toMatchObject([{ mimeType: 'image/png' }]);
  });

  it('a picture of the own OneDrive has the path of its folder', async () => {
    const [picture] = await searchItems(alex, 'sharepoint_search', { query: 'Store front' });
    expect(picture).toMatchObject({ name: 'Store front.png', path: expect.stringContaining('Photos') });
    expect(JSON.stringify(picture)).not.toContain('DispForm');
  });

  it('a page that lastingly fails with its web parts is read without text, with its link', async () => {
    const [page] = await searchItems(megan, 'sharepoint_search', { query: 'Contoso Intranet' });
    control().setConditions(['noCanvas']);
    const { facts, note } = await read(megan, String(page?.['uri']));
    expect(note).toContain('cannot be read through Microsoft Graph');
    expect(facts['webUrl']).toContain('Home.aspx');
  });

  it.each([
    ['drive:///me', 'noOneDrive', 'no OneDrive yet'],
    ['drive:///me', 'noSharePointLicense', 'no SharePoint license'],
  ] as const)('%s with %s names the cause', async (uri, condition, cause) => {
    control().setConditions([condition]);
    const { code, message } = await readError(megan, uri);
    expect([code, message]).toEqual(['not_found', expect.stringContaining(cause)]);
    expect(message).not.toMatch(/filter|words/);
  });

  it('a search without a SharePoint license names the cause and no words', async () => {
    control().setConditions(['noSharePointLicense']);
    const { message } = await errorOf(megan, 'sharepoint_search', { query: 'budget' });
    expect(message).toContain('no SharePoint license');
    expect(message).not.toMatch(/words|filter/);
  });

  it('a search of the own OneDrive that does not exist names the cause', async () => {
    control().setConditions(['noOneDrive']);
    const { message } = await errorOf(alex, 'sharepoint_search', { query: 'schedule' });
    expect(message).toContain('no OneDrive yet');
  });

  it('a file that is empty at its first download is downloaded again', async () => {
    const uri = await fileUri(alex, 'Translation schedule.csv');
    control().setConditions(['emptyFirstDownload']);
    const { text } = await read(alex, uri);
    expect(text).toContain('Polish');
  });

  it('a file that SharePoint cannot convert is offered by its link', async () => {
    const items = await searchItems(megan, 'sharepoint_search', { query: 'filetype:doc' });
    control().setConditions(['noConversion']);
    expect(await readError(megan, String(items[0]?.['uri']))).toMatchObject({
      code: 'unsupported_content',
      message: expect.stringContaining('by its link'),
      link: expect.stringContaining('https://contoso.sharepoint.com/'),
    });
  });

  it('negative sizes are not shown', async () => {
    control().setConditions(['negativeSizes']);
    const { whole } = await read(megan, 'drive:///me');
    expect(whole).not.toMatch(/"bytes":-/);
  });

  it('a list item without name and URL is no invented link', async () => {
    control().setConditions(['bareListItems']);
    const result = await call(megan, 'sharepoint_search', { query: 'intranet' });
    expect(textOf(result)).not.toContain('file:////');
  });

  it('a page after the 1,000th hit is not requested', async () => {
    control().clearRequests();
    const result = await call(megan, 'sharepoint_search', { query: 'budget', offset: 1000 });
    expect(result.isError).not.toBe(true);
    expect(textOf(result)).toContain('1,000 results');
    expect(
      control()
        .requests({ kind: 'graph' })
        .filter(({ path }) => path.includes('/search/')),
    ).toEqual([]);
  });
});

describe('mail and calendar', () => {
  it('a mailbox that is not shared is named as such, with the hint to name a folder', async () => {
    const { message } = await errorOf(megan, 'outlook_email_search', { mailbox: 'patti@contoso.example' });
    expect(message).toContain('not shared with');
    expect(message).toContain('folderName');
  });

  it('a calendar that is not shared is named as such', async () => {
    const { message } = await errorOf(megan, 'outlook_calendar_search', {
      calendarOwnerEmail: 'adele@contoso.example',
    });
    expect(message).toContain('not shared with');
  });

  it('an unknown user is no deleted item', async () => {
    const { message } = await errorOf(megan, 'outlook_email_search', { mailbox: 'nobody@contoso.example' });
    expect(message).toMatch(/no mailbox with this address|no such user/);
    expect(message).not.toContain('moved or deleted');
  });

  it('a mailbox that Exchange cannot reach is temporarily unavailable', async () => {
    control().setConditions(['mailboxUnavailable']);
    const { code, message } = await errorOf(adele, 'outlook_email_search', {});
    expect([code, message]).toEqual([
      'upstream_unavailable',
      expect.stringContaining('temporarily unavailable'),
    ]);
  });

  it('a search that ends in half an error body is repeated without immutable ids', async () => {
    control().setConditions(['halfSearchBody']);
    const [hit] = await searchItems(megan, 'outlook_email_search', { query: 'budget' });
    expect(hit).toHaveProperty('subject');
    control().setConditions([]);
    expect((await read(megan, String(hit?.['uri']))).text).not.toBe('');
  });

  it.each([
    ['Encrypted: lease', 'encrypted or signed with S/MIME'],
    ['Signed: delivery', 'signed with S/MIME'],
    ['Protected: price list', 'protected by Microsoft Purview (rpmsg)'],
    ['Store walk', 'meeting request'],
    ['Declined: Store walk', 'refusal of a meeting'],
    ['Undeliverable: Opening', 'delivery or read report'],
    ['Voicemail from Fourth', 'voicemail'],
    ['IM', 'copy of a Teams chat message'],
  ])('the mail "%s…" is named for what it is: %s', async (subject, kind) => {
    const items = await searchItems(adele, 'outlook_email_search', { limit: 25 });
    const mail = items.find((item) => String(item['subject']).startsWith(subject));
    const { facts } = await read(adele, String(mail?.['uri']));
    expect(facts['kind']).toBe(kind);
  });

  it('a meeting request says when and where the meeting is', async () => {
    const items = await searchItems(adele, 'outlook_email_search', { limit: 25 });
    const mail = items.find((item) => item['subject'] === 'Store walk');
    const { facts } = await read(adele, String(mail?.['uri']));
    expect(facts['meeting']).toMatchObject({
      start: expect.stringMatching(/^\d{4}-\d\d-\d\dT(?:09|10):00/),
      weekday: expect.any(String),
      place: 'Store 12',
    });
  });
});

describe('Teams and meetings', () => {
  it('a user without a Teams license is told so', async () => {
    control().setConditions(['noTeamsLicense']);
    const { message } = await readError(megan, 'teams:///chats/');
    expect(message).toContain('no license');
  });

  it('a chat topic that is an id is not shown as a name', async () => {
    const { entries } = await read(megan, 'teams:///chats/');
    expect(JSON.stringify(entries)).not.toContain('8:orgid');
  });

  it('the chat with oneself is read as 48:notes', async () => {
    const { text } = await read(megan, 'teams:///chats/48:notes/messages/');
    expect(text).not.toBe('');
  });

  it('AI notes that are listed and not kept are named, and the rest of the meeting is read', async () => {
    const [event] = await searchItems(megan, 'outlook_calendar_search', {
      query: 'Halo weekly',
      ...lastFullWeeks(1),
    });
    const { facts } = await read(megan, String(event?.['uri']));
    control().setConditions(['noInsightContent']);
    const meeting = await read(megan, String(facts['meeting']));
    expect(meeting.facts['missing']).toMatchObject({
      notes: expect.stringContaining('not kept any more, or are not ready yet'),
    });
    expect(meeting.text).toContain('# Attendance');
  });

  it('a meeting that Teams refuses, as those of channels, names its organizer or what to do', async () => {
    const [event] = await searchItems(megan, 'outlook_calendar_search', {
      query: 'Halo weekly',
      ...lastFullWeeks(1),
    });
    control().setConditions(['channelMeetings']);
    const { message } = await readError(
      megan,
      String(event?.['uri']).replace('calendar:', 'meeting-transcript:'),
    );
    expect(message).not.toMatch(/filter|words/);
  });
});

describe('in the documented behavior', () => {
  afterEach(() => control().setBehavior('practice'));

  it('pictures, pages and downloads are read as well', async () => {
    control().setBehavior('documented');
    control().setConditions(['noCanvas', 'emptyFirstDownload', 'noOneDrive']);
    const items = await searchItems(megan, 'sharepoint_search', { query: 'Team photo' });
    expect((await read(megan, String(items[0]?.['uri']))).images).toHaveLength(1);
    expect((await read(megan, 'drive:///me')).entries).not.toEqual([]);
  });
});
