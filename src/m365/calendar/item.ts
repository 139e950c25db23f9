import { z } from 'zod';
import { oneLine } from '../../../packages/document-text/src/index.ts';
import type { VerifiedCaller } from '../../entra/caller.ts';
import { compact } from '../../lib/json.ts';
import type { Zone } from '../../time/time-zone.ts';
import { flag, listTokens, previewBudget } from '../format.ts';
import { formatResourceUri } from '../uri.ts';
import type { CalendarEvent } from './schema.ts';
import { eventTime, formatEventTime } from './time.ts';

/** An event in a list of results. Flags stand only where they are true, and what is usual is left out. */
export const eventItem = z.object({
  uri: z.string(),
  start: z.string().optional(),
  weekday: z.string().optional().describe('Of the start.'),
  end: z.string().optional().describe('Of whole days the last one.'),
  allDay: z.literal(true).optional(),
  subject: z.string().optional(),
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

/** As estimated. */
const maxTokens = 2900;
/** Names of those who come, and how many of them a list shows that would cost too much otherwise. */
const [maxNames, fewNames] = [6, 1];

/** Events as a model sees them in a list: the fewer they are, the longer their previews, and the more names. */
export function toEventItems(events: readonly CalendarEvent[], context: EventItemContext): EventItem[] {
  const withNames = (most: number) => events.map((event) => toEventItem(event, context, most));
  const whole = withNames(maxNames);
  const items = listTokens(whole) <= maxTokens ? whole : withNames(fewNames);
  const most = Math.min(previewBudget(items, maxTokens), 160);
  return items.map((item, index) => {
    const preview = oneLine(eventPreview(events[index]?.bodyPreview), most);
    return preview === '' ? item : { ...item, preview };
  });
}

/** The text of an invitation ends where Teams begins with how to join. */
export function eventPreview(bodyPreview: string | null | undefined): string {
  return bodyPreview?.split(/_{10,}/)[0] ?? '';
}

function toEventItem(
  event: CalendarEvent,
  { zone, caller, owner }: EventItemContext,
  names: number,
): EventItem {
  const time = eventTime(event);
  const self = (owner ?? caller.preferredUsername ?? '').toLowerCase();
  const organizer = event.organizer?.emailAddress;
  const isOwn = organizer?.address?.toLowerCase() === self;
  const others = (event.attendees ?? []).filter(
    ({ emailAddress }) => emailAddress?.address?.toLowerCase() !== self,
  );
  const people = others.map(({ emailAddress }) => oneLine(emailAddress?.name || emailAddress?.address, 60));
  return {
    uri: formatResourceUri({ kind: 'event', eventId: event.id, owner }),
    ...compact({
      ...(time && formatEventTime(time, zone)),
      allDay: flag(event.isAllDay),
      subject: oneLine(event.subject, 120),
      organizer: isOwn ? '' : oneLine(organizer?.name || organizer?.address, 80),
      with: listed(people, names),
      place: oneLine(event.location?.displayName, 100),
      online: flag(event.isOnlineMeeting),
      recurring: flag(event.type === 'occurrence' || event.type === 'exception'),
      cancelled: flag(event.isCancelled),
      private: flag(event.sensitivity === 'private'),
      showAs: event.showAs === 'busy' ? '' : oneLine(event.showAs, 40),
      response: writtenResponse(event.responseStatus?.response),
    }),
  };
}

/** Empty where there is nothing to say: the person comes, or nobody was asked. */
function writtenResponse(response: string | null | undefined): string {
  if (response === 'accepted' || response === 'organizer') return '';
  return response === 'none' ? 'notResponded' : oneLine(response, 40);
}

function listed(names: readonly string[], most: number): string {
  const shown = names.slice(0, most).join(', ');
  return names.length > most ? `${shown} and ${names.length - most} more` : shown;
}
