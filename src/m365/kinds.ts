import type { GraphPermission } from '../tenants/permissions.ts';
import type { ResourceKind } from './uri.ts';

/** What a person, and a client that offers resources to one, is told of a kind. */
interface KindFacts {
  readonly title: string;
  /** Any one of these opens it, if only in part. Without any it is open to everybody who is signed in. */
  readonly permissions: readonly GraphPermission[];
}

const mail = ['Mail.Read', 'Mail.ReadBasic', 'Mail.Read.Shared'] as const;
const calendar = ['Calendars.Read', 'Calendars.Read.Shared'] as const;
const chats = ['Chat.Read', 'Chat.ReadBasic'] as const;
const channelPosts = ['ChannelMessage.Read.All'] as const;
const files = ['Files.Read', 'Files.Read.All', 'Sites.Read.All'] as const;

/** Every kind of resource, in the order in which they are listed. */
export const resourceKinds: Readonly<Record<ResourceKind, KindFacts>> = {
  me: { title: 'Who is signed in, and what is granted', permissions: [] },
  mailFolders: { title: 'Mail folders', permissions: mail },
  mailFolder: { title: 'Mail in a folder', permissions: mail },
  message: { title: 'Mail', permissions: mail },
  attachment: { title: 'Attachment of a mail', permissions: ['Mail.Read', 'Mail.Read.Shared'] },
  event: { title: 'Calendar event', permissions: calendar },
  eventAttachment: { title: 'Attachment of an event', permissions: calendar },
  transcript: {
    title: 'Transcript of a meeting, by its event',
    permissions: ['OnlineMeetingTranscript.Read.All'],
  },
  meeting: {
    title: 'AI notes, attendance and recordings of a meeting, by its event',
    permissions: ['OnlineMeetings.Read'],
  },
  chats: { title: 'Teams chats', permissions: chats },
  chat: { title: 'Messages of a chat', permissions: chats },
  chatMessage: { title: 'Chat message', permissions: ['Chat.Read', 'ChatMessage.Read'] },
  teams: { title: 'Teams', permissions: ['Team.ReadBasic.All'] },
  team: { title: 'Channels of a team', permissions: ['Channel.ReadBasic.All'] },
  channel: { title: 'Posts of a channel', permissions: channelPosts },
  channelMessage: { title: 'Post with its answers', permissions: channelPosts },
  channelReply: { title: 'Answer to a post', permissions: channelPosts },
  ownDrive: { title: 'Own OneDrive', permissions: files },
  siteDrives: {
    title: 'Document libraries and pages of a site',
    permissions: ['Sites.Read.All', 'Files.Read.All'],
  },
  driveRoot: { title: 'Top folder of a drive', permissions: files },
  file: { title: 'File or folder', permissions: files },
  filePath: { title: 'File or folder by its path', permissions: files },
  page: { title: 'SharePoint page', permissions: ['Sites.Read.All'] },
};
