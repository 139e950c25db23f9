import { findUser, type Directory, type DirectoryUser } from './entra/directory.ts';
import type { PersonName } from './tenant-control.ts';
import { people } from './world.ts';

/** The person of a name that a test gave. Throws for a stranger, so that a misspelt test fails. */
export function requirePerson(directory: Directory, name: PersonName): DirectoryUser {
  const known = Object.entries(people).find(([key]) => key === name)?.[1];
  const user = findUser(directory, known ? `${known.tenantId}/${known.objectId}` : name);
  if (!user) throw new Error(`There is no person ${name} in the simulated tenant.`);
  return user;
}
