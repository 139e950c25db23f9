import { z } from 'zod';
import { oneLine } from 'document-text';
import type { GraphClient } from '../../graph/client.ts';
import { odataFilter } from '../../graph/odata.ts';
import { listPage, readList, skipPages, toSkipToken } from '../../graph/paging.ts';
import type { GraphPath } from '../../graph/path.ts';
import { joinNotes } from '../format.ts';
import type { FoundPage, ListPlace } from '../list-page.ts';
import type { ResourceContent, ResourceContext } from '../resource.ts';
import { type ResourceOf, formatResourceUri } from '../uri.ts';
import { requireMail } from './access.ts';
import { findMailFolder } from './folders.ts';
import { toMailItems } from './item.ts';
import { admitMessages, labelOptions } from './labels.ts';
import { getSecondEnd, isUnseen, keyAfter } from './page-key.ts';
import { type MailMessage, type MailboxPaths, mailMessage, mailboxPaths, senderAddress } from './schema.ts';
import { nullishString } from '../../graph/nullish.ts';

const folder = z.object({
  displayName: nullishString,
  childFolderCount: z.int().min(0).nullish(),
  unreadItemCount: z.int().min(0).nullish(),
  totalItemCount: z.int().min(0).nullish(),
});
const folderSelect = 'displayName,childFolderCount,unreadItemCount,totalItemCount';
const messageSelect =
  'id,subject,from,sender,toRecipients,receivedDateTime,hasAttachments,importance,isRead,isDraft,conversationId';
const messagesOnPage = 25;
/** Of 250 folders each. */
const maxFolderPages = 4;

/** The top-level folders of a mailbox. */
export async function openMailFolders(
  { owner }: ResourceOf<'mailFolders'>,
  context: ResourceContext,
): Promise<ResourceContent> {
  await requireMail(context, owner, 'reduced');
  const { items, isCut } = await readFolders(mailboxPaths(owner).folders(), '', owner, context.graph);
  return {
    facts: { mailbox: owner },
    list: { items, page: 1, next: undefined },
    note: isCut ? 'Only the first 1,000 folders are listed.' : undefined,
  };
}

/** The newest messages of a folder, and its child folders. */
export async function openMailFolder(
  { folder: name, owner }: ResourceOf<'mailFolder'>,
  context: ResourceContext,
  place: ListPlace,
): Promise<ResourceContent> {
  const { graph, caller, timeZone, isExternal, labels } = context;
  const withPreview = await requireMail(context, owner);
  const mailbox: MailboxPaths = mailboxPaths(owner);
  const { id, path } = await findMailFolder(name, mailbox, graph);
  const [zone, details, messages, folders] = await Promise.all([
    timeZone(),
    graph.json({ path: mailbox.folder(id), query: { $select: folderSelect }, schema: folder }),
    readMessages(
      mailbox.messages(id),
      place,
      { withPreview, withLabels: labels.isUsed && withPreview },
      graph,
    ),
    place.page === 1 ? readFolders(mailbox.childFolders(id), path ?? name, owner, graph) : undefined,
  ]);
  const { admitted, withheld } = admitMessages(messages.items, labels);
  return {
    title: oneLine(path ?? details.displayName, 300),
    facts: {
      mailbox: owner,
      messages: details.totalItemCount,
      unread: details.unreadItemCount,
      folders: folders?.items,
    },
    list: {
      items: toMailItems(admitted, {
        zone,
        caller,
        owner,
        isExternal: await isExternal(admitted.map(senderAddress)),
        labels,
      }),
      page: place.page,
      next: messages.next,
    },
    note: joinNotes([
      folders?.isCut && 'Only the first 1,000 folders are listed.',
      withheld > 0 && labels.note(withheld),
    ]),
  };
}

/** Messages of a folder, newest first. A position continues by time, a page number by count. */
async function readMessages(
  path: GraphPath,
  { page, position }: ListPlace,
  { withPreview, withLabels }: { readonly withPreview: boolean; readonly withLabels: boolean },
  graph: GraphClient,
): Promise<FoundPage<MailMessage>> {
  const key = position?.key;
  const query = {
    $filter: key && odataFilter`receivedDateTime lt ${getSecondEnd(key)}`,
    $orderby: 'receivedDateTime desc',
    $top: messagesOnPage + (key?.seen.length ?? 0),
    $skip: position || page === 1 ? undefined : (page - 1) * messagesOnPage,
    $select: withPreview ? `${messageSelect},bodyPreview` : messageSelect,
    ...labelOptions(withLabels),
  };
  const request = { path, query: { ...query, ...position?.after }, schema: listPage(mailMessage) };
  const isNew = (message: MailMessage) => isUnseen(message, key);
  const found = await skipPages(graph, request, await graph.json(request), ({ value }) => value.some(isNew));
  const fresh = found.value.filter(isNew);
  const items = fresh.slice(0, messagesOnPage);
  const link = found['@odata.nextLink'];
  if (link === undefined && items.length === fresh.length) return { items, next: undefined };
  const nextKey = keyAfter(items, key, 0);
  // Without a time, or new messages, there is only Graph's own position.
  const isPlaced = nextKey !== undefined && items.length > 0;
  const after = isPlaced || link === undefined ? undefined : toSkipToken(link, query);
  return { items, next: isPlaced || after ? { page: page + 1, key: nextKey, after } : undefined };
}

async function readFolders(
  path: GraphPath,
  parentPath: string,
  owner: string | undefined,
  graph: GraphClient,
): Promise<{ items: readonly Readonly<Record<string, unknown>>[]; isCut: boolean }> {
  const request = { path, query: { $top: 250, $select: folderSelect }, schema: listPage(folder) };
  const { items, isCut } = await readList(graph, request, maxFolderPages);
  return {
    isCut,
    // A folder is opened by its name.
    items: items.flatMap(({ displayName: name, childFolderCount, unreadItemCount, totalItemCount }) =>
      name
        ? {
            uri: formatResourceUri({
              kind: 'mailFolder',
              folder: parentPath === '' ? name : `${parentPath}/${name}`,
              owner,
            }),
            name: oneLine(name, 200),
            messages: totalItemCount ?? 0,
            unread: unreadItemCount || undefined,
            folders: childFolderCount || undefined,
          }
        : [],
    ),
  };
}
