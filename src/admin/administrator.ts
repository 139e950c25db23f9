import type { SignedInUser } from '../entra/id-token.ts';

/**
 * Template ids of the directory roles that may consent for an organization to delegated permissions.
 * @see https://learn.microsoft.com/entra/identity/enterprise-apps/grant-admin-consent#prerequisites
 * @see https://learn.microsoft.com/entra/identity/role-based-access-control/permissions-reference
 */
const consentingRoles: ReadonlySet<string> = new Set([
  /** Global Administrator */
  '62e90394-69f5-4237-9190-012177145e10',
  /** Privileged Role Administrator */
  'e8611ab8-c189-46e8-94e1-60213ab1f814',
  /** Cloud Application Administrator */
  '158c047a-c907-4556-b7ef-446551a6b5f7',
  /** Application Administrator */
  '9b895d92-2cd3-44c7-9d02-a6ac2d5ea5c3',
]);

/** App role of the server application for administrators of the connector only. */
const connectorAdministrator = 'Connector.Admin';

/** Returns true if the user may administer the connector for their tenant. */
export function isAdministrator({
  directoryRoles,
  appRoles,
}: Pick<SignedInUser, 'directoryRoles' | 'appRoles'>): boolean {
  return (
    directoryRoles.some((role) => consentingRoles.has(role)) || appRoles.includes(connectorAdministrator)
  );
}
