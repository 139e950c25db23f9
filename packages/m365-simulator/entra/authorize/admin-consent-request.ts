import { proveRedirect, type ProvenRedirect } from './authorize-request.ts';
import type { RequestedGrant } from './consent.ts';
import type { Application, Directory } from '../directory/directory.ts';
import { EntraError } from '../errors/entra-error.ts';
import { readScope } from '../token/scope.ts';

/** A request that an administrator grants permissions for the whole organisation. */
export interface AdminConsentRequest extends ProvenRedirect {
  readonly asked: readonly RequestedGrant[];
  /** `scope` as the answer repeats it; the first form of the endpoint has none. */
  readonly scopeText: string | undefined;
  readonly loginHint: string | undefined;
}

/** Throws what Entra shows on a page: AADSTS900144, 700016, 50011, 90002 and those of scopes. */
export function readAdminConsentRequest(
  directory: Directory,
  parameters: URLSearchParams,
  tenant: string,
  version: 1 | 2,
): AdminConsentRequest {
  const proven = proveRedirect(directory, parameters, tenant);
  const loginHint = parameters.get('login_hint') ?? undefined;
  const { application } = proven;
  const registered = (resource: Application): RequestedGrant => ({
    client: application,
    resource,
    scopes: application.requiredResourceAccess[resource.appId] ?? [],
  });
  if (version === 1) {
    const resources = Object.keys(application.requiredResourceAccess).map((id) =>
      directory.applications.get(id),
    );
    const asked = resources.filter((resource) => resource !== undefined).map(registered);
    return { ...proven, asked, scopeText: undefined, loginHint };
  }
  const scopeText = parameters.get('scope');
  if (!scopeText) throw new EntraError(900144, { parameter: 'scope' });
  const scope = readScope(directory, application, scopeText, tenant);
  const asked = [
    scope.isDefault
      ? registered(scope.resource)
      : { client: application, resource: scope.resource, scopes: scope.names },
  ];
  return { ...proven, asked, scopeText, loginHint };
}
