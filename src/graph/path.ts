import { encodeBase64Url } from '../crypto/encoding.ts';
import { AppError } from '../lib/app-error.ts';

/**
 * One or more validated and percent-encoded segments of a URL path. Rejects a segment that could change the path (`.`,
 * `..`, a slash, an empty text, a lone surrogate, a control character), also after a second percent-decoding,
 * independently of the allow-list that was applied before.
 */
export class PathSegment {
  readonly encoded: string;
  /** Number of path segments in `encoded`. */
  readonly count: number;

  /** @throws AppError `invalid_argument` with the name of the argument */
  constructor(names: readonly string[], argument: string) {
    if (names.length === 0 || !names.every(isSafeSegment)) throw invalidSegment('path segment', argument);
    this.encoded = names.map((name) => encodeURIComponent(name)).join('/');
    this.count = names.length;
  }
}

function isSafeSegment(name: string): boolean {
  const decoded = name.replaceAll(/%2e/gi, '.');
  return name.isWellFormed() && !/^\.{0,2}$|[\p{Cc}/\\]|%2f|%5c/iu.test(decoded);
}

function invalidSegment(kind: string, argument: string): AppError {
  return new AppError(
    'invalid_argument',
    `${argument} does not contain a valid ${kind}. Copy ids and addresses unchanged from a search result.`,
    { argument },
  );
}

function validated(value: string, pattern: RegExp, kind: string, argument: string): PathSegment {
  if (!pattern.test(value)) throw invalidSegment(kind, argument);
  return new PathSegment([value], argument);
}

const guidPattern = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/**
 * Id of a message, mail folder (or its well-known name, such as `inbox`), event, calendar or attachment. Microsoft Search
 * returns ids in plain base64; Exchange routes require the URL-safe form: `/` becomes `-`, `+` becomes `_`.
 * @throws AppError `invalid_argument`, as every function of this file
 */
export function exchangeId(value: string, argument = 'id'): PathSegment {
  const urlSafe = value.replaceAll('/', '-').replaceAll('+', '_');
  return validated(urlSafe, /^[A-Za-z0-9_=-]{1,1024}$/, 'mail or calendar id', argument);
}

/**
 * Owner of a mailbox or calendar: e-mail address, user principal name or object id. Not `{object id}@{tenant id}`: Exchange
 * accepts it, and it would be a further name of the own mailbox.
 */
export function mailboxOwner(value: string, argument = 'mailbox'): PathSegment {
  if (guidPattern.test(value)) return new PathSegment([value], argument);
  const address =
    /^[\p{L}\p{N}!&'*+^_`{|}~=-][\p{L}\p{N}.!&'*+^_`{|}~=-]{0,63}@[\p{L}\p{N}](?:[\p{L}\p{N}.-]{0,252}[\p{L}\p{N}])?$/u;
  const domain = value.slice(value.indexOf('@') + 1);
  if (guidPattern.test(domain)) throw invalidSegment('e-mail address', argument);
  return validated(value, address, 'e-mail address', argument);
}

/** Id of a drive in SharePoint or OneDrive for Business. */
export function driveId(value: string, argument = 'driveId'): PathSegment {
  return validated(value, /^b![A-Za-z0-9_-]{1,128}$/, 'drive id', argument);
}

/** Id of a file or folder in a drive. */
export function itemId(value: string, argument = 'itemId'): PathSegment {
  return validated(value, /^[A-Za-z0-9!_-]{1,128}$/, 'file or folder id', argument);
}

/** Id of a SharePoint site: `host,guid,guid`, a GUID, or `root`. */
export function siteId(value: string, argument = 'siteId'): PathSegment {
  if (value === 'root' || guidPattern.test(value)) return new PathSegment([value], argument);
  const [host = '', collection = '', web = '', ...rest] = value.split(',');
  const valid = isHost(host) && guidPattern.test(collection) && guidPattern.test(web) && rest.length === 0;
  if (!valid) throw invalidSegment('site id', argument);
  return new PathSegment([value], argument);
}

/** Host of a SharePoint site, for `/sites/{host}:/{path}`. */
export function hostName(value: string, argument = 'uri'): PathSegment {
  if (!isHost(value)) throw invalidSegment('host name', argument);
  return new PathSegment([value.toLowerCase()], argument);
}

function isHost(value: string): boolean {
  return value.length <= 253 && /^[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\.[a-z0-9-]+)*$/i.test(value);
}

/** A GUID: team, user, list, page. */
export function guidSegment(value: string, argument = 'id'): PathSegment {
  return validated(value, guidPattern, 'GUID', argument);
}

/**
 * Id of a chat: `48:notes` is the chat of the user with themselves. The thread of a channel is no chat: its messages need
 * another permission.
 */
export function chatIdSegment(value: string, argument = 'chatId'): PathSegment {
  if (value.endsWith('@thread.tacv2')) throw invalidSegment('chat id', argument);
  return value === '48:notes' ? new PathSegment([value], argument) : teamsThreadId(value, argument);
}

/**
 * Id of a Teams chat or channel: `19:…@thread.v2`, `19:…@thread.tacv2`, `19:…@thread.skype`, `19:…@unq.gbl.spaces`. In clouds
 * of the US government `19:` is followed by `gcch:` or `dod:`.
 */
export function teamsThreadId(value: string, argument = 'chatId'): PathSegment {
  const thread = /^19:(?:gcch:|dod:)?[A-Za-z0-9_=-]{1,256}@(?:thread\.(?:v2|tacv2|skype)|unq\.gbl\.spaces)$/;
  return validated(value, thread, 'Teams chat or channel id', argument);
}

/** Id of a message or reply in a chat or channel: its creation time in milliseconds. */
export function teamsMessageId(value: string, argument = 'messageId'): PathSegment {
  return validated(value, /^\d{1,20}$/, 'Teams message id', argument);
}

/** Id of an online meeting: base64, or in its old form `oid_19:meeting_…@thread.v2`. */
export function teamsMeetingId(value: string, argument = 'id'): PathSegment {
  return validated(value, /^(?:oid_19:(?:gcch:|dod:)?)?[A-Za-z0-9_=+@.-]{1,1024}$/, 'meeting id', argument);
}

/** An id without a documented format: transcript, AI note, hosted content. */
export function opaqueId(value: string, argument = 'id'): PathSegment {
  return validated(value, /^[A-Za-z0-9_=+-]{1,1024}$/, 'id', argument);
}

/** Owner of OneNote notebooks: `me`, the id of a group, or that of a site. */
export function noteOwner(value: string, argument = 'uri'): PathSegment {
  if (value === 'me') return new PathSegment(['me'], argument);
  if (guidPattern.test(value)) return new PathSegment(['groups', value], argument);
  siteId(value, argument);
  return new PathSegment(['sites', value], argument);
}

/** Id of a notebook, section or page of OneNote. */
export function onenoteId(value: string, argument = 'uri'): PathSegment {
  return validated(value, /^[A-Za-z0-9!_-]{1,256}$/, 'OneNote id', argument);
}

/**
 * Path of a file in its drive, for `/drives/{d}/root:/{path}`. Rejects names that SharePoint does not allow.
 * @see https://support.microsoft.com/office/64883a5d-228e-48f5-b3d2-eb39e07630fa
 */
export function driveItemPath(names: readonly string[], argument = 'uri'): PathSegment {
  const length = names.reduce((sum, name) => sum + name.length + 1, 0);
  if (length > 400 || !names.every(isFileName)) throw invalidSegment('file path', argument);
  return new PathSegment(names, argument);
}

function isFileName(name: string): boolean {
  return name.length <= 255 && !/^[. ]*$|["*:<>?/\\|]|%25/.test(name.replaceAll(/%2e/gi, '.'));
}

/** A SharePoint or OneDrive link, encoded for `/shares/{token}`. @see https://learn.microsoft.com/graph/api/shares-get */
export function shareToken(link: URL, argument = 'uri'): PathSegment {
  const plain = link.protocol === 'https:' && link.username === '' && link.password === '';
  if (!plain || link.href.length > 2048) throw invalidSegment('sharing link', argument);
  return new PathSegment([`u!${encodeBase64Url(new TextEncoder().encode(link.href))}`], argument);
}

/** Words for `search(q='…')` of a drive, without the quotes. */
export function driveSearchText(value: string, argument = 'query'): PathSegment {
  const text = value
    .replaceAll(/[\p{C}\s/\\%]+/gu, ' ')
    .trim()
    .replaceAll("'", "''");
  if (text.length > 1024) throw invalidSegment('search text', argument);
  return new PathSegment([text], argument);
}

declare const brand: unique symbol;

/** A path below `/v1.0` in which every inserted value is a {@link PathSegment}. Created only by {@link graphPath}. */
export type GraphPath = string & { readonly [brand]: 'GraphPath' };

/**
 * Builds a path: `` graphPath`/me/messages/${exchangeId(id)}` ``. Accepts only {@link PathSegment}s as values, and
 * verifies that the URL parser does not change the path.
 * @throws AppError `internal` when the path would not have the segments of its template
 */
export function graphPath(fixed: TemplateStringsArray, ...values: readonly PathSegment[]): GraphPath {
  let path = fixed[0] ?? '';
  let segments = slashes(path);
  for (const [index, value] of values.entries()) {
    if (!(value instanceof PathSegment)) throw invalidPath();
    const after = fixed[index + 1] ?? '';
    path += value.encoded + after;
    segments += value.count - 1 + slashes(after);
  }
  const url = new URL(`https://graph.invalid/v1.0${path}`);
  const unchanged = path.startsWith('/') && url.pathname === `/v1.0${path}`;
  const isRelative = url.origin === 'https://graph.invalid' && url.search === '' && url.hash === '';
  const names = path.split('/').slice(1);
  const hasAllSegments =
    names.length === segments && names.every((name) => !/^\.{0,2}$/.test(decodeURIComponent(name)));
  if (!unchanged || !isRelative || !hasAllSegments) throw invalidPath();
  return path as GraphPath;
}

function slashes(text: string): number {
  return text.split('/').length - 1;
}

function invalidPath(): AppError {
  return new AppError('internal', 'The connector built an invalid Graph URL.');
}

/** Whether a segment function accepts a value. */
export function isValidSegment(check: (value: string) => PathSegment, value: string): boolean {
  try {
    check(value);
    return true;
  } catch {
    return false;
  }
}
