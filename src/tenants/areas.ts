import { type GraphPermission, optionalPermissions } from './permissions.ts';

/**
 * A part of Microsoft 365 with the permission that opens it. No other permission stands in for it, even one that Graph
 * would accept.
 */
interface AreaDefinition {
  readonly category: CategoryId;
  /** For administrators and models. */
  readonly name: string;
  readonly permission: GraphPermission;
  /** A lesser permission that opens the area in part. */
  readonly reduced?: { readonly permission: GraphPermission; readonly opens: string };
  /** An area without which this one cannot be reached. */
  readonly with?: string;
  /** Data of other users. Errors name it only where it was requested. */
  readonly isOfOthers?: true;
  /** Content, for the user whose data it is. */
  readonly opens: string;
  /** Lost without the permission, for administrators. */
  readonly gone: string;
}

const categoryIds = ['mail', 'calendar', 'files', 'teams', 'meetings', 'people', 'tasks', 'notes'] as const;
/** Areas that belong together, as a user thinks of them. */
export type CategoryId = (typeof categoryIds)[number];

/**
 * Every area. Tools and kinds of resources name areas; lists, errors, pages and documents derive from this table. Its texts
 * are the English ones of the message catalog.
 */
export const areas = {
  mail: {
    category: 'mail',
    name: 'Own mail',
    permission: 'Mail.Read',
    reduced: { permission: 'Mail.ReadBasic', opens: 'subjects, senders and dates of your messages' },
    opens: 'your messages and attachments',
    gone: "the user's own mailbox",
  },
  sharedMail: {
    category: 'mail',
    name: 'Shared mailboxes',
    permission: 'Mail.Read.Shared',
    isOfOthers: true,
    opens: 'mailboxes shared with you',
    gone: 'mailboxes of others',
  },
  calendar: {
    category: 'calendar',
    name: 'Own calendar and availability',
    permission: 'Calendars.Read',
    opens: 'your events, and when people are free',
    gone: "the user's own events and all free times",
  },
  sharedCalendars: {
    category: 'calendar',
    name: 'Shared calendars',
    permission: 'Calendars.Read.Shared',
    isOfOthers: true,
    opens: 'calendars shared with you',
    gone: 'calendars of others',
  },
  timeZone: {
    category: 'calendar',
    name: 'Time zone',
    permission: 'MailboxSettings.Read',
    opens: 'your time zone',
    gone: 'nothing while Calendars.Read is granted; otherwise times are in UTC',
  },
  sharePoint: {
    category: 'files',
    name: 'SharePoint',
    permission: 'Sites.Read.All',
    opens: 'SharePoint sites, pages and files that you can open',
    gone: 'everything on a SharePoint site: sites, pages, lists and libraries',
  },
  oneDrive: {
    category: 'files',
    name: 'Own OneDrive',
    permission: 'Files.Read',
    opens: 'your OneDrive',
    gone: "the user's own OneDrive",
  },
  sharedOneDrive: {
    category: 'files',
    name: 'OneDrive of others',
    permission: 'Files.Read.All',
    isOfOthers: true,
    opens: 'files that others share from their OneDrive',
    gone: "everything in others' OneDrive",
  },
  chats: {
    category: 'teams',
    name: 'Chats',
    permission: 'Chat.Read',
    reduced: { permission: 'Chat.ReadBasic', opens: 'names and members of your chats' },
    opens: 'your chats',
    gone: 'chats and their messages',
  },
  channels: {
    category: 'teams',
    name: 'Channel messages',
    permission: 'ChannelMessage.Read.All',
    opens: 'messages in your channels',
    gone: 'messages of channels',
  },
  teamList: {
    category: 'teams',
    name: 'List of teams',
    permission: 'Team.ReadBasic.All',
    opens: 'names of your teams',
    gone: 'the list of teams; what a search finds can still be opened',
  },
  channelList: {
    category: 'teams',
    name: 'List of channels',
    permission: 'Channel.ReadBasic.All',
    opens: 'names of their channels',
    gone: 'the list and names of channels; what a search finds can still be opened',
  },
  meetings: {
    category: 'meetings',
    name: 'Online meetings',
    permission: 'OnlineMeetings.Read',
    opens: 'details of online meetings',
    gone: 'transcripts, notes, attendance and recordings; the events stay',
  },
  transcripts: {
    category: 'meetings',
    name: 'Meeting transcripts',
    permission: 'OnlineMeetingTranscript.Read.All',
    with: 'meetings',
    opens: 'transcripts of your meetings',
    gone: 'transcripts',
  },
  aiNotes: {
    category: 'meetings',
    name: 'AI notes of meetings',
    permission: 'OnlineMeetingAiInsight.Read.All',
    with: 'meetings',
    opens: 'AI notes and action items',
    gone: 'AI notes and action items',
  },
  attendance: {
    category: 'meetings',
    name: 'Attendance of meetings',
    permission: 'OnlineMeetingArtifact.Read.All',
    with: 'meetings',
    opens: 'attendance',
    gone: 'attendance',
  },
  recordings: {
    category: 'meetings',
    name: 'Recordings of meetings',
    permission: 'OnlineMeetingRecording.Read.All',
    with: 'meetings',
    opens: 'links to recordings',
    gone: 'links to recordings',
  },
  profile: {
    category: 'people',
    name: 'Own profile',
    permission: 'User.Read',
    opens: 'your profile',
    gone: "the user's job title and addresses; the name comes with the sign-in",
  },
  people: {
    category: 'people',
    name: 'People by name',
    permission: 'User.ReadBasic.All',
    opens: 'names of colleagues',
    gone: 'finding people by name; addresses still work',
  },
  profiles: {
    category: 'people',
    name: 'Profiles of colleagues',
    permission: 'User.Read.All',
    opens: 'titles, departments, offices, managers and reports of colleagues',
    gone: 'titles, departments, offices, managers and reports; names and addresses stay',
  },
  relevantPeople: {
    category: 'people',
    name: 'People the user works with',
    permission: 'People.Read',
    opens: 'the people you work with',
    gone: 'the people the user works with; the directory stays',
  },
  presence: {
    category: 'people',
    name: 'Presence',
    permission: 'Presence.Read.All',
    opens: 'who is available in Teams now',
    gone: 'presence; free times of calendars stay',
  },
  tasks: {
    category: 'tasks',
    name: 'Tasks',
    permission: 'Tasks.Read',
    opens: 'your tasks in Planner and To Do',
    gone: 'tasks',
  },
  notes: {
    category: 'notes',
    name: 'Notes',
    permission: 'Notes.Read.All',
    reduced: { permission: 'Notes.Read', opens: 'your own notebooks in OneNote' },
    opens: 'notebooks in OneNote that you can open',
    gone: 'notes',
  },
} as const satisfies Record<string, AreaDefinition>;

/** The id of an area. */
export type AreaId = keyof typeof areas;

/** Every id, in the order of the table. */
export const areaIds = Object.keys(areas) as readonly AreaId[];

/** Whether a text is the id of an area. */
export function isAreaId(text: string): text is AreaId {
  return Object.hasOwn(areas, text);
}

/** The definition of an area, with its optional members. */
export function getArea(id: AreaId): AreaDefinition & { readonly with?: AreaId } {
  return areas[id];
}

/** Whether an area is beyond the default consent. Users do not see it until it is granted. */
export function isOptionalArea(id: AreaId): boolean {
  return optionalPermissions.includes(getArea(id).permission);
}

/** The permissions of areas: the one that opens each, and the lesser one that opens it in part. */
export function areaPermissions(...ids: readonly AreaId[]): readonly GraphPermission[] {
  return ids.flatMap((id) => {
    const { permission, reduced } = getArea(id);
    return reduced ? [permission, reduced.permission] : [permission];
  });
}

/** Areas that belong together. */
export interface DataCategory {
  readonly id: CategoryId;
  readonly areas: readonly AreaId[];
}

/** Everything that the connector can read if it is granted, by category. */
export const dataCategories: readonly DataCategory[] = categoryIds.map((id) => ({
  id,
  areas: areaIds.filter((area) => areas[area].category === id),
}));
