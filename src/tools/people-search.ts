import { z } from 'zod';
import type { Person } from '../m365/people/item.ts';
import { personItem, toPersonItem } from '../m365/people/item.ts';
import { findRelated, readPresences, relations } from '../m365/people/relations.ts';
import { type FoundPeople, findPeople } from '../m365/people/search.ts';
import { type ToolContext, defineTool } from './define-tool.ts';
import { searchResult } from './notes.ts';
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
  async run(input, context) {
    const isMe = input.query === undefined || /^(?:me|myself)$/i.test(input.query);
    if (input.relation !== undefined && isMe) {
      const found = await findRelated(input.relation, 'me', input.limit, context);
      return await toResult(found, context, []);
    }
    const query = isMe
      ? (context.caller.preferredUsername ?? context.caller.name ?? 'me')
      : (input.query ?? '');
    const found = await findPeople(query, input.limit, context);
    if (input.relation === undefined) return await toResult(found, context, []);
    const { people } = found;
    const exact = people.filter(({ name, address }) => isSame(name, query) || isSame(address, query));
    const [person, second] = (exact.length > 0 ? exact : people).filter(({ id }) => id !== undefined);
    if (person?.id === undefined || second) {
      const note = 'Repeat with the address of one of these people: relation needs exactly one.';
      return await toResult(found, context, [people.length > 0 && note]);
    }
    const subject = person.id === context.caller.objectId ? 'me' : { id: person.id };
    const related = await findRelated(input.relation, subject, input.limit, context);
    return await toResult(related, context, [`Of ${person.name || person.address}.`]);
  },
});

function isSame(text: string, other: string): boolean {
  return text.toLowerCase() === other.toLowerCase();
}

async function toResult(
  { people, more, isPartial }: FoundPeople,
  context: ToolContext,
  notes: readonly (string | false)[],
) {
  const presences = await presencesOrNone(people, context);
  const isReduced = !context.granted.level('profiles') && people.some(({ title }) => title === '');
  return searchResult<never>({
    items: people.map((person) => toPersonItem(person, presences?.get(person.id ?? ''))),
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
