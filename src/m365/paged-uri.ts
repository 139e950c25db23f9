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
