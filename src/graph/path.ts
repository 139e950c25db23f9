import { encodeBase64Url } from '../crypto/encoding.ts';
import { AppError } from '../lib/app-error.ts';

/**
 * One or more names for a URL path, checked and percent-encoded. Whoever makes one: a name that could leave its place
 * (`.`, `..`, a slash, empty, a lone surrogate, a control character) is refused here, whatever the allow-list before it
 * let by, and so is one that would mean that to someone who decodes it once more.
 */
export class PathSegment {
  readonly encoded: string;
  /** Number of path segments that `encoded` holds. */
  readonly count: number;

  /** @throws AppError `invalid_argument` that names the argument. */
  constructor(names: readonly string[], argument: string) {
    if (names.length === 0 || !names.every(isPlaceable)) throw refusal('path segment', argument);
    this.encoded = names.map((name) => encodeURIComponent(name)).join('/');
    this.count = names.length;
  }
}

function isPlaceable(name: string): boolean {
  const decoded = name.replaceAll(/%2e/gi, '.');
  return name.isWellFormed() && !/^\.{0,2}$|[\p{Cc}/\\]|%2f|%5c/iu.test(decoded);
}

function refusal(kind: string, argument: string): AppError {
  return new AppError(
    'invalid_argument',
    `${argument} does not hold a valid ${kind}. Use ids and addresses exactly as a search result gave them.`,
    { argument },
  );
}

function allowed(value: string, pattern: RegExp, kind: string, argument: string): PathSegment {
  if (!pattern.test(value)) throw refusal(kind, argument);
  return new PathSegment([value], argument);
}

const guidPattern = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/**
 * Id of a message, mail folder (or its well-known name, such as `inbox`), event, calendar or attachment. Search gives
 * ids in plain base64, while Exchange's routes know the URL-safe spelling: `/` becomes `-`, `+` becomes `_`.
 * @throws AppError `invalid_argument`, as every function of this file does.
 */
export function exchangeId(value: string, argument = 'id'): PathSegment {
  const urlSafe = value.replaceAll('/', '-').replaceAll('+', '_');
  return allowed(urlSafe, /^[A-Za-z0-9_=-]{1,1024}$/, 'mail or calendar id', argument);
}

/** Owner of a mailbox or calendar: address, user principal name or object id. Loose, since addresses are; bounded all the same. */
export function mailboxOwner(value: string, argument = 'mailbox'): PathSegment {
  if (guidPattern.test(value)) return new PathSegment([value], argument);
  const address =
    /^[\p{L}\p{N}!&'*+^_`{|}~=-][\p{L}\p{N}.!&'*+^_`{|}~=-]{0,63}@[\p{L}\p{N}](?:[\p{L}\p{N}.-]{0,252}[\p{L}\p{N}])?$/u;
  return allowed(value, address, 'e-mail address', argument);
}

/** A drive of SharePoint or OneDrive for Business. */
export function driveId(value: string, argument = 'driveId'): PathSegment {
  return allowed(value, /^b![A-Za-z0-9_-]{1,128}$/, 'drive id', argument);
}

/** A file or folder of a drive. */
export function itemId(value: string, argument = 'itemId'): PathSegment {
  return allowed(value, /^[A-Za-z0-9!_-]{1,128}$/, 'file or folder id', argument);
}

/** A SharePoint site: `host,guid,guid`, its bare GUID, or `root`. */
export function siteId(value: string, argument = 'siteId'): PathSegment {
  if (value === 'root' || guidPattern.test(value)) return new PathSegment([value], argument);
  const [host = '', collection = '', web = '', ...rest] = value.split(',');
  const valid = isHost(host) && guidPattern.test(collection) && guidPattern.test(web) && rest.length === 0;
  if (!valid) throw refusal('site id', argument);
  return new PathSegment([value], argument);
}

/** Host of a SharePoint site, for `/sites/{host}:/{path}`. */
export function hostName(value: string, argument = 'uri'): PathSegment {
  if (!isHost(value)) throw refusal('host name', argument);
  return new PathSegment([value.toLowerCase()], argument);
}

function isHost(value: string): boolean {
  return value.length <= 253 && /^[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\.[a-z0-9-]+)*$/i.test(value);
}

/** A GUID: team, user, list, page. */
export function guidSegment(value: string, argument = 'id'): PathSegment {
  return allowed(value, guidPattern, 'GUID', argument);
}

/** A chat or channel of Teams: `19:…@thread.v2`, `19:…@thread.tacv2`, `19:…@thread.skype`, `19:…@unq.gbl.spaces`. */
export function teamsThreadId(value: string, argument = 'chatId'): PathSegment {
  const thread = /^19:[A-Za-z0-9_=-]{1,256}@(?:thread\.(?:v2|tacv2|skype)|unq\.gbl\.spaces)$/;
  return allowed(value, thread, 'Teams chat or channel id', argument);
}

/** A message or reply in a chat or channel: its time of creation in milliseconds. */
export function teamsMessageId(value: string, argument = 'messageId'): PathSegment {
  return allowed(value, /^\d{1,20}$/, 'Teams message id', argument);
}

/** An id that Graph makes up without saying how: online meeting, transcript, AI note, hosted content. */
export function opaqueId(value: string, argument = 'id'): PathSegment {
  return allowed(value, /^[A-Za-z0-9_=+-]{1,1024}$/, 'id', argument);
}

/**
 * Where a file lies in its drive, name by name, for `/drives/{d}/root:/{path}`. What SharePoint forbids in names is
 * refused.
 * @see https://support.microsoft.com/office/64883a5d-228e-48f5-b3d2-eb39e07630fa
 */
export function driveItemPath(names: readonly string[], argument = 'uri'): PathSegment {
  const length = names.reduce((sum, name) => sum + name.length + 1, 0);
  if (length > 400 || !names.every(isFileName)) throw refusal('file path', argument);
  return new PathSegment(names, argument);
}

function isFileName(name: string): boolean {
  return name.length <= 255 && !/^[. ]*$|["*:<>?/\\|]|%25/.test(name.replaceAll(/%2e/gi, '.'));
}

/** A SharePoint or OneDrive link as `/shares/{token}` takes it. @see https://learn.microsoft.com/graph/api/shares-get */
export function shareToken(link: URL, argument = 'uri'): PathSegment {
  const plain = link.protocol === 'https:' && link.username === '' && link.password === '';
  if (!plain || link.href.length > 2048) throw refusal('sharing link', argument);
  return new PathSegment([`u!${encodeBase64Url(new TextEncoder().encode(link.href))}`], argument);
}

/** What is searched for in a drive, for the inside of the quotes of `search(q='…')`. */
export function driveSearchText(value: string, argument = 'query'): PathSegment {
  const text = value
    .replaceAll(/[\p{C}\s/\\%]+/gu, ' ')
    .trim()
    .replaceAll("'", "''");
  if (text.length > 1024) throw refusal('search text', argument);
  return new PathSegment([text], argument);
}

declare const brand: unique symbol;

/** A path below `/v1.0` whose every inserted value was checked and encoded. Only `graphPath` makes one. */
export type GraphPath = string & { readonly [brand]: 'GraphPath' };

/**
 * Builds a path: `` graphPath`/me/messages/${exchangeId(id)}` ``. The fixed parts are ours; a value is a checked
 * {@link PathSegment} or nothing. What comes out must still be the same path after the URL parser has read it.
 * @throws AppError `internal` where a path would mean something else than its template says.
 */
export function graphPath(fixed: TemplateStringsArray, ...values: readonly PathSegment[]): GraphPath {
  let path = fixed[0] ?? '';
  let segments = slashes(path);
  for (const [index, value] of values.entries()) {
    if (!(value instanceof PathSegment)) throw broken();
    const after = fixed[index + 1] ?? '';
    path += value.encoded + after;
    segments += value.count - 1 + slashes(after);
  }
  const url = new URL(`https://graph.invalid/v1.0${path}`);
  const unchanged = path.startsWith('/') && url.pathname === `/v1.0${path}`;
  const atHome = url.origin === 'https://graph.invalid' && url.search === '' && url.hash === '';
  const names = path.split('/').slice(1);
  const placed =
    names.length === segments && names.every((name) => !/^\.{0,2}$/.test(decodeURIComponent(name)));
  if (!unchanged || !atHome || !placed) throw broken();
  return path as GraphPath;
}

function slashes(text: string): number {
  return text.split('/').length - 1;
}

function broken(): AppError {
  return new AppError('internal', 'The connector built an address that it will not send.');
}

/** Whether a value may stand in a path, as one of the functions that make segments of paths sees it. */
export function isValidSegment(check: (value: string) => PathSegment, value: string): boolean {
  try {
    check(value);
    return true;
  } catch {
    return false;
  }
}
