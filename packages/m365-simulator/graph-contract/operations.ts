import type { EntityName } from './entities.ts';

/** An operation of Microsoft Graph v1.0 that the connector may use. */
export interface GraphOperation {
  readonly method: 'GET' | 'POST';
  /** `{owner}` is `/me` or `/users/{id}`. */
  readonly path: string;
  /** Documented query options, with and without `$`. */
  readonly query: readonly string[];
  readonly required?: readonly string[];
  /** Largest `$top`. */
  readonly maxTop?: number;
  /** Pairs of options that Graph rejects together. */
  readonly exclusive?: readonly (readonly [string, string])[];
  /** Options that have an effect only beside another one. */
  readonly needs?: Readonly<Record<string, string>>;
  /** Options that need `ConsistencyLevel: eventual`. */
  readonly eventual?: readonly string[];
  /** Whether the value of `$search` stands in double quotes. */
  readonly quotedSearch?: boolean;
  /** The type of the response, or of its items. */
  readonly entity?: EntityName;
}

const all = ['$count', '$expand', '$filter', '$orderby', '$search', '$select', '$skip', '$top'];
const one = ['$expand', '$select'];
const without = (...names: readonly string[]) => all.filter((name) => !names.includes(name));

const get = (
  path: string,
  entity?: EntityName,
  query: readonly string[] = [],
  rules: Omit<GraphOperation, 'method' | 'path' | 'query' | 'entity'> = {},
): GraphOperation => ({ method: 'GET', path, query, ...(entity && { entity }), ...rules });
const post = (path: string): GraphOperation => ({ method: 'POST', path, query: [] });

/** https://learn.microsoft.com/graph/api/user-list-messages, https://learn.microsoft.com/graph/search-query-parameter */
const messages = {
  maxTop: 1000,
  quotedSearch: true,
  exclusive: [
    ['$search', '$filter'],
    ['$search', '$orderby'],
  ],
} as const;
/** https://learn.microsoft.com/graph/api/user-list-calendarview: no `$search` */
const calendarView = {
  required: ['startDateTime', 'endDateTime'],
  maxTop: 1000,
} as const;
const timed = ['startDateTime', 'endDateTime', ...without('$search')];
/** https://learn.microsoft.com/graph/api/chat-list-messages */
const chatMessages = { maxTop: 50, needs: { $filter: '$orderby' } } as const;
/** https://learn.microsoft.com/graph/api/driveitem-list-children: no `$filter` for SharePoint and OneDrive for work */
const driveItems = ['$select', '$expand', '$top', '$orderby'];
/** https://learn.microsoft.com/graph/api/user-list */
const directory = { maxTop: 999, quotedSearch: true, eventual: ['$search', '$count'] } as const;

/** Sources: the reference pages at https://learn.microsoft.com/graph/api/overview, and those named above. */
export const operations: readonly GraphOperation[] = [
  post('/$batch'),
  post('/search/query'),

  get('/organization', 'organization', one),
  get('/me', 'user', one),
  get('/users', 'user', without('$skip'), directory),
  get('/users/{id}', 'user', one),
  get('/groups', 'group', without('$skip'), directory),
  get('/groups/{id}', 'group', one),
  get('/me/people', 'person', all, { quotedSearch: true }),
  get('{owner}/manager', 'user', one),
  get('{owner}/directReports', 'user', all),
  get('{owner}/presence', 'presence', one),

  get('/me/mailboxSettings', 'mailboxSettings', one),
  get('{owner}/messages', 'message', [...all, 'includeHiddenMessages'], messages),
  get('{owner}/messages/{id}', 'message', [...one, 'includeHiddenMessages']),
  get('{owner}/messages/{id}/$value'),
  get('{owner}/messages/{id}/attachments', 'attachment', ['$select', '$filter', '$expand', '$top', '$count']),
  get('{owner}/messages/{id}/attachments/{id}', 'attachment', one),
  get('{owner}/messages/{id}/attachments/{id}/$value'),
  get('{owner}/mailFolders', 'mailFolder', [...all, 'includeHiddenFolders']),
  get('{owner}/mailFolders/{id}', 'mailFolder', [...one, 'includeHiddenFolders']),
  get('{owner}/mailFolders/{id}/childFolders', 'mailFolder', [...all, 'includeHiddenFolders']),
  get('{owner}/mailFolders/{id}/messages', 'message', [...all, 'includeHiddenMessages'], messages),

  get('{owner}/calendars', 'calendar', all),
  get('{owner}/calendarView', 'event', timed, calendarView),
  get('{owner}/calendar/calendarView', 'event', timed, calendarView),
  get('{owner}/calendars/{id}/calendarView', 'event', timed, calendarView),
  get('{owner}/events', 'event', without('$search'), { maxTop: 1000 }),
  get('{owner}/events/{id}', 'event', one),
  get('{owner}/events/{id}/instances', 'event', ['startDateTime', 'endDateTime', ...all], {
    required: ['startDateTime', 'endDateTime'],
  }),
  get('{owner}/events/{id}/attachments', 'attachment', all),
  get('{owner}/events/{id}/attachments/{id}', 'attachment', one),
  post('{owner}/calendar/getSchedule'),
  post('{owner}/findMeetingTimes'),

  get('/me/chats', 'chat', ['$expand', '$top', '$filter', '$orderby'], { maxTop: 50 }),
  get('/me/chats/{id}/messages', 'chatMessage', ['$top', '$orderby', '$filter'], chatMessages),
  get('/chats/{id}', 'chat', one),
  get('/chats/{id}/members', 'conversationMember', all),
  get('/chats/{id}/messages', 'chatMessage', ['$top', '$orderby', '$filter'], chatMessages),
  get('/chats/{id}/messages/{id}', 'chatMessage', one),
  get('/chats/{id}/messages/{id}/hostedContents', 'chatMessageHostedContent', all),
  get('/chats/{id}/messages/{id}/hostedContents/{id}/$value'),
  get('/me/joinedTeams', 'team', all),
  get('/teams/{id}/channels', 'channel', all),
  get('/teams/{id}/channels/{id}', 'channel', one),
  get('/teams/{id}/channels/{id}/filesFolder', 'driveItem', one),
  get('/teams/{id}/channels/{id}/messages', 'chatMessage', ['$top', '$expand'], { maxTop: 50 }),
  get('/teams/{id}/channels/{id}/messages/{id}', 'chatMessage', one),
  get('/teams/{id}/channels/{id}/messages/{id}/replies', 'chatMessage', ['$top'], { maxTop: 50 }),
  get('/teams/{id}/channels/{id}/messages/{id}/replies/{id}', 'chatMessage', one),
  get('/teams/{id}/channels/{id}/messages/{id}/hostedContents', 'chatMessageHostedContent', all),

  get('/me/onlineMeetings', 'onlineMeeting', ['$filter'], { required: ['$filter'] }),
  get('/me/onlineMeetings/{id}', 'onlineMeeting', one),
  get('/me/onlineMeetings/{id}/transcripts', 'callTranscript', ['$top', '$filter', '$select']),
  get('/me/onlineMeetings/{id}/transcripts/{id}', 'callTranscript', one),
  get('/me/onlineMeetings/{id}/transcripts/{id}/content', undefined, ['$format']),
  get('/me/onlineMeetings/{id}/transcripts/{id}/metadataContent', undefined, ['$format']),
  get('/me/onlineMeetings/{id}/recordings', 'callRecording', ['$top', '$filter', '$select']),
  get('/me/onlineMeetings/{id}/attendanceReports', 'meetingAttendanceReport', all),
  get('/me/onlineMeetings/{id}/attendanceReports/{id}', 'meetingAttendanceReport', one),
  get('/copilot/users/{id}/onlineMeetings/{id}/aiInsights', 'callAiInsight', ['$select']),
  get('/copilot/users/{id}/onlineMeetings/{id}/aiInsights/{id}', 'callAiInsight', ['$select']),

  get('/me/drive', 'drive', one),
  get("/me/drive/root/search(q='{text}')", 'driveItem', driveItems, { maxTop: 200 }),
  get('/drives/{id}', 'drive', one),
  get('/drives/{id}/root', 'driveItem', one),
  get('/drives/{id}/root/children', 'driveItem', driveItems),
  get("/drives/{id}/root/search(q='{text}')", 'driveItem', driveItems, { maxTop: 200 }),
  get('/drives/{id}/root:/{path}', 'driveItem', one),
  get('/drives/{id}/root:/{path}:/children', 'driveItem', driveItems),
  get('/drives/{id}/items/{id}', 'driveItem', one),
  get('/drives/{id}/items/{id}/children', 'driveItem', driveItems),
  get('/drives/{id}/items/{id}/content', undefined, ['format']),
  get('/shares/{id}', 'sharedDriveItem', one),
  get('/shares/{id}/driveItem', 'driveItem', one),

  get('/sites', 'site', ['search', '$select', '$top', '$filter'], { required: ['search'] }),
  get('/sites/{id}', 'site', one),
  get('/sites/{id}:/{path}', 'site', one),
  get('/sites/{id}/drive', 'drive', one),
  get('/sites/{id}/drives', 'drive', all),
  get('/sites/{id}/lists', 'list', all),
  get('/sites/{id}/lists/{id}', 'list', one),
  get('/sites/{id}/lists/{id}/items', 'listItem', all),
  get('/sites/{id}/lists/{id}/items/{id}', 'listItem', one),
  get('/sites/{id}/pages', 'baseSitePage', all),
  get('/sites/{id}/pages/microsoft.graph.sitePage', 'sitePage', all),
  get('/sites/{id}/pages/{id}/microsoft.graph.sitePage', 'sitePage', one),
  get('/sites/{id}/pages/{id}/microsoft.graph.sitePage/webParts', 'webPart', all),

  ...['/me', '/groups/{id}', '/sites/{id}'].flatMap((owner) => [
    get(`${owner}/onenote/notebooks`, 'notebook', without('$search'), { maxTop: 100 }),
    get(`${owner}/onenote/sections`, 'onenoteSection', without('$search'), { maxTop: 100 }),
    get(`${owner}/onenote/sections/{id}/pages`, 'onenotePage', without('$search'), { maxTop: 100 }),
    get(`${owner}/onenote/pages`, 'onenotePage', without('$search'), { maxTop: 100 }),
    get(`${owner}/onenote/pages/{id}`, 'onenotePage', one),
    get(`${owner}/onenote/pages/{id}/content`, undefined, ['includeIDs']),
  ]),

  get('/me/planner/plans', 'plannerPlan', all),
  get('/me/planner/tasks', 'plannerTask', all),
  get('/planner/plans/{id}/tasks', 'plannerTask', all),
  get('/planner/tasks/{id}', 'plannerTask', one),
  get('/planner/tasks/{id}/details', 'plannerTaskDetails', one),
  get('/me/todo/lists', 'todoTaskList', all),
  get('/me/todo/lists/{id}/tasks', 'todoTask', all),
  get('/me/todo/lists/{id}/tasks/{id}', 'todoTask', one),
  get('/me/todo/lists/{id}/tasks/{id}/checklistItems', 'checklistItem', all),
  get('/me/todo/lists/{id}/tasks/{id}/linkedResources', 'linkedResource', all),
];
