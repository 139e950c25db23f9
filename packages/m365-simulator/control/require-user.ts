import { findUser, type Directory, type DirectoryUser } from '../entra/directory/directory.ts';
import type { UserReference } from './control.ts';
import { users } from '../seed-data/tenants.ts';

/** The person of a name that a test gave. Throws for a stranger, so that a misspelt test fails. */
export function requireUser(directory: Directory, name: UserReference): DirectoryUser {
  const known = Object.entries(users).find(([key]) => key === name)?.[1];
  const user = findUser(directory, known ? `${known.tenantId}/${known.objectId}` : name);
  if (!user) throw new Error(`There is no person ${name} in the simulated tenant.`);
  return user;
}
