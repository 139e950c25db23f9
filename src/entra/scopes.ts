import type { TenantId } from '../lib/guid.ts';

/** A request that an administrator consents for a whole organisation. */
export interface AdminConsentRequest {
  /** Where Entra's pages are: the cloud's login origin, or a stand-in. */
  readonly loginUrl: URL;
  /** Of the administrator's own verified token. Never `common`: somebody else's organisation could be meant. */
  readonly tenantId: TenantId;
  readonly clientId: string;
  /** Permissions of one resource, or its `.default`; OpenID Connect scopes may stand beside them. */
  readonly scope: string;
  readonly redirectUri: string;
  readonly state: string;
}

/**
 * The address of Entra's page for consent on behalf of an organisation. It also adds the application to the organisation
 * where it is not there yet.
 * @see https://learn.microsoft.com/entra/identity-platform/v2-admin-consent
 */
export function adminConsentUrl(request: AdminConsentRequest): string {
  const url = new URL(`/${request.tenantId}/v2.0/adminconsent`, request.loginUrl);
  url.search = new URLSearchParams({
    client_id: request.clientId,
    scope: request.scope,
    redirect_uri: request.redirectUri,
    state: request.state,
  }).toString();
  return url.href;
}

/**
 * The scope that asks for permissions of Microsoft Graph: those named, or everything that the registration of the
 * application lists. Names are fully qualified by the Graph of the cloud.
 */
export function graphScope(graphOrigin: string, permissions: readonly string[] | 'all'): string {
  const names = permissions === 'all' ? ['.default'] : permissions;
  return names.map((name) => `${graphOrigin}/${name}`).join(' ');
}

/**
 * The name of a scope without the resource that it belongs to: `Mail.Read` of `https://graph.microsoft.com/Mail.Read`.
 * Entra answers with either form; a bare name, such as `openid`, is its own.
 */
export function scopeName(scope: string): string {
  return scope.slice(scope.lastIndexOf('/') + 1);
}
