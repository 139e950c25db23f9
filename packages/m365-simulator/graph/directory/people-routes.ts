import { rooms } from '../../seed-data/calendar/event-seed.ts';
import { personalContacts, presences, relevantPeople } from '../../seed-data/relevant-people.ts';
import { type Call, type Route, hasAnyScope } from '../core/call.ts';
import { directoryAccessDenied } from '../core/graph-error.ts';
import { collection, entity } from '../core/response.ts';
import { seededGuid } from '../core/seeded-random.ts';
import { textWords } from '../kql/text-words.ts';
import { nextLink, readQueryOptions } from '../odata/query-options.ts';
import { selectProperties } from '../odata/select-properties.ts';
import { requireSignedInUser } from './directory-routes.ts';
import type { DirectoryUser } from './directory.ts';
import { userJson } from './user-json.ts';

/** Relevant people and presence. @see https://learn.microsoft.com/graph/api/user-list-people */
export const peopleRoutes: readonly Route[] = [
  ['GET', '/me/people', listPeople],
  ['GET', '/users/{user}/presence', getPresence],
];

const personProperties = [
  'id',
  'displayName',
  'givenName',
  'surname',
  'birthday',
  'personNotes',
  'isFavorite',
  'jobTitle',
  'companyName',
  'yomiCompany',
  'department',
  'officeLocation',
  'profession',
  'userPrincipalName',
  'imAddress',
  'scoredEmailAddresses',
  'phones',
  'postalAddresses',
  'websites',
  'personType',
];

function listPeople(call: Call): Response {
  if (!hasAnyScope(call, 'People.Read', 'People.Read.All')) throw directoryAccessDenied();
  const { search, select, top = 10, skip } = readQueryOptions(call, 1000);
  const own = requireSignedInUser(call);
  const words = textWords((search ?? '').replaceAll('"', ''));
  const people = relevantTo(own, call.tenant.directory.users).filter((person) => {
    const have = textWords(`${person['displayName']} ${String(person['userPrincipalName'])}`);
    return words.every((word) => have.some((candidate) => candidate.startsWith(word)));
  });
  const rules = { typeName: 'microsoft.graph.person', known: personProperties, always: [], onRequest: [] };
  return collection(`users('${own.objectId}')/people`, {
    value: people.slice(skip, skip + top).map((person) => selectProperties(person, select, rules)),
    ...(skip + top < people.length ? { nextLink: nextLink(call, '$skip', skip + top) } : {}),
  });
}

/** The people of the list, then contacts of the user, then a meeting room, which is no person. */
function relevantTo(own: DirectoryUser, users: readonly DirectoryUser[]): readonly Record<string, unknown>[] {
  const keys = relevantPeople[own.userPrincipalName] ?? [];
  const colleagues = keys.flatMap((key) => users.find((user) => user.userPrincipalName === key) ?? []);
  return [
    ...colleagues.map((user, index) => {
      const { displayName, givenName, surname, jobTitle, department, officeLocation, companyName } =
        userJson(user);
      return person({
        id: user.objectId,
        displayName,
        givenName,
        surname,
        jobTitle,
        companyName,
        department,
        officeLocation,
        userPrincipalName: user.userPrincipalName,
        scoredEmailAddresses: [scored(user.userPrincipalName, 20 - index)],
        personType: { class: 'Person', subclass: 'OrganizationUser' },
      });
    }),
    ...(keys.length === 0 ? [] : personalContacts).map(({ displayName, address, companyName }) =>
      person({
        id: seededGuid(`contact:${address}`),
        displayName,
        companyName,
        scoredEmailAddresses: [scored(address, 2)],
        personType: { class: 'Person', subclass: 'PersonalContact' },
      }),
    ),
    ...(keys.length === 0
      ? []
      : [
          person({
            id: seededGuid(`room:${rooms[0].userPrincipalName}`),
            displayName: rooms[0].displayName,
            scoredEmailAddresses: [scored(rooms[0].userPrincipalName, 1)],
            personType: { class: 'Other', subclass: 'Room' },
          }),
        ]),
  ];
}

function scored(address: string, relevanceScore: number) {
  return { address, relevanceScore, selectionLikelihood: 'notSpecified' };
}

function person(members: Record<string, unknown>): Record<string, unknown> {
  return {
    givenName: null,
    surname: null,
    birthday: '',
    personNotes: '',
    isFavorite: false,
    jobTitle: null,
    companyName: null,
    yomiCompany: '',
    department: null,
    officeLocation: null,
    profession: '',
    userPrincipalName: null,
    imAddress: null,
    phones: [],
    postalAddresses: [],
    websites: [],
    ...members,
  };
}

/** @see https://learn.microsoft.com/graph/api/presence-get */
function getPresence(call: Call): Response {
  if (!hasAnyScope(call, 'Presence.Read.All')) throw directoryAccessDenied();
  const id = call.param('user');
  const [availability, activity] = presences[id] ?? ['Offline', 'Offline'];
  return entity(`users('${id}')/presence/$entity`, { id, availability, activity, statusMessage: null });
}
