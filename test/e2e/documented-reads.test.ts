import { describe, expect, it } from 'vitest';
import { AppError } from '../../src/lib/app-error.ts';
import { tools } from '../../src/tools/index.ts';
import { everyPermission } from '../unit/tools/read-with-fake-graph.ts';
import { toolContext } from '../unit/tools/tool-context.ts';
import { type Json, hasSamples, samples } from './graph-samples.ts';

/*
 * Documented responses of the endpoints that resources and tools read, each also with changes that the service makes:
 * members that are null, missing or new, unknown enumeration values, other forms of times. No such response is an error.
 */

const site =
  'contoso.sharepoint.com,2C712604-1370-44E7-A1F5-426573FDA80A,2D2244C3-251A-49EA-93A8-39E1C3A060FE';
const drive = 'b!R_p3sTf-U0ObBTzXhZvhFh9VL8TDNbpGkqcJX7NCEUCyVhY4qKvSQLmkLcUyqjzk';
const item = '01BYE5RZ6QN3ZWBTUFOFD3GSPGOHDJD36K';
const chat = '19:2da4c29f6d7041eca70b638b43d45437@thread.v2';
const team = 'fbe2bf47-16c8-47cf-b4a5-4b9b187c508b';
const channel = '19:4a95f7d8db4c4e7fae857bcebe0623e6@thread.tacv2';
const posts = `teams:///teams/${team}/channels/${channel}/messages/`;
const series = 'AAMkAGIAAAoZDOFAAA=';
const event = {
  id: 'AAMkAGI1AAA=',
  subject: 'Weekly',
  isOrganizer: true,
  isOnlineMeeting: true,
  start: { dateTime: '2021-09-16T18:30:00.0000000', timeZone: 'UTC' },
  end: { dateTime: '2021-09-17T07:30:00.0000000', timeZone: 'UTC' },
  onlineMeeting: {
    joinUrl: `https://teams.microsoft.com/l/meetup-join/19%3ameeting_MGQ4%40thread.v2/0?context=%7b%22Tid%22%3a%22909c6581-5130-43e9-88f3-fcb3582cde37%22%2c%22Oid%22%3a%22dc17674c-81d9-4adb-bfb2-8f6a442e4622%22%7d`,
  },
};

/** The first item of a list, or the response itself. */
const first = (body: Json): Json => (Array.isArray(body['value']) ? (body['value'][0] as Json) : body);
const idOf = (body: Json) => encodeURIComponent(String(first(body)['id']));

type Call = readonly [tool: string, args: Json];
const read = (uri: string): Call => ['read_resource', { uri }];

/** [samples, path of the request, the call that sends it] */
const rows: readonly (readonly [RegExp, RegExp, (body: Json) => Call])[] = [
  [/^message-get\.[123]/, /^\/me\/messages\/[^/]+$/, () => read('mail:///messages/AAMkAGI1AAA=')],
  [/^user-list-mailfolders\.1/, /^\/me\/mailFolders$/, () => read('mail:///folders/')],
  [
    /^mailfolder-list-childfolders\.1/,
    /childFolders$/,
    () => ['outlook_email_search', { folderName: 'Clients' }],
  ],
  [/^mailfolder-get\.1/, /^\/me\/mailFolders\/[^/]+$/, () => read('mail:///folders/inbox')],
  [/^mailfolder-list-messages/, /^\/me\/mailFolders\/[^/]+\/messages$/, () => read('mail:///folders/inbox')],
  [
    /^attachment-get\.[1245]/,
    /\/attachments\/[^/]+$/,
    () => read('mail:///messages/AAMkAGI1AAA=/attachments/AAMkAGI2AAA='),
  ],
  [
    /^message-list-attachments/,
    /\/attachments$/,
    () => ['outlook_email_search', { query: 'x', order: 'relevance' }],
  ],
  [/^event-get/, /^\/me\/events\/[^/]+$/, () => read('calendar:///events/AAMkAGI1AAA=')],
  [/^event-list-instances/, /\/instances$/, () => read(`meeting-transcript:///events/${series}`)],
  [/^chat-get\.[134]/, /^\/chats\/[^/]+$/, (body) => read(`teams:///chats/${idOf(body)}`)],
  [/^chat-list\./, /^\/me\/chats$/, () => read('teams:///chats/')],
  [/^chat-list-messages/, /^\/chats\/[^/]+\/messages$/, () => read(`teams:///chats/${chat}`)],
  [
    /^chatmessage-get\.1/,
    /^\/chats\/[^/]+\/messages\/[^/]+$/,
    (body) => read(`teams:///chats/${chat}/messages/${idOf(body)}`),
  ],
  [/^user-list-joinedteams/, /^\/me\/joinedTeams$/, () => read('teams:///teams/')],
  [/^channel-list\./, /\/channels$/, () => read(`teams:///teams/${team}/channels/`)],
  [/^channel-get\./, /\/channels\/[^/]+$/, () => read(posts)],
  [/^channel-list-messages/, /\/channels\/[^/]+\/messages$/, () => read(posts)],
  [/^chatmessage-get\.[23]/, /\/channels\/[^/]+\/messages\/[^/]+$/, (body) => read(`${posts}${idOf(body)}`)],
  [/^chatmessage-list-replies/, /\/replies$/, () => read(`${posts}1616990032035`)],
  [
    /^driveitem-get\.1|^shares-get\.2/,
    /^\/drives\/[^/]+\/items\/[^/]+$/,
    () => read(`file:///${drive}/${item}`),
  ],
  [/^driveitem-list-children/, /\/children$/, () => read(`file:///${drive}/${item}`)],
  [/^drive-get/, /^\/me\/drive$/, () => read('drive:///me')],
  [/^drive-list/, /^\/sites\/[^/]+\/drives$/, () => read(`drive:///sites/${site}`)],
  [
    /^shares-get\.2/,
    /^\/shares\/[^/]+\/driveItem$/,
    () => read('https://contoso.sharepoint.com/:w:/s/x/EaBcD'),
  ],
  [/^site-(?:search|list)/, /^\/sites$/, () => ['sharepoint_search', { query: 'x', site: 'Marketing' }]],
  [/^site-getbypath/, /^\/sites\/[^/]+:\//, () => read('https://contoso.sharepoint.com/teams/1drvteam')],
  [
    /^sitepage-get/,
    /microsoft\.graph\.sitePage$/,
    () => read(`page:///sites/${site}/pages/df69e386-6c58-4df2-afc0-ab6327d5b202`),
  ],
  [/^basesitepage-list/, /\/pages\/microsoft\.graph\.sitePage$/, () => read(`drive:///sites/${site}`)],
  [/^user-get\.2/, /^\/me$/, () => read('me:///')],
  [/^user-get\.1/, /^\/users\/[^/]+$/, () => read('person:///a0000000-0000-4000-8000-000000000003')],
  [/^user-list\.[145678]/, /^\/users$/, () => ['people_search', { query: 'Adele' }]],
  [/^user-list-people/, /^\/me\/people$/, () => ['people_search', { relation: 'worksWith' }]],
  [
    /^onlinemeeting-get\.2/,
    /^\/me\/onlineMeetings\/[^/]+$/,
    () => read('meeting-transcript:///events/AAMkAGIAAAoZDOFBBB='),
  ],
  [
    /^onlinemeeting-get\.3/,
    /^\/me\/onlineMeetings$/,
    () => read('meeting-transcript:///events/AAMkAGI1AAA='),
  ],
  [
    /^onlinemeeting-list-transcripts/,
    /\/transcripts$/,
    () => read('meeting-transcript:///events/AAMkAGI1AAA='),
  ],
  [/^onlinemeeting-list-recordings/, /\/recordings$/, () => read('meeting:///events/AAMkAGI1AAA=')],
  [
    /^calendar-getschedule/,
    /getSchedule$/,
    (body) => ['find_meeting_availability', { participants: [String(first(body)['scheduleId'])] }],
  ],
  [/^search-chatMessage/, /^\/search\/query$/, () => ['chat_message_search', { query: 'x' }]],
  [
    /^concept-search-concept-messages/,
    /^\/search\/query$/,
    () => ['outlook_email_search', { query: 'x', order: 'relevance' }],
  ],
  [/^concept-search-concept-files/, /^\/search\/query$/, () => ['sharepoint_search', { query: 'x' }]],
  [/^user-list-messages/, /^\/me\/messages$/, () => ['outlook_email_search', {}]],
  [
    /^user-list-calendarview/,
    /calendarView$/,
    () => ['outlook_calendar_search', { afterDateTime: '2019-01-01', beforeDateTime: '2020-12-31' }],
  ],
];

/** Responses of the requests beside that of a row. */
function otherResponse(path: string): unknown {
  if (path.endsWith('/content')) {
    const bytes = new TextEncoder().encode(
      'WEBVTT\n\n0:0:0.0 --> 0:0:5.320\n<v User Name>This is a test.</v>\n',
    );
    return { bytes, contentType: 'text/plain' };
  }
  if (/\/attachments\/[^/]+\/\$value$/.test(path)) {
    return { bytes: new TextEncoder().encode('Subject: x\r\n\r\nText'), contentType: 'message/rfc822' };
  }
  if (path.endsWith(encodeURIComponent(series))) return { ...event, id: series, type: 'seriesMaster' };
  if (path.endsWith('BBB%3D')) return { ...event, isOrganizer: false };
  if (/\/events\/[^/]+$/.test(path)) return event;
  if (path.endsWith('/transcripts'))
    return { value: [{ id: 'MSMj', createdDateTime: '2021-09-16T18:58:58Z' }] };
  if (path === '/search/query') {
    const hits = [{ hitId: 'AAMkAGI1AAA=', resource: { id: 'AAMkAGI1AAA=', hasAttachments: true } }];
    return { value: [{ hitsContainers: [{ hits }] }] };
  }
  if (path.endsWith('/mailFolders'))
    return { value: [{ id: 'AAMkAGI1AAA=', displayName: 'Inbox', childFolderCount: 2 }] };
  if (path.endsWith('/onlineMeetings')) return { value: [{ id: 'MSpkYzE3' }] };
  if (/\/items\/[^/]+$|\/root$/.test(path)) return { id: item, name: 'Folder', folder: { childCount: 1 } };
  const id = decodeURIComponent(path.split('/').at(-1) ?? '');
  return { id, name: 'x', webUrl: 'https://contoso.sharepoint.com/sites/x', value: [] };
}

type Change = readonly [name: string, change: (parent: Record<string, unknown>, member: string) => void];
/** Links are not changed to other texts: the client follows none to another origin. */
const text = (parent: Record<string, unknown>, member: string) =>
  typeof parent[member] === 'string' && !member.endsWith('nextLink');
const changes: readonly Change[] = [
  ['null', (parent, member) => (parent[member] = null)],
  ['missing', (parent, member) => delete parent[member]],
  [
    'beside new members',
    (parent) => Object.assign(parent, { 'new@odata.type': '#x', newMember: { a: [1] } }),
  ],
  ['an unknown value', (parent, member) => text(parent, member) && (parent[member] = 'unknownFutureValue')],
  ['empty', (parent, member) => text(parent, member) && (parent[member] = '')],
  [
    'a time of seven digits without a zone',
    (parent, member) =>
      /Date/.test(member) && text(parent, member) && (parent[member] = '2020-01-01T20:00:00.1234567'),
  ],
];

/** Paths of all members, of the first element of each array. */
function membersOf(value: unknown, path: readonly string[] = []): readonly (readonly string[])[] {
  if (Array.isArray(value)) return value.length === 0 ? [] : membersOf(value[0], [...path, '0']);
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, member]) => [
    [...path, name],
    ...membersOf(member, [...path, name]),
  ]);
}

/** Codes for a response that is understood and lacks what the call is about. */
const expected = new Set([
  'not_found',
  'invalid_argument',
  'unsupported_content',
  'unreadable_content',
  'too_large',
]);

async function replay(row: (typeof rows)[number], body: Json, original: Json): Promise<string | undefined> {
  const [, path, call] = row;
  const [name, args] = call(original);
  const tool = tools.find((candidate) => candidate.name === name);
  if (!tool) throw new Error(`There is no tool ${name}.`);
  let isRead = false;
  const context = toolContext(
    (request) => {
      if (!path.test(decodeURIComponent(request.path))) return otherResponse(request.path);
      isRead = true;
      return body;
    },
    [...everyPermission, 'User.ReadBasic.All', 'User.Read.All', 'People.Read', 'Tasks.Read'],
  );
  try {
    const result = await tool.run(tool.input.parse(args), context, undefined);
    expect(JSON.stringify(result)).not.toMatch(/Invalid Date|\[object Object\]/);
  } catch (error) {
    if (!(error instanceof AppError))
      return String((error as Error).stack ?? error)
        .replaceAll(/\s+/g, ' ')
        .slice(0, 300);
    if (!expected.has(error.code)) return `${error.code}: ${error.message}`;
  }
  return isRead ? undefined : 'the response was not requested';
}

describe.skipIf(!hasSamples)(
  'documented Graph responses (runs where GRAPH_CONTRACT_DIR names their folder)',
  () => {
    const cases = rows.flatMap((row) =>
      samples(row[0]).map(({ file, body }) => ({ file, body, row, path: row[1].source })),
    );

    it.each(cases)('$file as $path is read, unchanged and with every change', async ({ body, row }) => {
      const problems: string[] = [];
      const note = (problem: string | undefined, change: string) => {
        if (problem !== undefined) problems.push(`${change}: ${problem}`);
      };
      note(await replay(row, body, body), 'unchanged');
      // A list without `value` is not a list, and Graph returns `id` whatever is selected.
      for (const member of membersOf(body).filter((path) => !['value', 'id'].includes(path.join('.')))) {
        for (const [name, change] of changes) {
          const changed = structuredClone(body) as Record<string, unknown>;
          const parent = member
            .slice(0, -1)
            .reduce<Record<string, unknown>>((value, key) => value[key] as Record<string, unknown>, changed);
          change(parent, member.at(-1) ?? '');
          note(await replay(row, changed, body), `${member.join('.')} ${name}`);
        }
      }
      expect(problems).toEqual([]);
    });
  },
);
