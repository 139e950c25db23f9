import { oneLine } from 'document-text';
import type { GraphRequest } from '../../graph/client.ts';
import { mapRequest, maxRequests } from '../../graph/batch.ts';
import { type ListPage } from '../../graph/paging.ts';
import { graphPath, guidSegment } from '../../graph/path.ts';
import { AppError } from '../../lib/app-error.ts';
import { searchWords } from '../../lib/search-words.ts';
import { formatAddress, otherAddressInName } from '../addresses.ts';
import type { M365Context } from '../resource.ts';
import { type Resource, parseResourceUri } from '../uri.ts';
import { type NameFit, fitName } from './fit-name.ts';
import { type Person, fromDirectory } from './item.ts';
import { managerRequest, readManager, reportsRequest, requireManager, toManagerError } from './relations.ts';
import { directoryUser, selectUser } from './schema.ts';
import { directoryRequest, mergePeople, relevantPeopleRequest, similarNamesRequest } from './search.ts';

type Context = Pick<M365Context, 'graph' | 'granted' | 'caller' | 'isExternal'>;

/** A person of the directory or of the contacts who may be meant by a name. */
export interface Candidate {
  readonly person: Person;
  readonly fit: NameFit;
  readonly isExternal: boolean;
}

/** The person whom a text means (several for `my reports`), or the candidates when it is not clear. */
export type ResolvedName =
  | { readonly ok: true; readonly text: string; readonly people: readonly Person[]; readonly fit: NameFit }
  | { readonly ok: false; readonly text: string; readonly candidates: readonly Candidate[] };

const managerWords = /^my (?:(?:line )?manager|boss|supervisor)$/i;
const reportsWords = /^my (?:direct )?reports$/i;
const teamWords = /^(?:my|our) team$/i;
const maxFound = 10;

/** The relation that a text names: `my manager`, `my reports`. Undefined for none. */
export function namedRelation(text: string): 'manager' | 'reports' | undefined {
  if (managerWords.test(text)) return 'manager';
  return reportsWords.test(text) ? 'reports' : undefined;
}

/** Whether a text means the reports of the user, or the user's colleagues under the same manager. */
export function isTeam(text: string): boolean {
  return teamWords.test(text);
}

/** The kinds of texts that name a person. */
type NameKind = 'address' | 'me' | 'manager' | 'reports' | 'team' | 'uri' | 'name';

function nameKind(text: string): NameKind {
  if (text.startsWith('person:')) return 'uri';
  if (text.includes('@')) return 'address';
  if (isMe(text)) return 'me';
  return isTeam(text) ? 'team' : (namedRelation(text) ?? 'name');
}

/** Whether a text means the signed-in user. */
export function isMe(text: string | undefined): boolean {
  return text !== undefined && /^(?:me|myself|i)$/i.test(text);
}

/** Whether only the directory knows who is meant: `my manager`, `my team` or the URI of a person. */
export function needsDirectory(text: string): boolean {
  const kind = nameKind(text);
  return kind === 'uri' || kind === 'manager' || kind === 'reports' || kind === 'team';
}

/** Whether a text is a name for the directory, rather than an address, `me`, `my manager` or a URI. */
export function isPlainName(text: string | undefined): text is string {
  return text !== undefined && nameKind(text) === 'name';
}

/**
 * Resolves names, addresses, `me`, `my manager`, `my team` and person URIs, all in one batch; only names that nobody
 * has are searched once more by their first letters, for misspellings.
 * @throws AppError `permission_missing` for a name without the permission to search the directory
 */
export async function resolvePeople(
  texts: readonly string[],
  context: Context,
): Promise<readonly ResolvedName[]> {
  const requests = [...new Set(texts)].flatMap((text) => requestsFor(text, context));
  const responses = await sendAll(
    requests.map(({ request }) => request),
    context,
  );
  const found = new Map<string, Person[]>();
  for (const [index, { text, isOptional }] of requests.entries()) {
    const response = responses[index] ?? [];
    if (!(response instanceof Error)) {
      found.set(text, [...(found.get(text) ?? []), ...response]);
      continue;
    }
    // A user without a manager, or an unknown uri.
    const isNone = response instanceof AppError && response.code === 'not_found';
    if (isNone || isOptional) continue;
    throw nameKind(text) === 'manager' ? toManagerError(response, context.granted) : response;
  }
  const teams = texts.filter((text) => nameKind(text) === 'team' && (found.get(text) ?? []).length === 0);
  if (teams.length > 0) {
    const colleagues = await readColleagues(context);
    for (const text of teams) found.set(text, [...colleagues]);
  }
  const missing = texts.filter((text) => isPlainName(text) && (found.get(text) ?? []).length === 0);
  const similar = await findSimilar(missing, context);
  const isExternal = await context.isExternal(
    [...found.values(), ...similar.values()].flat().map(({ address }) => address),
  );
  return texts.map((text) => {
    const kind = nameKind(text);
    const people = mergePeople(found.get(text) ?? []);
    if (kind === 'address') return single(text, { ...nobody, address: text });
    if (kind === 'me') return single(text, ownPerson(context));
    if (kind !== 'name') {
      const reachable = people.filter(({ address }) => address !== '');
      return reachable.length > 0
        ? { ok: true, text, people: reachable, fit: 'exact' }
        : { ok: false, text, candidates: [] };
    }
    const candidates = [...people, ...(similar.get(text) ?? [])]
      .map((person) => ({
        person,
        fit: otherAddressInName(person) === undefined ? fitName(person, text) : 'none',
        isExternal: isExternal(person.address) === true,
      }))
      .filter(({ person, fit }) => person.address !== '' && (fit !== 'none' || people.includes(person)));
    return chooseCandidate(text, candidates);
  });
}

/**
 * The manager of the user and the other reports of the manager.
 * @throws AppError `permission_missing`
 */
async function readColleagues(context: Context): Promise<readonly Person[]> {
  const { granted, graph, caller } = context;
  granted.require(
    'profiles',
    'You have no reports in the directory. Listing the other reports of your manager',
  );
  const manager = await readManager('me', context);
  if (manager?.id === undefined) return [];
  const { value } = await graph.json(reportsRequest({ id: manager.id }, context));
  return [manager, ...value.filter(({ id }) => id !== caller.objectId)];
}

/** People with a similar name, by the misspelled one. None where the directory cannot be searched. */
export async function findSimilar(
  names: readonly string[],
  context: Context,
): Promise<ReadonlyMap<string, readonly Person[]>> {
  const searchable = names.filter((name) => searchWords(name).length > 0);
  const responses = await sendAll(
    searchable.map((name) => similarNamesRequest(name, context)),
    context,
  );
  return new Map(
    searchable.map((name, index) => {
      const people = responses[index];
      const found = people === undefined || people instanceof Error ? [] : people;
      return [name, found.filter((person) => fitName(person, name) !== 'none')];
    }),
  );
}

const nobody: Person = { id: undefined, name: '', address: '', title: '', department: '', office: '' };

function single(text: string, person: Person): ResolvedName {
  return { ok: true, text, people: [person], fit: 'exact' };
}

function ownPerson({ caller }: Pick<Context, 'caller'>): Person {
  return {
    ...nobody,
    id: caller.objectId,
    name: caller.name ?? '',
    address: caller.preferredUsername ?? caller.objectId,
  };
}

/** The only candidate of the best fit; colleagues come before people outside the organization. */
function chooseCandidate(text: string, candidates: readonly Candidate[]): ResolvedName {
  const fits: readonly NameFit[] = ['exact', 'words', 'similar', 'none'];
  const rank = ({ fit, isExternal }: Candidate) => fits.indexOf(fit) * 2 + (isExternal ? 1 : 0);
  const sorted = candidates.toSorted((first, second) => rank(first) - rank(second));
  const [best, second] = sorted;
  if (best && best.fit !== 'none' && (!second || rank(second) > rank(best))) {
    return { ok: true, text, people: [best.person], fit: best.fit };
  }
  return { ok: false, text, candidates: sorted };
}

/** A request for the people whom a text means. */
interface PeopleRequest {
  readonly text: string;
  readonly request: GraphRequest<readonly Person[]>;
  /** Whether the people of the other request for the text are enough. */
  readonly isOptional: boolean;
}

function requestsFor(text: string, context: Context): readonly PeopleRequest[] {
  const { granted } = context;
  const only = (request: GraphRequest<readonly Person[]>) => [{ text, request, isOptional: false }];
  switch (nameKind(text)) {
    case 'address':
    case 'me':
      return [];
    case 'uri': {
      granted.require('people', 'Reading a person of the directory');
      return only(personRequest(requirePerson(text), context));
    }
    case 'manager':
      requireManager('me', granted);
      return only(mapRequest(managerRequest('me', context), (person) => [person]));
    case 'reports':
    case 'team':
      granted.require('people', 'Listing your reports');
      return only(mapRequest(reportsRequest('me', context), toList));
    case 'name': {
      granted.require('people', 'Finding people by name instead of address');
      const relevant = granted.level('relevantPeople')
        ? only(mapRequest(relevantPeopleRequest(maxFound, context, text, true), toList))
        : [];
      return [
        ...relevant.map((request) => ({ ...request, isOptional: true })),
        ...only(mapRequest(directoryRequest(text, maxFound, context), toList)),
      ];
    }
  }
}

const toList = (page: ListPage<Person>): readonly Person[] => page.value;

function personRequest(id: string, { granted }: Context): GraphRequest<readonly Person[]> {
  return {
    path: graphPath`/users/${guidSegment(id)}`,
    query: { $select: selectUser(granted) },
    schema: directoryUser.transform((user) => [fromDirectory(user)]),
  };
}

/** @throws AppError `invalid_argument` for the URI of something else */
function requirePerson(uri: string): string {
  const resource: Resource = parseResourceUri(uri);
  if (resource.kind === 'person') return resource.personId;
  throw new AppError('invalid_argument', 'Only the uri of a person can stand for a name.');
}

async function sendAll<T>(
  requests: readonly GraphRequest<T>[],
  { graph }: Pick<Context, 'graph'>,
): Promise<readonly (T | Error)[]> {
  const parts = Array.from({ length: Math.ceil(requests.length / maxRequests) }, (_, part) =>
    requests.slice(part * maxRequests, (part + 1) * maxRequests),
  );
  return (await Promise.all(parts.map((part) => graph.batch(part)))).flat();
}

/** `Adele Vance <adele@contoso.com>, Retail Manager (similar name, outside the organization)`. */
export function formatCandidate({ person, fit, isExternal }: Candidate): string {
  const remarks = [
    fit === 'exact' && 'exact name',
    fit === 'similar' && 'similar name',
    isExternal && 'outside the organization',
  ].filter(Boolean);
  const title = person.title === '' ? '' : `, ${person.title}`;
  return `${formatAddress(person)}${title}${remarks.length === 0 ? '' : ` (${remarks.join(', ')})`}`;
}

/** For a name that was taken for a misspelled one. */
export function guessNote({ text, people, fit }: Extract<ResolvedName, { ok: true }>): string | undefined {
  const [person] = people;
  return fit === 'similar' && person
    ? `Nobody is called ${oneLine(text, 80)}: ${formatAddress(person)} was assumed.`
    : undefined;
}
