import type { SeedLabel } from '../documents/labeled-document.ts';

/** A mail of the seed data. Dates are relative to the start of the simulator. */

export interface EmailAddress {
  readonly name: string;
  readonly address: string;
}

export type SeedAttachment =
  | {
      readonly kind: 'file';
      readonly name: string;
      readonly contentType: string;
      readonly bytes: () => Uint8Array;
      readonly isInline?: boolean;
      readonly contentId?: string;
    }
  | { readonly kind: 'item'; readonly name: string; readonly mail: SeedMail }
  | { readonly kind: 'reference'; readonly name: string; readonly url: string };

export interface SeedMail {
  /** Unique in all mailboxes. */
  readonly key: string;
  /** Key of the folder in the recipient's mailbox. Default `inbox`; the sender has it in `sentitems`. */
  readonly folder?: string;
  readonly from: EmailAddress;
  /** Actual sender, if a delegate sent it. */
  readonly sender?: EmailAddress;
  readonly to: readonly EmailAddress[];
  readonly cc?: readonly EmailAddress[];
  readonly bcc?: readonly EmailAddress[];
  readonly replyTo?: readonly EmailAddress[];
  readonly subject: string;
  readonly daysAgo: number;
  /** Minutes after midnight UTC. */
  readonly minute: number;
  /** When it was received, instead of by day and minute. */
  readonly receivedMs?: number;
  readonly isRead?: boolean;
  readonly isDraft?: boolean;
  readonly importance?: 'low' | 'normal' | 'high';
  readonly categories?: readonly string[];
  readonly isFlagged?: boolean;
  /** Conversation of the mail. Default: a new one. */
  readonly thread?: string;
  readonly isOther?: boolean;
  readonly contentType: 'html' | 'text';
  /** Own text and whole body with quoted mails. Built on first use. */
  readonly body: () => { readonly unique: string; readonly whole: string };
  readonly attachments?: readonly SeedAttachment[];
  readonly label?: SeedLabel;
  /** Of a message about a meeting. */
  readonly meeting?: SeedMeetingMessage;
}

export interface SeedMeetingMessage {
  readonly odataType: 'eventMessageRequest' | 'eventMessageResponse' | 'eventMessage';
  readonly messageType: string;
  /** Start of the meeting, after the mail. */
  readonly inDays: number;
  /** Minutes after midnight UTC. */
  readonly minute: number;
  readonly place: string;
}

export interface SeedFolder {
  readonly key: string;
  readonly displayName: string;
  readonly wellKnownName?: string;
  readonly isHidden?: boolean;
  readonly children?: readonly SeedFolder[];
}
