import { z } from 'zod';
import type { CalendarEvent } from '../graph/calendar/calendar-event.ts';
import type { VerifiedCaller } from '../lib/verified-caller.ts';
import type { Zone } from '../lib/zoned-time.ts';
import { oneLine } from '../text/one-line.ts';
import { eventTime, writtenEventTime } from './event-time.ts';
import { previewLength } from './preview-length.ts';
import { formatResourceUri } from './resource-uri.ts';

/** An event in a list of results. Flags stand only where they are true, and what is usual is left out. */
export const eventItem = z.object({
  uri: z.string(),
  start: z.string(),
  end: z.string().optional().describe('Time alone on the same day; last day of whole days.'),
  allDay: z.literal(true).optional(),
  subject: z.string(),
  organizer: z.string().optional().describe('Where it is not the owner.'),
  with: z.string().optional(),
  place: z.string().optional(),
  online: z.literal(true).optional(),
  recurring: z.literal(true).optional(),
  cancelled: z.literal(true).optional(),
  private: z.literal(true).optional(),
  showAs: z.string().optional().describe('Where not busy.'),
  response: z.string().optional().describe('Where not accepted.'),
  preview: z.string().optional(),
});
type EventItem = z.output<typeof eventItem>;

/** What all events of an answer are shown with. */
export interface EventItemContext {
  readonly zone: Zone;
  readonly caller: VerifiedCaller;
  readonly owner: string | undefined;
}

const mostTokens = 3500;
const mostNames = 6;

/** Events as a model sees them in a list: the fewer they are, the longer their previews. */
export function toEventItems(events: readonly CalendarEvent[], context: EventItemContext): EventItem[] {
  const items = events.map((event) => toEventItem(event, context));
  const most = Math.min(previewLength(items, mostTokens), 160);
  return items.map((item, index) => {
    const preview = oneLine(eventPreview(events[index]?.bodyPreview), most);
    return preview === '' ? item : { ...item, preview };
  });
}

/** The text of an invitation ends where Teams begins with how to join. */
export function eventPreview(bodyPreview: string | null | undefined): string {
  return bodyPreview?.split(/_{10,}/)[0] ?? '';
}

function toEventItem(event: CalendarEvent, { zone, caller, owner }: EventItemContext): EventItem {
  const time = eventTime(event);
  const { start = '', end } = time ? writtenEventTime(time, zone) : {};
  const self = (owner ?? caller.preferredUsername ?? '').toLowerCase();
  const organizer = event.organizer?.emailAddress;
  const isOwn = organizer?.address?.toLowerCase() === self;
  const others = (event.attendees ?? []).filter(
    ({ emailAddress }) => emailAddress?.address?.toLowerCase() !== self,
  );
  const names = others.map(({ emailAddress }) => oneLine(emailAddress?.name || emailAddress?.address, 60));
  const place = oneLine(event.location?.displayName, 100);
  const { response } = event.responseStatus ?? {};
  return {
    uri: formatResourceUri({ kind: 'event', eventId: event.id, owner }),
    start,
    ...(end === undefined ? {} : { end }),
    ...(event.isAllDay ? { allDay: true as const } : {}),
    subject: oneLine(event.subject, 120),
    ...(isOwn || !organizer ? {} : { organizer: oneLine(organizer.name || organizer.address, 80) }),
    ...(names.length === 0 ? {} : { with: listed(names) }),
    ...(place === '' ? {} : { place }),
    ...(event.isOnlineMeeting ? { online: true as const } : {}),
    ...(event.type === 'occurrence' || event.type === 'exception' ? { recurring: true as const } : {}),
    ...(event.isCancelled ? { cancelled: true as const } : {}),
    ...(event.sensitivity === 'private' ? { private: true as const } : {}),
    ...(event.showAs && event.showAs !== 'busy' ? { showAs: oneLine(event.showAs, 40) } : {}),
    ...(response && response !== 'accepted' && response !== 'organizer'
      ? { response: response === 'none' ? 'notResponded' : oneLine(response, 40) }
      : {}),
  };
}

function listed(names: readonly string[]): string {
  const shown = names.slice(0, mostNames).join(', ');
  return names.length > mostNames ? `${shown} and ${names.length - mostNames} more` : shown;
}
