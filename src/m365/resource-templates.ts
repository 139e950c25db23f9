/**
 * Every form of URI that `read_resource` opens, as RFC 6570 templates. A text is of the first form that it fits; what
 * may stand for a variable is the matter of `uriVariables`.
 */
export const resourceTemplates = {
  message: 'mail:///messages/{messageId}{?owner}',
  attachment: 'mail:///messages/{messageId}/attachments/{attachmentId}{?owner}',
  mailFolders: 'mail:///folders/{?owner}',
  /** An id, a well-known name such as `inbox`, or names from the top down. */
  mailFolder: 'mail:///folders/{+folder}{?owner}',
  event: 'calendar:///events/{eventId}{?owner}',
  eventAttachment: 'calendar:///events/{eventId}/attachments/{attachmentId}{?owner}',
  /** The id of the event: of a series that of one occurrence, whose start and end tell its transcript from the others. */
  transcript: 'meeting-transcript:///events/{eventId}{?owner}',
  meeting: 'meeting:///events/{eventId}{?owner}',
  chats: 'teams:///chats/',
  chat: 'teams:///chats/{chatId}/messages/',
  chatMessage: 'teams:///chats/{chatId}/messages/{chatMessageId}',
  teams: 'teams:///teams/',
  team: 'teams:///teams/{teamId}/channels/',
  channel: 'teams:///teams/{teamId}/channels/{channelId}/messages/',
  channelMessage: 'teams:///teams/{teamId}/channels/{channelId}/messages/{chatMessageId}',
  channelReply: 'teams:///teams/{teamId}/channels/{channelId}/messages/{chatMessageId}/replies/{replyId}',
  ownDrive: 'drive:///me',
  siteDrives: 'drive:///sites/{siteId}',
  driveRoot: 'file:///{driveId}/root',
  file: 'file:///{driveId}/{itemId}',
  /** Names from the root of the drive down. */
  filePath: 'file:///{driveId}/{+path}',
  page: 'page:///sites/{siteId}/pages/{pageId}',
  me: 'me:///',
} as const;

/** Further spellings, which people and other connectors use. */
export const resourceAliases = [
  ['chat', 'teams:///chats/{chatId}'],
  ['team', 'teams:///teams/{teamId}'],
  ['channel', 'teams:///teams/{teamId}/channels/{channelId}'],
  ['filePath', 'file:///{driveId}/root:/{+path}'],
] as const satisfies readonly (readonly [ResourceKind, string])[];

/** What a URI names. */
export type ResourceKind = keyof typeof resourceTemplates;

type Variables<Template extends string> = Template extends `${string}{${infer Expression}}${infer Rest}`
  ? Expression extends `?${infer Name}`
    ? { readonly [K in Name]?: string | undefined } & Variables<Rest>
    : Expression extends `+${infer Name}`
      ? { readonly [K in Name]: string } & Variables<Rest>
      : { readonly [K in Expression]: string } & Variables<Rest>
  : unknown;

/** A resource of one kind, or of one of several, with the ids that Graph knows. */
export type ResourceOf<Kind extends ResourceKind> = Kind extends ResourceKind
  ? { readonly kind: Kind } & Variables<(typeof resourceTemplates)[Kind]>
  : never;

/** A link to SharePoint or OneDrive, as people paste it. Graph resolves it; the connector never fetches it. */
export interface LinkResource {
  readonly kind: 'link';
  readonly url: string;
}

/** Whatever `read_resource` can open. */
export type Resource = ResourceOf<ResourceKind> | LinkResource;
