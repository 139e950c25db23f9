import { z } from 'zod';
import type { GraphClient, GraphRequest } from '../../graph/client.ts';
import { listPage } from '../../graph/paging.ts';
import type { GraphPath } from '../../graph/path.ts';
import { AppError } from '../../lib/app-error.ts';
import type { MailboxPaths } from './schema.ts';

/** A mail folder that was found by name. */
export interface FoundMailFolder {
  readonly id: string;
  /** Names from the top down, where the folder was found by them. */
  readonly path?: string;
  /** Whether `id` is one that messages carry as `parentFolderId`, rather than a well-known name. */
  readonly isExactId: boolean;
  /** Paths of further folders of that name, as high up as this one. */
  readonly alternatives: readonly string[];
}

const folderPage = listPage(
  z.object({ id: z.string(), displayName: z.string().nullish(), childFolderCount: z.int().nullish() }),
);

interface Folder {
  readonly id: string;
  readonly path: string;
  readonly hasChildren: boolean;
}

/** A list of folders that is still to be looked at, below the folder of this path. */
interface Branch {
  readonly list: GraphPath;
  readonly above: string;
}

const folderId = /^A[A-Za-z]Mk[A-Za-z0-9_-]{40,400}={0,2}$/;
const batchSize = 20;
const maxFolders = 1000;
const maxRequests = 24;

/**
 * Finds a mail folder by its id, its English well-known name, its own name in whatever language, or a path of names
 * such as `Inbox/Projects`, at any depth: level by level, so that the highest one counts.
 * @throws AppError `not_found` that names `folderName`.
 */
export async function findMailFolder(
  name: string,
  mailbox: MailboxPaths,
  graph: GraphClient,
): Promise<FoundMailFolder> {
  if (folderId.test(name)) return { id: name, isExactId: true, alternatives: [] };
  const wanted = name
    .split(/[\\/]/)
    .filter((part) => part !== '')
    .join('/');
  const known = wellKnownFolderId(wanted);
  if (known !== undefined) return { id: known, isExactId: false, alternatives: [] };
  const [top = '', ...below] = wanted.split('/');
  const knownTop = below.length > 0 ? wellKnownFolderId(top) : undefined;
  const inKnown =
    knownTop === undefined
      ? undefined
      : await walk(wanted, { list: mailbox.childFolders(knownTop), above: top.trim() }, mailbox, graph);
  return (
    inKnown?.found ?? orThrow(await walk(wanted, { list: mailbox.folders(), above: '' }, mailbox, graph))
  );
}

interface WalkResult {
  readonly found?: FoundMailFolder;
  readonly isCut: boolean;
}

async function walk(
  wanted: string,
  start: Branch,
  mailbox: MailboxPaths,
  graph: GraphClient,
): Promise<WalkResult> {
  let branches: readonly Branch[] = [start];
  let seen = 0;
  let requests = 0;
  while (branches.length > 0) {
    const level: Folder[] = [];
    for (let next = 0; next < branches.length; next += batchSize) {
      if (requests >= maxRequests || seen + level.length >= maxFolders) return { isCut: true };
      const lists = await readLists(branches.slice(next, next + batchSize), maxRequests - requests, graph);
      requests += lists.requests;
      level.push(...lists.folders);
    }
    seen += level.length;
    const [best, ...others] = level.filter((folder) => fits(folder.path, wanted));
    if (best) {
      const alternatives = others.map((folder) => folder.path);
      return { found: { id: best.id, path: best.path, isExactId: true, alternatives }, isCut: false };
    }
    branches = level
      .filter((folder) => folder.hasChildren)
      .map((folder) => ({ list: mailbox.childFolders(folder.id), above: folder.path }));
  }
  return { isCut: requests >= maxRequests || seen >= maxFolders };
}

/** The folders of several lists, each read to its end, as far as so many requests lead. */
async function readLists(
  branches: readonly Branch[],
  most: number,
  graph: GraphClient,
): Promise<{ readonly folders: readonly Folder[]; readonly requests: number }> {
  let requestsMade = 1;
  const requests = branches.map(({ list }) => listRequest(list));
  const [only] = requests;
  const pages =
    only !== undefined && requests.length === 1 ? [await graph.json(only)] : await graph.batch(requests);
  const folders: Folder[] = [];
  for (const [index, first] of pages.entries()) {
    const request = requests[index];
    if (first instanceof Error) throw first;
    if (!request) continue;
    const above = branches[index]?.above ?? '';
    let page = first;
    for (;;) {
      folders.push(
        ...page.value.map((folder) => ({
          id: folder.id,
          path: above === '' ? (folder.displayName ?? '') : `${above}/${folder.displayName ?? ''}`,
          hasChildren: (folder.childFolderCount ?? 0) > 0,
        })),
      );
      const link = page['@odata.nextLink'];
      if (link === undefined || folders.length >= maxFolders || requestsMade >= most) break;
      requestsMade += 1;
      page = await graph.next(link, request);
    }
  }
  return { folders, requests: requestsMade };
}

function listRequest(path: GraphPath): GraphRequest<z.output<typeof folderPage>> {
  return {
    path,
    query: { $top: 250, $select: 'id,displayName,childFolderCount' },
    schema: folderPage,
  };
}

/** A path fits where it is what was asked for, or ends in it: names may hold slashes of their own. */
function fits(path: string, wanted: string): boolean {
  const own = comparable(path);
  const asked = comparable(wanted);
  return own === asked || own.endsWith(`/${asked}`);
}

function comparable(path: string): string {
  return path
    .normalize('NFC')
    .toLowerCase()
    .split('/')
    .map((name) => name.trim())
    .join('/');
}

function orThrow({ found, isCut }: WalkResult): FoundMailFolder {
  if (found) return found;
  throw new AppError(
    'not_found',
    isCut
      ? 'No such mail folder among the first 1,000. Give its whole path, as in Inbox/Clients/Northwind.'
      : 'There is no such mail folder. Give its name, or its path as in Inbox/Clients; read_resource mail:///folders/ lists them.',
    { argument: 'folderName' },
  );
}

/**
 * Names that people write for the folders that every mailbox has, whatever its language, and the ids that Graph takes
 * for them. @see https://learn.microsoft.com/graph/api/resources/mailfolder
 */
const ids: Readonly<Record<string, string>> = {
  inbox: 'inbox',
  sent: 'sentitems',
  'sent items': 'sentitems',
  'sent mail': 'sentitems',
  drafts: 'drafts',
  deleted: 'deleteditems',
  'deleted items': 'deleteditems',
  trash: 'deleteditems',
  bin: 'deleteditems',
  archive: 'archive',
  junk: 'junkemail',
  'junk email': 'junkemail',
  'junk e-mail': 'junkemail',
  spam: 'junkemail',
  outbox: 'outbox',
  scheduled: 'scheduled',
  clutter: 'clutter',
  'conversation history': 'conversationhistory',
};

/** The id of a folder that every mailbox has, or undefined. */
function wellKnownFolderId(name: string): string | undefined {
  const plain = name.trim().toLowerCase();
  if (Object.hasOwn(ids, plain)) return ids[plain];
  return Object.values(ids).find((id) => id === plain);
}
