import { writeFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { lastFullWeeks, operationPath, users } from 'm365-simulator';
import { type AnyClient, call } from '../../scripts/lib/mcp-clients.ts';
import {
  type RequestShape,
  readRequestShapes,
  references,
  requestFile,
} from '../../scripts/lib/graph-requests.ts';
import { useConnector } from './connector.ts';

/*
 * The forms of Graph requests that calls of all tools and reads of all kinds of resources send. They are in
 * docs/graph-requests.json, from which `npm run generate` writes docs/graph-requests.md. UPDATE_GRAPH_REQUESTS=1 records
 * them anew. Each request is checked against the documented rules by the simulator, and by the contract if it is there.
 */

const connector = useConnector();
const control = () => connector.simulation.tenant.control;
const week = lastFullWeeks(1);

/** [user, tool, arguments] */
const calls: readonly (readonly [user: string, tool: string, args: Record<string, unknown>])[] = [
  ['megan', 'outlook_email_search', {}],
  ['megan', 'outlook_email_search', { query: 'budget' }],
  ['megan', 'outlook_email_search', { query: 'budget', order: 'relevance' }],
  ['megan', 'outlook_email_search', { sender: 'patti@contoso.example', unread: true }],
  ['megan', 'outlook_email_search', { folderName: 'Project 07 Supplier review' }],
  ['megan', 'outlook_email_search', { mailbox: 'invoices@contoso.example', query: 'invoice' }],
  ['megan', 'outlook_calendar_search', { ...week }],
  ['megan', 'outlook_calendar_search', { calendarOwnerEmail: 'patti@contoso.example' }],
  ['megan', 'find_meeting_availability', { participants: ['Patti Fernandez', 'adele@contoso.example'] }],
  ['megan', 'chat_message_search', { query: 'launch' }],
  ['megan', 'chat_message_search', {}],
  ['megan', 'sharepoint_search', { query: 'budget' }],
  ['megan', 'sharepoint_search', { query: 'launch', folderName: 'Halo', site: 'Marketing' }],
  ['megan', 'sharepoint_search', { query: 'sponsorships', kind: 'list' }],
  ['megan', 'sharepoint_folder_search', { name: 'Halo' }],
  ['alex', 'sharepoint_search', { query: 'schedule' }],
  ['megan', 'people_search', { query: 'Adele' }],
  ['megan', 'people_search', { relation: 'reports' }],
  ['megan', 'people_search', { relation: 'manager' }],
  ['megan', 'people_search', { relation: 'worksWith' }],
  ['megan', 'task_search', {}],
  ['megan', 'task_search', { status: 'completed' }],
  ['megan', 'task_search', { list: 'Halo launch' }],
  ['megan', 'note_search', { query: 'offsite' }],
  ['megan', 'note_search', { notebook: 'Private' }],
  ['megan', 'note_search', { site: 'Marketing' }],
  ['megan', 'note_search', { site: 'Marketing', section: 'Brainstorming' }],
  ['megan', 'note_search', { team: 'Halo launch' }],
  ['megan', 'outlook_calendar_search', { query: 'supplier', afterDateTime: '3 months ago' }],
  ['megan', 'read_resource', { uri: 'me:///' }],
  ['megan', 'read_resource', { uri: `person:///${users.adele.objectId}` }],
];

const startUris = [
  'mail:///folders/',
  'teams:///chats/',
  'teams:///teams/',
  'drive:///me',
  'https://contoso.sharepoint.com/sites/marketing',
  'https://contoso.sharepoint.com/sites/marketing/Shared%20Documents/Halo',
];
const fileUri =
  'https://contoso.sharepoint.com/sites/marketing/Shared%20Documents/Halo/Halo%20Launch%20Plan.docx';
/** Resources that are opened of each kind. */
const maxPerKind = 6;

/** All URIs in a result. */
function findUris(value: unknown): readonly string[] {
  if (typeof value === 'string') return /^[a-z-]+:\/\/\/[^{}\s]+$/.test(value) ? [value] : [];
  if (typeof value !== 'object' || value === null) return [];
  return Object.values(value).flatMap(findUris);
}

const kindOf = (uri: string) => uri.replaceAll(/[A-Za-z0-9!_~.@:=%,+-]{14,}/g, '…').replaceAll(/\d+/g, '0');

/** Opens what the results name, up to a number of each kind. */
async function openAll(client: AnyClient, first: readonly string[]): Promise<void> {
  const queue = [...first];
  const opened = new Map<string, number>();
  const seen = new Set<string>();
  for (let uri = queue.shift(); uri !== undefined; uri = queue.shift()) {
    const count = opened.get(kindOf(uri)) ?? 0;
    if (seen.has(uri) || count >= maxPerKind) continue;
    seen.add(uri);
    opened.set(kindOf(uri), count + 1);
    const isFirstMail = count === 0 && /^mail:\/{3}messages\/[^/]+$/.test(uri);
    const { structuredContent } = await client.callTool({ name: 'read_resource', arguments: { uri } });
    if (isFirstMail) await client.callTool({ name: 'read_resource', arguments: { uri, thread: true } });
    queue.push(...findUris(structuredContent));
  }
}

interface Sent {
  readonly method: string;
  readonly path: string;
  readonly query: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

/** The requests of a batch, beside the batch itself. */
function withSteps(request: Sent): readonly Sent[] {
  const { requests = [] } = (request.body ?? {}) as {
    readonly requests?: readonly {
      readonly url: string;
      readonly method: string;
      readonly headers?: Readonly<Record<string, string>>;
    }[];
  };
  if (!request.path.endsWith('/$batch')) return [request];
  const steps = requests.map(({ method, url, headers = {} }) => {
    const [path = '', query = ''] = url.split('?', 2);
    return { method, path: `/v1.0${path}`, query: query === '' ? '' : `?${query}`, headers };
  });
  return [request, ...steps];
}

function shapeOf({ method, path, query, headers, body }: Sent): RequestShape {
  const template = operationPath(method, `https://graph.microsoft.com${path}`) ?? path;
  const { requests } = (body ?? {}) as { readonly requests?: readonly { readonly entityTypes?: string[] }[] };
  const types = requests?.flatMap(({ entityTypes }) => entityTypes ?? []) ?? [];
  const kept = Object.entries(headers).filter(([name]) => /^(?:prefer|consistencylevel)$/i.test(name));
  return {
    method,
    path: template,
    options: [...(template === '/search/query' ? types : new URLSearchParams(query).keys())].toSorted(),
    headers: kept.map(([name, value]) => `${name.toLowerCase()}: ${value}`).toSorted(),
  };
}

const key = (shape: RequestShape) => JSON.stringify(shape);
let recorded: readonly RequestShape[] = [];

beforeAll(async () => {
  const people = ['User.Read.All', 'People.Read', 'Presence.Read.All', 'Tasks.Read', 'Notes.Read.All'];
  control().setGrants(users.megan.tenantId, [...control().grants(users.megan.tenantId), ...people]);
  const clients = new Map<string, AnyClient>();
  const uris: string[] = [...startUris];
  for (const [user, tool, args] of calls) {
    const client = clients.get(user) ?? (await connector.client('2026-07-28', user));
    clients.set(user, client);
    const result = await call(client, tool, args);
    uris.push(...findUris(result.structuredContent));
  }
  const lists = uris.filter((uri) => /^list:\/{3}[^/]+\/[^/]+$/.test(uri));
  uris.push(...lists.map((uri) => `${uri}?filter=Annual%20fee%20>%205000`));
  const megan = clients.get('megan');
  if (megan) await openAll(megan, uris);
  // Graph may leave out the download URL of a file: its content is then requested.
  control().setConditions(['noDownloadUrl']);
  await megan?.callTool({ name: 'read_resource', arguments: { uri: fileUri } });
  const requests = control().requests({ kind: 'graph' }).flatMap(withSteps).map(shapeOf);
  const unique = new Map(requests.map((shape) => [key(shape), shape]));
  recorded = [...unique.values()].toSorted((left, right) => (key(left) < key(right) ? -1 : 1));
  if (process.env['UPDATE_GRAPH_REQUESTS']) {
    writeFileSync(requestFile, `${JSON.stringify(recorded, null, 2)}\n`);
  }
}, 240_000);
afterAll(() => control().reset());

describe('Graph requests', () => {
  it('are all in docs/graph-requests.json', () => {
    const known = new Set(readRequestShapes().map(key));
    expect(recorded.filter((shape) => !known.has(key(shape)))).toEqual([]);
  });

  it('of every path in docs/graph-requests.json are sent', () => {
    const sent = new Set(recorded.map(({ method, path }) => `${method} ${path}`));
    const missing = readRequestShapes().filter(({ method, path }) => !sent.has(`${method} ${path}`));
    expect(missing).toEqual([]);
  });

  it('have a permission and a page of the reference', () => {
    expect(recorded.filter(({ path }) => references[path] === undefined)).toEqual([]);
  });

  it('only read, and violate no documented rule', () => {
    const posts = new Set(['/$batch', '/search/query', '{owner}/calendar/getSchedule']);
    expect(recorded.filter(({ method, path }) => method !== 'GET' && !posts.has(path))).toEqual([]);
    expect(control().contractViolations()).toEqual([]);
  });
});
