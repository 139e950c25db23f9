import { beforeAll, describe, expect, it } from 'vitest';
import { lastFullWeeks, users } from 'm365-simulator';
import type { AnyClient } from '../../scripts/lib/mcp-clients.ts';
import { parseResourceUri, resourceTemplates } from '../../src/m365/uri.ts';
import { tools } from '../../src/tools/index.ts';
import { useConnector } from './connector.ts';
import { withPermissions } from './reading/permissions.ts';

const connector = useConnector({}, undefined, true);

const files = 'https://contoso.sharepoint.com/sites/marketing/Shared Documents';
const patti = users.patti.userPrincipalName;
const invoices = 'invoices@contoso.example';

type ToolCall = readonly [tool: string, args: Readonly<Record<string, unknown>>];

/** Calls that cover every kind of request of every tool. */
const toolCalls: readonly ToolCall[] = [
  ['outlook_email_search', { query: 'budget', sender: patti }],
  ['outlook_email_search', { query: 'budget', order: 'relevance' }],
  ['outlook_email_search', { query: 'invoice', mailbox: invoices }],
  ['outlook_email_search', { mailbox: invoices, folderName: 'Inbox', limit: 25 }],
  ['outlook_email_search', { folderName: 'Project 07 Supplier review' }],
  ['outlook_calendar_search', { query: 'Halo weekly', ...lastFullWeeks(1) }],
  ['outlook_calendar_search', { calendarOwnerEmail: patti, afterDateTime: '4 weeks ago' }],
  ['find_meeting_availability', { participants: [patti, 'Adele Vance'] }],
  ['sharepoint_search', { query: 'budget' }],
  ['sharepoint_search', { query: 'launch', folderName: 'Halo', site: 'Marketing' }],
  ['sharepoint_search', { query: 'budget', site: 'https://contoso.sharepoint.com/sites/finance' }],
  ['sharepoint_search', { fileType: 'aspx' }],
  ['sharepoint_search', { query: 'Lisbon chess', kind: 'list' }],
  ['sharepoint_folder_search', { name: 'Halo' }],
  ['chat_message_search', { query: 'second source' }],
  ['chat_message_search', { query: 'launch' }],
  ['people_search', { query: users.adele.userPrincipalName }],
  ['chat_message_search', { query: '*' }],
];
/** With Files.Read alone the query is part of the Graph path. */
const ownDriveCalls: readonly ToolCall[] = [
  ['sharepoint_search', { query: 'Halo ideas' }],
  ['sharepoint_folder_search', { name: 'Drafts' }],
];
const startUris = [
  'me:///',
  'mail:///folders/',
  'teams:///chats/',
  'teams:///teams/',
  'drive:///me',
  `person:///${users.adele.objectId}`,
  `mail:///folders/?owner=${invoices}`,
  'mail:///folders/Project 07 Supplier review',
  `${files}/Halo/Halo Launch Plan.docx`,
  `${files}/Halo`,
  'https://contoso.sharepoint.com/sites/marketing',
];
const maxPerKind = 4;

/** Terms of Graph and of the connector: parts of routes and statements, and well-known folders. */
const productTerms = new Set(
  [
    'archive',
    'drafts',
    'folder',
    'inbox',
    'list',
    'outbox',
    'reports',
    'tasks',
    'lists',
    'notes',
    'group',
    'aspx',
    ...Object.keys(resourceTemplates),
  ].map((name) => name.toLowerCase()),
);
/** Tool names and error codes. */
const code = /^[a-z]+(?:_[a-z]+)+$/;
const uriPattern =
  /^(?:(?:mail|calendar|meeting|meeting-transcript|teams|drive|file|page|person|task|list|note):\/\/\/|https:\/\/[\w-]+\.sharepoint\.com\/)[^{}]*$/;
/** A date alone is in no way sensitive, and spans contain times. */
const day = /^\d{4}-\d\d-\d\d$/;
const guid = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

const sensitiveWords = new Set<string>();
const covered = new Set<string>();

function textsIn(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsIn) : [];
}

/** Calls a tool, collects the texts of arguments and result, and returns the URIs in the result. */
async function callTool(client: AnyClient, [name, args]: ToolCall): Promise<string[]> {
  const { structuredContent = {}, isError } = await client.callTool({ name, arguments: args });
  const { uri } = args;
  covered.add(name);
  if (!isError && typeof uri === 'string') covered.add(parseResourceUri(uri).kind);
  const texts = textsIn([args, structuredContent]);
  for (const text of texts.map((one) => one.toLowerCase())) {
    const isProductTerm =
      text.length < 4 ||
      productTerms.has(text) ||
      [code, guid, uriPattern, day].some((one) => one.test(text));
    if (!isProductTerm) sensitiveWords.add(text);
  }
  return [...texts.filter((text) => uriPattern.test(text)), ...furtherUris(uri, structuredContent)];
}

/** URIs that a result does not contain: of a reply, and of a file by path. */
function furtherUris(uri: unknown, { text, facts }: Readonly<Record<string, unknown>>): string[] {
  const reply = /^### \[(\d+)\]/m.exec(String(text))?.[1];
  const drive = /^file:\/\/\/(b![^/]+)\//.exec(
    String((facts as { folder?: string } | undefined)?.folder),
  )?.[1];
  return [
    ...(reply !== undefined && /\/channels\/.*\/messages\/\d+$/.test(String(uri))
      ? [`${uri}/replies/${reply}`]
      : []),
    ...(drive === undefined ? [] : [`file:///${drive}/Halo/Halo Launch Plan.docx`]),
  ];
}

beforeAll(async () => {
  const megan = await connector.client('2026-07-28', 'megan');
  const queue = [...startUris];
  for (const toolCall of toolCalls) queue.push(...(await callTool(megan, toolCall)));
  const seen = new Set<string>();
  const readPerKind = new Map<string, number>();
  for (let uri = queue.shift(); uri !== undefined; uri = queue.shift()) {
    const kind = parseResourceUri(uri).kind + (/\?owner=.*/.exec(uri)?.[0] ?? '');
    const alreadyRead = readPerKind.get(kind) ?? 0;
    if (seen.has(uri) || alreadyRead >= maxPerKind) continue;
    seen.add(uri);
    readPerKind.set(kind, alreadyRead + 1);
    queue.push(...(await callTool(megan, ['read_resource', { uri }])));
  }
  await megan.close();
  await withPermissions(connector, ['User.Read', 'Files.Read'], async (client) => {
    for (const toolCall of ownDriveCalls) await callTool(client, toolCall);
  });
  await withPermissions(connector, ['User.Read', 'Tasks.Read'], async (client) => {
    const uris = await callTool(client, ['task_search', {}]);
    for (const uri of uris) await callTool(client, ['read_resource', { uri }]);
  });
  await withPermissions(connector, ['User.Read', 'Notes.Read'], async (client) => {
    const uris = await callTool(client, ['note_search', { query: 'offsite' }]);
    for (const uri of uris) {
      for (const inner of await callTool(client, ['read_resource', { uri }])) {
        await callTool(client, ['read_resource', { uri: inner }]);
      }
    }
  });
});

/** The texts that contain a sensitive word. */
function findSensitive(texts: readonly string[]): string[] {
  const searchedWords = [...sensitiveWords, 'invoices', 'patti', 'marketing', 'megan', 'eyj', 'tempauth'];
  return [...new Set(texts)].filter((text) =>
    searchedWords.some((word) => text.toLowerCase().includes(word)),
  );
}

describe('request paths and trace spans', () => {
  const requests = () => connector.simulation.tenant.control.requests();
  const spans = () => connector.simulation.worker.spans;
  const download = /\/_layouts\/15\/download\.aspx$/;

  it('cover every tool and every kind of resource', () => {
    const all = [...tools.map(({ name }) => name), ...Object.keys(resourceTemplates), 'link'];
    expect(all.filter((name) => !covered.has(name))).toEqual([]);
    expect(sensitiveWords.size).toBeGreaterThan(200);
  });

  it('contain no query, name, subject or e-mail address in request paths', () => {
    const paths = requests().filter(({ kind }) => kind !== 'download');
    expect(findSensitive(paths.map(({ path }) => decodeURIComponent(path)))).toEqual([]);
  });

  it('contain none in span attributes without the query string', () => {
    const texts = spans().flatMap((facts) => Object.values(facts).map(String));
    const redacted = texts.map((text) => (text.startsWith('http') ? text.replace(/\?.*/, '') : text));
    const others = redacted.filter((text) => !download.test(text));
    expect(findSensitive(others.map(decodeURIComponent))).toEqual([]);
    expect(findSensitive(texts).length).toBeGreaterThan(10);
    const names = spans().flatMap((facts) => facts['name'] ?? []);
    const stages = ['verify', 'vault', 'exchange', 'mcp', 'graph', 'shape'];
    for (const name of [...stages, 'fetch', 'durable_object_storage_exec']) {
      expect(names).toContain(name);
    }
  });

  it('state the time of the way to the vault and back', () => {
    const hops = spans().flatMap((attributes) =>
      'm365.hopMs' in attributes ? [attributes['m365.hopMs']] : [],
    );
    expect(hops.length).toBeGreaterThan(10);
    expect(hops.every((hopMs) => typeof hopMs === 'number' && hopMs >= 0 && hopMs < 5000)).toBe(true);
  });

  it('contain the site of a downloaded file but not its name', () => {
    const paths = requests().flatMap(({ kind, path }) => (kind === 'download' ? [path] : []));
    expect([...new Set(paths)].toSorted()).toEqual(
      ['finance', 'marketing'].map((site) => `/sites/${site}/_layouts/15/download.aspx`),
    );
  });

  it('leave sensitive paths to the bodies of $batch requests', () => {
    const bodies = requests().flatMap(({ path, body }) =>
      path.endsWith('/$batch') ? [JSON.stringify(body)] : [],
    );
    for (const part of [
      "/me/drive/root/search(q='Halo%20ideas')",
      '/root:/Halo/Halo%20Launch%20Plan.docx',
      '/sites/contoso.sharepoint.com:/sites/marketing',
      '/shares/u!',
      '/users/invoices%40contoso.example/messages',
      '/users/patti%40contoso.example/calendarView',
      '/users/patti%40contoso.example/events/',
    ]) {
      expect(bodies.filter((body) => body.includes(part)).length, part).toBeGreaterThan(0);
    }
  });
});
