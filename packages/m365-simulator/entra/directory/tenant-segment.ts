import { EntraError } from '../errors/entra-error.ts';
import type { Directory, Tenant } from './directory.ts';

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

/** The tenant of a user or a token; it exists, or AADSTS90002. */
export function requireTenant(directory: Directory, tenantId: string): Tenant {
  const tenant = directory.tenants.get(tenantId);
  if (!tenant) throw new EntraError(90002, { tenant: tenantId });
  return tenant;
}
