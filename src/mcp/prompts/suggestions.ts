import { z } from 'zod';
import { oneLine } from 'document-text';
import type { GraphClient } from '../../graph/client.ts';
import { listPage } from '../../graph/paging.ts';
import { graphPath, guidSegment } from '../../graph/path.ts';
import { calendarViewPath } from '../../m365/calendar/schema.ts';
import type { LabelAccess } from '../../m365/labels.ts';
import { admitMessages, labelOptions } from '../../m365/mail/labels.ts';
import { mailMessage, mailboxPaths } from '../../m365/mail/schema.ts';
import { namedEntity } from '../../m365/teams/channel.ts';
import type { AreaId } from '../../tenants/areas.ts';
import { nullishString } from '../../graph/nullish.ts';

/** Values that complete an argument, and the areas that they come from. */
interface Suggestions {
  readonly areas: readonly AreaId[];
  /** At most two round trips: clients request suggestions while the user types. */
  values(graph: GraphClient, nowMs: number, labels: LabelAccess): Promise<readonly string[]>;
}

const withSubject = z.object({ subject: nullishString });
const dayMs = 86_400_000;
const maxSubjects = 50;
/** Teams whose channels are listed: those of one batch. */
const maxTeams = 20;

const sources = {
  days: { areas: [], values: () => Promise.resolve(['today', 'tomorrow', 'monday', 'friday']) },
  pastDates: {
    areas: [],
    values: () =>
      Promise.resolve(['yesterday', 'this week', 'last week', 'this month', 'last month', 'this year']),
  },
  meetings: {
    areas: ['calendar'],
    values: async (graph, nowMs) => {
      const { value } = await graph.json({
        path: calendarViewPath(undefined),
        query: {
          startDateTime: new Date(nowMs).toISOString(),
          endDateTime: new Date(nowMs + 14 * dayMs).toISOString(),
          $orderby: 'start/dateTime',
          $top: maxSubjects,
          $select: 'subject',
        },
        schema: listPage(withSubject),
      });
      return value.map(({ subject }) => oneLine(subject, 100));
    },
  },
  mailSubjects: {
    areas: ['mail'],
    values: async (graph, _, labels) => {
      const { value } = await graph.json({
        path: mailboxPaths(undefined).messages(),
        query: {
          $orderby: 'receivedDateTime desc',
          $top: maxSubjects,
          $select: 'subject',
          ...labelOptions(labels.isUsed),
        },
        schema: listPage(mailMessage),
      });
      return admitMessages(value, labels).admitted.map(({ subject }) =>
        oneLine(subject, 100).replace(/^(?:(?:re|fw|fwd|aw|wg):\s*)+/i, ''),
      );
    },
  },
  channels: {
    areas: ['teamList', 'channelList'],
    values: async (graph) => {
      const { value: teams } = await graph.json({
        path: graphPath`/me/joinedTeams`,
        schema: listPage(namedEntity),
      });
      const listed = teams.slice(0, maxTeams);
      const channels = await graph.batch(
        listed.map(({ id }) => ({
          path: graphPath`/teams/${guidSegment(id)}/channels`,
          query: { $select: 'id,displayName' },
          schema: listPage(namedEntity),
        })),
      );
      return channels.flatMap((page, index) =>
        page instanceof Error
          ? []
          : page.value.map(
              ({ displayName }) => `${oneLine(listed[index]?.displayName, 60)} / ${oneLine(displayName, 60)}`,
            ),
      );
    },
  },
} as const satisfies Record<string, Suggestions>;

/** Where the values of an argument come from. */
export type SuggestionSource = keyof typeof sources;

/** The suggestions of a source. */
export function getSuggestions(source: SuggestionSource): Suggestions {
  return sources[source];
}
