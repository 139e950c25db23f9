import { z } from 'zod';
import { type GraphPath, exchangeId, graphPath, mailboxOwner } from '../../graph/path.ts';
import { nullishBoolean, nullishString } from '../../graph/nullish.ts';

/** A local time in a zone. Graph returns UTC unless `Prefer` asks for another zone. */
const dateTime = z.object({ dateTime: z.string(), timeZone: nullishString }).nullish();
const mailbox = z.object({ name: nullishString, address: nullishString }).nullish();
const response = z.object({ response: nullishString }).nullish();

/** An event, occurrence or series. For a private event, a delegate receives little more than the time. */
export const calendarEvent = z.object({
  id: z.string(),
  subject: nullishString,
  bodyPreview: nullishString,
  start: dateTime,
  end: dateTime,
  isAllDay: nullishBoolean,
  isCancelled: nullishBoolean,
  isOnlineMeeting: nullishBoolean,
  sensitivity: nullishString,
  showAs: nullishString,
  type: nullishString,
  location: z.object({ displayName: nullishString }).nullish(),
  organizer: z.object({ emailAddress: mailbox }).nullish(),
  attendees: z.array(z.object({ emailAddress: mailbox, type: nullishString, status: response })).nullish(),
  responseStatus: response,
  webLink: nullishString,
});

export type CalendarEvent = z.output<typeof calendarEvent>;

/** The properties of {@link calendarEvent}, for `$select`. */
export const calendarEventSelect =
  'id,subject,bodyPreview,start,end,isAllDay,isCancelled,isOnlineMeeting,sensitivity,showAs,type,location,organizer,attendees,responseStatus';

/** The calendar view, with expanded series, of the caller or of `owner`. */
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

/** The attachments of an event. */
export function eventAttachmentsPath(eventId: string, owner: string | undefined): GraphPath {
  return owner === undefined
    ? graphPath`/me/events/${exchangeId(eventId)}/attachments`
    : graphPath`/users/${mailboxOwner(owner)}/events/${exchangeId(eventId)}/attachments`;
}

/** An attachment of an event. */
export function eventAttachmentPath(eventId: string, id: string, owner: string | undefined): GraphPath {
  return owner === undefined
    ? graphPath`/me/events/${exchangeId(eventId)}/attachments/${exchangeId(id)}`
    : graphPath`/users/${mailboxOwner(owner)}/events/${exchangeId(eventId)}/attachments/${exchangeId(id)}`;
}
