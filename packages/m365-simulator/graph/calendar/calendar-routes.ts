import type { Call, Route } from '../core/call.ts';
import { GraphError } from '../core/graph-error.ts';
import { collection, entity } from '../core/response.ts';
import { mailPreferences } from '../mail/mail-access.ts';
import { twins } from '../mail/mail-routes.ts';
import { filterMatches } from '../odata/filter-match.ts';
import { parseFilter } from '../odata/filter-syntax.ts';
import { nextLink, readQueryOptions } from '../odata/query-options.ts';
import { selectProperties } from '../odata/select-properties.ts';
import { sortItems } from '../odata/sort-items.ts';
import {
  type CalendarAccess,
  openCalendar,
  openEvent,
  timeWindow,
  requestedTimeZone,
} from './calendar-access.ts';
import type { CalendarEvent } from './calendar.ts';
import { attachmentHeads } from './event-attachment-routes.ts';
import { eventJson, eventRules } from './event-json.ts';

/** Calendars and events of the user, and shared ones. */
export const calendarRoutes: readonly Route[] = [
  ...twins('/calendars', listCalendars),
  ...twins('/calendarView', view),
  ...twins('/calendar/calendarView', view),
  ...twins('/calendars/{calendar}/calendarView', view),
  ...twins('/events', (call) => listEvents(call, openCalendar(call), (access) => access.calendar.events)),
  ...twins('/events/{event}', getEvent),
  ...twins('/events/{event}/instances', instances),
];

function view(call: Call): Response {
  const access = openCalendar(call);
  const { fromMs, toMs } = timeWindow(call);
  return listEvents(call, access, ({ calendar }) =>
    calendar.occurrences.filter((event) => overlaps(event, fromMs, toMs)),
  );
}

function instances(call: Call): Response {
  const access = openCalendar(call);
  const master = openEvent(access.calendar, call.param('event'));
  if (master.type !== 'seriesMaster') {
    throw new GraphError(
      400,
      'ErrorInvalidRequest',
      'Expand operation is not allowed on an event that is not a series master.',
    );
  }
  const { fromMs, toMs } = timeWindow(call);
  return listEvents(call, access, ({ calendar }) =>
    calendar.occurrences.filter((event) => event.seriesMaster === master && overlaps(event, fromMs, toMs)),
  );
}

function overlaps(event: CalendarEvent, fromMs: number, toMs: number): boolean {
  return event.startMs < toMs && (event.endMs > fromMs || event.startMs >= fromMs);
}

function listEvents(
  call: Call,
  access: CalendarAccess,
  all: (access: CalendarAccess) => readonly CalendarEvent[],
): Response {
  const options = readQueryOptions(call, 1000);
  if (options.search !== undefined) {
    throw new GraphError(
      400,
      'ErrorInvalidUrlQuery',
      "The query parameter '$search' is not supported for events.",
    );
  }
  const zone = requestedTimeZone(call);
  let found = all(access).map((event) => write(call, access, event));
  const { filter } = options;
  if (filter !== undefined) {
    const node = parse(filter);
    found = found.filter((event) => filterMatches(node, event));
  }
  const sorted = sortItems(found, options.orderBy);
  const end = options.skip + (options.top ?? 10);
  return collection(
    `users('${access.owner.objectId}')/calendarView`,
    {
      value: sorted
        .slice(options.skip, end)
        .map((event) => selectProperties(event, options.select, eventRules)),
      ...(options.count ? { count: sorted.length } : {}),
      ...(end < sorted.length ? { nextLink: nextLink(call, '$skip', end) } : {}),
    },
    zone.name === 'UTC' ? {} : { 'preference-applied': `outlook.timezone="${zone.name}"` },
  );
}

function getEvent(call: Call): Response {
  const access = openCalendar(call);
  const event = openEvent(access.calendar, call.param('event'));
  const { select, expand } = readQueryOptions(call, 1000);
  return entity(`users('${access.owner.objectId}')/events/$entity`, {
    ...selectProperties(write(call, access, event), select, eventRules),
    ...(/^attachments\b/i.test(expand?.trim() ?? '') ? { attachments: attachmentHeads(call, event) } : {}),
  });
}

function write(call: Call, access: CalendarAccess, event: CalendarEvent): Record<string, unknown> {
  return eventJson(event, {
    access,
    zone: requestedTimeZone(call),
    ...mailPreferences(call),
    meeting: call.tenant.meetings.ofEvent(event.seed),
  });
}

function parse(filter: string) {
  try {
    return parseFilter(filter);
  } catch (error) {
    throw new GraphError(400, 'BadRequest', `Invalid filter clause: ${(error as Error).message}`);
  }
}

function listCalendars(call: Call): Response {
  const { calendar, owner, isDelegate } = openCalendar(call);
  return collection(`users('${owner.objectId}')/calendars`, {
    value: [
      {
        id: calendar.id,
        name: 'Calendar',
        color: 'auto',
        hexColor: '',
        isDefaultCalendar: true,
        changeKey: 'nfZyf7VcrEKLNoU37KWlkQAAA0x0+w==',
        canShare: !isDelegate,
        canViewPrivateItems: !isDelegate,
        canEdit: !isDelegate,
        allowedOnlineMeetingProviders: ['teamsForBusiness'],
        defaultOnlineMeetingProvider: 'teamsForBusiness',
        isTallyingResponses: true,
        isRemovable: false,
        owner: { name: owner.displayName, address: owner.userPrincipalName },
      },
    ],
  });
}
