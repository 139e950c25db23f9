import type { GrantedPermissions } from '../../tenants/granted-permissions.ts';

/** @throws AppError `permission_missing` where events of this calendar may not be read. */
export function requireCalendar(granted: GrantedPermissions, owner: string | undefined): void {
  if (owner === undefined) granted.require(['Calendars.Read', 'Calendars.Read.Shared'], 'Reading events');
  else granted.require(['Calendars.Read.Shared'], 'The calendar of somebody else');
}
