import { z } from 'zod';
import { type GraphPath, exchangeId, graphPath, mailboxOwner } from '../../graph/path.ts';

/** A local time in a zone. Graph returns UTC unless `Prefer` asks for another zone. */
const dateTime = z.object({ dateTime: z.string(), timeZone: z.string().nullish() }).nullish();
const mailbox = z.object({ name: z.string().nullish(), address: z.string().nullish() }).nullish();
const response = z.object({ response: z.string().nullish() }).nullish();

/** An event, occurrence or series. For a private event, a delegate receives little more than the time. */
export const calendarEvent = z.object({
  id: z.string(),
  subject: z.string().nullish(),
  bodyPreview: z.string().nullish(),
  start: dateTime,
  end: dateTime,
  isAllDay: z.boolean().nullish(),
  isCancelled: z.boolean().nullish(),
  isOnlineMeeting: z.boolean().nullish(),
  sensitivity: z.string().nullish(),
  showAs: z.string().nullish(),
  type: z.string().nullish(),
  location: z.object({ displayName: z.string().nullish() }).nullish(),
  organizer: z.object({ emailAddress: mailbox }).nullish(),
  attendees: z
    .array(z.object({ emailAddress: mailbox, type: z.string().nullish(), status: response }))
    .nullish(),
  responseStatus: response,
  webLink: z.string().nullish(),
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
