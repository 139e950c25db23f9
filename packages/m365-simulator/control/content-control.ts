import { textDocument, contentTypes } from '../seed-data/documents/document.ts';
import { file } from '../seed-data/files/file-seed.ts';
import { addresses } from '../seed-data/mail/addresses.ts';
import { textMail } from '../seed-data/mail/compose.ts';
import { users } from '../seed-data/tenants.ts';
import type { Drive, DriveItem } from '../graph/files/drive.ts';
import type { Mailbox } from '../graph/mail/mailbox.ts';
import type { TenantData } from '../graph/core/tenant-data.ts';
import { itemWebUrl } from '../graph/files/drive.ts';

type UserName = keyof typeof users;

/** A mail that arrives. */
export interface NewMail {
  readonly subject: string;
  /** Default: Adele. */
  readonly from?: { readonly name: string; readonly address: string };
  /** When it is received, in milliseconds since the epoch, in whole seconds. Default: now. */
  readonly receivedMs?: number;
  /** Key of the folder. Default `inbox`. */
  readonly folder?: string;
}

/** Content that changes while the simulator runs. Ids are immutable ids. */
export interface ContentControl {
  /** Returns the id of the mail. */
  addMail(user: UserName, mail: NewMail): string;
  moveMail(user: UserName, id: string, folder: string): void;
  deleteMail(user: UserName, id: string): void;
  /** A message from Adele in a chat (by topic) or channel (by name), as the newest one. Returns its id. */
  addChatMessage(tenantId: string, place: string, text: string): string;
  deleteChatMessage(tenantId: string, id: string): void;
  /** A text file in a folder, by the web URL of the folder. Returns its id. */
  addFile(folderUrl: string, name: string, text: string): string;
  /** @param id of the item */
  deleteFile(id: string): void;
}

/** The part of the control that changes content. `tenant` is the data of a tenant by its id. */
export function createContentControl(
  tenant: (tenantId: string) => TenantData,
  nowMs: () => number,
): ContentControl {
  const tenants = () => [...new Set(Object.values(users).map(({ tenantId }) => tenantId))].map(tenant);
  const drives = () => tenants().flatMap(({ files }) => files.drives);

  function openMailbox(name: UserName): Mailbox {
    const { tenantId, userPrincipalName } = users[name];
    const data = tenant(tenantId);
    const owner = data.directory.find(userPrincipalName);
    if (!owner) throw new Error(`Unknown user: ${name}`);
    return data.mailbox(owner);
  }

  function findItem(matches: (item: DriveItem) => boolean): readonly [Drive, DriveItem] {
    for (const drive of drives()) {
      const item = drive.items.find(matches);
      if (item) return [drive, item];
    }
    throw new Error('Unknown file or folder.');
  }

  let added = 0;
  return {
    addMail(user, { subject, from = addresses.adele, receivedMs = nowMs(), folder = 'inbox' }) {
      added += 1;
      const to = [{ name: users[user].displayName, address: users[user].userPrincipalName }];
      const envelope = { key: `added:${added}`, from, to, subject, folder, receivedMs };
      const mail = textMail({ ...envelope, daysAgo: 0, minute: 0 }, `${subject}.\r\n`);
      return openMailbox(user).add(mail).immutableId;
    },
    moveMail: (user, id, folder) => openMailbox(user).move(id, folder),
    deleteMail: (user, id) => openMailbox(user).remove(id),
    addChatMessage(tenantId, place, text) {
      added += 1;
      const seed = { from: addresses.adele, daysAgo: 0, minute: 0, text };
      return tenant(tenantId).teams.add(place, seed, nowMs() + added).id;
    },
    deleteChatMessage: (tenantId, id) => tenant(tenantId).teams.remove(id),
    addFile(folderUrl, name, text) {
      const [drive, folder] = findItem((item) => decodeURIComponent(itemWebUrl(item)) === folderUrl);
      return drive.add(folder, file(textDocument(name, contentTypes.txt, text), 'Adele Vance', 0)).id;
    },
    deleteFile(id) {
      const [drive, item] = findItem((candidate) => candidate.id === id);
      drive.remove(item);
    },
  };
}
