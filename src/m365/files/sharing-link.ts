/** Addresses of views, which show a folder rather than being one. */
const view = /\/Forms\/[^/]+\.aspx$/i;
const ownView = /\/onedrive\.aspx$|^\/my\/?$/i;

/**
 * The address of the file or folder that a person sees at an address: views of a library and of OneDrive name it in a
 * parameter. Any other address is its own.
 */
export function sharedLink(link: URL): URL {
  const isView = view.test(link.pathname);
  if (!isView && !ownView.test(link.pathname)) return link;
  const path = link.searchParams.get('id') ?? link.searchParams.get('RootFolder');
  if (path?.startsWith('/')) return onHostOf(link, path.split('/').map(encodeURIComponent).join('/'));
  return isView ? onHostOf(link, link.pathname.replace(view, '')) : link;
}

function onHostOf({ origin }: URL, path: string): URL {
  const url = new URL(origin);
  url.pathname = path;
  return url;
}

/** Names of the path to a site, where the address is that of a site and of nothing in it; none for the root site. */
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

/** What some readers of an address take for a slash, and others pass over. */
const ambiguous = /[\\\t\n\r]/;

/** Whether a text is the address of something in SharePoint or OneDrive for Business. */
export function isSharePointUrl(text: string): boolean {
  const url = text.startsWith('https://') && !ambiguous.test(text) ? URL.parse(text) : null;
  if (!url || url.port !== '' || url.username !== '' || url.password !== '') return false;
  return hosts.some((host) => url.hostname.endsWith(host));
}
