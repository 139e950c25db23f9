import { foldersOf } from '../../seed-data/mail/folder-seeds.ts';
import type { SeedAttachment, SeedFolder, SeedMail } from '../../seed-data/mail/mail-seed.ts';
import type { DirectoryUser } from '../directory/directory.ts';
import {
  attachmentId,
  conversationId,
  folderId,
  immutableItemId,
  mailboxGuid,
  regularItemId,
} from '../ids/exchange-id.ts';

/** A folder with its place in the tree. */
export interface MailFolder {
  readonly id: string;
  readonly key: string;
  readonly displayName: string;
  readonly wellKnownName?: string;
  readonly parentId: string;
  readonly isHidden: boolean;
  readonly children: readonly MailFolder[];
}

/** An attachment with its ids in both id types. */
export interface MailAttachment {
  readonly seed: SeedAttachment;
  readonly regularId: string;
  readonly immutableId: string;
}

/** A message in one mailbox. */
export interface MailMessage {
  readonly seed: SeedMail;
  readonly regularId: string;
  readonly immutableId: string;
  readonly folder: MailFolder;
  readonly conversationId: string;
  readonly sentMs: number;
  readonly receivedMs: number;
  readonly isRead: boolean;
  readonly attachments: readonly MailAttachment[];
}

/** One mailbox: a tree of folders and its messages, newest first. */
export interface Mailbox {
  readonly owner: DirectoryUser;
  readonly guid: string;
  /** The root, `msgfolderroot`; its children are what `/mailFolders` lists. */
  readonly root: MailFolder;
  readonly folders: readonly MailFolder[];
  readonly messages: readonly MailMessage[];
  /** By well-known name or id. */
  folder(nameOrId: string): MailFolder | undefined;
  /** By id of either type. */
  message(id: string): MailMessage | undefined;
  /** A mail arrives, in the folder of its seed. */
  add(seed: SeedMail): MailMessage;
  /** The regular id changes, the immutable one stays. @throws Error for an unknown message or folder */
  move(id: string, folderKey: string): void;
  remove(id: string): void;
}

const wellKnownNumbers: Readonly<Record<string, number>> = {
  inbox: 0x010c,
  sentitems: 0x0109,
  drafts: 0x010f,
  deleteditems: 0x010a,
  outbox: 0x010b,
  junkemail: 0x0117,
  archive: 0x015d,
  conversationhistory: 0x0115,
  clutter: 0x0121,
};
const dayMs = 86_400_000;
const minuteMs = 60_000;

/** Fills a mailbox from the mails that its owner sent or received. `seedMs` is the day they are counted back from. */
export function createMailbox(owner: DirectoryUser, mails: readonly SeedMail[], seedMs: number): Mailbox {
  const guid = mailboxGuid(owner);
  const rootId = folderId(guid, 0x0108);
  let number = 0x0200;
  const place = (seed: SeedFolder, parentId: string): MailFolder => {
    const id = folderId(guid, wellKnownNumbers[seed.key] ?? (number += 1));
    return {
      id,
      key: seed.key,
      displayName: seed.displayName,
      ...(seed.wellKnownName === undefined ? {} : { wellKnownName: seed.wellKnownName }),
      parentId,
      isHidden: seed.isHidden ?? false,
      children: (seed.children ?? []).map((child) => place(child, id)),
    };
  };
  const root: MailFolder = {
    id: rootId,
    key: 'msgfolderroot',
    displayName: 'Top of Information Store',
    wellKnownName: 'msgfolderroot',
    parentId: folderId(guid, 0x0101),
    isHidden: false,
    children: foldersOf(owner.userPrincipalName).map((seed) => place(seed, rootId)),
  };
  const folders = [root, ...root.children.flatMap(withDescendants)];
  const byName = new Map(
    folders.flatMap((folder) => [
      [folder.id, folder] as const,
      ...(folder.wellKnownName === undefined ? [] : [[folder.wellKnownName, folder] as const]),
    ]),
  );
  const byKey = new Map(folders.map((folder) => [folder.key, folder]));
  const folderNumber = (folder: MailFolder) =>
    wellKnownNumbers[folder.key] ?? 0x0200 + folders.indexOf(folder);

  const isSent = (seed: SeedMail) => seed.from.address === owner.userPrincipalName && seed.isDraft !== true;
  const toMessage = (seed: SeedMail, index: number, folder: MailFolder): MailMessage => {
    const sent = isSent(seed);
    const item = 0x1_8000 + index * 7;
    const regularId = regularItemId(guid, folderNumber(folder), item);
    const immutableId = immutableItemId(guid, item);
    const sentMs = seed.receivedMs ?? seedMs - seed.daysAgo * dayMs + seed.minute * minuteMs;
    return {
      seed,
      regularId,
      immutableId,
      folder,
      conversationId: conversationId(guid, seed.thread ?? seed.key),
      sentMs,
      receivedMs: seed.receivedMs ?? sentMs + (sent || seed.isDraft === true ? 0 : 4000 + (index % 50) * 100),
      isRead: sent || seed.isDraft === true || (seed.isRead ?? true),
      attachments: (seed.attachments ?? []).map((attachment, position) => ({
        seed: attachment,
        regularId: attachmentId(regularId, `${seed.key}:${position}`),
        immutableId: attachmentId(immutableId, `${seed.key}:${position}`),
      })),
    };
  };
  const messages: MailMessage[] = [];
  const byId = new Map<string, MailMessage>();
  const indexes = new Map<SeedMail, number>();

  function add(
    seed: SeedMail,
    folderKey = isSent(seed) ? 'sentitems' : (seed.folder ?? 'inbox'),
  ): MailMessage {
    const index = indexes.get(seed) ?? indexes.size;
    indexes.set(seed, index);
    const message = toMessage(seed, index, byKey.get(folderKey) ?? byKey.get('inbox') ?? root);
    const older = messages.findIndex(({ receivedMs }) => receivedMs < message.receivedMs);
    messages.splice(older === -1 ? messages.length : older, 0, message);
    byId.set(message.regularId, message).set(message.immutableId, message);
    return message;
  }

  function remove(id: string): SeedMail {
    const message = byId.get(id);
    if (!message) throw new Error(`Unknown message: ${id}`);
    messages.splice(messages.indexOf(message), 1);
    byId.delete(message.regularId);
    byId.delete(message.immutableId);
    return message.seed;
  }

  for (const seed of mails) add(seed);

  return {
    owner,
    guid,
    root,
    folders,
    messages,
    folder: (nameOrId) => byName.get(nameOrId) ?? byName.get(nameOrId.toLowerCase()),
    message: (id) => byId.get(id),
    add: (seed) => add(seed),
    move(id, folderKey) {
      if (!byKey.has(folderKey)) throw new Error(`Unknown folder: ${folderKey}`);
      add(remove(id), folderKey);
    },
    remove(id) {
      remove(id);
    },
  };
}

function withDescendants(folder: MailFolder): readonly MailFolder[] {
  return [folder, ...folder.children.flatMap(withDescendants)];
}
