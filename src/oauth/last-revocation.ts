import type { AskOrganisation } from './organisation.ts';
import type { Person } from './person.ts';
import type { PersonLedger } from './stores.ts';

/** Where revocations are kept. */
export interface RevocationMarks {
  readonly people: Pick<PersonLedger, 'revokedBeforeMs'>;
  readonly askOrganisation: AskOrganisation;
}

/** When the person or their organisation last ended every sign-in: what was proven by then is worth nothing. */
export async function lastRevocationMs(
  person: Person,
  { people, askOrganisation }: RevocationMarks,
): Promise<number> {
  const [own, organisation] = await Promise.all([people.revokedBeforeMs(person), askOrganisation(person)]);
  return Math.max(own, organisation.revokedBeforeMs);
}
