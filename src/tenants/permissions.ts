/**
 * The delegated Microsoft Graph permissions that the connector knows. What each opens is in the table of areas. Documents,
 * pages, consent links, the set-up and the list of tools derive from both tables.
 */

export interface PermissionDefinition {
  /** Id of the delegated scope in Microsoft Graph. @see https://learn.microsoft.com/graph/permissions-reference */
  readonly id: string;
  /** Ability of a permission that opens no area, for administrators. */
  readonly opens?: string;
  /** Permissions whose abilities are part of this one: granting or disabling it grants or disables them. */
  readonly includes?: readonly string[];
  /** Permissions that serve the same Graph requests: the set-up does not request it beside one of them. */
  readonly servedBy?: readonly string[];
  /** Whether Microsoft lets only administrators consent. */
  readonly requiresAdminConsent?: true;
  /** Named by guides and other connectors, but not used here: the set-up does not request it. */
  readonly notRequested?: true;
  /** Opens an optional ability. The set-up requests it only where `--with` or `--permissions` names it. */
  readonly isOptional?: true;
}

export const permissions = {
  'User.Read': {
    id: 'e1fe6dd8-ba31-4d61-89e7-88639da4683d',
  },
  'User.ReadBasic.All': {
    id: 'b340eb25-3456-403f-be2f-af7a0d370277',
  },
  'User.Read.All': {
    id: 'a154be20-db9c-4678-8ab7-66f6cc099a59',
    includes: ['User.ReadBasic.All'],
    requiresAdminConsent: true,
    isOptional: true,
  },
  'People.Read': {
    id: 'ba47897c-39ec-4d83-8086-ee8256fa737d',
    isOptional: true,
  },
  'Presence.Read.All': {
    id: '9c7a330d-35b3-4aa1-963d-cb2b9f927841',
    isOptional: true,
  },
  'Tasks.Read': {
    id: 'f45671fb-e0fe-4b4b-be20-3d3ce43f1bcb',
    isOptional: true,
  },
  'Notes.Read.All': {
    id: 'dfabfca6-ee36-4db2-8208-7a28381419b3',
    includes: ['Notes.Read'],
    isOptional: true,
  },
  'Notes.Read': {
    id: '371361e4-b9e2-4a3f-8315-2a301a3b0a3d',
    isOptional: true,
  },
  'Mail.Read': {
    id: '570282fd-fa5c-430d-a7fd-fc8dc98a9dca',
    includes: ['Mail.ReadBasic'],
  },
  'Mail.ReadBasic': {
    id: 'a4b8392a-d8d1-4954-a029-8e668a39a170',
  },
  'Mail.Read.Shared': {
    id: '7b9103a5-4610-446b-9670-80643382c1fa',
  },
  'MailboxFolder.Read': {
    id: '52dc2051-4958-4636-8f2a-281d39c6981c',
    opens: 'folders through the mailbox export API, which the connector does not use',
    notRequested: true,
  },
  'MailboxItem.Read': {
    id: '82305458-296d-4edd-8b0b-74dd74c34526',
    opens: 'items through the mailbox export API, which the connector does not use',
    notRequested: true,
  },
  'MailboxSettings.Read': {
    id: '87f447af-9fa4-4c32-9dfa-4a57a73d18ce',
    servedBy: ['Calendars.Read'],
  },
  'Calendars.Read': {
    id: '465a38f9-76ea-45b9-9f34-9e8b0d4b0b42',
  },
  'Calendars.Read.Shared': {
    id: '2b9c4092-424d-4249-948d-b43879977640',
  },
  'Chat.Read': {
    id: 'f501c180-9344-439a-bca0-6cbf209fd270',
    includes: ['Chat.ReadBasic', 'ChatMessage.Read'],
  },
  'Chat.ReadBasic': {
    id: '9547fcb5-d03f-419d-9948-5928bbf71b0f',
  },
  'ChatMember.Read': {
    id: 'c5a9e2b1-faf6-41d4-8875-d381aa549b24',
    opens: 'members of chats, which Chat.Read and Chat.ReadBasic open too',
    servedBy: ['Chat.Read', 'Chat.ReadBasic'],
    requiresAdminConsent: true,
  },
  'ChatMessage.Read': {
    id: 'cdcdac3a-fd45-410d-83ef-554db620e5c7',
    opens: 'nothing without Chat.Read, which includes it',
  },
  'Team.ReadBasic.All': {
    id: '485be79e-c497-4b35-9400-0e3fa7f2a5d4',
  },
  'Channel.ReadBasic.All': {
    id: '9d8982ae-4365-4f57-95e9-d6032a4c0b87',
  },
  'ChannelMessage.Read.All': {
    id: '767156cb-16ae-4d10-8f8b-41b657c8c8c8',
    requiresAdminConsent: true,
  },
  'OnlineMeetings.Read': {
    id: '9be106e1-f4e3-4df5-bdff-e4bc531cbe43',
  },
  'OnlineMeetingTranscript.Read.All': {
    id: '30b87d18-ebb1-45db-97f8-82ccb1f0190c',
    requiresAdminConsent: true,
  },
  'OnlineMeetingAiInsight.Read.All': {
    id: '166741d6-eeb8-46fe-91f4-817d2af7bc88',
    requiresAdminConsent: true,
  },
  'OnlineMeetingArtifact.Read.All': {
    id: '110e5abb-a10c-4b59-8b55-9b4daa4ef743',
  },
  'OnlineMeetingRecording.Read.All': {
    id: '190c2bb6-1fdd-4fec-9aa2-7d571b5e1fe3',
    requiresAdminConsent: true,
  },
  'Files.Read': {
    id: '10465720-29dd-4523-a11a-6a75c743c9d9',
  },
  'Files.Read.All': {
    id: 'df85f4d6-205c-4ac5-a5ea-6bf408dba283',
    includes: ['Files.Read'],
  },
  'Sites.Read.All': {
    id: '205e70e5-aba6-4c52-a976-6d2d46c48043',
  },
  'Sites.Selected': {
    id: 'f89c84ef-20d0-4b54-87e9-02e856d66d53',
    opens: 'nothing: Microsoft Search ignores it',
    notRequested: true,
  },
} as const satisfies Record<string, PermissionDefinition>;

/** The name of a delegated Graph permission that the connector knows. */
export type GraphPermission = keyof typeof permissions;

/** The permissions that a tool uses. An administrator can consent to each of them. */
export const usedPermissions: readonly GraphPermission[] = (
  Object.keys(permissions) as GraphPermission[]
).filter((name) => !('notRequested' in permissions[name]));

/** Removes permissions that another one of the list includes (least privilege). */
export function withoutIncluded<Name extends GraphPermission>(names: readonly Name[]): readonly Name[] {
  const getPermission = (name: Name): PermissionDefinition => permissions[name];
  const included = new Set<string>(names.flatMap((name) => getPermission(name).includes ?? []));
  return names.filter(
    (name) =>
      !included.has(name) &&
      !getPermission(name).servedBy?.some((wider) => names.some((other) => other === wider)),
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
