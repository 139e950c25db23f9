import { type Call, hasAnyScope } from '../core/call.ts';
import { GraphError, exchangeAccessDenied } from '../core/graph-error.ts';
import { requireSignedInUser } from '../directory/directory-routes.ts';
import type { DirectoryUser } from '../directory/directory.ts';
import { exchangeIdKind } from '../ids/exchange-id.ts';
import { ianaZone } from '../time/zoned-time.ts';
import type { Calendar, CalendarEvent } from './calendar.ts';

/** A calendar that a request may look into. */
export interface CalendarAccess {
  readonly calendar: Calendar;
  readonly owner: DirectoryUser;
  /** Whether the calendar belongs to another user. Private events then have no details. */
  readonly isDelegate: boolean;
}

/**
 * The calendar that a path addresses.
 * @throws GraphError 403 without permission or right, 404 for an unknown user and one without a mailbox here.
 */
export function openCalendar(call: Call): CalendarAccess {
  const me = requireSignedInUser(call);
  const owner = call.path.toLowerCase().startsWith('/me')
    ? me
    : call.tenant.directory.find(call.param('user'));
  if (!owner) {
    throw new GraphError(404, 'ErrorInvalidUser', `The requested user '${call.param('user')}' is invalid.`);
  }
  const own = owner === me;
  if (
    !hasAnyScope(call, ...(own ? ['Calendars.Read', 'Calendars.Read.Shared'] : ['Calendars.Read.Shared']))
  ) {
    throw exchangeAccessDenied();
  }
  if (!owner.hasMailbox) {
    throw new GraphError(
      404,
      'MailboxNotEnabledForRESTAPI',
      'The mailbox is either inactive, soft-deleted, or is hosted on-premise.',
    );
  }
  if (!own && !me.sharedCalendars.includes(owner.userPrincipalName)) throw exchangeAccessDenied();
  return { calendar: call.tenant.calendar(owner), owner, isDelegate: !own };
}

/** @throws GraphError 400 for a malformed id, 404 for an event that is not there. */
export function openEvent(calendar: Calendar, id: string): CalendarEvent {
  const event = calendar.find(id);
  if (event) return event;
  const form = exchangeIdKind(id);
  if (form?.kind !== 'item' && form?.kind !== 'immutable') {
    throw new GraphError(400, 'ErrorInvalidIdMalformed', 'Id is malformed.');
  }
  throw new GraphError(404, 'ErrorItemNotFound', 'The specified object was not found in the store.');
}

/** The zone that times are requested in, by the name that was requested and by its IANA name. */
export interface RequestedTimeZone {
  readonly name: string;
  readonly iana: string;
}

/**
 * `Prefer: outlook.timezone="…"`, UTC by default.
 * @throws GraphError 400 for an unknown time zone
 */
export function requestedTimeZone(call: Call): RequestedTimeZone {
  const found = /outlook\.timezone\s*=\s*"([^"]*)"/i.exec(call.headers.get('prefer') ?? '');
  if (!found) return { name: 'UTC', iana: 'UTC' };
  const name = found[1] ?? '';
  return { name, iana: knownZone(name) };
}

/** @throws GraphError 400 for an unknown time zone */
export function knownZone(name: string): string {
  const iana = ianaZone(name);
  if (iana !== undefined) return iana;
  throw new GraphError(
    400,
    'TimeZoneNotSupportedException',
    `A valid TimeZone value must be specified. The following TimeZone value is not supported: '${name}'.`,
  );
}

const longestDays = 1825;

/**
 * `startDateTime` and `endDateTime`: with an offset as written, without one in UTC.
 * @throws GraphError 400 for a missing or malformed one, and for a window over five years.
 */
export function timeWindow(call: Call): { readonly fromMs: number; readonly toMs: number } {
  const option = (name: string) =>
    [...call.query].find(([key]) => key.toLowerCase() === name.toLowerCase())?.[1];
  const start = option('startDateTime');
  const end = option('endDateTime');
  if (start === undefined || end === undefined) {
    throw new GraphError(
      400,
      'ErrorInvalidParameter',
      'This request requires a time window specified by the query string parameters StartDateTime and EndDateTime.',
    );
  }
  const fromMs = instant(start);
  const toMs = instant(end);
  if (toMs < fromMs)
    throw new GraphError(400, 'ErrorInvalidParameter', 'The end of the time window is before its start.');
  if (toMs - fromMs > longestDays * 86_400_000) {
    throw new GraphError(
      400,
      'ErrorCalendarViewRangeTooBig',
      `Your request can't be completed. The range between the start and end dates is greater than the allowed range. Maximum number of days: ${longestDays}`,
    );
  }
  return { fromMs, toMs };
}

function instant(text: string): number {
  const form = /^\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d(\.\d{1,7})?)?(Z|[+-]\d\d:\d\d)?)?$/.exec(text);
  const timeMs = form
    ? Date.parse(form[1] === undefined || form[4] !== undefined ? text : `${text}Z`)
    : Number.NaN;
  if (Number.isNaN(timeMs)) {
    throw new GraphError(
      400,
      'ErrorInvalidParameter',
      `The value '${text}' of a time window is not a valid date and time.`,
    );
  }
  return timeMs;
}
