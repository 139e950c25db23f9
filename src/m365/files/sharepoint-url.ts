const hosts = ['.sharepoint.com', '.sharepoint.us', '.sharepoint-mil.us', '.sharepoint.cn'];

/** What some readers of an address take for a slash, and others pass over. */
const ambiguous = /[\\\t\n\r]/;

/** Whether a text is the address of something in SharePoint or OneDrive for Business. */
export function isSharePointUrl(text: string): boolean {
  const url = text.startsWith('https://') && !ambiguous.test(text) ? URL.parse(text) : null;
  if (!url || url.port !== '' || url.username !== '' || url.password !== '') return false;
  return hosts.some((host) => url.hostname.endsWith(host));
}
