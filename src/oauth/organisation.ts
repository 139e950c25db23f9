import type { VerifiedCaller } from '../entra/caller.ts';
import type { Person } from './person.ts';

/** What a person's organisation has decided about them, beside what Entra says. */
export interface OrganisationVerdict {
  /** Why the person may not come in, in words for them. */
  readonly refusal: string | undefined;
  /** Sign-ins of the organisation up to this time have ended. 0 where none has. */
  readonly revokedBeforeMs: number;
}

/** Asks for the verdict. Where the groups of the person are not known, it may be that they are needed. */
export type AskOrganisation = (
  person: Person & Pick<VerifiedCaller, 'groupIds'>,
) => Promise<OrganisationVerdict>;
