import { z } from 'zod';
import type { GrantedPermissions } from '../../tenants/granted-permissions.ts';
import { nullishString } from '../../graph/nullish.ts';

/** A user of the directory. @see https://learn.microsoft.com/graph/api/resources/user */
export const directoryUser = z.object({
  id: nullishString,
  displayName: nullishString,
  mail: nullishString,
  userPrincipalName: nullishString,
  jobTitle: nullishString,
  department: nullishString,
  officeLocation: nullishString,
  companyName: nullishString,
  city: nullishString,
  country: nullishString,
  mobilePhone: nullishString,
  businessPhones: z.array(z.string()).nullish(),
});
export type DirectoryUser = z.output<typeof directoryUser>;

const basicProperties = 'id,displayName,mail,userPrincipalName';
const profileProperties = `${basicProperties},jobTitle,department,officeLocation`;

/** `$select` of users in lists. Without `User.Read.All`, Graph returns names and addresses of others only. */
export function selectUser(granted: GrantedPermissions): string {
  return granted.level('profiles') ? profileProperties : basicProperties;
}

/** `$select` of one user. */
export function selectProfile(granted: GrantedPermissions): string {
  return granted.level('profiles')
    ? `${profileProperties},companyName,city,country,mobilePhone,businessPhones`
    : basicProperties;
}

/** A person of the user's list of relevant people. @see https://learn.microsoft.com/graph/api/resources/person */
export const relevantPerson = z.object({
  id: nullishString,
  displayName: nullishString,
  userPrincipalName: nullishString,
  scoredEmailAddresses: z.array(z.object({ address: nullishString })).nullish(),
  jobTitle: nullishString,
  department: nullishString,
  officeLocation: nullishString,
  personType: z.object({ class: nullishString, subclass: nullishString }).nullish(),
});
export type RelevantPerson = z.output<typeof relevantPerson>;

/** `$select` of relevant people. `People.Read` opens whom the user works with, not their profiles. */
export function selectRelevantPerson(granted: GrantedPermissions): string {
  const properties = 'id,displayName,userPrincipalName,scoredEmailAddresses,personType';
  return granted.level('profiles') ? `${properties},jobTitle,department,officeLocation` : properties;
}

/** @see https://learn.microsoft.com/graph/api/resources/presence */
export const presence = z.object({
  id: z.string(),
  availability: nullishString,
  activity: nullishString,
});
export type Presence = z.output<typeof presence>;
