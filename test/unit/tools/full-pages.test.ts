import { encode } from 'gpt-tokenizer/encoding/o200k_base';
import { describe, expect, it } from 'vitest';
import { chatMessageSearch } from '../../../src/tools/chat-message-search.ts';
import type { ToolResult } from '../../../src/tools/define-tool.ts';
import { outlookCalendarSearch } from '../../../src/tools/outlook-calendar-search.ts';
import { sharepointSearch } from '../../../src/tools/sharepoint-search.ts';
import type { FakeResponse } from './fake-graph.ts';
import { toolContext } from './tool-context.ts';

const count = 25;
const many = <T>(make: (index: number) => T): T[] => Array.from({ length: count }, (_, index) => make(index));

/** Random, as the services make them: what a tokenizer knows by heart would count for less. */
const randomText = (alphabet: string, length: number) =>
  Array.from(crypto.getRandomValues(new Uint8Array(length)), (byte) => alphabet[byte % alphabet.length]).join(
    '',
  );
const upper = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
const base64Url = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
const hex = '0123456789abcdef';

const names = ['Patti Fernandez', 'Adele Vance', 'Lidia Holloway', 'Grady Archie', 'Johanna Lorenz'];
const person = (index: number) => {
  const name = names[index % names.length] ?? '';
  return { name, address: `${name.toLowerCase().replace(' ', '.')}@contoso.example` };
};
const titles = [
  'Q4 budget review – final numbers',
  'Northwind contract kick-off',
  'Weekly marketing sync',
  'Steering committee: action items',
  'Travel policy and timesheets',
];
const prose =
  'Hi all, thank you for sending the numbers over. I have gone through the sheet with Adele and we have three questions about the travel line, the contractor budget and the new licences that start in January; could you have a look before our call on Thursday at 14:00? Best regards, Patti';
const day = (index: number) => `2026-10-${String(1 + index).padStart(2, '0')}`;

function hits(resource: (index: number) => object): unknown {
  const found = many((index) => ({ hitId: 'x', summary: prose.slice(index), resource: resource(index) }));
  return { value: [{ hitsContainers: [{ hits: found, total: 421, moreResultsAvailable: true }] }] };
}

const calendarOf: FakeResponse = ({ path }) =>
  String(path).includes('calendarView') && {
    value: many((index) => ({
      id: `AAkALgAAAAAAHYQDEapmEc2byACqAC-EWg0A${randomText(base64Url, 22)}AAIIttI${index}AA`,
      subject: titles[index % titles.length],
      bodyPreview: prose,
      start: { dateTime: `${day(index)}T08:00:00.0000000`, timeZone: 'UTC' },
      end: { dateTime: `${day(index)}T09:30:00.0000000`, timeZone: 'UTC' },
      type: index % 2 ? 'occurrence' : 'singleInstance',
      showAs: index % 5 ? 'busy' : 'tentative',
      isOnlineMeeting: index % 3 > 0,
      location: { displayName: index % 3 ? 'Microsoft Teams Meeting' : 'Conf Room Adams' },
      organizer: { emailAddress: person(index) },
      attendees: [1, 2, 3].map((more) => ({ emailAddress: person(index + more), type: 'required' })),
      responseStatus: { response: index % 4 ? 'accepted' : 'notResponded' },
    })),
    '@odata.nextLink': 'https://graph.microsoft.com/v1.0/me/calendarView?$skip=25',
  };

const chatIds = [1, 2, 3, 4, 5].map(() => `19:${randomText(hex, 32)}@thread.v2`);
const chatsOf: FakeResponse = ({ path }) =>
  String(path) === '/search/query'
    ? hits((index) => ({
        id: String(1_790_000_000_000 + index * 86_400_123),
        chatId: chatIds[index % chatIds.length],
        channelIdentity: {},
        createdDateTime: `${day(index)}T08:15:30Z`,
        from: { emailAddress: person(index) },
      }))
    : { topic: titles[String(path).length % titles.length] };

const drives = [1, 2, 3].map(() => `b!${randomText(base64Url, 64)}`);
const filesOf: FakeResponse = () =>
  hits((index) => ({
    id: `01${randomText(upper, 32)}`,
    name: `${titles[index % titles.length]} ${index}.docx`,
    webUrl: `https://contoso.sharepoint.com/sites/marketing/Shared%20Documents/Plans/FY27/${index}.docx`,
    lastModifiedDateTime: `${day(index)}T09:30:00Z`,
    lastModifiedBy: { user: { displayName: person(index).name } },
    parentReference: { driveId: drives[index % drives.length], siteId: 'x' },
  }));

describe('a full page of 25 costs at most 3,000 tokens', () => {
  it.each<[string, () => Promise<ToolResult<unknown>>]>([
    [
      'events',
      () => {
        const input = outlookCalendarSearch.input.parse({ afterDateTime: '2026-10-01', limit: count });
        return outlookCalendarSearch.run(input, toolContext(calendarOf, ['Calendars.Read']), undefined);
      },
    ],
    [
      'messages of Teams',
      () => {
        const input = chatMessageSearch.input.parse({ query: 'numbers', limit: count });
        return chatMessageSearch.run(
          input,
          toolContext(chatsOf, ['Chat.Read', 'ChannelMessage.Read.All']),
          undefined,
        );
      },
    ],
    [
      'files',
      () => {
        const input = sharepointSearch.input.parse({ query: 'numbers', limit: count });
        return sharepointSearch.run(input, toolContext(filesOf), undefined);
      },
    ],
  ])('%s', async (what, run) => {
    const { items, page, ...rest } = await run();
    const state = { shown: count, more: true, cursor: randomText(base64Url, 150), note: page?.note };
    const tokens = encode(JSON.stringify({ ...rest, items, page: state })).length;
    console.log(`25 ${what}: ${tokens} tokens`);
    expect(items).toHaveLength(count);
    expect(tokens).toBeLessThanOrEqual(3000);
  });
});
