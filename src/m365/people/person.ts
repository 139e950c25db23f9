import { oneLine } from 'document-text';
import { mapRequest } from '../../graph/batch.ts';
import type { GraphRequest } from '../../graph/client.ts';
import { graphPath, guidSegment } from '../../graph/path.ts';
import type { GrantedPermissions } from '../../tenants/granted-permissions.ts';
import { formatAddress } from '../addresses.ts';
import { joinNotes } from '../format.ts';
import type { ResourceContent, ResourceContext } from '../resource.ts';
import { type ResourceOf, formatResourceUri } from '../uri.ts';
import { type Person, formatPresence, fromDirectory } from './item.ts';
import { managerRequest, presenceRequest, reportsRequest } from './relations.ts';
import { type DirectoryUser, type Presence, directoryUser, selectProfile } from './schema.ts';
import { relevantPeopleRequest } from './search.ts';

const maxWorksWith = 10;

/** Details of a person from the response of one request. */
interface PersonPart {
  readonly user?: DirectoryUser;
  readonly presence?: Presence;
  readonly manager?: Person;
  readonly reports?: readonly Person[];
  readonly worksWith?: readonly Person[];
}

/** One person of the directory, with manager, reports and presence where the granted permissions allow it. */
export async function openPerson(
  { personId }: ResourceOf<'person'>,
  context: ResourceContext,
): Promise<ResourceContent> {
  const { graph, granted, caller } = context;
  granted.require('people', 'Reading a person of the directory');
  const isSelf = personId.toLowerCase() === caller.objectId.toLowerCase();
  const subject = isSelf ? 'me' : { id: personId };
  const canReadReports = isSelf || granted.level('profiles') !== undefined;
  const canReadWorksWith = isSelf && granted.level('relevantPeople') !== undefined;
  const canReadPresence = granted.level('presence') !== undefined;
  const [user, ...others] = await graph.batch<PersonPart>([
    mapRequest(profileRequest(personId, granted), (value) => ({ user: value })),
    ...(canReadPresence ? [mapRequest(presenceRequest(personId), (value) => ({ presence: value }))] : []),
    ...(granted.level('profiles')
      ? [mapRequest(managerRequest(subject, context), (value) => ({ manager: value }))]
      : []),
    ...(canReadReports
      ? [mapRequest(reportsRequest(subject, context), ({ value }) => ({ reports: value }))]
      : []),
    ...(canReadWorksWith
      ? [mapRequest(relevantPeopleRequest(maxWorksWith, context), ({ value }) => ({ worksWith: value }))]
      : []),
  ]);
  if (user === undefined || user instanceof Error) throw user;
  // A part that fails is left out.
  const found: PersonPart = Object.assign({}, user, ...others.filter((part) => !(part instanceof Error)));
  const { presence, manager, reports, worksWith } = found;
  return {
    title: oneLine(found.user?.displayName, 200),
    facts: {
      ...profileFacts(found.user ?? {}),
      presence: presence && formatPresence(presence),
      manager: manager && formatPerson(manager),
      reports: reports?.map(formatPerson),
      worksWith: worksWith?.map(formatPerson),
    },
    note: joinNotes([
      canReadPresence && presence === undefined && 'Presence could not be read.',
      !granted.level('profiles') &&
        'Title, department, office and manager need the Microsoft Graph permission User.Read.All, which is not granted.',
    ]),
  };
}

function profileRequest(personId: string, granted: GrantedPermissions): GraphRequest<DirectoryUser> {
  return {
    path: graphPath`/users/${guidSegment(personId)}`,
    query: { $select: selectProfile(granted) },
    schema: directoryUser,
  };
}

function profileFacts(user: DirectoryUser): ResourceContent['facts'] {
  const { address, title, department, office } = fromDirectory(user);
  return {
    address,
    jobTitle: title,
    department,
    office,
    company: oneLine(user.companyName, 100),
    city: oneLine(user.city, 100),
    country: oneLine(user.country, 100),
    phones: [...(user.businessPhones ?? []), user.mobilePhone]
      .map((phone) => oneLine(phone, 40))
      .filter(Boolean),
  };
}

/** Name, address and title, with the uri of a user of the directory. */
export function formatPerson({ id, name, address, title }: Person): Readonly<Record<string, unknown>> {
  return {
    uri: id === undefined ? undefined : formatResourceUri({ kind: 'person', personId: id }),
    name: formatAddress({ name, address }),
    title: title || undefined,
  };
}
