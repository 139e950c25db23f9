import * as fc from 'fast-check';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { users } from 'm365-simulator';
import type { AnyClient } from '../../scripts/lib/mcp-clients.ts';
import { useConnector } from './connector.ts';

/*
 * Both SDK clients validate `structuredContent` against the output schema that `tools/list` published, and throw
 * -32602. Graph returns generated data: empty and missing members, null, odd Unicode, very long texts.
 */

const connector = useConnector();
const clients: AnyClient[] = [];

beforeAll(async () => {
  const { control } = connector.simulation.tenant;
  const { tenantId } = users.megan;
  const optional = ['User.Read.All', 'People.Read', 'Presence.Read.All', 'Tasks.Read', 'Notes.Read.All'];
  control.setGrants(tenantId, [...control.grants(tenantId), ...optional]);
  for (const era of ['2025-11-25', '2026-07-28'] as const) {
    const client = await connector.client(era, 'megan');
    await client.listTools();
    clients.push(client);
  }
});
afterEach(() => connector.simulation.tenant.control.clearFaults());
afterAll(async () => {
  for (const client of clients) await client.close();
});

const text = fc.oneof(
  fc.constantFrom(
    '',
    ' ',
    '\u0000',
    '\uD800',
    '\u202Eevil',
    '<b>x</b>',
    '__proto__',
    '𝕳',
    '"',
    '\\',
    '🎉'.repeat(300),
  ),
  fc.string({ unit: 'grapheme', maxLength: 40 }),
  fc.constant('x'.repeat(20_000)),
);
const maybe = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: null });
const time = fc.constantFrom('2026-11-24T09:00:00Z', 'never', '', '0000-00-00T00:00:00Z');
const address = maybe(
  fc.record({
    emailAddress: maybe(fc.record({ name: maybe(text), address: maybe(text) }, { requiredKeys: [] })),
  }),
);
const id = fc.stringMatching(/^AAMk[A-Za-z0-9]{40}$/);
const partly = (members: Readonly<Record<string, fc.Arbitrary<unknown>>>) =>
  fc.record(members, { requiredKeys: ['id'] as never[] });

const message = partly({
  id,
  subject: maybe(text),
  from: address,
  sender: address,
  toRecipients: maybe(fc.array(address, { maxLength: 3 })),
  receivedDateTime: maybe(time),
  bodyPreview: maybe(text),
  hasAttachments: maybe(fc.boolean()),
  importance: maybe(text),
  isRead: maybe(fc.boolean()),
  isDraft: maybe(fc.boolean()),
  conversationId: maybe(text),
});
const dateTime = maybe(fc.record({ dateTime: time, timeZone: maybe(text) }));
const event = partly({
  id,
  subject: maybe(text),
  bodyPreview: maybe(text),
  start: dateTime,
  end: dateTime,
  isAllDay: maybe(fc.boolean()),
  isCancelled: maybe(fc.boolean()),
  sensitivity: maybe(text),
  showAs: maybe(text),
  type: maybe(text),
  location: maybe(fc.record({ displayName: maybe(text) })),
  organizer: address,
  attendees: maybe(
    fc.array(fc.record({ emailAddress: maybe(fc.record({ name: maybe(text), address: maybe(text) })) }), {
      maxLength: 8,
    }),
  ),
  responseStatus: maybe(fc.record({ response: maybe(text) })),
});
const user = fc.record({ displayName: maybe(text), mail: maybe(text), userPrincipalName: maybe(text) });
const colleague = fc.record(
  {
    id: fc.oneof(fc.uuid(), text),
    displayName: maybe(text),
    mail: maybe(text),
    userPrincipalName: maybe(text),
    jobTitle: maybe(text),
    department: maybe(text),
    officeLocation: maybe(text),
    businessPhones: maybe(fc.array(text, { maxLength: 2 })),
  },
  { requiredKeys: ['id'] },
);
const schedule = fc.record({
  scheduleId: text,
  availabilityView: maybe(fc.stringMatching(/^[0-4]{0,60}$/)),
  scheduleItems: maybe(fc.constant([])),
  workingHours: maybe(
    fc.record({
      daysOfWeek: maybe(fc.array(text, { maxLength: 2 })),
      startTime: maybe(text),
      endTime: maybe(text),
      timeZone: maybe(fc.record({ name: maybe(text) })),
    }),
  ),
});
const searchHit = fc.record({
  hitId: text,
  summary: maybe(text),
  resource: fc.record(
    {
      id: maybe(text),
      name: maybe(text),
      webUrl: maybe(text),
      lastModifiedDateTime: maybe(time),
      createdDateTime: maybe(time),
      subject: maybe(text),
      from: address,
      parentReference: maybe(fc.record({ driveId: maybe(text), siteId: maybe(text) })),
      chatId: maybe(text),
      channelIdentity: maybe(fc.record({ teamId: maybe(text), channelId: maybe(text) })),
    },
    { requiredKeys: [] },
  ),
});
const task = fc.record(
  {
    id: fc.stringMatching(/^[A-Za-z0-9_-]{28}$/),
    planId: maybe(text),
    title: maybe(text),
    percentComplete: maybe(fc.integer({ min: -1, max: 200 })),
    dueDateTime: maybe(time),
    assignments: maybe(fc.dictionary(fc.uuid(), maybe(fc.constant({})), { maxKeys: 3 })),
  },
  { requiredKeys: ['id'] },
);
const todo = fc.record(
  {
    id,
    title: maybe(text),
    status: maybe(text),
    importance: maybe(text),
    body: maybe(fc.record({ content: maybe(text), contentType: maybe(text) })),
    dueDateTime: dateTime,
  },
  { requiredKeys: ['id'] },
);
const named = fc.record(
  { id: fc.uuid(), displayName: maybe(text), description: maybe(text), webUrl: maybe(text) },
  { requiredKeys: ['id'] },
);
const chatMessage = fc.record(
  {
    id: fc.stringMatching(/^1[0-9]{12}$/),
    messageType: maybe(fc.constantFrom('message', 'systemEventMessage', 'unknownFutureValue')),
    createdDateTime: maybe(time),
    deletedDateTime: maybe(time),
    subject: maybe(text),
    from: maybe(fc.record({ user: maybe(fc.record({ id: maybe(text), displayName: maybe(text) })) })),
    body: maybe(fc.record({ contentType: maybe(fc.constantFrom('text', 'html', '')), content: maybe(text) })),
    attachments: maybe(
      fc.array(
        fc.record({
          id: maybe(text),
          contentType: maybe(
            fc.constantFrom('messageReference', 'forwardedMessageReference', 'reference', ''),
          ),
          content: maybe(text),
          name: maybe(text),
          contentUrl: maybe(text),
        }),
        { maxLength: 2 },
      ),
    ),
  },
  { requiredKeys: ['id'] },
);
const file = fc.record(
  {
    id: fc.stringMatching(/^01[A-Z2-7]{32}$/),
    name: maybe(text),
    size: maybe(fc.integer()),
    webUrl: maybe(text),
    lastModifiedDateTime: maybe(time),
    folder: maybe(fc.record({ childCount: maybe(fc.integer()) })),
    file: maybe(fc.record({ mimeType: maybe(text) })),
  },
  { requiredKeys: ['id'] },
);
const person = maybe(fc.record({ user: maybe(fc.record({ displayName: maybe(text) })) }));
const values = maybe(fc.array(fc.record({ value: maybe(text) }), { maxLength: 2 }));
const webPart = fc.record({
  innerHtml: maybe(text),
  data: maybe(
    fc.record({
      title: maybe(text),
      serverProcessedContent: maybe(fc.record({ htmlStrings: values, links: values })),
    }),
  ),
});
const webParts = maybe(fc.array(webPart, { maxLength: 3 }));
const sitePage = fc.record(
  {
    title: maybe(text),
    description: maybe(text),
    webUrl: maybe(text),
    lastModifiedDateTime: maybe(time),
    createdBy: person,
    lastModifiedBy: person,
    canvasLayout: maybe(
      fc.record({
        horizontalSections: maybe(
          fc.array(
            fc.record({ columns: maybe(fc.array(fc.record({ webparts: webParts }), { maxLength: 2 })) }),
            {
              maxLength: 2,
            },
          ),
        ),
        verticalSection: maybe(fc.record({ webparts: webParts })),
      }),
    ),
  },
  { requiredKeys: [] },
);
const channel = fc.record(
  {
    id: fc.stringMatching(/^19:[0-9a-f]{32}@thread\.tacv2$/),
    displayName: maybe(text),
    description: maybe(text),
    membershipType: maybe(fc.constantFrom('standard', 'private', 'shared', 'unknownFutureValue')),
  },
  { requiredKeys: ['id'] },
);
const attachment = fc.record(
  {
    '@odata.type': fc.constantFrom(
      '#microsoft.graph.fileAttachment',
      '#microsoft.graph.itemAttachment',
      '#microsoft.graph.referenceAttachment',
    ),
    id,
    name: maybe(text),
    contentType: maybe(text),
    size: maybe(fc.integer({ max: 100_000 })),
    isInline: maybe(fc.boolean()),
    contentBytes: maybe(fc.base64String({ maxLength: 80 })),
    sourceUrl: maybe(text),
  },
  { requiredKeys: ['id', '@odata.type'] },
);
const column = fc.record(
  {
    name: fc.constantFrom('Title', 'Stage', 'Fee', 'Due', 'Terms', 'Contact', 'not a name'),
    displayName: maybe(text),
    hidden: maybe(fc.boolean()),
    readOnly: maybe(fc.boolean()),
    indexed: maybe(fc.boolean()),
    columnGroup: maybe(text),
    text: maybe(fc.record({ textType: maybe(fc.constantFrom('plain', 'richText', '')) })),
    dateTime: maybe(fc.record({ format: maybe(fc.constantFrom('dateOnly', 'dateTime', '')) })),
    personOrGroup: maybe(fc.constant({})),
  },
  { requiredKeys: ['name'] },
);
const sharePointList = fc.record(
  {
    id: fc.uuid(),
    name: maybe(text),
    displayName: maybe(text),
    description: maybe(text),
    webUrl: maybe(text),
    lastModifiedDateTime: maybe(time),
    list: maybe(fc.record({ hidden: maybe(fc.boolean()), template: maybe(text) })),
    columns: maybe(fc.array(column, { maxLength: 6 })),
  },
  { requiredKeys: ['id'] },
);
const cell = fc.oneof(
  maybe(text),
  time,
  fc.double(),
  fc.boolean(),
  fc.array(fc.record({ LookupId: fc.integer(), LookupValue: maybe(text), Email: maybe(text) }), {
    maxLength: 3,
  }),
  fc.record({ Description: maybe(text), Url: maybe(text) }, { requiredKeys: [] }),
);
const listRow = fc.record(
  {
    id: fc.stringMatching(/^[1-9][0-9]{0,5}$/),
    webUrl: maybe(text),
    lastModifiedDateTime: maybe(time),
    lastModifiedBy: person,
    fields: maybe(
      fc.record(
        { Title: cell, Stage: cell, Fee: cell, Due: cell, Terms: cell, Contact: cell },
        { requiredKeys: [] },
      ),
    ),
  },
  { requiredKeys: ['id'] },
);
const onenoteId = fc.stringMatching(/^1-[0-9a-f]{32}![0-9]{1,3}-[0-9a-f]{8}$/);
const noteParent = maybe(fc.record({ id: maybe(onenoteId), displayName: maybe(text) }));
const notePage = fc.record(
  {
    id: onenoteId,
    title: maybe(text),
    lastModifiedDateTime: maybe(time),
    links: maybe(fc.record({ oneNoteWebUrl: maybe(fc.record({ href: maybe(text) })) })),
    parentNotebook: noteParent,
    parentSection: noteParent,
  },
  { requiredKeys: ['id'] },
);
const noteSection = fc.record(
  { id: onenoteId, displayName: maybe(text), parentNotebook: fc.constant({ id: '1-b0', displayName: null }) },
  { requiredKeys: ['id', 'parentNotebook'] },
);
const noteHtml = text.map(
  (inner) =>
    `<html><body><p>${inner}</p><img src="x"><object data-attachment="${inner}"></object></body></html>`,
);
const identity = maybe(fc.record({ displayName: maybe(text) }));
/** Of a transcript, recording, attendance report and list of insights. */
const artifact = fc.record(
  {
    id: fc.stringMatching(/^[A-Za-z0-9_-]{20}$/),
    createdDateTime: maybe(time),
    endDateTime: maybe(time),
    meetingStartDateTime: maybe(time),
    totalParticipantCount: maybe(fc.integer()),
    attendanceRecords: maybe(
      fc.array(
        fc.record({
          emailAddress: maybe(text),
          totalAttendanceInSeconds: maybe(fc.double()),
          role: maybe(text),
          identity,
        }),
        { maxLength: 3 },
      ),
    ),
  },
  { requiredKeys: ['id'] },
);
const point = fc.record({ title: maybe(text), text: maybe(text), ownerDisplayName: maybe(text) });
const insight = fc.record(
  {
    meetingNotes: maybe(
      fc.array(
        point.map((one) => ({ ...one, subpoints: [one] })),
        { maxLength: 3 },
      ),
    ),
    actionItems: maybe(fc.array(point, { maxLength: 3 })),
    viewpoint: maybe(
      fc.record({
        mentionEvents: maybe(
          fc.array(fc.record({ transcriptUtterance: maybe(text), speaker: person }), { maxLength: 2 }),
        ),
      }),
    ),
  },
  { requiredKeys: [] },
);
const webVtt = fc
  .array(text, { maxLength: 3 })
  .map(
    (said) =>
      `WEBVTT\n\n${said.map((words) => `00:00:01.000 --> 00:00:02.000\n<v ${words}>${words}</v>`).join('\n\n')}`,
  );
const mailUri = 'mail:///messages/AAMkAGI1AAA=';
/** A team and its channel General in the seed data, whose ids do not change. */
const team = 'teams:///teams/30d0ae7c-3489-4e7c-ad86-4d5d791a9c31/channels/';
const posts = `${team}19:4ed68962e65ea81d2e176edec8592a2b@thread.tacv2/messages/`;
const post = `${posts}1700000000001`;
const tableList =
  'list:///contoso.sharepoint.com,11111111-2222-4333-8444-555555555555,11111111-2222-4333-8444-666666666666/11111111-2222-4333-8444-777777777777';
const fixedList = {
  id: '11111111-2222-4333-8444-777777777777',
  displayName: 'Sponsorships',
  columns: [
    { name: 'Title', text: { textType: 'plain' } },
    { name: 'Terms', text: { textType: 'richText' } },
    { name: 'Due', dateTime: { format: 'dateOnly' } },
    { name: 'Fee', currency: {} },
    { name: 'Contact', personOrGroup: {} },
    { name: 'Stage', choice: {} },
  ],
};
const list = (item: fc.Arbitrary<unknown>) => fc.array(item, { maxLength: 4 }).map((value) => ({ value }));
/** Responses to the four requests of a batch: a fault does not apply within one. */
const toBatch = (bodies: readonly unknown[]) => ({
  responses: bodies.map((body, index) => ({ id: String(index + 1), status: 200, body })),
});
const batched = (item: fc.Arbitrary<unknown>) =>
  fc.array(item, { minLength: 4, maxLength: 4 }).map((bodies) => toBatch(bodies));
const fixedBatch = (body: unknown) => toBatch([body, body, body, body]);
const hits = fc.array(searchHit, { maxLength: 4 }).map((found) => ({
  value: [{ hitsContainers: [{ hits: found, total: found.length, moreResultsAvailable: false }] }],
}));

/** An event with a meeting, and its artifacts that are not generated. */
const meeting: Readonly<Record<string, unknown>> = {
  '*/me/events/*': {
    id: 'AAMkAGI1AAA=',
    subject: 'Launch',
    start: { dateTime: '2026-11-24T09:00:00', timeZone: 'UTC' },
    end: { dateTime: '2026-11-24T10:00:00', timeZone: 'UTC' },
    type: 'singleInstance',
    isOrganizer: true,
    onlineMeeting: { joinUrl: 'https://teams.microsoft.com/meet/123456789' },
  },
  '*/me/onlineMeetings': { value: [{ id: 'MSpvbmU', chatInfo: null }] },
  '*/transcripts/*/content': 'WEBVTT\n\n00:00:01.000 --> 00:00:02.000\n<v Ann>Hello</v>',
  '*/transcripts': { value: [{ id: 'one', createdDateTime: '2026-11-24T09:00:00Z' }] },
  '*/aiInsights': { value: [{ id: 'one', createdDateTime: '2026-11-24T09:00:00Z' }] },
  '*/$batch': fixedBatch({ actionItems: [] }),
  '*/attendanceReports*': { value: [] },
  '*/recordings': { value: [] },
};
const meetingUri = 'meeting:///events/AAMkAGI1AAA=';
const transcriptUri = 'meeting-transcript:///events/AAMkAGI1AAA=';

/** [tool, arguments, path of Graph, its response, responses of other paths] */
const rows: readonly (readonly [
  string,
  Record<string, unknown>,
  string,
  fc.Arbitrary<unknown>,
  Readonly<Record<string, unknown>>?,
])[] = [
  ['outlook_email_search', { query: 'x' }, '*/me/messages', list(message)],
  ['outlook_email_search', { query: 'x', order: 'relevance' }, '*/search/query', hits],
  ['outlook_calendar_search', { afterDateTime: '2026-11-01' }, '*/me/calendarView', list(event)],
  ['find_meeting_availability', { participants: ['adele@contoso.example'] }, '*/getSchedule', list(schedule)],
  ['sharepoint_search', { query: 'x' }, '*/search/query', hits],
  ['sharepoint_folder_search', { name: 'x' }, '*/search/query', hits],
  ['chat_message_search', { query: 'x' }, '*/search/query', hits],
  ['read_resource', { uri: mailUri }, '*/me/messages/*', message],
  ['read_resource', { uri: 'calendar:///events/AAMkAGI1AAA=' }, '*/me/events/*', event],
  ['read_resource', { uri: 'mail:///folders/' }, '*/me/mailFolders', list(user)],
  ['read_resource', { uri: 'me:///' }, '*/v1.0/me', user],
  ['people_search', { query: 'x' }, '*/users', list(colleague)],
  ['people_search', { relation: 'reports' }, '*/me/directReports', list(colleague)],
  ['people_search', { relation: 'worksWith' }, '*/me/people', list(colleague)],
  ['people_search', { relation: 'manager' }, '*/me/manager', colleague],
  ['read_resource', { uri: `person:///${users.adele.objectId}` }, '*/users/*', colleague],
  ['task_search', {}, '*/me/planner/tasks', list(task)],
  ['task_search', {}, '*/tasks', list(todo)],
  ['read_resource', { uri: 'task:///planner/01gzSlKkIUSUl6DF_EilrmQAKDhh' }, '*/planner/tasks/*', task],
  ['read_resource', { uri: 'task:///todo/AAMkAGI1AAA=/AAMkAGI2AAA=' }, '*/me/todo/*', todo],
  ['read_resource', { uri: 'teams:///chats/' }, '*/me/chats', list(named)],
  ['read_resource', { uri: 'teams:///teams/' }, '*/me/joinedTeams', list(named)],
  ['read_resource', { uri: 'teams:///chats/48:notes/messages/' }, '*/messages', list(chatMessage)],
  ['read_resource', { uri: 'drive:///me' }, '*/children', list(file)],
  ['read_resource', { uri: team }, '*/channels', list(channel)],
  ['read_resource', { uri: posts }, '*/messages', list(chatMessage)],
  [
    'read_resource',
    { uri: 'https://contoso.sharepoint.com/sites/intranet/SitePages/Travel-freeze.aspx' },
    '*/pages/*',
    sitePage,
  ],
  ['read_resource', { uri: `${mailUri}/attachments/AAMkAGI2AAA=` }, '*/attachments/*', attachment],
  [
    'read_resource',
    { uri: tableList },
    `*/lists/${fixedList.id}`,
    sharePointList,
    { '*/items': { value: [{ id: '1', fields: { Title: 'Lisbon', Contact: [{ LookupValue: 'Ann' }] } }] } },
  ],
  ['read_resource', { uri: tableList }, '*/items', list(listRow), { [`*/lists/${fixedList.id}`]: fixedList }],
  [
    'read_resource',
    { uri: `${tableList}/1` },
    '*/items/1',
    listRow,
    { [`*/lists/${fixedList.id}`]: fixedList },
  ],
  ['task_search', {}, '*/$batch', batched(list(todo))],
  ['note_search', {}, '*/$batch', batched(list(notePage))],
  [
    'read_resource',
    { uri: 'note:///me/pages/1-a!1-1' },
    '*/onenote/pages/1-a!1-1',
    notePage,
    { '*/content': '<html></html>' },
  ],
  [
    'read_resource',
    { uri: 'note:///me/pages/1-a!1-1' },
    '*/content',
    noteHtml,
    { '*/onenote/pages/1-a!1-1': { id: '1-a!1-1' } },
  ],
  [
    'read_resource',
    { uri: 'note:///me/notebooks/1-b0' },
    '*/onenote/sections',
    list(noteSection),
    { '*/$batch': fixedBatch({ value: [{ id: '1-a!1-1', title: 'Agenda' }] }) },
  ],
  [
    'read_resource',
    { uri: 'note:///me/notebooks/1-b0' },
    '*/$batch',
    batched(list(notePage)),
    { '*/onenote/sections': { value: [{ id: '1-5a', parentNotebook: { id: '1-b0' } }] } },
  ],
  ['read_resource', { uri: meetingUri }, '*/transcripts', list(artifact), meeting],
  ['read_resource', { uri: meetingUri }, '*/attendanceReports', list(artifact), meeting],
  ['read_resource', { uri: meetingUri }, '*/recordings', list(artifact), meeting],
  ['read_resource', { uri: meetingUri }, '*/aiInsights', list(artifact), meeting],
  ['read_resource', { uri: meetingUri }, '*/$batch', batched(insight), meeting],
  ['read_resource', { uri: transcriptUri }, '*/transcripts', list(artifact), meeting],
  ['read_resource', { uri: transcriptUri }, '*/transcripts/*/content', webVtt, meeting],
  [
    'read_resource',
    { uri: post },
    '*/messages/1700000000001',
    chatMessage.map((message) => ({ ...message, id: '1700000000001' })),
    { '*/replies': { value: [] } },
  ],
  [
    'read_resource',
    { uri: post },
    '*/replies',
    list(chatMessage),
    { '*/messages/1700000000001': { id: '1700000000001' } },
  ],
];

/** Texts are bodies of downloads. */
const toBody = (response: unknown) => (typeof response === 'string' ? response : JSON.stringify(response));
const status = { kind: 'graph', effect: 'status', status: 200 } as const;
const jsonHeaders = { 'content-type': 'application/json' };

describe('structured content on the wire, with generated data of Graph', () => {
  it.each(
    rows.map(([name, args, path, response, others = {}]) => [name, args, path, response, others] as const),
  )(
    '%s %j validates against its published output schema in both clients',
    async (name, args, path, response, others) => {
      const { control } = connector.simulation.tenant;
      const samples = fc.sample(response, { numRuns: 12, seed: 13 });
      let results = 0;
      for (const body of samples) {
        control.clearFaults();
        for (const [pattern, found] of [[path, body] as const, ...Object.entries(others)]) {
          control.addFault({ ...status, path: pattern, headers: jsonHeaders, body: toBody(found) });
        }
        for (const client of clients) {
          const result = await client.callTool({ name, arguments: args });
          const error = (result.structuredContent?.['error'] as { code?: string } | undefined)?.code;
          expect(error).not.toBe('internal');
          if (result.isError !== true) {
            results += 1;
            expect(result.structuredContent).toBeDefined();
          }
        }
      }
      expect(results).toBeGreaterThan(0);
    },
  );

  it.each([
    ['nobody has the name', ['Zzyzx Unknown']],
    ['several have the name', ['Adele']],
    ['nobody is free', ['adele@contoso.example', 'nobody@contoso.example']],
  ])('find_meeting_availability validates when %s', async (_, participants) => {
    for (const client of clients) {
      const result = await client.callTool({
        name: 'find_meeting_availability',
        arguments: { participants },
      });
      expect(result.isError).not.toBe(true);
      expect(result.structuredContent).toHaveProperty('items');
    }
  });
});
