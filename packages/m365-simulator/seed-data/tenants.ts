/** The tenants, users, applications and permissions of the simulator. All other seed data refers to them. */

export const graphPermissions = [
  'User.Read',
  'Mail.Read',
  'Mail.ReadBasic',
  'Mail.Read.Shared',
  'MailboxSettings.Read',
  'Calendars.Read',
  'Calendars.Read.Shared',
  'User.ReadBasic.All',
  'Chat.Read',
  'Chat.ReadBasic',
  'ChatMember.Read',
  'ChatMessage.Read',
  'Team.ReadBasic.All',
  'Channel.ReadBasic.All',
  'ChannelMessage.Read.All',
  'OnlineMeetings.Read',
  'OnlineMeetingTranscript.Read.All',
  'OnlineMeetingAiInsight.Read.All',
  'OnlineMeetingArtifact.Read.All',
  'OnlineMeetingRecording.Read.All',
  'Files.Read',
  'Files.Read.All',
  'Sites.Read.All',
] as const;

export const apps = {
  /** "M365 MCP Server": the connector itself. */
  server: '5e4e0000-0000-4000-8000-000000000001',
  serverSecret: 'simulated-tenant-client-secret',
  /** "M365 MCP Client": the public client that users sign in to. */
  client: 'c11e0000-0000-4000-8000-000000000002',
  graph: '00000003-0000-0000-c000-000000000000',
  /** "Microsoft Graph Command Line Tools", as which administrators' scripts sign in. */
  commandLineTools: '14d82eec-204b-4c2f-b7e8-296a70dab67e',
} as const;

export interface SeedUser {
  readonly objectId: string;
  readonly tenantId: string;
  readonly displayName: string;
  readonly userPrincipalName: string;
  readonly jobTitle: string;
  /** Windows time zone of the mailbox, with its IANA name. */
  readonly timeZone: { readonly windows: string; readonly iana: string };
  /** Object id of the manager. */
  readonly manager?: string;
  /** Delegated permissions granted for this user alone; without it those of the tenant count. */
  readonly granted?: readonly string[];
  /** Whether the user (or a group of theirs) is assigned to both enterprise apps. Default true. */
  readonly assigned?: boolean;
  /** Mailboxes of others that this user may read: user principal names. */
  readonly sharedMailboxes?: readonly string[];
  readonly sharedCalendars?: readonly string[];
  /** Ids of sites that this user may open, by key of the seed. */
  readonly sites: readonly string[];
  /** Directory roles (`wids`). */
  readonly directoryRoles?: readonly string[];
}

export const globalAdministrator = '62e90394-69f5-4237-9190-012177145e10';
export const privilegedRoleAdministrator = 'e8611ab8-c189-46e8-94e1-60213ab1f814';
/** Application Administrator and Cloud Application Administrator. */
export const applicationAdministrators: readonly string[] = [
  '9b895d92-2cd3-44c7-9d02-a6ac2d5ea5c3',
  '158c047a-c907-4556-b7ef-446551a6b5f7',
];

export const contoso = '0c0a0000-0000-4000-8000-00000000c0a0';
export const fabrikam = 'fab00000-0000-4000-8000-00000000fab0';

/** Verified domains by tenant id, the default domain first. */
export const verifiedDomains: Readonly<Record<string, readonly string[]>> = {
  [contoso]: ['contoso.example', 'contoso-stores.example', 'contoso.onmicrosoft.com'],
  [fabrikam]: ['fabrikam.example', 'fabrikam.onmicrosoft.com'],
};

const pacific = { windows: 'Pacific Standard Time', iana: 'America/Los_Angeles' };
const warsaw = { windows: 'Central European Standard Time', iana: 'Europe/Warsaw' };

export const users = {
  megan: {
    objectId: 'a0000000-0000-4000-8000-000000000001',
    tenantId: contoso,
    displayName: 'Megan Bowen',
    userPrincipalName: 'megan@contoso.example',
    jobTitle: 'Marketing Manager',
    timeZone: warsaw,
    manager: 'a0000000-0000-4000-8000-000000000002',
    sites: ['marketing', 'finance', 'intranet'],
    sharedMailboxes: ['invoices@contoso.example'],
    sharedCalendars: ['patti@contoso.example'],
  },
  patti: {
    objectId: 'a0000000-0000-4000-8000-000000000002',
    tenantId: contoso,
    displayName: 'Patti Fernandez',
    userPrincipalName: 'patti@contoso.example',
    jobTitle: 'President',
    timeZone: pacific,
    sites: ['marketing', 'finance', 'intranet'],
    directoryRoles: [globalAdministrator],
  },
  adele: {
    objectId: 'a0000000-0000-4000-8000-000000000003',
    tenantId: contoso,
    displayName: 'Adele Vance',
    userPrincipalName: 'adele@contoso.example',
    jobTitle: 'Retail Manager',
    timeZone: pacific,
    manager: 'a0000000-0000-4000-8000-000000000002',
    sites: ['marketing', 'intranet'],
  },
  /** Has granted only the profile and the own drive. All other requests fail with a missing permission. */
  alex: {
    objectId: 'a0000000-0000-4000-8000-000000000004',
    tenantId: contoso,
    displayName: 'Alex Wilber',
    userPrincipalName: 'alex@contoso.example',
    jobTitle: 'Marketing Assistant',
    timeZone: warsaw,
    granted: ['User.Read', 'Files.Read'],
    sites: ['intranet'],
  },
  /** Not assigned to the enterprise apps. */
  pradeep: {
    objectId: 'a0000000-0000-4000-8000-000000000005',
    tenantId: contoso,
    displayName: 'Pradeep Gupta',
    userPrincipalName: 'pradeep@contoso.example',
    jobTitle: 'Accountant',
    timeZone: pacific,
    assigned: false,
    sites: ['finance'],
  },
  joni: {
    objectId: 'b0000000-0000-4000-8000-000000000001',
    tenantId: fabrikam,
    displayName: 'Joni Sherman',
    userPrincipalName: 'joni@fabrikam.example',
    jobTitle: 'Paralegal',
    timeZone: pacific,
    sites: ['legal'],
    directoryRoles: [globalAdministrator],
  },
  /** The same object id as Megan in the other tenant: detects lookups by object id alone. */
  diego: {
    objectId: 'a0000000-0000-4000-8000-000000000001',
    tenantId: fabrikam,
    displayName: 'Diego Siciliani',
    userPrincipalName: 'diego@fabrikam.example',
    jobTitle: 'HR Manager',
    timeZone: warsaw,
    sites: ['legal'],
  },
} as const satisfies Record<string, SeedUser>;

/** A mailbox without a user: reachable only by those it is shared with. */
export const sharedMailboxes = [
  { tenantId: contoso, displayName: 'Invoices', userPrincipalName: 'invoices@contoso.example' },
] as const;
