import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type AnyClient, call, itemsOf } from '../../scripts/lib/mcp-clients.ts';
import { useConnector } from './connector.ts';

const connector = useConnector();

type Arguments = Record<string, unknown>;

/** Number of requests to Graph (a batch counts as one), to download hosts and to Entra. */
interface UpstreamRequests {
  readonly graph: number;
  readonly downloads: number;
  readonly entra: number;
}

const rows: readonly (readonly [tool: string, what: string, args: Arguments, graph: number])[] = [
  ['outlook_email_search', 'the newest', {}, 1],
  ['outlook_email_search', 'words', { query: 'budget' }, 1],
  ['outlook_email_search', 'relevance; names of attachments', { query: 'budget', order: 'relevance' }, 2],
  ['outlook_email_search', 'a shared mailbox', { query: 'invoice', mailbox: 'invoices@contoso.example' }, 1],
  ['outlook_email_search', 'a folder by its well-known name', { folderName: 'Inbox' }, 1],
  // Beside the search, folders with the same name one level below are looked for.
  ['outlook_email_search', 'a folder by its own name', { folderName: 'Project 07 Supplier review' }, 4],
  ['outlook_calendar_search', 'dates', { afterDateTime: 'today', beforeDateTime: 'in 2 weeks' }, 1],
  [
    'outlook_calendar_search',
    'words in a quarter',
    { query: 'Halo', afterDateTime: '3 months ago', beforeDateTime: 'today' },
    1,
  ],
  ['find_meeting_availability', 'addresses', { participants: ['patti@contoso.example'] }, 1],
  ['find_meeting_availability', 'names', { participants: ['Patti Fernandez', 'Adele Vance'] }, 2],
  ['people_search', 'a name', { query: 'Adele' }, 1],
  ['people_search', 'the reports of the user', { relation: 'reports' }, 1],
  ['chat_message_search', 'words; names of the chats', { query: 'launch' }, 2],
  ['chat_message_search', 'the latest, ten chats', { query: '*' }, 2],
  ['sharepoint_search', 'words', { query: 'budget' }, 1],
  [
    'sharepoint_search',
    'in a site by address',
    { query: 'budget', site: 'https://contoso.sharepoint.com/sites/finance' },
    1,
  ],
  ['sharepoint_search', 'in a site by name', { query: 'budget', site: 'Finance' }, 2],
  ['sharepoint_search', 'in a folder by name', { query: 'launch', folderName: 'Halo' }, 2],
  [
    'sharepoint_search',
    'in a folder of a site, by names',
    { query: 'launch', folderName: 'Halo', site: 'Marketing' },
    3,
  ],
  ['sharepoint_folder_search', 'a name', { name: 'Halo' }, 2],
  ['sharepoint_folder_search', 'a name in a site by name', { name: 'Halo', site: 'Marketing' }, 3],
];

const table: string[] = [];
let megan: AnyClient;
let connectRequests: Readonly<Record<string, number>>;

// One token for all tests, so that the Graph token and the time zone are cached.
beforeAll(async () => {
  const { control } = connector.simulation.tenant;
  control.clearRequests();
  megan = await connector.client('2025-11-25', 'megan');
  connectRequests = control.counts();
});

afterAll(() => megan.close());

afterAll(() => {
  const header = `${'tool'.padEnd(27)}${'what is asked for'.padEnd(36)}${'Graph'.padStart(6)}${'Files'.padStart(6)}${'Entra'.padStart(6)}`;
  console.log(['Requests for one call', header, ...table].join('\n'));
});

function formatRow(tool: string, description: string, { graph, downloads, entra }: UpstreamRequests): string {
  const counts = [graph, downloads, entra].map((count) => String(count).padStart(6));
  return `${tool.padEnd(27)}${description.padEnd(36)}${counts.join('')}`;
}

async function countRequests(tool: string, description: string, args: Arguments): Promise<UpstreamRequests> {
  const { control } = connector.simulation.tenant;
  control.clearRequests();
  await call(megan, tool, args);
  const { graph = 0, download = 0, ...entra } = control.counts();
  const counted = {
    graph,
    downloads: download,
    entra: Object.values(entra).reduce((sum, count) => sum + count, 0),
  };
  table.push(formatRow(tool, description, counted));
  return counted;
}

describe('upstream requests', () => {
  it('of a first call are one key request, one on-behalf-of request, one for the mailbox settings and one for the domains', async () => {
    expect(connectRequests).toEqual({ keys: 1, 'token:on_behalf_of': 1 });
    table.push(formatRow('', 'connecting: keys and exchange', { graph: 0, downloads: 0, entra: 2 }));
    const query = { query: 'budget' };
    expect(await countRequests('outlook_email_search', 'the first call', query)).toMatchObject({
      graph: 3,
      entra: 0,
    });
    expect(await countRequests('outlook_email_search', 'the second', query)).toMatchObject({
      graph: 1,
      entra: 0,
    });
  });

  it.each(rows)('of a warm call of %s (%s)', async (tool, description, args, graph) => {
    expect(await countRequests(tool, description, args)).toEqual({ graph, downloads: 0, entra: 0 });
  });

  it('of read_resource are one for a mail, two for an event of a series, one and a download for a file', async () => {
    const findUri = async (tool: string, args: Arguments) =>
      String(itemsOf(await call(megan, tool, args))[0]?.['uri']);
    const mail = await findUri('outlook_email_search', { query: 'budget' });
    const file = await findUri('sharepoint_search', { query: 'budget', fileType: 'docx' });
    const event = await findUri('outlook_calendar_search', { query: 'Halo' });
    const chat = await findUri('chat_message_search', { query: 'launch' });
    expect(
      await countRequests('outlook_email_search', 'a whole conversation', { thread: mail }),
    ).toMatchObject({
      graph: 2,
    });
    expect(itemsOf(await call(megan, 'outlook_email_search', { thread: mail }))).toContainEqual(
      expect.objectContaining({ uri: mail }),
    );
    expect(await countRequests('read_resource', 'a mail', { uri: mail })).toMatchObject({
      graph: 1,
      downloads: 0,
    });
    expect(await countRequests('read_resource', 'a file', { uri: file })).toMatchObject({
      graph: 1,
      downloads: 1,
    });
    // The recurrence with its end belongs to the series.
    expect(await countRequests('read_resource', 'an event of a series', { uri: event })).toMatchObject({
      graph: 2,
      downloads: 0,
    });
    expect(await countRequests('read_resource', 'a message of Teams', { uri: chat })).toMatchObject({
      graph: 2,
      downloads: 0,
    });
  });
});
