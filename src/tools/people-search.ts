import { z } from 'zod';
import type { Person } from '../m365/people/item.ts';
import { personItem, toPersonItem } from '../m365/people/item.ts';
import { findRelated, readPresences, relations } from '../m365/people/relations.ts';
import { fitName } from '../m365/people/fit-name.ts';
import {
  findSimilar,
  isMe,
  isPlainName,
  isTeam,
  namedRelation,
  resolvePeople,
} from '../m365/people/resolve.ts';
import { type FoundPeople, findPeople } from '../m365/people/search.ts';
import { type ToolContext, defineTool } from './define-tool.ts';
import { searchResult } from './result-notes.ts';
import { limit, name } from './params.ts';

const input = z
  .strictObject({
    query: name.optional().describe('Name or address; default with relation: the user.'),
    relation: z.enum(relations).optional().describe('Instead: people related to that person.'),
    limit: limit(50, 10),
  })
  .superRefine(({ query, relation }, context) => {
    if (query === undefined && relation === undefined) {
      context.addIssue({ code: 'custom', path: ['query'], message: 'give query, relation or both' });
    }
  });

/** Finds people of the organization and those related to them. */
export const peopleSearch = defineTool({
  name: 'people_search',
  title: 'Search people',
  description:
    'Finds people by name or address, with title, department and office where permitted; or the manager, reports or closest colleagues. For free times use find_meeting_availability.',
  areas: ['people'],
  input,
  item: personItem,
  async run({ limit, ...input }, context) {
    const named = input.query === undefined ? undefined : namedRelation(input.query);
    const relation = input.relation ?? named;
    const isSelf = input.query === undefined || isMe(input.query);
    if (relation !== undefined && (isSelf || named === relation)) {
      const found = await findRelated(relation, 'me', limit, context);
      return await toResult(found, context, [found.people.length === 0 && noneNotes[relation]]);
    }
    if (input.query !== undefined && relation === undefined && isTeam(input.query)) {
      const team = await findTeam(input.query, limit, context);
      return await toResult(team, context, [team.people.length === 0 && noTeamNote]);
    }
    const query = isSelf
      ? (context.caller.preferredUsername ?? context.caller.name ?? 'me')
      : (input.query ?? '');
    const found = await findByName(query, limit, context);
    if (relation === undefined) return await toResult(found, context, [found.note]);
    const { people } = found;
    const exact = people.filter((person) => fitName(person, query) === 'exact' || person.address === query);
    const [person, second] = (exact.length > 0 ? exact : people).filter(({ id }) => id !== undefined);
    if (person?.id === undefined || second) {
      const note = 'Repeat with the address of one of these people: relation needs exactly one.';
      return await toResult(found, context, [found.note, people.length > 0 && note]);
    }
    const subject = person.id === context.caller.objectId ? 'me' : { id: person.id };
    const related = await findRelated(relation, subject, limit, context);
    const name = person.name || person.address;
    return await toResult(related, context, [
      `Of ${name}.`,
      related.people.length === 0 && noneNotes[relation],
    ]);
  },
});

const noTeamNote = 'The directory names neither reports nor a manager of yours.';

/** For a relation without people. */
const noneNotes = {
  manager: 'The directory names no manager.',
  reports: 'The directory names no reports.',
  worksWith: 'Microsoft 365 lists no colleagues yet.',
} as const;

async function findTeam(text: string, limit: number, context: ToolContext): Promise<FoundPeople> {
  const [team] = await resolvePeople([text], context);
  const people = team?.ok ? team.people : [];
  return { people: people.slice(0, limit), more: people.length > limit, isPartial: false };
}

/** People with the name, or else with a similar one. */
async function findByName(
  query: string,
  limit: number,
  context: ToolContext,
): Promise<FoundPeople & { readonly note: string | undefined }> {
  const found = await findPeople(query, limit, context);
  if (found.people.length > 0) return { ...found, note: undefined };
  const similar = isPlainName(query) ? ((await findSimilar([query], context)).get(query) ?? []) : [];
  return similar.length === 0
    ? {
        ...found,
        note: 'Nobody in the directory has this name or address; titles, departments and phones are not searched. Use a part of the name or another spelling. For people outside the organization: outlook_email_search with sender.',
      }
    : {
        people: similar.slice(0, limit),
        more: similar.length > limit,
        isPartial: false,
        note: 'Nobody has exactly this name: these names are similar.',
      };
}

async function toResult(
  { people, more, isPartial }: FoundPeople,
  context: ToolContext,
  notes: readonly (string | false | undefined)[],
) {
  const [presences, isExternal] = await Promise.all([
    presencesOrNone(people, context),
    context.isExternal(people.map(({ address }) => address)),
  ]);
  const isReduced = !context.granted.level('profiles') && people.some(({ title }) => title === '');
  return searchResult<never>({
    items: people.map((person) => toPersonItem(person, presences?.get(person.id ?? ''), isExternal)),
    more,
    notes: [
      ...notes,
      isPartial && 'A part of the search failed: there may be more people.',
      presences === undefined && 'Presence could not be read.',
      isReduced && 'Title, department and office need User.Read.All, which is not granted.',
      more && 'There are more: use a more exact query or a higher limit.',
    ],
  });
}

/** Presence is an addition: without it the people are still found. */
async function presencesOrNone(people: readonly Person[], context: ToolContext) {
  try {
    return await readPresences(people, context);
  } catch (error) {
    if (context.signal.aborted) throw error;
    return undefined;
  }
}
