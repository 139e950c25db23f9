import type { DirectoryUser, Organisation } from '../directory/directory.ts';
import { EntraError } from '../errors/entra-error.ts';
import type { EntraState } from '../entra-state.ts';
import type { PendingSignIn } from './pending-sign-in.ts';
import { organisationOf, readTenantSegment } from '../directory/tenant-segment.ts';

/** The organisation that the person signs in to: AADSTS50020 where they are a stranger, 50057 when disabled. */
export function enterOrganisation(
  state: EntraState,
  pending: PendingSignIn,
  user: DirectoryUser,
): Organisation {
  const asked = readTenantSegment(state.directory, pending.tenant);
  const home = organisationOf(state.directory, user.tenantId);
  if (asked && asked !== home) {
    throw new EntraError(50020, {
      user: user.userPrincipalName,
      home: home.tenantId,
      tenant: asked.displayName,
      app: pending.purpose.request.application.appId,
    });
  }
  if (!user.accountEnabled) throw new EntraError(50057);
  return home;
}
