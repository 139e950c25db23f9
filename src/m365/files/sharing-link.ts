/** URLs of views, which show a folder. */
const view = /\/Forms\/[^/]+\.aspx$/i;
const ownView = /\/onedrive\.aspx$|^\/my\/?$/i;

/**
 * The URL of the file or folder that a link shows: views of a library and of OneDrive have it in a parameter. Any other
 * link is returned unchanged.
 */
export function sharedLink(link: URL): URL {
  const isView = view.test(link.pathname);
  if (!isView && !ownView.test(link.pathname)) return link;
  const path = link.searchParams.get('id') ?? link.searchParams.get('RootFolder');
  if (path?.startsWith('/')) return toUrl(link, path.split('/').map(encodeURIComponent).join('/'));
  return isView ? toUrl(link, link.pathname.replace(view, '')) : link;
}

function toUrl({ origin }: URL, path: string): URL {
  const url = new URL(origin);
  url.pathname = path;
  return url;
}

/** Path of a site when the link is the URL of a site, empty for the root site; undefined for any other link. */
export function sitePath(link: URL): readonly string[] | undefined {
  const names = link.pathname.split('/').filter((name) => name !== '');
  if (names.length === 0) return [];
  const isSite = names.length === 2 && /^(?:sites|teams)$/i.test(names[0] ?? '');
  if (!isSite) return undefined;
  try {
    return names.map(decodeURIComponent);
  } catch {
    return undefined;
  }
}

const hosts = ['.sharepoint.com', '.sharepoint.us', '.sharepoint-mil.us', '.sharepoint.cn'];

/** URL parsers treat these characters as a slash, or ignore them. */
const ambiguous = /[\\\t\n\r]/;

/** Whether a text is a URL in SharePoint or OneDrive for Business. */
export function isSharePointUrl(text: string): boolean {
  const url = text.startsWith('https://') && !ambiguous.test(text) ? URL.parse(text) : null;
  if (!url || url.port !== '' || url.username !== '' || url.password !== '') return false;
  return hosts.some((host) => url.hostname.endsWith(host));
}
