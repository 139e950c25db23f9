import { EntraError } from '../errors/entra-error.ts';
import type { Application, Directory, Tenant } from './directory.ts';

/** The tenant that a URL's tenant segment names, or undefined for `organizations` and `common`. */
export function readTenantSegment(directory: Directory, segment: string): Tenant | undefined {
  const name = segment.toLowerCase();
  if (name === 'organizations' || name === 'common') return undefined;
  const tenant =
    directory.tenants.get(name) ??
    [...directory.tenants.values()].find((candidate) => domainsOf(candidate).includes(name));
  if (!tenant) throw new EntraError(90002, { tenant: segment });
  return tenant;
}

function domainsOf(tenant: Tenant): readonly string[] {
  const name = tenant.displayName.toLowerCase();
  return [`${name}.example`, `${name}.onmicrosoft.com`];
}

/**
 * A single-tenant application signs in at its own tenant's endpoints only.
 * @throws EntraError AADSTS50194 for `organizations` and `common`, 700016 for another tenant
 */
export function requireAudience(application: Application, tenant: Tenant | undefined): void {
  if (application.signInAudience !== 'AzureADMyOrg') return;
  const { appId, displayName, homeTenantId } = application;
  if (!tenant) throw new EntraError(50194, { appId, app: displayName });
  if (tenant.tenantId !== homeTenantId) throw new EntraError(700016, { appId, tenant: tenant.displayName });
}

/** The tenant of a user or a token; it exists, or AADSTS90002. */
export function requireTenant(directory: Directory, tenantId: string): Tenant {
  const tenant = directory.tenants.get(tenantId);
  if (!tenant) throw new EntraError(90002, { tenant: tenantId });
  return tenant;
}
