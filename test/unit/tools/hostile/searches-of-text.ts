import type { FakeResponse } from '../fake-graph.ts';

/** A search, with a Graph that has a text wherever it hands one over. */
export type SearchOfText = readonly [
  tool: string,
  args: Readonly<Record<string, unknown>>,
  answer: (text: string) => FakeResponse,
];

const id = 'AAkALgAAAAAAHYQDEapmEc2byACqAC-EWg0AiIsqMbYjsT5e-T7KzowPTAAAYbuK-AAA';
const chatId = '19:bdeff6bfed7f4b159cdf7fdd61aeacaa@thread.v2';
const time = { dateTime: '2026-11-25T16:00:00.0000000', timeZone: 'UTC' };
const day = '2026-11-20T08:15:00Z';
/** Exchange lets whoever sends a mail write what they like where the address should be. */
const person = (text: string) => ({ emailAddress: { name: `x${text}`, address: `${text}a@b` } });
const hits = (text: string, ...resources: readonly object[]) => ({
  value: [
    { hitsContainers: [{ hits: resources.map((resource) => ({ hitId: id, summary: text, resource })) }] },
  ],
});

const mail = (text: string) => ({
  id,
  subject: text,
  bodyPreview: text,
  from: person(text),
  sender: person(text),
  toRecipients: [person(text)],
  receivedDateTime: day,
  conversationId: text,
});
const file = (text: string) => ({
  id: '01BYE5RZ6QN3ZWBTUFOFD3GSPGOHDJD36A',
  name: text,
  webUrl: `https://contoso.sharepoint.com/sites/${text}/Shared Documents/${text}/x.docx`,
  lastModifiedDateTime: day,
  lastModifiedBy: { user: { displayName: text } },
  parentReference: { driveId: 'b!R_p3sTf-U0ObBTzXhZvhFh9VL8TDNbpGkqcJX7NCEUCyVhY4qKvSQLmkLcUyqjzk' },
  folder: { childCount: 1 },
});
const chat = (text: string) => ({
  id: chatId,
  topic: text,
  chatType: 'group',
  members: [{ displayName: text, email: text, userId: 'x' }],
  lastMessagePreview: { id: '1700000000000', createdDateTime: day },
});
const message = (text: string) => ({
  id: '1700000000000',
  messageType: 'message',
  chatId,
  createdDateTime: day,
  subject: text,
  body: { contentType: 'html', content: `<p>${text}</p>${text}` },
  from: { user: { displayName: text, id: 'x' }, ...person(text) },
});

/** Texts of other people in the results of every search tool. */
export const searchesOfText: readonly SearchOfText[] = [
  ['outlook_email_search', {}, (text) => () => ({ value: [mail(text)] })],
  ['outlook_email_search', { query: 'x', order: 'relevance' }, (text) => () => hits(text, mail(text))],
  [
    'outlook_calendar_search',
    { afterDateTime: '2026-11-20' },
    (text) => () => ({
      value: [
        {
          id,
          subject: text,
          bodyPreview: text,
          start: time,
          end: time,
          type: text,
          showAs: text,
          sensitivity: text,
          location: { displayName: text },
          organizer: person(text),
          attendees: [{ ...person(text), type: text, status: { response: text } }],
          responseStatus: { response: text },
        },
      ],
    }),
  ],
  [
    'chat_message_search',
    { query: 'x' },
    (text) =>
      ({ path }) =>
        path === '/search/query' ? hits(text, message(text)) : chat(text),
  ],
  [
    'chat_message_search',
    {},
    (text) =>
      ({ path }) =>
        path.endsWith('/messages') ? { value: [message(text)] } : { value: [chat(text)] },
  ],
  ['sharepoint_search', { query: 'x' }, (text) => () => hits(text, file(text))],
  [
    'sharepoint_folder_search',
    { name: 'x' },
    (text) =>
      ({ path }) =>
        path === '/search/query' ? hits(text, file(text)) : { ...file(text), name: `x ${text}` },
  ],
  [
    'find_meeting_availability',
    { participants: ['Patti'], afterDateTime: '2026-11-25', beforeDateTime: '2026-11-26' },
    (text) =>
      ({ path, body }) =>
        path === '/users'
          ? {
              value: [
                {
                  id: 'a0000000-0000-4000-8000-000000000002',
                  displayName: `Patti ${text}`,
                  mail: 'patti@contoso.example',
                  userPrincipalName: text,
                },
              ],
            }
          : {
              value: (body as { schedules: string[] }).schedules.map((scheduleId) => ({
                scheduleId,
                availabilityView: '0'.repeat(96),
                workingHours: {
                  daysOfWeek: ['wednesday', text],
                  startTime: '09:00:00',
                  endTime: '17:00:00',
                  timeZone: { name: text },
                },
              })),
            },
  ],
];
