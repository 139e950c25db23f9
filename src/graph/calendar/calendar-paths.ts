import { type GraphPath, graphPath } from '../graph-path.ts';
import { exchangeId, mailboxOwner } from '../path-segment.ts';

/** The view of a calendar that expands series: that of the caller, or of `owner`. */
export function calendarViewPath(owner: string | undefined): GraphPath {
  return owner === undefined
    ? graphPath`/me/calendarView`
    : graphPath`/users/${mailboxOwner(owner)}/calendarView`;
}

/** One event, occurrence or series. */
export function eventPath(id: string, owner: string | undefined): GraphPath {
  return owner === undefined
    ? graphPath`/me/events/${exchangeId(id)}`
    : graphPath`/users/${mailboxOwner(owner)}/events/${exchangeId(id)}`;
}
