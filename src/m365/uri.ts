import {
  type PathSegment,
  driveId,
  driveItemPath,
  exchangeId as exchangeIdSegment,
  guidSegment,
  opaqueId,
  isValidSegment,
  mailboxOwner,
  noteOwner,
  onenoteId,
  siteId,
  teamsMessageId,
  chatIdSegment,
  teamsThreadId,
} from '../graph/path.ts';
import { AppError } from '../lib/app-error.ts';
import {
  expandAttachmentId,
  expandExchangeId,
  shortenAttachmentId,
  shortenExchangeId,
} from './exchange-id.ts';
import { appLinkUri } from './app-links.ts';
import { isSharePointUrl } from './files/sharing-link.ts';

/**
 * The URIs that `read_resource` accepts, as RFC 6570 templates. The first template that matches decides. The values of
 * variables are validated by `uriVariables`.
 */
export const resourceTemplates = {
  message: 'mail:///messages/{messageId}{?owner}',
  attachment: 'mail:///messages/{messageId}/attachments/{attachmentId}{?owner}',
  mailFolders: 'mail:///folders/{?owner}',
  /** An id, a well-known name such as `inbox`, or a path of names. */
  mailFolder: 'mail:///folders/{+folder}{?owner}',
  event: 'calendar:///events/{eventId}{?owner}',
  eventAttachment: 'calendar:///events/{eventId}/attachments/{attachmentId}{?owner}',
  /** Id of the event; in a series, of the occurrence, because its time identifies the transcript. */
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
  /** Path from the root of the drive. */
  filePath: 'file:///{driveId}/{+path}',
  page: 'page:///sites/{siteId}/pages/{pageId}',
  /** `filter` compares columns with values: `Status = Open and Amount > 1000`. */
  list: 'list:///{siteId}/{listId}{?filter}',
  listRow: 'list:///{siteId}/{listId}/{rowId}',
  /** Object id of a user. */
  person: 'person:///{personId}',
  plannerTask: 'task:///planner/{plannerTaskId}',
  todoTask: 'task:///todo/{todoListId}/{todoTaskId}',
  /** `noteOwner` is `me`, or the id of a group or site. */
  notePage: 'note:///{noteOwner}/pages/{noteId}',
  notebook: 'note:///{noteOwner}/notebooks/{notebookId}',
  me: 'me:///',
} as const;

/** Further forms that users and other connectors use. */
const resourceAliases = [
  ['chat', 'teams:///chats/{chatId}'],
  ['team', 'teams:///teams/{teamId}'],
  ['channel', 'teams:///teams/{teamId}/channels/{channelId}'],
  ['filePath', 'file:///{driveId}/root:/{+path}'],
  ['list', 'list:///sites/{siteId}/lists/{listId}{?filter}'],
  ['listRow', 'list:///sites/{siteId}/lists/{listId}/items/{rowId}'],
] as const satisfies readonly (readonly [ResourceKind, string])[];

/** Kind of resource that a URI identifies. */
export type ResourceKind = keyof typeof resourceTemplates;

type Variables<Template extends string> = Template extends `${string}{${infer Expression}}${infer Rest}`
  ? Expression extends `?${infer Name}`
    ? { readonly [K in Name]?: string | undefined } & Variables<Rest>
    : Expression extends `+${infer Name}`
      ? { readonly [K in Name]: string } & Variables<Rest>
      : { readonly [K in Expression]: string } & Variables<Rest>
  : unknown;

/** A resource of these kinds, with Graph ids. */
export type ResourceOf<Kind extends ResourceKind> = Kind extends ResourceKind
  ? { readonly kind: Kind } & Variables<(typeof resourceTemplates)[Kind]>
  : never;

/** A link to SharePoint or OneDrive. Graph resolves it; the connector never fetches it. */
export interface LinkResource {
  readonly kind: 'link';
  readonly url: string;
}

/** Any resource that `read_resource` can read. */
export type Resource = ResourceOf<ResourceKind> | LinkResource;

const ownUri = /^([a-z-]{2,20}:\/\/\/)([^?#]{0,1000})(?:\?(owner|filter)=([^?#&]{1,1000}))?$/;
/** The query option of a template. */
const optionPattern = /\{\?(\w+)\}$/;
/** Percent-encoded dots, slashes and control characters have no legitimate use in a segment. */
const forbiddenEncoding = /%(?:2e|2f|5c|[01][0-9a-f]|7f)/i;
/** A segment that needs no percent-encoding. */
const plainSegment = /^[\w.~!*'()@,=$&+;:-]*$/;
/** The literals and variables of each template. */
const templateParts = new Map(
  Object.entries(resourceTemplates).map(([kind, template]) => [
    kind,
    template.split(/(?=\{)|(?<=\})/).map((part) => {
      const [, operator, name] = /^\{([+?]?)(\w+)\}$/.exec(part) ?? [];
      return { text: part, operator, name };
    }),
  ]),
);
const forms = [...Object.entries(resourceTemplates), ...resourceAliases] as readonly [ResourceKind, string][];

/**
 * Parses a URI of the connector, or a link of SharePoint, OneDrive, Teams or Outlook. Each segment is percent-decoded exactly once and then
 * validated.
 * @throws AppError `invalid_argument`
 */
export function parseResourceUri(text: string): Resource {
  const resource = isSharePointUrl(text)
    ? ({ kind: 'link', url: new URL(text).href } as const)
    : parseOwn(appLinkUri(text) ?? text);
  if (resource) return resource;
  throw new AppError(
    'invalid_argument',
    'This is not a uri that can be read. Take one from a search result, start from mail:///folders/, teams:///chats/, teams:///teams/ or drive:///me, or use a link of SharePoint, OneDrive, Teams or Outlook.',
    { argument: 'uri' },
  );
}

/** The shortest URI that {@link parseResourceUri} parses to this resource. */
export function formatResourceUri(resource: Resource): string {
  if (resource.kind === 'link') return resource.url;
  const { kind, ...values } = resource;
  const uriValues: UriValues = values;
  let uri = '';
  for (const { text, operator, name } of templateParts.get(kind) ?? []) {
    uri += name === undefined ? text : expand(name, operator, uriValues);
  }
  return uri;
}

/** Expands one RFC 6570 expression. */
function expand(name: string, operator: string | undefined, values: UriValues): string {
  const value = values[name];
  if (value === undefined) return '';
  const text = uriVariables[name]?.format(value, values) ?? value;
  if (operator === '?') return `?${name}=${encodeSegment(text).replaceAll('&', '%26')}`;
  return operator === '+' ? text.split('/').map(encodeSegment).join('/') : encodeSegment(text);
}

function parseOwn(text: string): Resource | undefined {
  // Formatting replaces an unpaired surrogate, so the URI would identify another folder than it was parsed to.
  if (!text.isWellFormed()) return undefined;
  const parts = ownUri.exec(text);
  const segments = parts?.[2]?.replace(/\/$/, '').split('/').map(decodeSegment) ?? [];
  if (!parts || segments.includes(undefined)) return undefined;
  const option = parts[3] === undefined ? undefined : readOption(parts[3], parts[4] ?? '');
  if (parts[3] !== undefined && option === undefined) return undefined;
  for (const [kind, template] of forms) {
    if (!template.startsWith(parts[1] ?? '')) continue;
    const values = match(template, segments as string[], option);
    if (values) return { kind, ...values } as Resource;
  }
  return undefined;
}

/** The query option of a URI. */
interface UriOption {
  readonly name: string;
  readonly value: string;
}

/** Undefined for a value that is too long, or not valid percent-encoding. */
function readOption(name: string, text: string): UriOption | undefined {
  if (name === 'owner' && text.length > 300) return undefined;
  // A filter is no part of a path: it may contain encoded slashes.
  const value = name === 'filter' ? decodePercent(text) : decodeSegment(text);
  return value === undefined ? undefined : { name, value };
}

/** The values of the variables when the template matches the segments, or undefined. */
function match(
  template: string,
  segments: readonly string[],
  option: UriOption | undefined,
): UriValues | undefined {
  const steps = template
    .replace(optionPattern, '')
    .replace(/^[a-z-]+:\/\/\//, '')
    .replace(/\/$/, '')
    .split('/');
  const values: Record<string, string | undefined> = {};
  const take = (name: string, text: string): boolean => {
    values[name] = uriVariables[name]?.parse(text, values);
    return values[name] !== undefined;
  };
  const takesRest = steps.at(-1)?.startsWith('{+');
  if (!takesRest && segments.length !== steps.length) return undefined;
  for (const [index, step] of steps.entries()) {
    const segment = segments[index] ?? '';
    const [, operator, name] = /^\{(\+?)(\w+)\}$/.exec(step) ?? [];
    const fits =
      name === undefined
        ? step === segment
        : take(name, operator === '+' ? segments.slice(index).join('/') : segment);
    if (!fits) return undefined;
  }
  if (option && !(optionPattern.exec(template)?.[1] === option.name && take(option.name, option.value))) {
    return undefined;
  }
  return values;
}

function decodeSegment(text: string): string | undefined {
  return forbiddenEncoding.test(text) ? undefined : decodePercent(text);
}

function decodePercent(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}

/** Percent-encodes only the characters that RFC 3986 section 3.3 requires: each escape costs tokens. */
function encodeSegment(text: string): string {
  if (plainSegment.test(text)) return text;
  return encodeURIComponent(text.toWellFormed()).replaceAll(
    /%(?:3A|40|2C|3D|24|26|2B|3B)/g,
    decodeURIComponent,
  );
}

/** Values of URI variables, with Graph ids. */
type UriValues = Readonly<Record<string, string | undefined>>;

/** Parser and formatter of a URI variable. `before` contains the variables to its left. */
interface UriVariable {
  /** The value for a percent-decoded text, or undefined for an invalid one. */
  parse(text: string, before: UriValues): string | undefined;
  format(value: string, before: UriValues): string;
}

/** A variable in Graph's own format, validated as a segment of a Graph path. */
function plain(check: (text: string) => PathSegment): UriVariable {
  return { parse: (text) => (isValidSegment(check, text) ? text : undefined), format: (value) => value };
}

function matching(pattern: RegExp): UriVariable {
  return { parse: (text) => (pattern.test(text) ? text : undefined), format: (value) => value };
}

const exchangeId: UriVariable = { parse: expandExchangeId, format: shortenExchangeId };
const attachmentKey = /^\.[a-z0-9]{1,9}$/;
/** Id of the message or event of an attachment. */
const getParentId = ({ messageId, eventId }: UriValues): string => messageId ?? eventId ?? '';
const folderName = /^(?!\.{1,2}$)[^\p{Cc}\\]{1,255}$/u;

/** By the variable names in {@link resourceTemplates}. */
const uriVariables: Readonly<Record<string, UriVariable>> = {
  messageId: exchangeId,
  attachmentId: {
    /** Or its short name, which begins with a dot. */
    parse: (text, values) =>
      attachmentKey.test(text) ? text : expandAttachmentId(getParentId(values), text),
    format: (value, values) =>
      attachmentKey.test(value) ? value : shortenAttachmentId(getParentId(values), value),
  },
  eventId: exchangeId,
  owner: plain(mailboxOwner),
  folder: {
    parse: (text) => (text.split('/').every((name) => folderName.test(name)) ? text : undefined),
    format: (value) => value,
  },
  chatId: plain(chatIdSegment),
  channelId: plain(teamsThreadId),
  chatMessageId: plain(teamsMessageId),
  replyId: plain(teamsMessageId),
  teamId: plain(guidSegment),
  personId: plain(guidSegment),
  plannerTaskId: plain(opaqueId),
  todoListId: plain(exchangeIdSegment),
  todoTaskId: plain(exchangeIdSegment),
  noteOwner: plain(noteOwner),
  noteId: plain(onenoteId),
  notebookId: plain(onenoteId),
  siteId: plain(siteId),
  pageId: plain(guidSegment),
  listId: plain(guidSegment),
  rowId: matching(/^\d{1,10}$/),
  filter: matching(/^(?=.*\S)[^\p{Cc}]{1,500}$/u),
  driveId: plain(driveId),
  /** SharePoint's format of item ids. Any other text here is the name of a file or folder. */
  itemId: matching(/^01[A-Z0-9]{20,60}$/),
  path: plain((text) => driveItemPath(text.split('/'))),
};

const paged =
  /^([a-z-]{2,20}:\/\/\/[^?#]*(?:\?(?:owner|filter)=[^?#&]+)?)([?&])(?:startPage=([1-9]\d{0,4})|cursor=([\w.-]{1,4096}))$/;

/** A page of a document by its number, or of a list by its cursor. */
type PageReference = { readonly startPage: number } | { readonly cursor: string };

/**
 * The URI of a resource from a page on. `resources/read` has no parameter but the URI, so the page is part of it. Not for
 * `https:` links, which have queries of their own: their content states its own URI.
 */
export function pagedUri(uri: string, page: PageReference): string {
  const option = 'cursor' in page ? `cursor=${page.cursor}` : `startPage=${page.startPage}`;
  return `${uri}${uri.includes('?') ? '&' : '?'}${option}`;
}

/** Splits a URI into the URI of the resource and the page. */
export function readPagedUri(text: string): { readonly uri: string } & Partial<PageReference> {
  const [, uri, joint, startPage, cursor] = paged.exec(text) ?? [];
  if (uri === undefined || (joint === '&') !== uri.includes('?')) return { uri: text };
  return cursor === undefined ? { uri, startPage: Number(startPage) } : { uri, cursor };
}

/** The template with the optional `startPage`. A cursor is not for a client to fill in: `resources/read` returns whole URIs. */
export function pagedTemplate(template: string): string {
  return template.includes('{?')
    ? template.replace(optionPattern, '{?$1,startPage}')
    : `${template}{?startPage}`;
}
