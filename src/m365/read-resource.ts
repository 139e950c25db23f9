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
import type { Resource } from './uri.ts';

/**
 * Opens whatever a URI names. `page` is for lists, which are read page by page; documents are read whole.
 * @throws AppError as Graph and the content have it
 */
export async function readResource(
  resource: Resource,
  context: ResourceContext,
  page: number,
): Promise<ResourceContent> {
  switch (resource.kind) {
    case 'message':
      return await openMailMessage(resource, context);
    case 'attachment':
      return await openMailAttachment(resource, context);
    case 'mailFolders':
      return await openMailFolders(resource, context);
    case 'mailFolder':
      return await openMailFolder(resource, context, page);
    case 'event':
      return await openCalendarEvent(resource, context);
    case 'eventAttachment':
      return await openEventAttachment(resource, context);
    case 'transcript':
      return await openTranscript(resource, context);
    case 'meeting':
      return await openMeeting(resource, context);
    case 'file':
    case 'filePath':
    case 'driveRoot':
    case 'ownDrive':
      return await openDriveItem(resource, context, page);
    case 'link':
      return await openSharePointLink(resource, context, page);
    case 'siteDrives':
      return await openSiteDrives(resource, context);
    case 'page':
      return await openSitePage(resource, context);
    case 'me':
      return await openMe(context);
    case 'chats':
      return await openChats(context, page);
    case 'chat':
      return await openChat(resource, context, page);
    case 'chatMessage':
      return await openChatMessage(resource, context);
    case 'teams':
      return await openTeams(context);
    case 'team':
      return await openTeam(resource, context);
    case 'channel':
      return await openChannel(resource, context, page);
    case 'channelMessage':
      return await openChannelMessage(resource, context);
    case 'channelReply':
      return await openChannelReply(resource, context);
  }
}
