import type { VerifiedCaller } from '../lib/verified-caller.ts';

/** What a person's organisation has decided about them, beside what Entra says. */
export interface OrganisationVerdict {
  /** Why the person may not come in, in words for them. */
  readonly refusal: string | undefined;
  /** Sign-ins of the organisation up to this time have ended. 0 where none has. */
  readonly revokedBeforeMs: number;
}

/** Asks for the verdict. */
export type AskOrganisation = (caller: VerifiedCaller) => Promise<OrganisationVerdict>;
