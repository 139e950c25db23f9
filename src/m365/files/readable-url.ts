/** An address with its percent-encoding read, its query left out and no slash at the end. Empty for none. */
export function readableUrl(webUrl: string | null | undefined): string {
  const url = URL.parse(webUrl ?? '');
  if (!url) return '';
  const path = url.pathname.replace(/(?<!\/)\/+$/, '');
  try {
    return url.origin + decodeURIComponent(path);
  } catch {
    return url.origin + path;
  }
}
