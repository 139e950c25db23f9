import { oneLine } from 'document-text';
import type { GraphClient } from '../../graph/client.ts';
import { batchLists, listPage, readList } from '../../graph/paging.ts';
import { graphPath, guidSegment, isValidSegment, teamsThreadId } from '../../graph/path.ts';
import { AppError } from '../../lib/app-error.ts';
import { hasWords, searchWords } from '../../lib/search-words.ts';
import { fitName } from '../people/fit-name.ts';
import { namedEntity } from './channel.ts';

/** A channel of a team. Names are sanitized, and empty where they were not requested. */
export interface Channel {
  readonly teamId: string;
  readonly channelId: string;
  readonly name: string;
  readonly team: string;
}

const maxTeamPages = 2;
/** One batch. */
const maxTeams = 20;

/** The channels of the user's teams, with one list per team. Two round trips. */
export async function listTeamChannels(
  graph: GraphClient,
  limit = maxTeams,
): Promise<readonly (readonly Channel[])[]> {
  const { items } = await readList(
    graph,
    { path: graphPath`/me/joinedTeams`, schema: listPage(namedEntity) },
    maxTeamPages,
  );
  const teams = items.filter(({ id }) => isValidSegment(guidSegment, id)).slice(0, limit);
  const responses = await batchLists(
    graph,
    teams.map(({ id }) => ({
      path: graphPath`/teams/${guidSegment(id)}/channels`,
      query: { $select: 'id,displayName' },
      schema: listPage(namedEntity),
    })),
  );
  const errors = responses.filter((response) => response instanceof AppError);
  if (errors[0] && errors.length === responses.length) throw errors[0];
  return teams.map(({ id: teamId, displayName: team }, index) => {
    const response = responses[index];
    if (!response || response instanceof Error) return [];
    return response.value
      .filter(({ id }) => isValidSegment(teamsThreadId, id))
      .map(({ id, displayName }) => ({
        teamId,
        channelId: id,
        name: oneLine(displayName, 100),
        team: oneLine(team, 100),
      }));
  });
}

/** Words around the names of team and channel: `General in the Halo launch team`. Also misspelled, German, Indonesian. */
const fillers = new Set(
  'the my a in of on from team teams channel channels chanel kanal im saluran'.split(' '),
);

/**
 * The channels that a name means: those with this name, else those whose team and name are the words in any order, else
 * those of the team with this name, else those whose team and name contain the words.
 */
export function matchChannels(text: string, channels: readonly Channel[]): readonly Channel[] {
  const wanted = nameWords(text);
  const key = wanted.join('');
  const all = wanted.toSorted().join(' ');
  const tests: readonly ((channel: Channel) => boolean)[] = [
    ({ name }) => nameWords(name).join('') === key,
    ({ name, team }) => [...nameWords(team), ...nameWords(name)].toSorted().join(' ') === all,
    ({ team }) => nameWords(team).join('') === key,
    ({ name, team }) => hasWords(`${team} ${name}`, wanted.join(' ')),
  ];
  for (const test of key === '' ? [] : tests) {
    const found = channels.filter(test);
    if (found.length > 0) return found;
  }
  return [];
}

/** The channels whose team and name have the words with a few other letters. */
export function findSimilarChannels(text: string, channels: readonly Channel[]): readonly Channel[] {
  const wanted = nameWords(text).join(' ');
  return channels.filter(
    ({ name, team }) => fitName({ name: `${team} ${name}`, address: '' }, wanted) !== 'none',
  );
}

function nameWords(text: string): readonly string[] {
  const words = searchWords(text);
  const kept = words.filter((word) => !fillers.has(word));
  return kept.length > 0 ? kept : words;
}
