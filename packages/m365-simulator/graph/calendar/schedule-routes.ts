import { type Call, type Route, hasAnyScope } from '../core/call.ts';
import { GraphError, badRequest, exchangeAccessDenied } from '../core/graph-error.ts';
import { collection } from '../core/response.ts';
import { instantOf } from '../time/zoned-time.ts';
import { knownZone, requestedTimeZone } from './calendar-access.ts';
import { scheduleJson } from './schedule-json.ts';

/** Free and busy times of users and rooms. */
export const scheduleRoutes: readonly Route[] = [
  ['POST', '/me/calendar/getSchedule', getSchedule],
  ['POST', '/users/{user}/calendar/getSchedule', getSchedule],
];

const maxSchedules = 20;

function getSchedule(call: Call): Response {
  if (!hasAnyScope(call, 'Calendars.ReadBasic', 'Calendars.Read', 'Calendars.Read.Shared'))
    throw exchangeAccessDenied();
  const body = (call.body ?? {}) as Record<string, unknown>;
  const { schedules, startTime, endTime, availabilityViewInterval: interval = 30 } = body;
  if (
    !Array.isArray(schedules) ||
    schedules.length === 0 ||
    !schedules.every((entry) => typeof entry === 'string')
  ) {
    throw badRequest("The value of the parameter 'Schedules' is invalid.");
  }
  if (schedules.length > maxSchedules) {
    throw new GraphError(
      400,
      'ErrorInvalidParameter',
      `The number of schedules exceeds the limit of ${maxSchedules}.`,
    );
  }
  if (typeof interval !== 'number' || !Number.isInteger(interval) || interval < 5 || interval > 1440) {
    throw new GraphError(
      400,
      'ErrorInvalidMergedFreeBusyInterval',
      'The interval must be from 5 to 1440 minutes.',
    );
  }
  const fromMs = instant(startTime);
  const toMs = instant(endTime);
  if (toMs <= fromMs)
    throw new GraphError(
      400,
      'ErrorInvalidTimeInterval',
      'The end time has to be later than the start time.',
    );
  if (toMs - fromMs < interval * 60_000) {
    throw new GraphError(
      400,
      'ErrorInvalidMergedFreeBusyInterval',
      'The interval is longer than the time window.',
    );
  }
  const zone = requestedTimeZone(call);
  return collection(
    'Collection(microsoft.graph.scheduleInformation)',
    {
      value: schedules.map((address: string) =>
        scheduleJson(call, address, { fromMs, toMs, interval, zone }),
      ),
    },
    zone.name === 'UTC' ? {} : { 'preference-applied': `outlook.timezone="${zone.name}"` },
  );
}

function instant(value: unknown): number {
  const { dateTime, timeZone } = (value ?? {}) as {
    readonly dateTime?: unknown;
    readonly timeZone?: unknown;
  };
  if (typeof dateTime !== 'string' || !/^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,7})?)?Z?$/.test(dateTime)) {
    throw badRequest('The value of a time of the window is invalid.');
  }
  const wall = dateTime.replace('Z', '').slice(0, 19).padEnd(19, ':00');
  return instantOf(wall, typeof timeZone === 'string' ? knownZone(timeZone) : 'UTC');
}
