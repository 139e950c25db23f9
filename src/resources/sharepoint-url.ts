const hosts = ['.sharepoint.com', '.sharepoint.us', '.sharepoint-mil.us', '.sharepoint.cn'];

/** Whether a text is the address of something in SharePoint or OneDrive for Business. */
export function isSharePointUrl(text: string): boolean {
  const url = text.startsWith('https://') ? URL.parse(text) : null;
  if (!url || url.port !== '' || url.username !== '' || url.password !== '') return false;
  return hosts.some((host) => url.hostname.endsWith(host));
}
