import type { TenantId } from '../lib/guid.ts';

/** A request for admin consent in a tenant. */
export interface AdminConsentRequest {
  /** The login origin of the cloud, or of a simulator. */
  readonly loginUrl: URL;
  /** From the administrator's verified token. Never `common`, which could consent in another tenant. */
  readonly tenantId: TenantId;
  readonly clientId: string;
  /** Permissions of one resource or its `.default`, optionally with OpenID Connect scopes. */
  readonly scope: string;
  readonly redirectUri: string;
  readonly state: string;
}

/**
 * URL of Entra's admin consent page. Consent also adds the application to the tenant if it is missing.
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
 * The `scope` parameter for Microsoft Graph permissions: the given ones, or all that the app registration lists. Each
 * scope is qualified with the Graph origin of the cloud.
 */
export function graphScope(graphOrigin: string, permissions: readonly string[] | 'all'): string {
  const names = permissions === 'all' ? ['.default'] : permissions;
  return names.map((name) => `${graphOrigin}/${name}`).join(' ');
}

/**
 * The name of a scope without its resource: `Mail.Read` for `https://graph.microsoft.com/Mail.Read`. Entra returns either
 * form; a name without a resource, such as `openid`, is returned unchanged.
 */
export function scopeName(scope: string): string {
  return scope.slice(scope.lastIndexOf('/') + 1);
}
