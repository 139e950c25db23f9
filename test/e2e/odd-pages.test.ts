import { contoso } from 'm365-simulator';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type AnyClient, call, itemsOf, textOf } from '../../scripts/lib/mcp-clients.ts';
import { requestedPermissions } from '../../src/tenants/permissions.ts';
import { useConnector } from './connector.ts';
import { read } from './reading/read-resource.ts';

const connector = useConnector();
const control = () => connector.simulation.tenant.control;
let megan: AnyClient;

beforeAll(async () => {
  control().setGrants(contoso, [...requestedPermissions, 'Tasks.Read', 'Notes.Read']);
  megan = await connector.client('2026-07-28', 'megan');
});
afterEach(() => control().clearFaults());
afterAll(async () => {
  await megan.close();
});

/** A list: the tool that reads it, and the path of its pages. */
interface PagedList {
  readonly name: string;
  readonly tool: string;
  readonly args: Record<string, unknown>;
  /** Ids in the text, of a list without entries. */
  readonly textIds?: RegExp;
  /** The list to read: the entry with a name that a list or search has. */
  readonly entry?: (client: AnyClient) => Promise<string>;
  readonly path: string;
  /** Whether it is requested in a `$batch`. */
  readonly inBatch?: true;
  /** Query options of a nextLink to the first page. Default: `$skip=0`. */
  readonly firstPage?: Readonly<Record<string, string>>;
  /** The limit of the tool, if it has one. */
  readonly limit?: number;
}

/** URI of an entry by its name. */
async function uriOf(client: AnyClient, list: string, name: string): Promise<string> {
  const { entries } = await read(client, list);
  return String(entries.find((entry) => entry['name'] === name)?.['uri']);
}

const launchTeam = (client: AnyClient) => uriOf(client, 'teams:///teams/', 'Halo launch');

const messageIds = /(?<=^## \[)\d+(?=\])/gm;
const firstPage = { $skiptoken: btoa('position:0') };

const lists: readonly PagedList[] = [
  {
    name: 'mail of a folder',
    tool: 'outlook_email_search',
    args: { folderName: 'Inbox' },
    path: '*/messages',
    limit: 5,
  },
  {
    name: 'mail by words',
    tool: 'outlook_email_search',
    args: { query: 'budget OR halo' },
    path: '*/messages',
    limit: 5,
  },
  {
    name: 'mail by words and flags',
    tool: 'outlook_email_search',
    args: { query: 'budget OR halo', unread: true },
    path: '*/messages',
    limit: 5,
  },
  {
    name: 'mail by sender',
    tool: 'outlook_email_search',
    args: { sender: 'adele@contoso.example' },
    path: '*/messages',
    limit: 5,
  },
  {
    name: 'events',
    tool: 'outlook_calendar_search',
    args: { afterDateTime: '30 days ago', beforeDateTime: '2027-12-31' },
    path: '*/calendarView',
    limit: 5,
  },
  {
    name: 'events by words',
    tool: 'outlook_calendar_search',
    args: { query: 'Halo' },
    path: '*/calendarView',
    limit: 3,
  },
  {
    name: 'a mail folder',
    tool: 'read_resource',
    args: { uri: 'mail:///folders/inbox' },
    path: '*/messages',
  },
  {
    name: 'chats',
    tool: 'read_resource',
    args: { uri: 'teams:///chats/' },
    path: '*/me/chats',
    firstPage,
  },
  {
    name: 'teams',
    tool: 'read_resource',
    args: { uri: 'teams:///teams/' },
    path: '*/joinedTeams',
    firstPage,
  },
  {
    name: 'the latest messages of chats',
    tool: 'chat_message_search',
    args: {},
    path: '*/me/chats',
    firstPage,
    limit: 5,
  },
  {
    name: 'one chat',
    tool: 'read_resource',
    args: {},
    entry: (client) => uriOf(client, 'teams:///chats/', 'Halo launch crew'),
    textIds: messageIds,
    path: '*/chats/*/messages',
    firstPage,
  },
  {
    name: 'the channels of a team',
    tool: 'read_resource',
    args: {},
    entry: launchTeam,
    path: '*/channels',
    firstPage,
  },
  {
    name: 'one channel',
    tool: 'read_resource',
    args: {},
    entry: async (client) => uriOf(client, await launchTeam(client), 'General'),
    textIds: messageIds,
    path: '*/channels/*/messages',
    firstPage,
  },
  {
    name: 'a folder of OneDrive',
    tool: 'read_resource',
    args: { uri: 'drive:///me' },
    path: '*/children',
    firstPage: { $top: '199' },
  },
  {
    name: 'a SharePoint list',
    tool: 'read_resource',
    args: {},
    entry: async (client) => {
      const items = itemsOf(await call(client, 'sharepoint_search', { query: 'sponsorships', kind: 'list' }));
      return String(items.find(({ kind }) => kind === 'list')?.['uri']);
    },
    textIds: /^\d+(?=,)/gm,
    path: '*/items',
    firstPage,
  },
  {
    name: 'tasks',
    tool: 'task_search',
    args: { source: 'planner' },
    path: '*/planner/tasks',
    inBatch: true,
    limit: 2,
  },
  { name: 'notes', tool: 'note_search', args: {}, path: '*/onenote/pages', inBatch: true, limit: 2 },
  {
    name: 'notes of a notebook',
    tool: 'note_search',
    args: { notebook: 'Megan' },
    path: '*/sections/*/pages',
    inBatch: true,
    limit: 2,
  },
];

interface Reading {
  readonly ids: readonly string[];
  readonly pages: number;
  readonly error?: string;
  readonly code?: string;
}

/** Reads all pages of a list, at most forty. */
async function readAll(
  client: AnyClient,
  { tool, args, entry, textIds, limit }: PagedList,
): Promise<Reading> {
  const uri = await entry?.(client);
  const ids: string[] = [];
  let cursor: string | undefined;
  let pages = 0;
  do {
    const result = await client.callTool({
      name: tool,
      arguments: { ...args, ...(uri && { uri }), ...(limit && { limit }), ...(cursor && { cursor }) },
    });
    pages += 1;
    if (result.isError) {
      const { code } = (result.structuredContent?.['error'] ?? {}) as { code: string };
      return { ids, pages, code, error: textOf(result) };
    }
    const entries = (result.structuredContent?.['entries'] ?? itemsOf(result)) as {
      uri?: string;
      id?: string;
    }[];
    ids.push(...entries.map((one) => String(one.uri ?? one.id)));
    if (textIds) ids.push(...(textOf(result).match(textIds) ?? []));
    ({ cursor } = (result.structuredContent?.['page'] ?? {}) as { cursor?: string });
  } while (cursor !== undefined && pages < 40);
  return { ids, pages };
}

const duplicates = (ids: readonly string[]) => ids.filter((id, index) => ids.indexOf(id) !== index);

describe.each(lists)('$name', (list) => {
  const nextQuery = list.firstPage ?? { $skip: '0' };
  const fault = (page: object, times?: number) =>
    control().addFault({
      kind: 'graph',
      path: list.path,
      ...(list.inBatch && { inBatch: true }),
      ...(times && { times }),
      effect: 'page',
      ...page,
    } as never);

  it('an empty page with a nextLink is not the end', async () => {
    const usual = await readAll(megan, list);
    fault({ items: 'none', nextQuery }, 1);
    const odd = await readAll(megan, list);
    expect(odd).toMatchObject({ ids: usual.ids });
  });

  it('a nextLink that repeats ends, and repeats nothing', async () => {
    const usual = await readAll(megan, list);
    fault({ nextQuery });
    const odd = await readAll(megan, list);
    expect(odd.error).toBeUndefined();
    expect(duplicates(odd.ids)).toEqual([]);
    expect(odd.pages).toBeLessThan(40);
    expect(odd.ids.length).toBeGreaterThan(0);
    expect(usual.ids).toEqual(expect.arrayContaining([...odd.ids]));
  });

  it('empty pages that repeat their nextLink end', async () => {
    fault({ items: 'none', nextQuery });
    const odd = await readAll(megan, list);
    expect(odd.pages).toBeLessThan(40);
  });

  it('a nextLink to another host is not followed', async () => {
    const usual = await readAll(megan, list);
    fault(
      {
        members: {
          '@odata.nextLink': `https://evil.example/v1.0/me/messages?${new URLSearchParams(nextQuery)}`,
        },
      },
      1,
    );
    const odd = await readAll(megan, list);
    if (odd.code === undefined) expect(odd.ids).toEqual(usual.ids);
    else expect(odd.code).toBe('upstream_unavailable');
  });

  it('items that are on two pages are shown once', async () => {
    const usual = await readAll(megan, list);
    fault({ nextQuery }, 1);
    const odd = await readAll(megan, list);
    expect(odd).toMatchObject({ ids: usual.ids });
  });

  it('items without an id are left out', async () => {
    fault({ items: 'withoutIds' }, 1);
    const odd = await readAll(megan, list);
    expect(odd.error).toBeUndefined();
  });

  it.each([
    ['no list', { value: null }],
    ['an error', { value: undefined, error: { code: 'InternalServerError', message: 'Odd.' } }],
  ])('a success with %s is an error', async (_, members) => {
    fault({ members });
    expect((await readAll(megan, list)).code).toBe('upstream_unavailable');
  });

  it('a list that has changed (410) is to be started again', async () => {
    control().addFault({
      kind: 'graph',
      path: list.path,
      ...(list.inBatch && { inBatch: true }),
      effect: 'status',
      status: 410,
      body: JSON.stringify({ error: { code: 'resyncRequired', message: 'Resync.' } }),
    });
    const odd = await readAll(megan, list);
    expect(odd.code).toBe('invalid_cursor');
  });

  it('the next page is read again after 429', async () => {
    const usual = await readAll(megan, list);
    fault({}, 1);
    control().addFault({
      kind: 'graph',
      path: list.path,
      ...(list.inBatch && { inBatch: true }),
      times: 1,
      effect: 'status',
      status: 429,
      headers: { 'retry-after': '1' },
    });
    expect(await readAll(megan, list)).toMatchObject({ ids: usual.ids });
  });
});
