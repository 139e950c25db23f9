import { z } from 'zod';
import { oneLine } from 'document-text';
import type { GraphClient, GraphRequest } from '../../graph/client.ts';
import { listPage } from '../../graph/paging.ts';
import type { GraphPath } from '../../graph/path.ts';
import { AppError } from '../../lib/app-error.ts';
import type { MailboxPaths } from './schema.ts';
import { nullishInteger, nullishString } from '../../graph/nullish.ts';

/** A mail folder. */
export interface FoundMailFolder {
  readonly id: string;
  /** Path of names, when the folder was found by name. */
  readonly path?: string;
  /** Whether messages have this id as `parentFolderId`; false for a well-known name. */
  readonly isExactId: boolean;
  /** Paths of other folders with this name, at the same depth or one below. Reads the lists of the latter. */
  readonly alternatives?: () => Promise<readonly string[]>;
}

const folderPage = listPage(
  z.object({ id: z.string(), displayName: nullishString, childFolderCount: nullishInteger }),
);

interface Folder {
  readonly id: string;
  readonly path: string;
  readonly hasChildren: boolean;
}

/** A list of child folders to search, with the path of their parent. */
interface Branch {
  readonly list: GraphPath;
  readonly parentPath: string;
}

const folderId = /^A[A-Za-z]Mk[A-Za-z0-9_-]{40,400}={0,2}$/;
const batchSize = 20;
const maxFolders = 1000;
const maxRequests = 24;

/**
 * Finds a mail folder by its id, its English well-known name, its display name in any language, or a path of names such
 * as `Inbox/Projects`. Searches level by level: the highest folder with the name is returned.
 * @throws AppError `not_found`
 */
export async function findMailFolder(
  name: string,
  mailbox: MailboxPaths,
  graph: GraphClient,
): Promise<FoundMailFolder> {
  if (folderId.test(name)) return { id: name, isExactId: true };
  const namePath = name
    .split(/[\\/]/)
    .filter((part) => part !== '')
    .join('/');
  const wellKnown = wellKnownFolderId(namePath);
  if (wellKnown !== undefined) return { id: wellKnown, isExactId: false };
  const [top = '', ...below] = namePath.split('/');
  const wellKnownTop = below.length > 0 ? wellKnownFolderId(top) : undefined;
  const inWellKnown =
    wellKnownTop === undefined
      ? undefined
      : await walk(
          namePath,
          { list: mailbox.childFolders(wellKnownTop), parentPath: top.trim() },
          mailbox,
          graph,
        );
  if (inWellKnown?.found) return inWellKnown.found;
  const found = await walk(namePath, { list: mailbox.folders(), parentPath: '' }, mailbox, graph);
  // A mailbox in another language has the folder under another name.
  const translated = found.found ? undefined : translatedIds.get(namePath.toLowerCase());
  return translated === undefined ? orThrow(found) : { id: translated, isExactId: false };
}

/** Folders of one batch. */
const maxTogether = 20;

/** A folder with its subfolders at any depth, at most 20 together, and whether there are more. */
export async function listSubfolders(
  { id }: FoundMailFolder,
  mailbox: MailboxPaths,
  graph: GraphClient,
): Promise<{ readonly ids: readonly string[]; readonly isCut: boolean }> {
  const ids = [id];
  let branches: readonly Branch[] = [{ list: mailbox.childFolders(id), parentPath: '' }];
  while (branches.length > 0 && ids.length < maxTogether) {
    const { folders } = await readLists(branches.slice(0, batchSize), maxRequests, graph);
    ids.push(...folders.map((folder) => folder.id));
    branches = folders
      .filter((folder) => folder.hasChildren)
      .map((folder) => ({ list: mailbox.childFolders(folder.id), parentPath: '' }));
  }
  return { ids: ids.slice(0, maxTogether), isCut: ids.length > maxTogether || branches.length > 0 };
}

interface WalkResult {
  readonly found?: FoundMailFolder;
  readonly isCut: boolean;
}

async function walk(
  namePath: string,
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
    const [best, ...others] = level.filter((folder) => matchesPath(folder.path, namePath));
    if (best) {
      const alternatives = async () => {
        const deeper = await findBelow(namePath, level, mailbox, graph);
        return [...others, ...deeper].map((folder) => folder.path);
      };
      return { found: { id: best.id, path: best.path, isExactId: true, alternatives }, isCut: false };
    }
    branches = childBranches(level, mailbox);
  }
  return { isCut: requests >= maxRequests || seen >= maxFolders };
}

/** Folders with the name one level below; none when their lists cannot be read. */
async function findBelow(
  namePath: string,
  level: readonly Folder[],
  mailbox: MailboxPaths,
  graph: GraphClient,
): Promise<readonly Folder[]> {
  const branches = childBranches(level, mailbox).slice(0, batchSize);
  if (branches.length === 0) return [];
  const { folders } = await readLists(branches, 1, graph).catch(() => ({ folders: [] }));
  return folders.filter((folder) => matchesPath(folder.path, namePath));
}

function childBranches(level: readonly Folder[], mailbox: MailboxPaths): readonly Branch[] {
  return level
    .filter((folder) => folder.hasChildren)
    .map((folder) => ({ list: mailbox.childFolders(folder.id), parentPath: folder.path }));
}

/** The folders of several lists, each read to its end, with at most `maxCount` requests. */
async function readLists(
  branches: readonly Branch[],
  maxCount: number,
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
    const parentPath = branches[index]?.parentPath ?? '';
    let page = first;
    for (;;) {
      folders.push(
        ...page.value.map((folder) => ({
          id: folder.id,
          path: parentPath === '' ? (folder.displayName ?? '') : `${parentPath}/${folder.displayName ?? ''}`,
          hasChildren: (folder.childFolderCount ?? 0) > 0,
        })),
      );
      const link = page['@odata.nextLink'];
      if (link === undefined || folders.length >= maxFolders || requestsMade >= maxCount) break;
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

/** Whether a path equals the input or ends with it. Compares whole texts, because names may contain slashes. */
function matchesPath(path: string, input: string): boolean {
  const own = normalize(path);
  const end = normalize(input);
  return own === end || own.endsWith(`/${end}`);
}

function normalize(path: string): string {
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
      ? 'None of the first 1,000 mail folders has this name. Give the full path, such as Inbox/Clients/Northwind.'
      : 'There is no mail folder with this name. Give its name or path, such as Inbox/Clients. read_resource mail:///folders/ lists the folders.',
    { argument: 'folderName' },
  );
}

/**
 * English names of the folders that every mailbox has in any language, with Graph's well-known names. @see https://learn.microsoft.com/graph/api/resources/mailfolder
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

/** German, French, Spanish, Italian and Dutch names of some of them, for mailboxes in yet another language. */
const translatedIds: ReadonlyMap<string, string> = new Map([
  ['posteingang', 'inbox'],
  ['gesendete elemente', 'sentitems'],
  ['entwürfe', 'drafts'],
  ['gelöschte elemente', 'deleteditems'],
  ['archiv', 'archive'],
  ['postausgang', 'outbox'],
  ['boîte de réception', 'inbox'],
  ['éléments envoyés', 'sentitems'],
  ['brouillons', 'drafts'],
  ['éléments supprimés', 'deleteditems'],
  ['bandeja de entrada', 'inbox'],
  ['elementos enviados', 'sentitems'],
  ['borradores', 'drafts'],
  ['elementos eliminados', 'deleteditems'],
  ['posta in arrivo', 'inbox'],
  ['posta inviata', 'sentitems'],
  ['bozze', 'drafts'],
  ['postvak in', 'inbox'],
  ['verzonden items', 'sentitems'],
  ['concepten', 'drafts'],
]);

/** Graph's well-known name of a folder, or undefined. */
function wellKnownFolderId(name: string): string | undefined {
  const plain = name.trim().toLowerCase();
  if (Object.hasOwn(ids, plain)) return ids[plain];
  return Object.values(ids).find((id) => id === plain);
}

/** Note with the paths of other folders with the same name; undefined for none. */
export async function alternativesNote(folder: FoundMailFolder | undefined): Promise<string | undefined> {
  const alternatives = (await folder?.alternatives?.()) ?? [];
  if (alternatives.length === 0) return undefined;
  const paths = alternatives.slice(0, 5).map((path) => oneLine(path, 200));
  return `Other folders with this name: ${paths.join(', ')}.`;
}
