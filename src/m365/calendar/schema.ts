import { z } from 'zod';

/** A time on the clock of a zone. Without a preference Graph gives UTC. */
const dateTime = z.object({ dateTime: z.string(), timeZone: z.string().nullish() }).nullish();
const mailbox = z.object({ name: z.string().nullish(), address: z.string().nullish() }).nullish();
const response = z.object({ response: z.string().nullish() }).nullish();

/** What is read of an event, an occurrence or a series. Of a private one a delegate sees little more than the time. */
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
});

/** An event as Graph lists it. */
export type CalendarEvent = z.output<typeof calendarEvent>;

/** The properties of {@link calendarEvent}, for `$select`. */
export const calendarEventSelect =
  'id,subject,bodyPreview,start,end,isAllDay,isCancelled,isOnlineMeeting,sensitivity,showAs,type,location,organizer,attendees,responseStatus';
