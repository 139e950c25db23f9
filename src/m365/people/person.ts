import { graphPath, guidSegment } from '../../graph/path.ts';
import { oneLine } from 'document-text';
import { formatAddress } from '../addresses.ts';
import { joinNotes } from '../format.ts';
import type { ResourceContent, ResourceContext } from '../resource.ts';
import { type ResourceOf, formatResourceUri } from '../uri.ts';
import { type Person, formatPresence, fromDirectory } from './item.ts';
import { managerRequest, readPresences, reportsRequest } from './relations.ts';
import { type DirectoryUser, directoryUser, selectProfile } from './schema.ts';
import { relevantPeopleRequest } from './search.ts';

const maxWorksWith = 10;

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
  const [user, presences, [manager], [reports], [worksWith]] = await Promise.all([
    graph.json({
      path: graphPath`/users/${guidSegment(personId)}`,
      query: { $select: selectProfile(granted) },
      schema: directoryUser,
    }),
    readPresences([{ id: personId }], context).catch(() => undefined),
    graph.batch(granted.level('profiles') ? [managerRequest(subject, context)] : []),
    graph.batch(canReadReports ? [reportsRequest(subject, context)] : []),
    graph.batch(canReadWorksWith ? [relevantPeopleRequest(maxWorksWith, context)] : []),
  ]);
  const presence = presences?.get(personId);
  return {
    title: oneLine(user.displayName, 200),
    facts: {
      ...profileFacts(user),
      presence: presence && formatPresence(presence),
      manager: manager && !(manager instanceof Error) ? formatPerson(manager) : undefined,
      reports: reports && !(reports instanceof Error) ? reports.value.map(formatPerson) : undefined,
      worksWith: worksWith && !(worksWith instanceof Error) ? worksWith.value.map(formatPerson) : undefined,
    },
    note: joinNotes([
      presences === undefined && 'Presence could not be read.',
      !granted.level('profiles') &&
        'Title, department, office and manager need the Microsoft Graph permission User.Read.All, which is not granted.',
    ]),
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
