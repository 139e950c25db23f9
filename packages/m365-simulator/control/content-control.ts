import { type SeedLabel, labeledDocument } from '../seed-data/documents/labeled-document.ts';
import { file } from '../seed-data/files/file-seed.ts';
import { addresses } from '../seed-data/mail/addresses.ts';
import { textMail } from '../seed-data/mail/compose.ts';
import type { NoteSeed } from '../seed-data/note-seeds.ts';
import { contoso, users } from '../seed-data/tenants.ts';
import type { Calendar } from '../graph/calendar/calendar.ts';
import type { DirectoryUser } from '../graph/directory/directory.ts';
import type { Drive, DriveItem } from '../graph/files/drive.ts';
import type { TableList } from '../graph/lists/table-list.ts';
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
  readonly label?: SeedLabel;
  /** Files that are attached, by name: their text, and the label in their metadata. */
  readonly files?: Readonly<Record<string, { readonly text: string; readonly label?: SeedLabel }>>;
  /** Key of the conversation. Default: a new one. */
  readonly thread?: string;
}

/** The sensitivity labels of a file: they are usually the same. */
export interface FileLabels {
  /** In the metadata of the document. */
  readonly document?: SeedLabel;
  /** In SharePoint. */
  readonly column?: SeedLabel;
}

/** An event that is put into a calendar. */
export interface NewEvent {
  readonly subject: string;
  readonly startMs: number;
  /** Default 30. */
  readonly minutes?: number;
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
  /** A file of the type that its name has, in a folder, by the web URL of the folder. Returns its id. */
  addFile(folderUrl: string, name: string, text: string, labels?: FileLabels): string;
  /** @param id of the item */
  deleteFile(id: string): void;
  /** A single event of the user's own calendar, in UTC. Returns its id. */
  addEvent(user: UserName, event: NewEvent): string;
  moveEvent(user: UserName, id: string, startMs: number): void;
  deleteEvent(user: UserName, id: string): void;
  /** An open task in To Do of Megan. Returns its id. */
  addTask(title: string, dueInDays: number): string;
  updateTask(
    id: string,
    change: { readonly title?: string; readonly dueInDays?: number; readonly status?: 'completed' },
  ): void;
  deleteTask(id: string): void;
  /** A row at the end of a list of rows, by the title of the list. Returns its id. */
  addRow(tenantId: string, list: string, fields: Readonly<Record<string, unknown>>): string;
  deleteRow(tenantId: string, list: string, id: string): void;
  /** A page of OneNote in the notebooks of Megan, changed today. Returns its id. */
  addNote(title: string): string;
  /** A page whose title changes is the newest one. */
  renameNote(id: string, title: string): void;
  deleteNote(id: string): void;
}

/** The part of the control that changes content. `tenant` is the data of a tenant by its id. */
export function createContentControl(
  tenant: (tenantId: string) => TenantData,
  nowMs: () => number,
): ContentControl {
  const tenants = () => [...new Set(Object.values(users).map(({ tenantId }) => tenantId))].map(tenant);
  const drives = () => tenants().flatMap(({ files }) => files.drives);

  function findOwner(name: UserName): readonly [TenantData, DirectoryUser] {
    const { tenantId, userPrincipalName } = users[name];
    const data = tenant(tenantId);
    const owner = data.directory.find(userPrincipalName);
    if (!owner) throw new Error(`Unknown user: ${name}`);
    return [data, owner];
  }

  function openMailbox(name: UserName): Mailbox {
    const [data, owner] = findOwner(name);
    return data.mailbox(owner);
  }

  function openCalendar(name: UserName): Calendar {
    const [data, owner] = findOwner(name);
    return data.calendar(owner);
  }

  function findItem(matches: (item: DriveItem) => boolean): readonly [Drive, DriveItem] {
    for (const drive of drives()) {
      const item = drive.items.find(matches);
      if (item) return [drive, item];
    }
    throw new Error('Unknown file or folder.');
  }

  function findTable(tenantId: string, list: string): TableList {
    const table = tenant(tenantId).tables.find(({ seed }) => seed.displayName === list);
    if (!table) throw new Error(`Unknown list: ${list}`);
    return table;
  }

  function changeNote(id: string, change: (note: NoteSeed) => readonly NoteSeed[]): void {
    const { notes } = tenant(contoso);
    const index = notes.findIndex((note) => note.id === id);
    const note = notes[index];
    if (!note) throw new Error(`Unknown page: ${id}`);
    notes.splice(index, 1, ...change(note));
  }

  let added = 0;
  return {
    addMail(user, { subject, from = addresses.adele, receivedMs = nowMs(), folder = 'inbox', ...mail }) {
      added += 1;
      const to = [{ name: users[user].displayName, address: users[user].userPrincipalName }];
      const attachments = Object.entries(mail.files ?? {}).map(([name, { text, label }]) => {
        const { contentType, bytes } = labeledDocument(name, text, label);
        return { kind: 'file', name, contentType, bytes } as const;
      });
      const envelope = {
        key: `added:${added}`,
        from,
        to,
        subject,
        folder,
        receivedMs,
        attachments,
        ...(mail.label && { label: mail.label }),
        ...(mail.thread !== undefined && { thread: mail.thread }),
      };
      const seed = textMail({ ...envelope, daysAgo: 0, minute: 0 }, `${subject}.\r\n`);
      return openMailbox(user).add(seed).immutableId;
    },
    moveMail: (user, id, folder) => openMailbox(user).move(id, folder),
    deleteMail: (user, id) => openMailbox(user).remove(id),
    addChatMessage(tenantId, place, text) {
      added += 1;
      const seed = { from: addresses.adele, daysAgo: 0, minute: 0, text };
      return tenant(tenantId).teams.add(place, seed, nowMs() + added).id;
    },
    deleteChatMessage: (tenantId, id) => tenant(tenantId).teams.remove(id),
    addFile(folderUrl, name, text, { document, column } = {}) {
      const [drive, folder] = findItem((item) => decodeURIComponent(itemWebUrl(item)) === folderUrl);
      const seed = file(labeledDocument(name, text, document), 'Adele Vance', 0, column && { label: column });
      return drive.add(folder, seed).id;
    },
    deleteFile(id) {
      const [drive, item] = findItem((candidate) => candidate.id === id);
      drive.remove(item);
    },
    addEvent: (user, { subject, startMs, minutes = 30 }) => {
      added += 1;
      const organizer = { name: users[user].displayName, address: users[user].userPrincipalName };
      const timeZone = { windows: 'UTC', iana: 'UTC' };
      const start = { weeks: 0, day: 0, time: '00:00' };
      const seed = { key: `added:${added}`, subject, organizer, start, minutes, timeZone };
      return openCalendar(user).add(seed, startMs).immutableId;
    },
    moveEvent: (user, id, startMs) => openCalendar(user).move(id, startMs),
    deleteEvent: (user, id) => openCalendar(user).remove(id),
    addTask: (title, dueInDays) => tenant(contoso).tasks.add(title, dueInDays).id,
    updateTask: (id, change) => tenant(contoso).tasks.update(id, change),
    deleteTask: (id) => tenant(contoso).tasks.remove(id),
    addRow(tenantId, list, fields) {
      const { rows } = findTable(tenantId, list);
      const number = (rows.at(-1)?.number ?? 0) + 1;
      rows.push({ number, fields });
      return String(number);
    },
    deleteRow(tenantId, list, id) {
      const { rows } = findTable(tenantId, list);
      const index = rows.findIndex(({ number }) => String(number) === id);
      if (index === -1) throw new Error(`Unknown row: ${id}`);
      rows.splice(index, 1);
    },
    addNote(title) {
      added += 1;
      const { notes } = tenant(contoso);
      const id = `1-${'0'.repeat(32)}!${added}-5dd5e2c1-1c44-4ea7-9d65-0b7a3f6a0001`;
      const place = { owner: 'megan', notebook: 'Megan @ Work', section: 'Quick Notes' } as const;
      notes.push({ ...place, id, title, daysAgo: 0, html: `<p>${title}</p>` });
      return id;
    },
    renameNote: (id, title) => changeNote(id, (note) => [{ ...note, title, daysAgo: 0 }]),
    deleteNote: (id) => changeNote(id, () => []),
  };
}
