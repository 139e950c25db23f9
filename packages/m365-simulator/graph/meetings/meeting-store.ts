import { encodeBase64 } from '../../encoding/base64.ts';
import type { SeedEvent } from '../../seed-data/calendar/event-seed.ts';
import { eventSeeds } from '../../seed-data/calendar/event-seeds.ts';
import { type MeetingRecord, meetingRecords } from '../../seed-data/calendar/meeting-records.ts';
import type { CalendarEvent } from '../calendar/calendar.ts';
import type { Call } from '../core/call.ts';
import { seededGuid } from '../core/seeded-random.ts';
import type { Directory, DirectoryUser } from '../directory/directory.ts';

/** A Teams meeting. A series has one. */
export interface Meeting {
  readonly id: string;
  readonly threadId: string;
  readonly joinUrl: string;
  /** The number of the meeting in its short link. */
  readonly joinMeetingId: string;
  readonly event: SeedEvent;
  readonly organizer: DirectoryUser;
  readonly records: readonly MeetingRecord[];
}

/** The Teams meetings of one tenant. */
export interface MeetingStore {
  readonly meetings: readonly Meeting[];
  /** The meeting of an event. */
  ofEvent(event: SeedEvent): Meeting | undefined;
}

/** Meetings that a directory user organizes. */
export function createMeetingStore(tenantId: string, directory: Directory): MeetingStore {
  const meetings = eventSeeds.flatMap((event): readonly Meeting[] => {
    const organizer = directory.find(event.organizer.address);
    if (event.isOnline !== true || !organizer) return [];
    const threadId = meetingThreadId(event.key);
    return [
      {
        id: btoa(`1*${organizer.objectId}*0**${threadId}`).replaceAll('=', ''),
        threadId,
        joinUrl: `https://teams.microsoft.com/l/meetup-join/${lowerEncoded(threadId)}/0?context=${lowerEncoded(`{"Tid":"${tenantId}","Oid":"${organizer.objectId}"}`)}`,
        joinMeetingId: String(
          2e11 + (Number.parseInt(seededGuid(`join:${event.key}`).slice(0, 8), 16) % 1e11),
        ),
        event,
        organizer,
        records: meetingRecords.filter((record) => record.event === event.key),
      },
    ];
  });
  const byEvent = new Map(meetings.map((meeting) => [meeting.event.key, meeting]));
  return { meetings, ofEvent: (event) => byEvent.get(event.key) };
}

/** Join URL of the event of a meeting. */
export function eventJoinUrl({ event, joinUrl, joinMeetingId }: Meeting): string {
  return event.hasShortLink === true ? `https://teams.microsoft.com/meet/${joinMeetingId}?p=Qx7v` : joinUrl;
}

/** Id of the chat of a meeting. */
export function meetingThreadId(eventKey: string): string {
  const name = encodeBase64(new TextEncoder().encode(seededGuid(`meeting:${eventKey}`))).replaceAll('=', '');
  return `19:meeting_${name}@thread.v2`;
}

/** Percent-encoded with small letters, as Teams writes its addresses. */
function lowerEncoded(text: string): string {
  return encodeURIComponent(text).replaceAll(/%[0-9A-F]{2}/g, (escape) => escape.toLowerCase());
}

/** The occurrence of a meeting by its number in the series; of a single event, the event. */
export function occurrenceOf(call: Call, meeting: Meeting, number: number): CalendarEvent {
  const calendar = call.tenant.calendar(meeting.organizer);
  const own = calendar.occurrences
    .filter((event) => event.seed === meeting.event)
    .toSorted(
      (left, right) => (left.originalStartMs ?? left.startMs) - (right.originalStartMs ?? right.startMs),
    );
  const found = own[number];
  if (!found) throw new Error(`${meeting.event.key} has no occurrence ${number}`);
  return found;
}
