import type { TokenProfile } from '../entra/token-claims.ts';

/** Template id of the directory role. @see https://learn.microsoft.com/entra/identity/role-based-access-control/permissions-reference#global-administrator */
const globalAdministrator = '62e90394-69f5-4237-9190-012177145e10';
/** App role of the server application, for those who administer the connector and nothing else. */
const connectorAdministrator = 'Connector.Admin';

/** Whether a person may decide about the connector for their organisation. */
export function isAdministrator({
  directoryRoles,
  appRoles,
}: Pick<TokenProfile, 'directoryRoles' | 'appRoles'>): boolean {
  return directoryRoles.includes(globalAdministrator) || appRoles.includes(connectorAdministrator);
}
