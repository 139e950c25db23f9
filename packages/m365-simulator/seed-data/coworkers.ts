import { contoso, fabrikam } from './tenants.ts';

const pacific = { windows: 'Pacific Standard Time', iana: 'America/Los_Angeles' };
const london = { windows: 'GMT Standard Time', iana: 'Europe/London' };
const india = { windows: 'India Standard Time', iana: 'Asia/Kolkata' };

/** Directory users who cannot sign in. They send mail, attend meetings and share a first name. */
export const coworkers = [
  {
    objectId: 'a1000000-0000-4000-8000-000000000001',
    tenantId: contoso,
    displayName: 'Isaiah Langer',
    userPrincipalName: 'isaiah@contoso.example',
    jobTitle: 'Sales Representative',
    timeZone: london,
  },
  {
    objectId: 'a1000000-0000-4000-8000-000000000002',
    tenantId: contoso,
    displayName: 'Lidia Holloway',
    userPrincipalName: 'lidia@contoso.example',
    jobTitle: 'Product Manager',
    timeZone: pacific,
  },
  {
    objectId: 'a1000000-0000-4000-8000-000000000003',
    tenantId: contoso,
    displayName: 'Lynne Robbins',
    userPrincipalName: 'lynne@contoso.example',
    jobTitle: 'Planner',
    timeZone: india,
  },
  {
    objectId: 'a1000000-0000-4000-8000-000000000004',
    tenantId: contoso,
    displayName: 'Adele Wilkins',
    userPrincipalName: 'adele.wilkins@contoso.example',
    jobTitle: 'Facilities Coordinator',
    timeZone: london,
  },
  /** His mailbox is on an on-premises server. */
  {
    objectId: 'a1000000-0000-4000-8000-000000000005',
    tenantId: contoso,
    displayName: 'Grady Archie',
    userPrincipalName: 'grady@contoso.example',
    jobTitle: 'Designer',
    timeZone: pacific,
    hasNoMailbox: true,
  },
  {
    objectId: 'b1000000-0000-4000-8000-000000000001',
    tenantId: fabrikam,
    displayName: 'Miriam Graham',
    userPrincipalName: 'miriam@fabrikam.example',
    jobTitle: 'General Counsel',
    timeZone: pacific,
  },
] as const;
