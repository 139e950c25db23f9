import { seededGuid } from '../core/seeded-random.ts';

/** The GUID of a mailbox, which stands in every regular id of what lies in it. */
export function mailboxGuid(owner: {
  readonly objectId: string;
  readonly userPrincipalName: string;
}): string {
  return seededGuid(`mailbox:${owner.objectId}:${owner.userPrincipalName}`);
}
