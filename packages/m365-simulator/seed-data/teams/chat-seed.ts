import type { EmailAddress } from '../mail/mail-seed.ts';

/** A message in a chat or a channel. */
export interface ChatMessageSeed {
  readonly from: EmailAddress;
  readonly daysAgo: number;
  /** Minutes after midnight UTC. */
  readonly minute: number;
  readonly text?: string;
  /** HTML instead of text. `{hosted}` stands for the URL of the hosted image. */
  readonly html?: string;
  readonly mentions?: readonly EmailAddress[];
  readonly reactions?: readonly { readonly type: string; readonly by: EmailAddress }[];
  readonly isImportant?: boolean;
  readonly isDeleted?: boolean;
  readonly isEdited?: boolean;
  /** A line that Teams wrote itself, such as that a user was added. */
  readonly isSystem?: boolean;
  /** A picture within the message. */
  readonly picture?: () => Uint8Array;
  /** Path of a file below the library of a site, `marketing:/Halo/…`. */
  readonly file?: { readonly name: string; readonly url: string };
  /** Number of the message of the same chat that is quoted. */
  readonly quotes?: number;
  readonly subject?: string;
  readonly replies?: readonly ChatMessageSeed[];
}

export interface ChatSeed {
  readonly key: string;
  readonly tenantId: string;
  readonly type: 'oneOnOne' | 'group' | 'meeting';
  readonly topic?: string;
  /** The chat of a user with themselves. */
  readonly isSelf?: boolean;
  /** Key of the event, for the chat of a meeting. */
  readonly event?: string;
  readonly members: readonly EmailAddress[];
  /** Oldest first. */
  readonly messages: readonly ChatMessageSeed[];
}

interface ChannelSeed {
  readonly key: string;
  readonly displayName: string;
  readonly description: string;
  /** Oldest first. */
  readonly posts: readonly ChatMessageSeed[];
}

export interface TeamSeed {
  readonly key: string;
  readonly tenantId: string;
  readonly displayName: string;
  readonly description: string;
  readonly members: readonly EmailAddress[];
  /** Key of the site that holds the team's files. */
  readonly site: string;
  readonly channels: readonly ChannelSeed[];
}
