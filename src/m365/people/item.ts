import { z } from 'zod';
import { oneLine } from 'document-text';
import { guidSegment, isValidSegment } from '../../graph/path.ts';
import { type IsExternal, otherAddressInName } from '../addresses.ts';
import { formatResourceUri } from '../uri.ts';
import type { DirectoryUser, Presence, RelevantPerson } from './schema.ts';

/** A person in a list of results. Contacts outside the directory have no uri. */
export const personItem = z.object({
  uri: z.string().optional(),
  name: z.string(),
  address: z.string().optional(),
  title: z.string().optional(),
  department: z.string().optional(),
  office: z.string().optional(),
  presence: z.string().optional(),
  contact: z.literal(true).optional().describe('Not in the directory.'),
  external: z.literal(true).optional().describe('Outside the organization.'),
  suspicious: z.literal(true).optional().describe('Name is another address.'),
});

/** A person of the directory or of the user's contacts, with sanitized texts. Missing texts are empty. */
export interface Person {
  /** Object id in the directory; undefined for a contact. */
  readonly id: string | undefined;
  readonly name: string;
  readonly address: string;
  readonly title: string;
  readonly department: string;
  readonly office: string;
}

/** The object id of a user; undefined where Graph returns none or something else. */
function toUserId(id: string | null | undefined): string | undefined {
  return id && isValidSegment(guidSegment, id) ? id : undefined;
}

/** A user of the directory. */
export function fromDirectory(user: DirectoryUser): Person {
  return {
    id: toUserId(user.id),
    name: oneLine(user.displayName, 100),
    address: oneLine(user.mail || user.userPrincipalName, 200),
    title: oneLine(user.jobTitle, 100),
    department: oneLine(user.department, 100),
    office: oneLine(user.officeLocation, 100),
  };
}

/** Only users of the organization have the object id of the directory as their id. */
export function fromRelevance(person: RelevantPerson): Person {
  const { class: kind, subclass } = person.personType ?? {};
  const isUser = kind === 'Person' && subclass === 'OrganizationUser';
  return {
    id: isUser ? toUserId(person.id) : undefined,
    name: oneLine(person.displayName, 100),
    address: oneLine(person.scoredEmailAddresses?.[0]?.address || person.userPrincipalName, 200),
    title: oneLine(person.jobTitle, 100),
    department: oneLine(person.department, 100),
    office: oneLine(person.officeLocation, 100),
  };
}

/** A person as a list item. */
export function toPersonItem(
  person: Person,
  presence: Presence | undefined,
  isExternal: IsExternal,
): z.output<typeof personItem> {
  const { id, name, address, title, department, office } = person;
  return {
    ...(id === undefined
      ? { contact: true as const }
      : { uri: formatResourceUri({ kind: 'person', personId: id }) }),
    name: name || address,
    ...(address && { address }),
    ...(title && { title }),
    ...(department && { department }),
    ...(office && { office }),
    ...(presence && { presence: formatPresence(presence) }),
    ...(isExternal(address) === true && { external: true as const }),
    ...(otherAddressInName(person) !== undefined && { suspicious: true as const }),
  };
}

/** `Busy`, or with the activity: `Busy (InAMeeting)`. */
export function formatPresence({ availability, activity }: Presence): string {
  const state = oneLine(availability, 40) || 'PresenceUnknown';
  const detail = oneLine(activity, 40);
  return detail === '' || detail === state ? state : `${state} (${detail})`;
}
