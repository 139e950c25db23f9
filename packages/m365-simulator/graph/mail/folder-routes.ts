import type { Call, Route } from '../core/call.ts';
import { collection, entity } from '../core/response.ts';
import { filterMatches } from '../odata/filter-match.ts';
import { parseFilter } from '../odata/filter-syntax.ts';
import { nextLink, readQueryOptions } from '../odata/query-options.ts';
import { type SelectRules, selectProperties } from '../odata/select-properties.ts';
import { sortItems } from '../odata/sort-items.ts';
import { openFolder, openMailbox } from './mail-access.ts';
import { twins } from './mail-routes.ts';
import type { MailFolder, Mailbox } from './mailbox.ts';

/** Folder tree, ten per page by default as in Exchange. */
export const folderRoutes: readonly Route[] = [
  ...twins('/mailFolders', listTop),
  ...twins('/mailFolders/{folder}', getFolder),
  ...twins('/mailFolders/{folder}/childFolders', listChildren),
  ...twins('/mailFolders/{folder}/childFolders/{child}', getChild),
];

const folderRules: SelectRules = {
  typeName: 'Microsoft.OutlookServices.MailFolder',
  known: [
    'id',
    'displayName',
    'parentFolderId',
    'childFolderCount',
    'unreadItemCount',
    'totalItemCount',
    'isHidden',
    'childFolders',
    'messages',
    'sizeInBytes',
  ],
  always: ['id'],
};

function listTop(call: Call): Response {
  const { mailbox } = openMailbox(call);
  return list(call, mailbox, mailbox.root.children, 'mailFolders');
}

function listChildren(call: Call): Response {
  const { mailbox } = openMailbox(call);
  const folder = openFolder(mailbox, call.param('folder'));
  return list(
    call,
    mailbox,
    folder.children,
    `mailFolders('${encodeURIComponent(call.param('folder'))}')/childFolders`,
  );
}

function list(call: Call, mailbox: Mailbox, folders: readonly MailFolder[], path: string): Response {
  const options = readQueryOptions(call, 1000);
  const withHidden = call.query.get('includeHiddenFolders') === 'true';
  let found = folders
    .filter((folder) => withHidden || !folder.isHidden)
    .map((folder) => folderJson(mailbox, folder));
  const { filter } = options;
  if (filter !== undefined) {
    const node = parseFilter(filter);
    found = found.filter((folder) => filterMatches(node, folder));
  }
  const end = options.skip + (options.top ?? 10);
  const page = sortItems(found, options.orderBy).slice(options.skip, end);
  return collection(`users('${mailbox.owner.objectId}')/${path}`, {
    value: page.map((folder) => ({
      ...selectProperties(folder, options.select, folderRules),
      ...expanded(mailbox, folder['id'], options.expand),
    })),
    ...(options.count ? { count: found.length } : {}),
    ...(end < found.length ? { nextLink: nextLink(call, '$skip', end) } : {}),
  });
}

function expanded(mailbox: Mailbox, id: unknown, expand: string | undefined): Record<string, unknown> {
  if (expand === undefined || !/\bchildFolders\b/i.test(expand)) return {};
  const children = mailbox.folder(String(id))?.children ?? [];
  return { childFolders: children.map((child) => folderJson(mailbox, child)) };
}

function getFolder(call: Call): Response {
  const { mailbox } = openMailbox(call);
  return response(call, mailbox, openFolder(mailbox, call.param('folder')));
}

function getChild(call: Call): Response {
  const { mailbox } = openMailbox(call);
  return response(call, mailbox, openFolder(mailbox, call.param('child')));
}

function response(call: Call, mailbox: Mailbox, folder: MailFolder): Response {
  const { select } = readQueryOptions(call, 1000);
  return entity(
    `users('${mailbox.owner.objectId}')/mailFolders/$entity`,
    selectProperties(folderJson(mailbox, folder), select, folderRules),
  );
}

function folderJson(mailbox: Mailbox, folder: MailFolder): Record<string, unknown> {
  const messages = mailbox.messages.filter((message) => message.folder === folder);
  return {
    id: folder.id,
    displayName: folder.displayName,
    parentFolderId: folder.parentId,
    childFolderCount: folder.children.length,
    unreadItemCount: messages.filter((message) => !message.isRead).length,
    totalItemCount: messages.length,
    isHidden: folder.isHidden,
  };
}
