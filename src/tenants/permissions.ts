/**
 * The delegated Microsoft Graph permissions that the connector knows, and what each opens. Documents, pages, consent
 * links, set-up and the tool list derive from it.
 */

interface PermissionFacts {
  /** Id of the delegated scope in Microsoft Graph. @see https://learn.microsoft.com/graph/permissions-reference */
  readonly id: string;
  /** The ability that it gives users, in words for an administrator. */
  readonly opens: string;
  /** The remaining ability without it, in words for an administrator. */
  readonly without: string;
  /** Permissions that are granted along with it. */
  readonly implies?: readonly string[];
  /** Permissions that serve the same Graph requests: the set-up does not request it beside one of them. */
  readonly servedBy?: readonly string[];
  /** Whether only an administrator can consent. */
  readonly adminConsent?: true;
  /** Known, since guides and other connectors name it, but of no use here: the set-up does not ask for it. */
  readonly notRequested?: true;
  /** Opens an ability beyond the default ones. The set-up requests it only where `--with` or `--permissions` names it. */
  readonly isOptional?: true;
}

export const permissions = {
  'User.Read': {
    id: 'e1fe6dd8-ba31-4d61-89e7-88639da4683d',
    opens: 'who the person is; the base of everything else',
    without:
      'nobody can be told who is signed in; the connector works on, since names come with the access token',
  },
  'User.ReadBasic.All': {
    id: 'b340eb25-3456-403f-be2f-af7a0d370277',
    opens: 'finding colleagues by name',
    without: 'people are found by their mail address alone',
  },
  'User.Read.All': {
    id: 'a154be20-db9c-4678-8ab7-66f6cc099a59',
    opens: 'titles, departments, offices, managers and reports of colleagues',
    without: 'names and addresses of colleagues alone',
    implies: ['User.ReadBasic.All'],
    adminConsent: true,
    isOptional: true,
  },
  'People.Read': {
    id: 'ba47897c-39ec-4d83-8086-ee8256fa737d',
    opens: 'the people whom the user works with, and people search in the order of relevance',
    without: 'people are found in the directory only, in the order of the alphabet',
    isOptional: true,
  },
  'Presence.Read.All': {
    id: '9c7a330d-35b3-4aa1-963d-cb2b9f927841',
    opens: 'who is available, busy or away in Teams now',
    without: 'no presence; free times of calendars stay',
    isOptional: true,
  },
  'Tasks.Read': {
    id: 'f45671fb-e0fe-4b4b-be20-3d3ce43f1bcb',
    opens: "the user's tasks in Planner and To Do",
    without: 'no tasks',
    isOptional: true,
  },
  'Notes.Read.All': {
    id: 'dfabfca6-ee36-4db2-8208-7a28381419b3',
    opens: 'notebooks in OneNote of the user, of groups and of sites',
    without: "no notes; with Notes.Read: the user's own notebooks",
    implies: ['Notes.Read'],
    isOptional: true,
  },
  'Notes.Read': {
    id: '371361e4-b9e2-4a3f-8315-2a301a3b0a3d',
    opens: "the user's own notebooks in OneNote",
    without: 'nothing is lost while Notes.Read.All is granted',
    isOptional: true,
  },
  'Mail.Read': {
    id: '570282fd-fa5c-430d-a7fd-fc8dc98a9dca',
    opens: 'searching and reading mail and attachments',
    without:
      'no own mail; with Mail.ReadBasic: subjects, senders and dates, but no text and no search in it. Shared mailboxes stay',
    implies: ['Mail.ReadBasic'],
  },
  'Mail.ReadBasic': {
    id: 'a4b8392a-d8d1-4954-a029-8e668a39a170',
    opens: 'listing mail without bodies, previews and attachments',
    without: 'nothing is lost while Mail.Read is granted',
  },
  'Mail.Read.Shared': {
    id: '7b9103a5-4610-446b-9670-80643382c1fa',
    opens: 'mail of shared and delegated mailboxes',
    without: "only the user's own mailbox",
  },
  'MailboxFolder.Read': {
    id: '52dc2051-4958-4636-8f2a-281d39c6981c',
    opens: 'folders through the mailbox export interface; the connector needs it for nothing',
    without: 'nothing is lost',
    notRequested: true,
  },
  'MailboxItem.Read': {
    id: '82305458-296d-4edd-8b0b-74dd74c34526',
    opens: 'items through the mailbox export interface; the connector needs it for nothing',
    without: 'nothing is lost',
    notRequested: true,
  },
  'MailboxSettings.Read': {
    id: '87f447af-9fa4-4c32-9dfa-4a57a73d18ce',
    opens: "the person's time zone, where Calendars.Read is not granted",
    without: 'the time zone comes from Calendars.Read; without both: times are in UTC',
    servedBy: ['Calendars.Read'],
  },
  'Calendars.Read': {
    id: '465a38f9-76ea-45b9-9f34-9e8b0d4b0b42',
    opens: 'searching and reading calendar events, free and busy times, the time zone',
    without:
      'no own calendar and no free times, and the time zone comes from MailboxSettings.Read. Shared calendars stay',
  },
  'Calendars.Read.Shared': {
    id: '2b9c4092-424d-4249-948d-b43879977640',
    opens: 'calendars that others have shared',
    without: "only the user's own calendar; free times of others stay",
  },
  'Chat.Read': {
    id: 'f501c180-9344-439a-bca0-6cbf209fd270',
    opens: 'searching and reading Teams chats',
    without: 'no chats; with Chat.ReadBasic: their names and members. Channels stay',
    implies: ['Chat.ReadBasic', 'ChatMessage.Read'],
  },
  'Chat.ReadBasic': {
    id: '9547fcb5-d03f-419d-9948-5928bbf71b0f',
    opens: 'names and members of Teams chats, without messages',
    without: 'nothing is lost while Chat.Read is granted',
  },
  'ChatMember.Read': {
    id: 'c5a9e2b1-faf6-41d4-8875-d381aa549b24',
    opens: 'members of Teams chats',
    without: 'members come with Chat.Read or Chat.ReadBasic; without all three: chats without members',
    servedBy: ['Chat.Read', 'Chat.ReadBasic'],
    adminConsent: true,
  },
  'ChatMessage.Read': {
    id: 'cdcdac3a-fd45-410d-83ef-554db620e5c7',
    opens: 'nothing beside Chat.Read: messages of chats need that',
    without: 'nothing is lost',
  },
  'Team.ReadBasic.All': {
    id: '485be79e-c497-4b35-9400-0e3fa7f2a5d4',
    opens: 'listing the teams that the person is in',
    without: 'teams cannot be listed; what a search finds can still be opened',
  },
  'Channel.ReadBasic.All': {
    id: '9d8982ae-4365-4f57-95e9-d6032a4c0b87',
    opens: 'listing the channels of a team',
    without: 'channels cannot be listed; what a search finds can still be opened',
  },
  'ChannelMessage.Read.All': {
    id: '767156cb-16ae-4d10-8f8b-41b657c8c8c8',
    opens: 'searching and reading Teams channel messages',
    without: 'no messages of channels; chats stay',
    adminConsent: true,
  },
  'OnlineMeetings.Read': {
    id: '9be106e1-f4e3-4df5-bdff-e4bc531cbe43',
    opens: 'finding the online meeting behind an event',
    without: 'no transcripts, notes, attendance or recordings of meetings; the events stay',
  },
  'OnlineMeetingTranscript.Read.All': {
    id: '30b87d18-ebb1-45db-97f8-82ccb1f0190c',
    opens: 'meeting transcripts',
    without: 'meetings without transcripts',
    adminConsent: true,
  },
  'OnlineMeetingAiInsight.Read.All': {
    id: '166741d6-eeb8-46fe-91f4-817d2af7bc88',
    opens: 'AI notes and action items of meetings',
    without: 'meetings without AI notes and action items',
    adminConsent: true,
  },
  'OnlineMeetingArtifact.Read.All': {
    id: '110e5abb-a10c-4b59-8b55-9b4daa4ef743',
    opens: 'attendance of meetings',
    without: 'meetings without attendance',
  },
  'OnlineMeetingRecording.Read.All': {
    id: '190c2bb6-1fdd-4fec-9aa2-7d571b5e1fe3',
    opens: 'links to meeting recordings',
    without: 'meetings without links to recordings',
    adminConsent: true,
  },
  'Files.Read': {
    id: '10465720-29dd-4523-a11a-6a75c743c9d9',
    opens: "the user's own OneDrive",
    without: 'nothing is lost while Files.Read.All is granted; without both: no OneDrive. SharePoint stays',
  },
  'Files.Read.All': {
    id: 'df85f4d6-205c-4ac5-a5ea-6bf408dba283',
    opens: "files in the OneDrive of others, and the user's own",
    without:
      'no files in the OneDrive of others; the own OneDrive stays with Files.Read, SharePoint with Sites.Read.All',
    implies: ['Files.Read'],
  },
  'Sites.Read.All': {
    id: '205e70e5-aba6-4c52-a976-6d2d46c48043',
    opens: 'SharePoint sites, pages, lists and libraries that the person may open',
    without: 'no SharePoint: no sites, pages, lists and libraries. OneDrive stays',
  },
  'Sites.Selected': {
    id: 'f89c84ef-20d0-4b54-87e9-02e856d66d53',
    opens: 'nothing here: search is tenant-wide, which selected sites do not allow',
    without: 'nothing is lost',
    notRequested: true,
  },
} as const satisfies Record<string, PermissionFacts>;

/** The name of a delegated Graph permission that the connector knows. */
export type GraphPermission = keyof typeof permissions;

/** The permissions that a tool uses. An administrator can consent to each of them. */
export const usedPermissions: readonly GraphPermission[] = (
  Object.keys(permissions) as GraphPermission[]
).filter((name) => !('notRequested' in permissions[name]));

/** Removes permissions that another one of the list includes (least privilege). */
export function withoutIncluded<Name extends GraphPermission>(names: readonly Name[]): readonly Name[] {
  const factsOf = (name: Name): PermissionFacts => permissions[name];
  const included = new Set<string>(names.flatMap((name) => factsOf(name).implies ?? []));
  return names.filter(
    (name) =>
      !included.has(name) && !factsOf(name).servedBy?.some((wider) => names.some((other) => other === wider)),
  );
}

/** Permissions of abilities that are not part of the default consent. */
export const optionalPermissions: readonly GraphPermission[] = usedPermissions.filter(
  (name) => 'isOptional' in permissions[name],
);

/** The permissions that the set-up requests by default. */
export const requestedPermissions: readonly GraphPermission[] = withoutIncluded(
  usedPermissions.filter((name) => !optionalPermissions.includes(name)),
);

/** Whether a text names a permission that the connector knows. */
export function isGraphPermission(text: string): text is GraphPermission {
  return Object.hasOwn(permissions, text);
}
