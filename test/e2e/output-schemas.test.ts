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
  const optional = ['User.Read.All', 'People.Read', 'Presence.Read.All', 'Tasks.Read'];
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
const mailUri = 'mail:///messages/AAMkAGI1AAA=';
/** A team and its channel General in the seed data, whose ids do not change. */
const team = 'teams:///teams/30d0ae7c-3489-4e7c-ad86-4d5d791a9c31/channels/';
const posts = `${team}19:4ed68962e65ea81d2e176edec8592a2b@thread.tacv2/messages/`;
const list = (item: fc.Arbitrary<unknown>) => fc.array(item, { maxLength: 4 }).map((value) => ({ value }));
const hits = fc.array(searchHit, { maxLength: 4 }).map((found) => ({
  value: [{ hitsContainers: [{ hits: found, total: found.length, moreResultsAvailable: false }] }],
}));

/** [tool, arguments, path of Graph, its response] */
const rows: readonly (readonly [string, Record<string, unknown>, string, fc.Arbitrary<unknown>])[] = [
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
];

describe('structured content on the wire, with generated data of Graph', () => {
  it.each(rows)(
    '%s %j validates against its published output schema in both clients',
    async (name, args, path, response) => {
      const { control } = connector.simulation.tenant;
      const samples = fc.sample(response, { numRuns: 12, seed: 13 });
      let results = 0;
      for (const body of samples) {
        control.clearFaults();
        control.addFault({
          kind: 'graph',
          path,
          effect: 'status',
          status: 200,
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify(body),
        });
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
