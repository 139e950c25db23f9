import { describe, expect, it } from 'vitest';
import { chatMessageSearch } from '../../src/tools/chat-message-search.ts';
import { findMeetingAvailability } from '../../src/tools/find-meeting-availability.ts';
import { outlookCalendarSearch } from '../../src/tools/outlook-calendar-search.ts';
import { outlookEmailSearch } from '../../src/tools/outlook-email-search.ts';
import { sharepointSearch } from '../../src/tools/sharepoint-search.ts';
import { toolContext } from '../unit/tools/tool-context.ts';
import { type Json, hasSamples, samples } from './graph-samples.ts';

/*
 * Documented responses of the Graph endpoints that the search tools use. Each sample goes through its tool, and the
 * result must show its content. They are not part of the repository.
 */

const all = [
  'Mail.Read',
  'Calendars.Read',
  'Chat.Read',
  'ChannelMessage.Read.All',
  'Sites.Read.All',
  'Files.Read.All',
];
const listOf = (body: Json) => (Array.isArray(body['value']) ? (body['value'] as readonly Json[]) : [body]);
const at = (value: unknown, ...path: readonly string[]): unknown =>
  path.reduce<unknown>((inner, name) => (inner as Json | null | undefined)?.[name], value);
const words = (value: unknown) => (typeof value === 'string' ? value.trim().split(/\s+/)[0] : undefined);

/** Adds ids, which some documents omit. */
const withIds = (body: Json): readonly Json[] =>
  listOf(body).map((item, index) => ({ id: `AAMkAGI${index}AAA=`, ...item }));
/** Some documents omit the times. */
const isTimed = (event: Json) => typeof at(event, 'start', 'dateTime') === 'string';

/** Expects each defined text in the shown value. */
function expectShown(shown: unknown, ...texts: readonly unknown[]): void {
  for (const text of texts)
    if (typeof text === 'string' && text !== '') expect(JSON.stringify(shown)).toContain(text);
}

describe.skipIf(!hasSamples)(
  'search tools on documented Graph responses (runs where GRAPH_CONTRACT_DIR names their folder)',
  () => {
    it('there are more than 80 samples', () => {
      expect(samples(/./).length).toBeGreaterThan(80);
    });

    it.each(samples(/^(user-list-messages|mailfolder-list-messages|message-get)\./))(
      'outlook_email_search shows the messages of $file',
      async ({ body }) => {
        const raw = withIds(body);
        const { items } = await outlookEmailSearch.run(
          outlookEmailSearch.input.parse({ limit: 25 }),
          toolContext(() => ({ value: raw }), all),
          undefined,
        );
        expect(items).toHaveLength(raw.length);
        for (const [index, message] of raw.entries()) {
          const sender = at(message, 'from') ?? at(message, 'sender');
          expectShown(items?.[index], words(at(message, 'subject')), at(sender, 'emailAddress', 'address'));
          if (message['isRead'] === false) expect(items?.[index]).toHaveProperty('unread', true);
          const received = at(message, 'receivedDateTime');
          const shown = String(at(items?.[index], 'received'));
          if (typeof received === 'string') {
            expect(Math.abs(Date.parse(shown) - Date.parse(received))).toBeLessThan(60_000);
          }
        }
      },
    );

    it.each(samples(/^(user-list-calendarview|event-get|user-list-events|event-list-instances)\./))(
      'outlook_calendar_search shows the events of $file',
      async ({ body }) => {
        const raw = withIds(body);
        const starts = raw
          .filter(isTimed)
          .map((event) => Date.parse(`${String(at(event, 'start', 'dateTime')).slice(0, 19)}Z`));
        if (starts.length === 0) starts.push(Date.UTC(2026, 0, 1));
        const [from, to] = [Math.min(...starts) - 86_400_000 * 2, Math.max(...starts) + 86_400_000 * 2];
        const { items } = await outlookCalendarSearch.run(
          outlookCalendarSearch.input.parse({
            afterDateTime: new Date(from).toISOString(),
            beforeDateTime: new Date(to).toISOString(),
            limit: 25,
          }),
          toolContext(() => ({ value: raw }), all),
          undefined,
        );
        expect(items).toHaveLength(raw.length);
        for (const [index, event] of raw.entries()) {
          expectShown(items?.[index], words(at(event, 'subject')), at(event, 'location', 'displayName'));
          if (!isTimed(event)) continue;
          expect(Date.parse(String(at(items?.[index], 'start')))).not.toBeNaN();
          expect(at(items?.[index], 'weekday')).toMatch(/^[A-Z][a-z]{2}$/);
        }
      },
    );

    it.each(samples(/^calendar-getschedule\./))(
      'find_meeting_availability shows the schedules of $file',
      async ({ body }) => {
        const participants = listOf(body).map((schedule) => String(at(schedule, 'scheduleId')));
        const context = toolContext(() => body, all);
        const { people } = await findMeetingAvailability.run(
          findMeetingAvailability.input.parse({ participants }),
          context,
          undefined,
        );
        for (const address of participants) expectShown(people, address);
        for (const schedule of listOf(body)) expectShown(people, at(schedule, 'workingHours') ? 'zone' : '');
      },
    );

    it.each(samples(/^user-list\.[1-7]\./))(
      'find_meeting_availability shows the users of $file',
      async ({ body }) => {
        const raw = listOf(body).filter((user) => at(user, 'mail') ?? at(user, 'userPrincipalName'));
        const { people, unclear } = await findMeetingAvailability.run(
          findMeetingAvailability.input.parse({ participants: ['Somebody'] }),
          toolContext(
            ({ path }) => (path === '/users' ? body : { value: [] }),
            [...all, 'User.ReadBasic.All'],
          ),
          undefined,
        );
        for (const user of raw)
          expectShown([people, unclear], at(user, 'mail') ?? at(user, 'userPrincipalName'));
      },
    );

    it.each(samples(/^chat-(list|get)\.\d/))(
      'chat_message_search shows the chats of $file',
      async ({ body }) => {
        const context = toolContext(
          ({ path }) => (path === '/me/chats' ? { value: listOf(body) } : { value: [] }),
          ['Chat.ReadBasic'],
        );
        const { items } = await chatMessageSearch.run(
          chatMessageSearch.input.parse({ limit: 25 }),
          context,
          undefined,
        );
        expect(items).toHaveLength(listOf(body).length);
        for (const [index, chat] of listOf(body).entries()) {
          expectShown(items?.[index], at(chat, 'id'), words(at(chat, 'topic')));
        }
      },
    );

    it.each(
      samples(/^(chat-list-messages|chatmessage-get\.1|chatmessage-list-replies|channel-list-messages)\b/),
    )('chat_message_search shows the messages of $file', async ({ body }) => {
      const chat = { id: '19:2da4c29f6d7041eca70b638b43d45437@thread.v2' };
      const raw = listOf(body).filter(
        (message) => message['messageType'] === 'message' && !message['deletedDateTime'],
      );
      const { items } = await chatMessageSearch.run(
        chatMessageSearch.input.parse({ query: '*', limit: 25 }),
        toolContext(({ path }) => ({ value: path === '/me/chats' ? [chat] : listOf(body) }), all),
        undefined,
      );
      expect(items).toHaveLength(raw.length);
      for (const message of raw) {
        expectShown(items, at(message, 'id'), words(at(message, 'from', 'user', 'displayName')));
      }
    });

    it.each(samples(/^(driveitem-search|driveitem-list-children|drive-recent)\./))(
      'sharepoint_search shows the files of $file',
      async ({ body }) => {
        const whole = withIds(body);
        // Files.Read does not include the targets of shortcuts.
        const raw = whole.filter((item) => !item['folder'] && !item['remoteItem']);
        const { items } = await sharepointSearch.run(
          sharepointSearch.input.parse({ query: 'x', limit: 25 }),
          toolContext(() => ({ value: whole }), ['Files.Read']),
          undefined,
        );
        expect(items).toHaveLength(raw.length);
        for (const [index, item] of raw.entries()) expectShown(items?.[index], at(item, 'name'));
      },
    );

    it.each(samples(/^(search-|concept-search)/))(
      'the search tools show the hits of $file',
      async ({ body }) => {
        const hits = listOf(body).flatMap((answer) =>
          ((answer['hitsContainers'] ?? []) as readonly Json[]).flatMap(
            (container) => (container['hits'] ?? []) as readonly Json[],
          ),
        );
        const type = String(at(hits[0], 'resource', '@odata.type')).replace(/^#?microsoft\.graph\./, '');
        const context = toolContext(({ path }) => (path === '/search/query' ? body : {}), all);
        const query = { query: 'x', limit: 25 };
        const run = {
          message: () =>
            outlookEmailSearch.run(
              outlookEmailSearch.input.parse({ ...query, order: 'relevance' }),
              context,
              undefined,
            ),
          chatMessage: () => chatMessageSearch.run(chatMessageSearch.input.parse(query), context, undefined),
          driveItem: () => sharepointSearch.run(sharepointSearch.input.parse(query), context, undefined),
          listItem: () => sharepointSearch.run(sharepointSearch.input.parse(query), context, undefined),
        }[type];
        // Other tools and endpoints request events, people, sites and lists.
        if (!run)
          return expect(['event', 'person', 'site', 'list', 'drive', 'externalItem', 'undefined']).toContain(
            type,
          );
        const { items } = await run();
        // Document libraries are no results.
        const shown = hits.filter((hit) => !String(at(hit, 'resource', '@odata.type')).endsWith('.list'));
        expect(items).toHaveLength(shown.length);
        for (const [index, hit] of shown.entries()) {
          expectShown(
            items?.[index],
            words(at(hit, 'resource', 'subject')),
            at(hit, 'resource', 'name'),
            at(hit, 'resource', 'from', 'emailAddress', 'address'),
          );
        }
      },
    );
  },
);
