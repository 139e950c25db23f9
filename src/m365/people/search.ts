import type { GraphRequest } from '../../graph/client.ts';
import { directorySearch, peopleSearch } from '../../graph/odata.ts';
import { type ListPage, batchLists, listPage } from '../../graph/paging.ts';
import { graphPath } from '../../graph/path.ts';
import { searchWords } from '../../lib/search-words.ts';
import type { M365Context } from '../resource.ts';
import { type Person, fromDirectory, fromRelevance } from './item.ts';
import { directoryUser, relevantPerson, selectRelevantPerson, selectUser } from './schema.ts';

type Context = Pick<M365Context, 'graph' | 'granted'>;

/** People in their order, and whether there are more. */
export interface FoundPeople {
  readonly people: readonly Person[];
  readonly more: boolean;
  /** Whether a part of the search failed. */
  readonly isPartial: boolean;
}

/**
 * Finds people by words of name or address: first those whom the user works with, then the rest of the directory, both in
 * one round trip.
 */
export async function findPeople(query: string, limit: number, context: Context): Promise<FoundPeople> {
  const { graph, granted } = context;
  granted.require('people', 'Finding people by name');
  const responses = await batchLists<ListPage<Person>>(graph, [
    ...(granted.level('relevantPeople') ? [relevantPeopleRequest(limit, context, query)] : []),
    directoryRequest(query, limit, context),
  ]);
  const pages = responses.flatMap((response) => (response instanceof Error ? [] : [response]));
  if (pages.length === 0) throw responses[0];
  const people = mergePeople(pages.flatMap(({ value }) => value));
  return {
    people: people.slice(0, limit),
    more: people.length > limit || pages.some((page) => page['@odata.nextLink'] !== undefined),
    isPartial: pages.length < responses.length,
  };
}

/** The people whom the user works with, in the order of relevance. */
export async function findRelevantPeople(limit: number, { graph, granted }: Context): Promise<FoundPeople> {
  granted.require('relevantPeople', 'Listing the people whom the user works with');
  const page = await graph.json(relevantPeopleRequest(limit, { granted }));
  return { people: page.value, more: page['@odata.nextLink'] !== undefined, isPartial: false };
}

/** A request of the list of relevant people. Groups are dropped, and rooms unless they are requested. */
export function relevantPeopleRequest(
  limit: number,
  { granted }: Pick<M365Context, 'granted'>,
  query?: string,
  withRooms = false,
): GraphRequest<ListPage<Person>> {
  return {
    path: graphPath`/me/people`,
    query: {
      $search: query === undefined ? undefined : peopleSearch(query),
      $select: selectRelevantPerson(granted),
      $top: limit,
    },
    schema: listPage(relevantPerson).transform((page) => ({
      ...page,
      value: page.value
        .filter(
          ({ personType }) =>
            (personType?.class ?? 'Person') === 'Person' || (withRooms && personType?.subclass === 'Room'),
        )
        .map(fromRelevance),
    })),
  };
}

const maxNames = 5;

/** A search of the directory by the words of name or address, or of each name of `Adele OR Lidia`. */
export function directoryRequest(
  query: string,
  limit: number,
  { granted }: Context,
): GraphRequest<ListPage<Person>> {
  const named = query.split(/\sOR\s/).filter((name) => /[\p{L}\p{N}]/u.test(name));
  const names = named.length > 1 ? named.slice(0, maxNames) : [query];
  const properties = ['displayName', 'mail', 'userPrincipalName'];
  return {
    path: graphPath`/users`,
    query: {
      $search: names.map((name) => directorySearch(properties, name, 'query')).join(' OR '),
      $select: selectUser(granted),
      $top: limit,
    },
    headers: { ConsistencyLevel: 'eventual' },
    schema: listPage(directoryUser).transform((page) => ({ ...page, value: page.value.map(fromDirectory) })),
  };
}

/** First letters of a word that a misspelling usually keeps, and of a short one. */
const [firstLetters, fewLetters] = [3, 2];
const maxSimilar = 50;

/** People of whom a word of the name begins like a word of a misspelled one. */
export function similarNamesRequest(
  text: string,
  { granted }: Pick<M365Context, 'granted'>,
): GraphRequest<readonly Person[]> {
  const starts = searchWords(text)
    .slice(0, 4)
    .map((word) => word.slice(0, word.length <= firstLetters + 1 ? fewLetters : firstLetters));
  const clauses = [...new Set(starts)].map((start) => directorySearch(['displayName'], start, 'query'));
  return {
    path: graphPath`/users`,
    query: { $search: clauses.join(' OR '), $select: selectUser(granted), $top: maxSimilar },
    headers: { ConsistencyLevel: 'eventual' },
    schema: listPage(directoryUser).transform(({ value }) => value.map(fromDirectory)),
  };
}

/** One entry per person. What the first entry lacks is taken from the others. */
export function mergePeople(people: readonly Person[]): readonly Person[] {
  const merged = new Map<string, Person>();
  for (const person of people) {
    const key = person.address.toLowerCase() || person.id || person.name;
    const known = merged.get(key);
    merged.set(key, {
      id: known?.id ?? person.id,
      name: known?.name || person.name,
      address: known?.address || person.address,
      title: known?.title || person.title,
      department: known?.department || person.department,
      office: known?.office || person.office,
    });
  }
  return [...merged.values()];
}
