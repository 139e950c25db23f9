import type { AreaAlternatives, AreaLevel } from '../tenants/granted-permissions.ts';
import { openEventAttachment } from './calendar/attachment.ts';
import { openCalendarEvent } from './calendar/event.ts';
import { openDriveItem, openSharePointLink } from './files/drive-item.ts';
import { openSitePage } from './files/page.ts';
import { openSiteDrives } from './files/site.ts';
import { openList, openListRow } from './lists/list.ts';
import { openMailAttachment } from './mail/attachment.ts';
import { openMailFolder, openMailFolders } from './mail/folder.ts';
import { openMailMessage } from './mail/message.ts';
import { openMe } from './me.ts';
import { openMeeting } from './meetings/meeting.ts';
import { openTranscript } from './meetings/transcript.ts';
import { openNotebook, openNotePage } from './notes/page.ts';
import { openPerson } from './people/person.ts';
import type { ListPlace } from './list-page.ts';
import type { ResourceContent, ResourceContext } from './resource.ts';
import { openChannelMessage, openChannelReply } from './teams/channel-message.ts';
import { openChannel, openTeam, openTeams } from './teams/channel.ts';
import { openChat, openChatMessage, openChats } from './teams/chats.ts';
import { openPlannerTask, openTodoTask } from './tasks/task.ts';
import type { Resource, ResourceKind, ResourceOf } from './uri.ts';

/** Everything about a kind of resource except its URI template. */
interface KindDefinition<Kind extends ResourceKind> {
  readonly title: string;
  /** Any one entry opens it, at least in part. Without any it is open to every signed-in user. */
  readonly areas: AreaAlternatives;
  /** `full` if the lesser permission of an area opens nothing of it. */
  readonly least?: AreaLevel;
  /** @param place in a list; a document is always read as a whole */
  open(resource: ResourceOf<Kind>, context: ResourceContext, place: ListPlace): Promise<ResourceContent>;
}

const mail = ['mail', 'sharedMail'] as const;
const calendar = ['calendar', 'sharedCalendars'] as const;
const files = ['oneDrive', 'sharedOneDrive', 'sharePoint'] as const;

/** Every kind of resource, in the order of `resources/templates/list`. */
export const resourceKinds: { readonly [Kind in ResourceKind]: KindDefinition<Kind> } = {
  me: {
    title: 'Signed-in user and granted permissions',
    areas: [],
    open: (_, context) => openMe(context),
  },
  mailFolders: { title: 'Mail folders', areas: mail, open: openMailFolders },
  mailFolder: { title: 'Mail in a folder', areas: mail, open: openMailFolder },
  message: { title: 'Mail', areas: mail, open: openMailMessage },
  attachment: {
    title: 'Attachment of a mail',
    areas: mail,
    least: 'full',
    open: openMailAttachment,
  },
  event: { title: 'Calendar event', areas: calendar, open: openCalendarEvent },
  eventAttachment: { title: 'Attachment of an event', areas: calendar, open: openEventAttachment },
  transcript: {
    title: 'Transcript of a meeting, by its event',
    areas: [
      ['calendar', 'transcripts'],
      ['sharedCalendars', 'transcripts'],
    ],
    open: openTranscript,
  },
  meeting: {
    title: 'AI notes, attendance and recordings of a meeting, by its event',
    areas: [
      ['calendar', 'meetings'],
      ['sharedCalendars', 'meetings'],
    ],
    open: openMeeting,
  },
  chats: { title: 'Teams chats', areas: ['chats'], open: (_, context, place) => openChats(context, place) },
  chat: { title: 'Messages of a chat', areas: ['chats'], open: openChat },
  chatMessage: {
    title: 'Chat message',
    areas: ['chats'],
    least: 'full',
    open: openChatMessage,
  },
  teams: { title: 'Teams', areas: ['teamList'], open: (_, context) => openTeams(context) },
  team: { title: 'Channels of a team', areas: ['channelList'], open: openTeam },
  channel: { title: 'Posts of a channel', areas: ['channels', 'channelList'], open: openChannel },
  channelMessage: { title: 'Post with its replies', areas: ['channels'], open: openChannelMessage },
  channelReply: { title: 'Reply to a post', areas: ['channels'], open: openChannelReply },
  ownDrive: { title: 'Own OneDrive', areas: ['oneDrive'], open: openDriveItem },
  siteDrives: {
    title: 'Libraries, lists and pages of a site',
    areas: ['sharePoint', 'sharedOneDrive'],
    open: openSiteDrives,
  },
  driveRoot: { title: 'Top folder of a drive', areas: files, open: openDriveItem },
  file: { title: 'File or folder', areas: files, open: openDriveItem },
  filePath: { title: 'File or folder by its path', areas: files, open: openDriveItem },
  page: { title: 'SharePoint page', areas: ['sharePoint'], open: openSitePage },
  list: { title: 'Rows of a SharePoint list', areas: ['sharePoint'], open: openList },
  listRow: { title: 'Row of a SharePoint list', areas: ['sharePoint'], open: openListRow },
  plannerTask: { title: 'Task of Planner', areas: ['tasks'], open: openPlannerTask },
  todoTask: { title: 'Task of To Do', areas: ['tasks'], open: openTodoTask },
  notePage: { title: 'Page of OneNote', areas: ['notes'], open: openNotePage },
  notebook: { title: 'Pages of a notebook of OneNote', areas: ['notes'], open: openNotebook },
  person: { title: 'Person', areas: ['people'], open: openPerson },
};

/**
 * Reads the resource of a URI or link.
 * @throws AppError of Graph or of the content
 */
export async function readResource(
  resource: Resource,
  context: ResourceContext,
  place: ListPlace,
): Promise<ResourceContent> {
  if (resource.kind === 'link') return await openSharePointLink(resource, context, place);
  return await openKind(resource.kind, resource, context, place);
}

function openKind<Kind extends ResourceKind>(
  kind: Kind,
  resource: ResourceOf<Kind>,
  context: ResourceContext,
  place: ListPlace,
): Promise<ResourceContent> {
  return resourceKinds[kind].open(resource, context, place);
}
