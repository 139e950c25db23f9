import { contoso, users } from '../tenants.ts';

/** Rooms that can be booked, with the zone that they stand in. */
export const rooms = [
  {
    tenantId: contoso,
    displayName: 'Room 14 Warsaw',
    userPrincipalName: 'room14@contoso.example',
    timeZone: users.megan.timeZone,
  },
  {
    tenantId: contoso,
    displayName: 'Room Rainier',
    userPrincipalName: 'rainier@contoso.example',
    timeZone: users.patti.timeZone,
  },
] as const;
