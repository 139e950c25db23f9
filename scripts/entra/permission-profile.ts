import { type GraphPermission, usedPermissions, withoutIncluded } from '../../src/tenants/permissions.ts';

/** Areas of Microsoft 365, each with the permissions that all its tools need. */
export const permissionAreas = {
  mail: ['Mail.Read', 'Mail.Read.Shared', 'MailboxSettings.Read'],
  calendar: ['Calendars.Read', 'Calendars.Read.Shared', 'MailboxSettings.Read'],
  chats: ['Chat.Read'],
  channels: ['Team.ReadBasic.All', 'Channel.ReadBasic.All', 'ChannelMessage.Read.All'],
  sharepoint: ['Sites.Read.All'],
  onedrive: ['Files.Read.All'],
  meetings: [
    'Calendars.Read',
    'OnlineMeetings.Read',
    'OnlineMeetingTranscript.Read.All',
    'OnlineMeetingAiInsight.Read.All',
    'OnlineMeetingArtifact.Read.All',
    'OnlineMeetingRecording.Read.All',
  ],
  people: ['User.ReadBasic.All'],
} as const satisfies Readonly<Record<string, readonly GraphPermission[]>>;

/** Abilities beyond the default ones, each with the permissions of all that it can show. */
export const optionalAreas = {
  people: ['User.Read.All', 'People.Read', 'Presence.Read.All'],
  tasks: ['Tasks.Read'],
  notes: ['Notes.Read.All'],
} as const satisfies Readonly<Record<string, readonly GraphPermission[]>>;

export type OptionalArea = keyof typeof optionalAreas;

export type PermissionArea = keyof typeof permissionAreas;

/** The permissions of some areas, in the order of the table of permissions, without redundant ones. */
export function permissionsOfAreas(areas: readonly PermissionArea[]): readonly GraphPermission[] {
  const wanted = new Set<GraphPermission>(['User.Read', ...areas.flatMap((area) => permissionAreas[area])]);
  return withoutIncluded(usedPermissions.filter((name) => wanted.has(name)));
}
