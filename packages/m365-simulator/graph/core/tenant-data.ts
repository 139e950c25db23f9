import { eventSeeds } from '../../seed-data/calendar/event-seeds.ts';
import type { Document } from '../../seed-data/documents/document.ts';
import { type NoteSeed, noteSeeds } from '../../seed-data/note-seeds.ts';
import type { SeedMail } from '../../seed-data/mail/mail-seed.ts';
import { type Calendar, createCalendar } from '../calendar/calendar.ts';
import { type Directory, type DirectoryUser, createDirectory } from '../directory/directory.ts';
import { type FileStore, type FileTexts, createFileStore, createFileTexts } from '../files/file-store.ts';
import { mailboxGuid } from '../ids/exchange-id.ts';
import { type Mailbox, createMailbox } from '../mail/mailbox.ts';
import { type MessageTexts, createMessageTexts } from '../mail/message-text.ts';
import { selectMail } from '../mail/seed-mail.ts';
import { type TableList, createTableLists } from '../lists/table-list.ts';
import { type MeetingStore, createMeetingStore } from '../meetings/meeting-store.ts';
import { type ChatStore, createChatStore } from '../teams/chat-store.ts';
import { type TaskStore, createTaskStore } from '../tasks/task-store.ts';

/** Data of one tenant. */
export interface TenantData {
  readonly tenantId: string;
  readonly directory: Directory;
  /** Filled when it is first opened. */
  mailbox(owner: DirectoryUser): Mailbox;
  readonly messageTexts: MessageTexts;
  readonly files: FileStore;
  readonly fileTexts: FileTexts;
  calendar(owner: DirectoryUser): Calendar;
  readonly meetings: MeetingStore;
  readonly teams: ChatStore;
  readonly tasks: TaskStore;
  /** Lists of rows on the sites. */
  readonly tables: readonly TableList[];
  /** Pages of OneNote. */
  readonly notes: NoteSeed[];
}

/** `seedMs` is the day that all dates are counted from. */
export function createTenantData(
  tenantId: string,
  mails: readonly SeedMail[],
  seedMs: number,
  documents: readonly Document[] = [],
): TenantData {
  const mailboxes = new Map<string, Mailbox>();
  const calendars = new Map<string, Calendar>();
  const directory = createDirectory(tenantId);

  const files = createFileStore(tenantId, directory, seedMs, documents);
  return {
    tenantId,
    directory,
    messageTexts: createMessageTexts(),
    files,
    fileTexts: createFileTexts(),
    meetings: createMeetingStore(tenantId, directory),
    teams: createChatStore(tenantId, directory, seedMs),
    tasks: createTaskStore(),
    tables: createTableLists(files.sites),
    notes: [...noteSeeds],
    calendar(owner) {
      const address = owner.userPrincipalName;
      const known = calendars.get(address);
      if (known) return known;
      const made = createCalendar(mailboxGuid(owner), address, eventSeeds, seedMs);
      calendars.set(address, made);
      return made;
    },
    mailbox(owner) {
      const known = mailboxes.get(owner.objectId);
      if (known) return known;
      const made = createMailbox(owner, selectMail(owner.userPrincipalName, mails), seedMs);
      mailboxes.set(owner.objectId, made);
      return made;
    },
  };
}
