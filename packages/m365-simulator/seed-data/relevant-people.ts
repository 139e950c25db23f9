import { users } from './tenants.ts';

/** User principal names of the people whom a user works with, the most relevant first. */
export const relevantPeople: Readonly<Record<string, readonly string[]>> = {
  [users.megan.userPrincipalName]: [
    users.adele.userPrincipalName,
    users.patti.userPrincipalName,
    'lidia@contoso.example',
    'isaiah@contoso.example',
  ],
};

/** Contacts outside the organization. */
export const personalContacts = [
  { displayName: 'Nestor Wilke', address: 'nestor@fabrikam.example', companyName: 'Fabrikam' },
] as const;

/** Availability and activity by object id; everybody else is offline. */
export const presences: Readonly<Record<string, readonly [availability: string, activity: string]>> = {
  [users.patti.objectId]: ['Busy', 'InAMeeting'],
  [users.adele.objectId]: ['Available', 'Available'],
};
