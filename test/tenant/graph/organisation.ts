import type { SeedMail } from '../mail/mail-seed.ts';
import { createDirectory, type Directory, type DirectoryUser } from './directory/directory.ts';
import { createFileStore, type FileStore } from './files/file-store.ts';
import { createFileTexts, type FileTexts } from './files/file-text.ts';
import { createMailbox, type Mailbox } from './mail/mailbox.ts';
import { mailOf } from './mail/mail-of.ts';
import { createMessageTexts, type MessageTexts } from './mail/message-text.ts';

/** Everything that one tenant holds. */
export interface Organisation {
  readonly tenantId: string;
  readonly directory: Directory;
  /** Filled when it is first opened. */
  mailbox(owner: DirectoryUser): Mailbox;
  readonly messageTexts: MessageTexts;
  readonly files: FileStore;
  readonly fileTexts: FileTexts;
}

/** `seedMs` is the day that all dates are counted from. */
export function createOrganisation(
  tenantId: string,
  mails: readonly SeedMail[],
  seedMs: number,
): Organisation {
  const mailboxes = new Map<string, Mailbox>();
  const directory = createDirectory(tenantId);
  return {
    tenantId,
    directory,
    messageTexts: createMessageTexts(),
    files: createFileStore(tenantId, directory, seedMs),
    fileTexts: createFileTexts(),
    mailbox(owner) {
      const known = mailboxes.get(owner.objectId);
      if (known) return known;
      const made = createMailbox(owner, mailOf(owner.userPrincipalName, mails), seedMs);
      mailboxes.set(owner.objectId, made);
      return made;
    },
  };
}
