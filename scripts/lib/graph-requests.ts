import { readFileSync } from 'node:fs';
import { root } from './bundle.ts';

/** A form of request to Microsoft Graph that the connector sends, without ids and words. */
export interface RequestShape {
  readonly method: string;
  /** `{owner}` is `/me` or `/users/{id}`. */
  readonly path: string;
  /** Names of the query options, or the entity types of a search. */
  readonly options: readonly string[];
  readonly headers: readonly string[];
}

/** The shapes that test/e2e/graph-requests.test.ts recorded. */
export const requestFile = `${root}docs/graph-requests.json`;

export function readRequestShapes(): readonly RequestShape[] {
  return JSON.parse(readFileSync(requestFile, 'utf8')) as readonly RequestShape[];
}

/** By path: permissions, of which one suffices, and page of the reference. */
export const references: Readonly<Record<string, readonly [permissions: string, page: string]>> = {
  '/$batch': ['those of its requests', 'json-batching'],
  '/search/query': ['by entity type, see above', 'api/search-query'],
  '/organization': ['User.Read', 'api/organization-list'],
  '/me': ['User.Read', 'api/user-get'],
  '/users': ['User.ReadBasic.All', 'api/user-list'],
  '/users/{id}': ['User.ReadBasic.All', 'api/user-get'],
  '/groups': ['GroupMember.Read.All', 'api/group-list'],
  '/me/people': ['People.Read', 'api/user-list-people'],
  '{owner}/manager': ['User.Read.All', 'api/user-list-manager'],
  '{owner}/directReports': ['User.Read, User.Read.All', 'api/user-list-directreports'],
  '{owner}/presence': ['Presence.Read.All', 'api/presence-get'],
  '/me/mailboxSettings': ['MailboxSettings.Read', 'api/user-get-mailboxsettings'],
  '{owner}/messages': ['Mail.Read, Mail.ReadBasic, Mail.Read.Shared', 'api/user-list-messages'],
  '{owner}/messages/{id}': ['Mail.Read, Mail.ReadBasic, Mail.Read.Shared', 'api/message-get'],
  '{owner}/messages/{id}/attachments': ['Mail.Read, Mail.Read.Shared', 'api/message-list-attachments'],
  '{owner}/messages/{id}/attachments/{id}': ['Mail.Read, Mail.Read.Shared', 'api/attachment-get'],
  '{owner}/messages/{id}/attachments/{id}/$value': ['Mail.Read, Mail.Read.Shared', 'api/attachment-get'],
  '{owner}/mailFolders': ['Mail.Read, Mail.ReadBasic, Mail.Read.Shared', 'api/user-list-mailfolders'],
  '{owner}/mailFolders/{id}': ['Mail.Read, Mail.ReadBasic, Mail.Read.Shared', 'api/mailfolder-get'],
  '{owner}/mailFolders/{id}/childFolders': [
    'Mail.Read, Mail.ReadBasic, Mail.Read.Shared',
    'api/mailfolder-list-childfolders',
  ],
  '{owner}/mailFolders/{id}/messages': [
    'Mail.Read, Mail.ReadBasic, Mail.Read.Shared',
    'api/mailfolder-list-messages',
  ],
  '{owner}/calendarView': ['Calendars.Read, Calendars.Read.Shared', 'api/user-list-calendarview'],
  '{owner}/events/{id}': ['Calendars.Read, Calendars.Read.Shared', 'api/event-get'],
  '{owner}/events/{id}/instances': ['Calendars.Read, Calendars.Read.Shared', 'api/event-list-instances'],
  '{owner}/events/{id}/attachments': ['Calendars.Read, Calendars.Read.Shared', 'api/event-list-attachments'],
  '{owner}/events/{id}/attachments/{id}': ['Calendars.Read, Calendars.Read.Shared', 'api/attachment-get'],
  '{owner}/calendar/getSchedule': ['Calendars.Read', 'api/calendar-getschedule'],
  '/me/chats': ['Chat.ReadBasic, Chat.Read', 'api/chat-list'],
  '/chats/{id}': ['Chat.ReadBasic, Chat.Read', 'api/chat-get'],
  '/chats/{id}/members': ['ChatMember.Read, Chat.ReadBasic, Chat.Read', 'api/chat-list-members'],
  '/chats/{id}/messages': ['Chat.Read', 'api/chat-list-messages'],
  '/chats/{id}/messages/{id}': ['Chat.Read', 'api/chatmessage-get'],
  '/chats/{id}/messages/{id}/hostedContents/{id}/$value': ['Chat.Read', 'api/chatmessagehostedcontent-get'],
  '/me/joinedTeams': ['Team.ReadBasic.All', 'api/user-list-joinedteams'],
  '/teams/{id}/channels': ['Channel.ReadBasic.All', 'api/channel-list'],
  '/teams/{id}/channels/{id}': ['Channel.ReadBasic.All', 'api/channel-get'],
  '/teams/{id}/channels/{id}/messages': ['ChannelMessage.Read.All', 'api/channel-list-messages'],
  '/teams/{id}/channels/{id}/messages/{id}': ['ChannelMessage.Read.All', 'api/chatmessage-get'],
  '/teams/{id}/channels/{id}/messages/{id}/replies': [
    'ChannelMessage.Read.All',
    'api/chatmessage-list-replies',
  ],
  '/teams/{id}/channels/{id}/messages/{id}/replies/{id}': ['ChannelMessage.Read.All', 'api/chatmessage-get'],
  '/me/onlineMeetings': ['OnlineMeetings.Read', 'api/onlinemeeting-get'],
  '/me/onlineMeetings/{id}': ['OnlineMeetings.Read', 'api/onlinemeeting-get'],
  '/me/onlineMeetings/{id}/transcripts': [
    'OnlineMeetingTranscript.Read.All',
    'api/onlinemeeting-list-transcripts',
  ],
  '/me/onlineMeetings/{id}/transcripts/{id}/content': [
    'OnlineMeetingTranscript.Read.All',
    'api/calltranscript-get',
  ],
  '/me/onlineMeetings/{id}/recordings': [
    'OnlineMeetingRecording.Read.All',
    'api/onlinemeeting-list-recordings',
  ],
  '/me/onlineMeetings/{id}/attendanceReports': [
    'OnlineMeetingArtifact.Read.All',
    'api/meetingattendancereport-list',
  ],
  '/me/onlineMeetings/{id}/attendanceReports/{id}': [
    'OnlineMeetingArtifact.Read.All',
    'api/meetingattendancereport-get',
  ],
  '/copilot/users/{id}/onlineMeetings/{id}/aiInsights': [
    'OnlineMeetingAiInsight.Read.All',
    'api/onlinemeeting-list-aiinsights',
  ],
  '/copilot/users/{id}/onlineMeetings/{id}/aiInsights/{id}': [
    'OnlineMeetingAiInsight.Read.All',
    'api/callaiinsight-get',
  ],
  '/me/drive': ['Files.Read', 'api/drive-get'],
  "/me/drive/root/search(q='{text}')": ['Files.Read', 'api/driveitem-search'],
  '/drives/{id}/root': ['Files.Read, Files.Read.All, Sites.Read.All', 'api/driveitem-get'],
  '/drives/{id}/root:/{path}': ['Files.Read, Files.Read.All, Sites.Read.All', 'api/driveitem-get'],
  '/drives/{id}/items/{id}': ['Files.Read, Files.Read.All, Sites.Read.All', 'api/driveitem-get'],
  '/drives/{id}/items/{id}/children': [
    'Files.Read, Files.Read.All, Sites.Read.All',
    'api/driveitem-list-children',
  ],
  '/drives/{id}/items/{id}/content': [
    'Files.Read, Files.Read.All, Sites.Read.All',
    'api/driveitem-get-content',
  ],
  '/shares/{id}/driveItem': ['Files.Read, Files.Read.All, Sites.Read.All', 'api/shares-get'],
  '/sites': ['Sites.Read.All', 'api/site-search'],
  '/sites/{id}': ['Sites.Read.All', 'api/site-get'],
  '/sites/{id}:/{path}': ['Sites.Read.All', 'api/site-getbypath'],
  '/sites/{id}/drives': ['Sites.Read.All', 'api/drive-list'],
  '/sites/{id}/lists': ['Sites.Read.All', 'api/list-list'],
  '/sites/{id}/lists/{id}': ['Sites.Read.All', 'api/list-get'],
  '/sites/{id}/lists/{id}/items': ['Sites.Read.All', 'api/listitem-list'],
  '/sites/{id}/lists/{id}/items/{id}': ['Sites.Read.All', 'api/listitem-get'],
  '/sites/{id}/pages/microsoft.graph.sitePage': ['Sites.Read.All', 'api/sitepage-list'],
  '/sites/{id}/pages/{id}/microsoft.graph.sitePage': ['Sites.Read.All', 'api/sitepage-get'],
  '/me/onenote/notebooks': ['Notes.Read', 'api/onenote-list-notebooks'],
  '/me/onenote/sections': ['Notes.Read', 'api/onenote-list-sections'],
  '/me/onenote/sections/{id}/pages': ['Notes.Read', 'api/section-list-pages'],
  '/me/onenote/pages': ['Notes.Read', 'api/onenote-list-pages'],
  '/me/onenote/pages/{id}': ['Notes.Read', 'api/page-get'],
  '/me/onenote/pages/{id}/content': ['Notes.Read', 'api/page-get'],
  '/groups/{id}/onenote/notebooks': ['Notes.Read.All', 'api/onenote-list-notebooks'],
  '/groups/{id}/onenote/sections': ['Notes.Read.All', 'api/onenote-list-sections'],
  '/groups/{id}/onenote/sections/{id}/pages': ['Notes.Read.All', 'api/section-list-pages'],
  '/groups/{id}/onenote/pages': ['Notes.Read.All', 'api/onenote-list-pages'],
  '/groups/{id}/onenote/pages/{id}': ['Notes.Read.All', 'api/page-get'],
  '/groups/{id}/onenote/pages/{id}/content': ['Notes.Read.All', 'api/page-get'],
  '/sites/{id}/onenote/notebooks': ['Notes.Read.All', 'api/onenote-list-notebooks'],
  '/sites/{id}/onenote/sections': ['Notes.Read.All', 'api/onenote-list-sections'],
  '/sites/{id}/onenote/sections/{id}/pages': ['Notes.Read.All', 'api/section-list-pages'],
  '/sites/{id}/onenote/pages': ['Notes.Read.All', 'api/onenote-list-pages'],
  '/sites/{id}/onenote/pages/{id}': ['Notes.Read.All', 'api/page-get'],
  '/sites/{id}/onenote/pages/{id}/content': ['Notes.Read.All', 'api/page-get'],
  '/me/planner/plans': ['Tasks.Read', 'api/planneruser-list-plans'],
  '/me/planner/tasks': ['Tasks.Read', 'api/planneruser-list-tasks'],
  '/planner/plans/{id}/tasks': ['Tasks.Read', 'api/plannerplan-list-tasks'],
  '/planner/tasks/{id}': ['Tasks.Read', 'api/plannertask-get'],
  '/planner/tasks/{id}/details': ['Tasks.Read', 'api/plannertaskdetails-get'],
  '/me/todo/lists': ['Tasks.Read', 'api/todo-list-lists'],
  '/me/todo/lists/{id}/tasks': ['Tasks.Read', 'api/todotasklist-list-tasks'],
  '/me/todo/lists/{id}/tasks/{id}': ['Tasks.Read', 'api/todotask-get'],
  '/me/todo/lists/{id}/tasks/{id}/checklistItems': ['Tasks.Read', 'api/todotask-list-checklistitems'],
  '/me/todo/lists/{id}/tasks/{id}/linkedResources': ['Tasks.Read', 'api/todotask-list-linkedresources'],
};

/** Cells of the table in docs/graph-requests.md: one row for each path, its shapes below each other. */
export function requestRows(): readonly (readonly string[])[] {
  const byPath = Map.groupBy(readRequestShapes(), ({ method, path }) => `${method} ${path}`);
  return [...byPath].map(([request, shapes]) => {
    const path = request.slice(request.indexOf(' ') + 1);
    const [permissions, page] = references[path] ?? ['—', ''];
    const options = shapes.map((shape) => shape.options.map((name) => `\`${name}\``).join(' ') || '—');
    const headers = new Set(shapes.flatMap((shape) => shape.headers.map((header) => `\`${header}\``)));
    const url = `https://learn.microsoft.com/graph/${page}`;
    return [
      `\`${request}\``,
      [...new Set(options)].join('<br>'),
      [...headers].join('<br>') || '—',
      permissions,
      `[${page.replace('api/', '')}](${url})`,
    ];
  });
}
