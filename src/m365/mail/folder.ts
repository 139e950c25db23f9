import { z } from 'zod';
import { oneLine } from 'document-text';
import type { GraphClient } from '../../graph/client.ts';
import { listPage, readList } from '../../graph/paging.ts';
import type { GraphPath } from '../../graph/path.ts';
import type { ResourceContent, ResourceContext } from '../resource.ts';
import { type ResourceOf, formatResourceUri } from '../uri.ts';
import { requireMail } from './access.ts';
import { findMailFolder } from './folders.ts';
import { toMailItems } from './item.ts';

import { type MailboxPaths, mailMessage, mailboxPaths, senderAddress } from './schema.ts';

const folder = z.object({
  displayName: z.string().nullish(),
  childFolderCount: z.int().nullish(),
  unreadItemCount: z.int().nullish(),
  totalItemCount: z.int().nullish(),
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
    list: { items, page: 1, more: false },
    note: isCut ? 'Only the first 1,000 folders are listed.' : undefined,
  };
}

/** The newest messages of a folder, and its child folders. */
export async function openMailFolder(
  { folder: name, owner }: ResourceOf<'mailFolder'>,
  context: ResourceContext,
  page: number,
): Promise<ResourceContent> {
  const { graph, caller, timeZone, isExternal } = context;
  const withPreview = await requireMail(context, owner);
  const mailbox: MailboxPaths = mailboxPaths(owner);
  const { id, path } = await findMailFolder(name, mailbox, graph);
  const [zone, details, messages, folders] = await Promise.all([
    timeZone(),
    graph.json({ path: mailbox.folder(id), query: { $select: folderSelect }, schema: folder }),
    graph.json({
      path: mailbox.messages(id),
      query: {
        $orderby: 'receivedDateTime desc',
        $top: messagesOnPage,
        $skip: page === 1 ? undefined : (page - 1) * messagesOnPage,
        $select: withPreview ? `${messageSelect},bodyPreview` : messageSelect,
      },
      schema: listPage(mailMessage),
    }),
    page === 1 ? readFolders(mailbox.childFolders(id), path ?? name, owner, graph) : undefined,
  ]);
  return {
    title: oneLine(path ?? details.displayName, 300),
    facts: {
      mailbox: owner,
      messages: details.totalItemCount,
      unread: details.unreadItemCount,
      folders: folders?.items,
    },
    list: {
      items: toMailItems(messages.value, {
        zone,
        caller,
        owner,
        isExternal: await isExternal(messages.value.map(senderAddress)),
      }),
      page,
      more: typeof messages['@odata.nextLink'] === 'string',
    },
    note: folders?.isCut ? 'Only the first 1,000 folders are listed.' : undefined,
  };
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
    items: items.map(({ displayName, childFolderCount, unreadItemCount, totalItemCount }) => {
      const name = displayName ?? '';
      return {
        uri: formatResourceUri({
          kind: 'mailFolder',
          folder: parentPath === '' ? name : `${parentPath}/${name}`,
          owner,
        }),
        messages: totalItemCount ?? 0,
        unread: unreadItemCount || undefined,
        folders: childFolderCount || undefined,
      };
    }),
  };
}
