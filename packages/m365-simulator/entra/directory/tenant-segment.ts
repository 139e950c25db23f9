import { EntraError } from '../errors/entra-error.ts';
import type { Directory, Organisation } from './directory.ts';

/** The organisation that a URL's tenant segment names, or undefined for `organizations` and `common`. */
export function readTenantSegment(directory: Directory, segment: string): Organisation | undefined {
  const name = segment.toLowerCase();
  if (name === 'organizations' || name === 'common') return undefined;
  const organisation =
    directory.organisations.get(name) ??
    [...directory.organisations.values()].find((candidate) => domainsOf(candidate).includes(name));
  if (!organisation) throw new EntraError(90002, { tenant: segment });
  return organisation;
}

function domainsOf(organisation: Organisation): readonly string[] {
  const name = organisation.displayName.toLowerCase();
  return [`${name}.example`, `${name}.onmicrosoft.com`];
}

/** The organisation of a person or a token; it exists, or AADSTS90002. */
export function organisationOf(directory: Directory, tenantId: string): Organisation {
  const organisation = directory.organisations.get(tenantId);
  if (!organisation) throw new EntraError(90002, { tenant: tenantId });
  return organisation;
}
