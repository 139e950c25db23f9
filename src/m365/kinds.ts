import type { GraphPermission } from '../tenants/permissions.ts';
import { openEventAttachment } from './calendar/attachment.ts';
import { openCalendarEvent } from './calendar/event.ts';
import { openDriveItem, openSharePointLink } from './files/drive-item.ts';
import { openSitePage } from './files/page.ts';
import { openSiteDrives } from './files/site.ts';
import { openMailAttachment } from './mail/attachment.ts';
import { openMailFolder, openMailFolders } from './mail/folder.ts';
import { openMailMessage } from './mail/message.ts';
import { openMe } from './me.ts';
import { openMeeting } from './meetings/meeting.ts';
import { openTranscript } from './meetings/transcript.ts';
import type { ResourceContent, ResourceContext } from './resource.ts';
import { openChannelMessage, openChannelReply } from './teams/channel-message.ts';
import { openChannel, openTeam, openTeams } from './teams/channel.ts';
import { openChat, openChatMessage, openChats } from './teams/chats.ts';
import type { Resource, ResourceKind, ResourceOf } from './uri.ts';

/** Everything about a kind of resource except its URI template. */
interface KindDefinition<Kind extends ResourceKind> {
  readonly title: string;
  /** Any one of these opens it, at least in part. Without any it is open to every signed-in user. */
  readonly permissions: readonly GraphPermission[];
  /** @param page of a list, from 1; a document is always read as a whole */
  open(resource: ResourceOf<Kind>, context: ResourceContext, page: number): Promise<ResourceContent>;
}

const mail = ['Mail.Read', 'Mail.ReadBasic', 'Mail.Read.Shared'] as const;
const calendar = ['Calendars.Read', 'Calendars.Read.Shared'] as const;
const chats = ['Chat.Read', 'Chat.ReadBasic'] as const;
const channelPosts = ['ChannelMessage.Read.All'] as const;
const files = ['Files.Read', 'Files.Read.All', 'Sites.Read.All'] as const;

/** Every kind of resource, in the order of `resources/templates/list`. */
export const resourceKinds: { readonly [Kind in ResourceKind]: KindDefinition<Kind> } = {
  me: {
    title: 'Signed-in user and granted permissions',
    permissions: [],
    open: (_, context) => openMe(context),
  },
  mailFolders: { title: 'Mail folders', permissions: mail, open: openMailFolders },
  mailFolder: { title: 'Mail in a folder', permissions: mail, open: openMailFolder },
  message: { title: 'Mail', permissions: mail, open: openMailMessage },
  attachment: {
    title: 'Attachment of a mail',
    permissions: ['Mail.Read', 'Mail.Read.Shared'],
    open: openMailAttachment,
  },
  event: { title: 'Calendar event', permissions: calendar, open: openCalendarEvent },
  eventAttachment: { title: 'Attachment of an event', permissions: calendar, open: openEventAttachment },
  transcript: {
    title: 'Transcript of a meeting, by its event',
    permissions: ['OnlineMeetingTranscript.Read.All'],
    open: openTranscript,
  },
  meeting: {
    title: 'AI notes, attendance and recordings of a meeting, by its event',
    permissions: ['OnlineMeetings.Read'],
    open: openMeeting,
  },
  chats: { title: 'Teams chats', permissions: chats, open: (_, context, page) => openChats(context, page) },
  chat: { title: 'Messages of a chat', permissions: chats, open: openChat },
  chatMessage: {
    title: 'Chat message',
    permissions: ['Chat.Read', 'ChatMessage.Read'],
    open: openChatMessage,
  },
  teams: { title: 'Teams', permissions: ['Team.ReadBasic.All'], open: (_, context) => openTeams(context) },
  team: { title: 'Channels of a team', permissions: ['Channel.ReadBasic.All'], open: openTeam },
  channel: { title: 'Posts of a channel', permissions: channelPosts, open: openChannel },
  channelMessage: { title: 'Post with its replies', permissions: channelPosts, open: openChannelMessage },
  channelReply: { title: 'Reply to a post', permissions: channelPosts, open: openChannelReply },
  ownDrive: { title: 'Own OneDrive', permissions: files, open: openDriveItem },
  siteDrives: {
    title: 'Document libraries and pages of a site',
    permissions: ['Sites.Read.All', 'Files.Read.All'],
    open: openSiteDrives,
  },
  driveRoot: { title: 'Top folder of a drive', permissions: files, open: openDriveItem },
  file: { title: 'File or folder', permissions: files, open: openDriveItem },
  filePath: { title: 'File or folder by its path', permissions: files, open: openDriveItem },
  page: { title: 'SharePoint page', permissions: ['Sites.Read.All'], open: openSitePage },
};

/**
 * Reads the resource of a URI or link.
 * @throws AppError of Graph or of the content
 */
export async function readResource(
  resource: Resource,
  context: ResourceContext,
  page: number,
): Promise<ResourceContent> {
  if (resource.kind === 'link') return await openSharePointLink(resource, context, page);
  return await openKind(resource.kind, resource, context, page);
}

function openKind<Kind extends ResourceKind>(
  kind: Kind,
  resource: ResourceOf<Kind>,
  context: ResourceContext,
  page: number,
): Promise<ResourceContent> {
  return resourceKinds[kind].open(resource, context, page);
}
