import { z } from 'zod';
import { oneLine } from 'document-text';
import type { VerifiedCaller } from '../../entra/caller.ts';
import { compact } from '../../lib/json.ts';
import type { Zone } from '../../time/time-zone.ts';
import { flag, formatPreview, listTokens, previewBudget, webLink } from '../format.ts';
import {
  type IsExternal,
  type MailAddress,
  formatAddress,
  mailAddress,
  otherAddressInName,
} from '../addresses.ts';
import { formatResourceUri } from '../uri.ts';
import type { CalendarEvent } from './schema.ts';
import { eventTime, formatEventTime } from './time.ts';

/** An event in a list of results. Flags are true or omitted; usual values are omitted. */
export const eventItem = z.object({
  uri: z.string(),
  start: z.string().optional(),
  weekday: z.string().optional().describe('Of the start.'),
  end: z.string().optional().describe('Last day of an all-day event.'),
  allDay: z.literal(true).optional(),
  subject: z.string().optional(),
  organizer: z.string().optional().describe('If not the owner.'),
  external: z.literal(true).optional().describe('Organizer is outside the organization.'),
  suspicious: z.literal(true).optional().describe('Organizer’s name is another address.'),
  with: z.string().optional(),
  declined: z.string().optional(),
  place: z.string().optional(),
  online: z.literal(true).optional(),
  recurring: z.literal(true).optional(),
  cancelled: z.literal(true).optional(),
  private: z.literal(true).optional(),
  showAs: z.string().optional().describe('If not busy.'),
  response: z.string().optional().describe('If not accepted.'),
  transcript: z.string().optional().describe('uri; of past online meetings, if there is one.'),
  preview: z.string().optional(),
});
type EventItem = z.output<typeof eventItem> & { readonly link?: string | undefined };

/** Context of the events of one result. */
export interface EventItemContext {
  readonly zone: Zone;
  readonly caller: VerifiedCaller;
  readonly owner: string | undefined;
  readonly isExternal: IsExternal;
  /** Now, if the user may read transcripts; undefined otherwise. */
  readonly transcriptsBeforeMs?: number | undefined;
  readonly withLinks?: boolean | undefined;
}

/** Ids are long: further meetings get a note instead, see {@link transcriptNote}. */
const maxTranscripts = 5;

/** Estimated. */
const maxTokens = 2900;
/** Number of attendee names, and the number in a list that would otherwise cost too much. */
const [maxNames, fewNames] = [6, 1];

/** The organizer and the attendees, whom an item names. */
export function eventPeople({ organizer, attendees }: CalendarEvent): readonly MailAddress[] {
  return [organizer, ...(attendees ?? [])].map(mailAddress);
}

/** Events as list items. Previews and names share a token budget. */
export function toEventItems(events: readonly CalendarEvent[], context: EventItemContext): EventItem[] {
  const withNames = (max: number) => events.map((event) => toEventItem(event, context, max));
  const whole = withNames(maxNames);
  const items = listTokens(whole) <= maxTokens ? whole : withNames(fewNames);
  const previewLength = Math.min(previewBudget(items, maxTokens), 160);
  const recorded = pastOnlineMeetings(events, context).slice(0, maxTranscripts);
  return items.map((item, index) => {
    const event = events[index];
    const preview = formatPreview(eventPreview(event?.bodyPreview), previewLength);
    return {
      ...item,
      ...(event &&
        recorded.includes(event) && {
          transcript: formatResourceUri({ kind: 'transcript', eventId: event.id, owner: context.owner }),
        }),
      ...(preview !== '' && { preview }),
      ...(context.withLinks && { link: webLink(event?.webLink) }),
    };
  });
}

function pastOnlineMeetings(
  events: readonly CalendarEvent[],
  { transcriptsBeforeMs }: EventItemContext,
): readonly CalendarEvent[] {
  if (transcriptsBeforeMs === undefined) return [];
  return events.filter((event) => {
    const startMs = eventTime(event)?.startMs;
    return (
      event.isOnlineMeeting === true &&
      event.isCancelled !== true &&
      startMs !== undefined &&
      startMs < transcriptsBeforeMs
    );
  });
}

/** Where the attendance, recordings and AI notes of past online meetings are, and their further transcripts. */
export function transcriptNote(
  events: readonly CalendarEvent[],
  context: EventItemContext,
): string | undefined {
  const { length } = pastOnlineMeetings(events, context);
  if (length === 0) return undefined;
  const further = length > maxTranscripts ? ' Further transcripts: with meeting-transcript: instead.' : '';
  return `Attendance and AI notes of a past online meeting: its uri with meeting: instead of calendar:.${further}`;
}

/** The preview without the join instructions that Teams appends. */
export function eventPreview(bodyPreview: string | null | undefined): string {
  return bodyPreview?.split(/_{10,}/)[0] ?? '';
}

function toEventItem(
  event: CalendarEvent,
  { zone, caller, owner, isExternal }: EventItemContext,
  maxShown: number,
): EventItem {
  const time = eventTime(event);
  const self = (owner ?? caller.preferredUsername ?? '').toLowerCase();
  const organizer = mailAddress(event.organizer);
  const isOwn = organizer.address.toLowerCase() === self;
  const others = (event.attendees ?? []).filter(
    ({ emailAddress }) => emailAddress?.address?.toLowerCase() !== self,
  );
  const hasDeclined = ({ status }: (typeof others)[number]) => status?.response === 'declined';
  const names = (attendees: typeof others) =>
    joinNames(
      attendees.map((attendee) => briefName(mailAddress(attendee), isExternal)).filter(Boolean),
      maxShown,
    );
  return {
    uri: formatResourceUri({ kind: 'event', eventId: event.id, owner }),
    ...compact({
      ...(time && formatEventTime(time, zone)),
      allDay: flag(event.isAllDay),
      subject: oneLine(event.subject, 120),
      organizer: isOwn ? '' : briefName(organizer, isExternal),
      external: flag(!isOwn && isExternal(organizer.address)),
      suspicious: flag(!isOwn && otherAddressInName(organizer) !== undefined),
      with: names(others.filter((attendee) => !hasDeclined(attendee))),
      declined: names(others.filter(hasDeclined)),
      place: oneLine(event.location?.displayName, 100),
      online: flag(event.isOnlineMeeting),
      recurring: flag(event.type === 'occurrence' || event.type === 'exception'),
      cancelled: flag(event.isCancelled),
      private: flag(event.sensitivity === 'private'),
      showAs: event.showAs === 'busy' ? '' : oneLine(event.showAs, 40),
      response: formatResponse(event.responseStatus?.response),
    }),
  };
}

/** The name; with the address outside the organization, or where the name claims to be another address. */
function briefName(person: MailAddress, isExternal: IsExternal): string {
  const isDoubtful = isExternal(person.address) === true || otherAddressInName(person) !== undefined;
  return isDoubtful ? formatAddress(person) : oneLine(person.name || person.address, 80);
}

/** The user's response; empty when accepted or not applicable. */
function formatResponse(response: string | null | undefined): string {
  if (response === 'accepted' || response === 'organizer') return '';
  return response === 'none' ? 'notResponded' : oneLine(response, 40);
}

function joinNames(names: readonly string[], max: number): string {
  const shown = names.slice(0, max).join(', ');
  return names.length > max ? `${shown} and ${names.length - max} more` : shown;
}
