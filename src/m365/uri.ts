import {
  type PathSegment,
  driveId,
  driveItemPath,
  guidSegment,
  isValidSegment,
  mailboxOwner,
  siteId,
  teamsMessageId,
  teamsThreadId,
} from '../graph/path.ts';
import { AppError } from '../lib/app-error.ts';
import {
  expandAttachmentId,
  expandExchangeId,
  shortenAttachmentId,
  shortenExchangeId,
} from './exchange-id.ts';
import { isSharePointUrl } from './files/sharing-link.ts';

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
const resourceAliases = [
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

const ownUri = /^([a-z-]{2,20}:\/\/\/)([^?#]{0,1000})(?:\?owner=([^?#&]{1,300}))?$/;
/** Encodings of the dot, the slashes and control characters have no honest use in a segment. */
const smuggling = /%(?:2e|2f|5c|[01][0-9a-f]|7f)/i;
/** What needs no escape. */
const plainSegment = /^[\w.~!*'()@,=$&+;:-]*$/;
/** Each template as the texts and variables that it is made of. */
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
 * Reads a URI of the connector, or a SharePoint or OneDrive link. Each segment is percent-decoded exactly once and then
 * has to be what its place asks for.
 * @throws AppError `invalid_argument` that names `uri`.
 */
export function parseResourceUri(text: string): Resource {
  const resource = isSharePointUrl(text)
    ? ({ kind: 'link', url: new URL(text).href } as const)
    : parseOwn(text);
  if (resource) return resource;
  throw new AppError(
    'invalid_argument',
    'This is no address that can be opened. Take one from a search result or from another resource, or paste a SharePoint or OneDrive link.',
    { argument: 'uri' },
  );
}

/** The shortest URI that {@link parseResourceUri} reads as this resource. */
export function formatResourceUri(resource: Resource): string {
  if (resource.kind === 'link') return resource.url;
  const { kind, ...values } = resource;
  const given: UriValues = values;
  let uri = '';
  for (const { text, operator, name } of templateParts.get(kind) ?? []) {
    uri += name === undefined ? text : expand(name, operator, given);
  }
  return uri;
}

/** What an RFC 6570 expression becomes. */
function expand(name: string, operator: string | undefined, given: UriValues): string {
  const value = given[name];
  if (value === undefined) return '';
  const text = uriVariables[name]?.write(value, given) ?? value;
  if (operator === '?') return `?${name}=${encodeSegment(text)}`;
  return operator === '+' ? text.split('/').map(encodeSegment).join('/') : encodeSegment(text);
}

function parseOwn(text: string): Resource | undefined {
  const parts = ownUri.exec(text);
  const segments = parts?.[2]?.replace(/\/$/, '').split('/').map(decodeSegment) ?? [];
  const owner = parts?.[3] === undefined ? undefined : decodeSegment(parts[3]);
  if (!parts || segments.includes(undefined)) return undefined;
  if (parts[3] !== undefined && owner === undefined) return undefined;
  for (const [kind, template] of forms) {
    if (!template.startsWith(parts[1] ?? '')) continue;
    const values = fit(template, segments as string[], owner);
    if (values) return { kind, ...values } as Resource;
  }
  return undefined;
}

/** The values with which a template becomes these segments, or undefined. */
function fit(
  template: string,
  segments: readonly string[],
  owner: string | undefined,
): UriValues | undefined {
  const withOwner = template.endsWith('{?owner}');
  const steps = template
    .replace('{?owner}', '')
    .replace(/^[a-z-]+:\/\/\//, '')
    .replace(/\/$/, '')
    .split('/');
  const values: Record<string, string> = {};
  const take = (name: string, text: string): boolean => {
    const value = uriVariables[name]?.read(text, values);
    if (value !== undefined) values[name] = value;
    return value !== undefined;
  };
  const rest = steps.at(-1)?.startsWith('{+') ?? false;
  if (rest ? segments.length < steps.length : segments.length !== steps.length) return undefined;
  for (const [index, step] of steps.entries()) {
    const segment = segments[index] ?? '';
    const [, operator, name] = /^\{(\+?)(\w+)\}$/.exec(step) ?? [];
    const fits =
      name === undefined
        ? step === segment
        : take(name, operator === '+' ? segments.slice(index).join('/') : segment);
    if (!fits) return undefined;
  }
  if (owner !== undefined && !(withOwner && take('owner', owner))) return undefined;
  return values;
}

function decodeSegment(text: string): string | undefined {
  if (smuggling.test(text)) return undefined;
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}

/** Percent-encodes what a segment may not hold (RFC 3986 section 3.3), and no more: each escape costs tokens. */
function encodeSegment(text: string): string {
  if (plainSegment.test(text)) return text;
  return encodeURIComponent(text.toWellFormed()).replaceAll(
    /%(?:3A|40|2C|3D|24|26|2B|3B)/g,
    decodeURIComponent,
  );
}

/** Values of the variables of a URI, as Graph knows them. */
type UriValues = Readonly<Record<string, string | undefined>>;

/** What may stand for a variable in a URI, and how its value is written. */
interface UriVariable {
  /** The value that a decoded text stands for; undefined where the text may not stand here. */
  read(text: string, before: UriValues): string | undefined;
  write(value: string, before: UriValues): string;
}

/** A variable that is written as Graph writes it, and may be whatever may stand in a path to Graph. */
function plain(check: (text: string) => PathSegment): UriVariable {
  return { read: (text) => (isValidSegment(check, text) ? text : undefined), write: (value) => value };
}

function matching(pattern: RegExp): UriVariable {
  return { read: (text) => (pattern.test(text) ? text : undefined), write: (value) => value };
}

const exchangeId: UriVariable = { read: expandExchangeId, write: shortenExchangeId };
/** What an attachment hangs on. */
const holderOf = ({ messageId, eventId }: UriValues): string => messageId ?? eventId ?? '';
const folderName = /^(?!\.{1,2}$)[^\p{Cc}\\]{1,255}$/u;

/** By the names that `resourceTemplates` gives them. */
const uriVariables: Readonly<Record<string, UriVariable>> = {
  messageId: exchangeId,
  attachmentId: {
    read: (text, values) => expandAttachmentId(holderOf(values), text),
    write: (value, values) => shortenAttachmentId(holderOf(values), value),
  },
  eventId: exchangeId,
  owner: plain(mailboxOwner),
  folder: {
    read: (text) => (text.split('/').every((name) => folderName.test(name)) ? text : undefined),
    write: (value) => value,
  },
  chatId: plain(teamsThreadId),
  channelId: plain(teamsThreadId),
  chatMessageId: plain(teamsMessageId),
  replyId: plain(teamsMessageId),
  teamId: plain(guidSegment),
  siteId: plain(siteId),
  pageId: plain(guidSegment),
  driveId: plain(driveId),
  /** As SharePoint makes them. Anything else in this place is the name of a file or folder. */
  itemId: matching(/^01[A-Z0-9]{20,60}$/),
  path: plain((text) => driveItemPath(text.split('/'))),
};

const paged = /^([a-z-]{2,20}:\/\/\/[^?#]*(?:\?owner=[^?#&]+)?)([?&])startPage=([1-9]\d{0,4})$/;

/**
 * The address of a resource from one of its pages on. `resources/read` takes nothing but an address, so what goes on is
 * an address too. `https:` links have queries of their own and no pages: what they open gives its own address.
 */
export function pagedUri(uri: string, startPage: number): string {
  return `${uri}${uri.includes('?') ? '&' : '?'}startPage=${startPage}`;
}

/** The resource in an address, and the page where one is given. */
export function readPagedUri(text: string): { readonly uri: string; readonly startPage?: number } {
  const [, uri, joint, startPage] = paged.exec(text) ?? [];
  if (uri === undefined || (joint === '&') !== uri.includes('?')) return { uri: text };
  return { uri, startPage: Number(startPage) };
}

/** The RFC 6570 template of all pages of what a template names. */
export function pagedTemplate(template: string): string {
  return template.includes('{?')
    ? template.replace('{?owner}', '{?owner,startPage}')
    : `${template}{?startPage}`;
}
