import { type GraphPath, graphPath } from '../../graph/graph-path.ts';
import { exchangeId, mailboxOwner } from '../../graph/path.ts';

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

/** The occurrences of a series. */
export function instancesPath(masterId: string, owner: string | undefined): GraphPath {
  return owner === undefined
    ? graphPath`/me/events/${exchangeId(masterId)}/instances`
    : graphPath`/users/${mailboxOwner(owner)}/events/${exchangeId(masterId)}/instances`;
}

/** A file or item that hangs on an event. */
export function eventAttachmentPath(eventId: string, id: string, owner: string | undefined): GraphPath {
  return owner === undefined
    ? graphPath`/me/events/${exchangeId(eventId)}/attachments/${exchangeId(id)}`
    : graphPath`/users/${mailboxOwner(owner)}/events/${exchangeId(eventId)}/attachments/${exchangeId(id)}`;
}
