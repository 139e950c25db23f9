/** Kind of a request in the request log and in fault injection. */
export type RequestKind =
  | 'metadata'
  | 'keys'
  | 'authorize'
  | 'token:authorization_code'
  | 'token:refresh_token'
  | 'token:on_behalf_of'
  | 'token:other'
  | 'adminconsent'
  | 'graph'
  | 'download'
  | 'other';

const grantKinds: Readonly<Record<string, RequestKind>> = {
  authorization_code: 'token:authorization_code',
  refresh_token: 'token:refresh_token',
  'urn:ietf:params:oauth:grant-type:jwt-bearer': 'token:on_behalf_of',
};

/** Selects the service of a URL: by host, or by path on the simulator's own origin. */
export function selectService(url: URL, downloadOrigin: string): 'entra' | 'graph' | 'download' {
  if (url.origin === downloadOrigin || url.hostname.endsWith('.sharepoint.com')) return 'download';
  if (url.hostname === 'graph.microsoft.com') return 'graph';
  return /^\/(v1\.0|beta)(\/|$)/.test(url.pathname) ? 'graph' : 'entra';
}

/** The kind of a request; `form` is the body of a token request. */
export function requestKind(
  url: URL,
  downloadOrigin: string,
  form: URLSearchParams | undefined,
): RequestKind {
  const service = selectService(url, downloadOrigin);
  if (service !== 'entra') return service;
  if (url.pathname.endsWith('/.well-known/openid-configuration')) return 'metadata';
  if (url.pathname.endsWith('/discovery/v2.0/keys')) return 'keys';
  if (url.pathname.endsWith('/oauth2/v2.0/authorize')) return 'authorize';
  if (url.pathname.endsWith('/adminconsent')) return 'adminconsent';
  if (!url.pathname.endsWith('/oauth2/v2.0/token')) return 'other';
  return grantKinds[form?.get('grant_type') ?? ''] ?? 'token:other';
}
