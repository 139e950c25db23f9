import type { z } from 'zod';
import { oneLine } from 'document-text';
import type { GraphClient } from '../../graph/client.ts';
import { listPage } from '../../graph/paging.ts';
import { driveId, graphPath, itemId, noteOwner as ownerSegment, onenoteId } from '../../graph/path.ts';
import { AppError } from '../../lib/app-error.ts';
import { htmlDocument } from '../content.ts';
import { getFileHost, readOwnDrive, requireSite } from '../files/access.ts';
import { type DriveItem, driveItem, toSiteId } from '../files/schema.ts';
import type { ResourceContent, ResourceContext } from '../resource.ts';
import { type ResourceOf, formatResourceUri } from '../uri.ts';
import { toNoteItem } from './item.ts';
import { notePage, notebook } from './schema.ts';
import { findPages } from './search.ts';

const maxBytes = 5 * 1024 * 1024;
const maxPages = 100;
/** Errors after which the drive item is opened as a file, whose error has the link. */
const notServed = new Set<AppError['code']>(['not_found', 'access_denied', 'upstream_refused']);

/** A page of OneNote: text, tables, and the names of pictures and attachments. */
export async function openNotePage(
  { noteOwner, noteId }: ResourceOf<'notePage'>,
  context: ResourceContext,
): Promise<ResourceContent> {
  await requireNotes(noteOwner, context);
  const owner = ownerSegment(noteOwner);
  const id = onenoteId(noteId);
  const [zone, page, content] = await Promise.all([
    context.timeZone(),
    context.graph.json({
      path: graphPath`/${owner}/onenote/pages/${id}`,
      query: {
        $select: 'id,title,lastModifiedDateTime,links',
        $expand: 'parentNotebook($select=id,displayName),parentSection($select=id,displayName)',
      },
      schema: notePage,
    }),
    context.graph.download({ path: graphPath`/${owner}/onenote/pages/${id}/content`, maxBytes }),
  ]);
  const modifiedMs = Date.parse(page.lastModifiedDateTime ?? '');
  const { id: notebookId, displayName } = page.parentNotebook ?? {};
  return {
    title: oneLine(page.title, 300),
    facts: {
      notebook: oneLine(displayName, 100),
      notebookUri: notebookId ? formatResourceUri({ kind: 'notebook', noteOwner, notebookId }) : undefined,
      section: oneLine(page.parentSection?.displayName, 100),
      modified: Number.isNaN(modifiedMs) ? undefined : zone.format(modifiedMs),
    },
    document: htmlDocument(nameObjects(new TextDecoder().decode(content.bytes))),
  };
}

/** The pages of a notebook, the newest first. */
export async function openNotebook(
  { noteOwner, notebookId }: ResourceOf<'notebook'>,
  context: ResourceContext,
): Promise<ResourceContent> {
  await requireNotes(noteOwner, context);
  const [zone, { pages, isPartial }] = await Promise.all([
    context.timeZone(),
    findPages(
      [noteOwner],
      {
        notebookId,
        text: undefined,
        notebook: undefined,
        section: undefined,
        afterMs: undefined,
        beforeMs: undefined,
      },
      context.graph,
    ),
  ]);
  const isCut = isPartial || pages.length > maxPages;
  return {
    title: oneLine(pages[0]?.notebook, 300),
    facts: {},
    list: { items: pages.slice(0, maxPages).map((page) => toNoteItem(page, zone)), page: 1, next: undefined },
    note: isCut ? 'Not all pages are listed. Find others with note_search.' : undefined,
  };
}

/**
 * The notebook that a drive item is, by its name; undefined if OneNote does not list it, it is in the OneDrive of another
 * user, or notes are not granted.
 */
export async function openNotebookItem(
  item: DriveItem,
  drive: string,
  context: ResourceContext,
): Promise<ResourceContent | undefined> {
  const { granted, graph } = context;
  const isOneDrive = getFileHost(item.webUrl) === 'oneDrive';
  const level = granted.level('notes');
  if (level === undefined || (level !== 'full' && !isOneDrive)) return undefined;
  const home = item.parentReference?.driveId ?? drive;
  const noteOwner = isOneDrive ? await findOwnNotes(home, graph) : await findSite(item, home, graph);
  const notebooks = noteOwner === undefined ? [] : await listNotebooks(noteOwner, graph);
  const found = notebooks.find(({ displayName }) => displayName?.toLowerCase() === item.name?.toLowerCase());
  if (noteOwner === undefined || !found) return undefined;
  const resource = { kind: 'notebook', noteOwner, notebookId: found.id } as const;
  return { uri: formatResourceUri(resource), ...(await openNotebook(resource, context)) };
}

/** `me` if the drive is the user's own: another user can have a notebook of the same name. */
async function findOwnNotes(drive: string, graph: GraphClient): Promise<'me' | undefined> {
  const own = await readOwnDrive(graph);
  return own?.id === drive ? 'me' : undefined;
}

/** Id of the site. `parentReference.siteId` is only the id of its site collection. */
async function findSite(item: DriveItem, drive: string, graph: GraphClient): Promise<string | undefined> {
  if (item.sharepointIds) return toSiteId(item);
  const read = await graph.json({
    path: graphPath`/drives/${driveId(drive)}/items/${itemId(item.id)}`,
    query: { $select: 'id,sharepointIds' },
    schema: driveItem,
  });
  return toSiteId(read);
}

/** The notebooks of an owner; none if OneNote does not serve them. */
async function listNotebooks(
  noteOwner: string,
  graph: GraphClient,
): Promise<readonly z.output<typeof notebook>[]> {
  const request = {
    path: graphPath`/${ownerSegment(noteOwner)}/onenote/notebooks`,
    query: { $top: 100, $select: 'id,displayName' },
    schema: listPage(notebook),
  };
  return await graph.json(request).then(
    ({ value }) => value,
    (error: unknown) => {
      if (error instanceof AppError && notServed.has(error.code)) return [];
      throw error;
    },
  );
}

/** @throws AppError `permission_missing` */
async function requireNotes(noteOwner: string, context: ResourceContext): Promise<void> {
  if (noteOwner === 'me') return context.granted.require('notes', 'Reading notes', 'reduced');
  context.granted.require('notes', 'Reading notes of groups and sites');
  if (noteOwner.includes(',')) await requireSite(noteOwner, context, 'Reading notes of a site');
}

/** Pictures and attachments have their names in attributes that are no text. */
function nameObjects(html: string): string {
  return html.replaceAll(/<(?:object|img)\b[^<>]*>/g, (tag) => {
    if (tag.startsWith('<img')) return /\balt=/.test(tag) ? tag : tag.replace('<img', '<img alt="picture"');
    const name = /data-attachment="([^"<>]+)"/.exec(tag)?.[1];
    return name === undefined ? tag : `<p>[attachment: ${name}]</p>${tag}`;
  });
}
