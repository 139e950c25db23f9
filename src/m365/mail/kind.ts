import { z } from 'zod';
import type { GraphClient } from '../../graph/client.ts';
import type { GraphPath } from '../../graph/path.ts';
import { calendarEvent } from '../calendar/schema.ts';
import { eventTime, formatEventTime } from '../calendar/time.ts';
import type { Zone } from '../../time/time-zone.ts';
import { AppError } from '../../lib/app-error.ts';
import { nullishBoolean, nullishString } from '../../graph/nullish.ts';

/** The members of a message that tell what it is. */
interface MessageOfKind {
  readonly '@odata.type'?: string | null | undefined;
  readonly meetingMessageType?: string | null | undefined;
  readonly subject?: string | null | undefined;
  readonly attachments?:
    | readonly {
        readonly name?: string | null | undefined;
        readonly contentType?: string | null | undefined;
      }[]
    | null
    | undefined;
}

const meetingKinds: ReadonlyMap<string, string> = new Map([
  ['meetingrequest', 'meeting request'],
  ['meetingcancelled', 'meeting cancellation'],
  ['meetingaccepted', 'acceptance of a meeting'],
  // Graph spells it so.
  ['meetingtenativelyaccepted', 'tentative acceptance of a meeting'],
  ['meetingtentativelyaccepted', 'tentative acceptance of a meeting'],
  ['meetingdeclined', 'refusal of a meeting'],
]);

/** By the name or the content type of an attachment. */
const attachmentKinds: readonly (readonly [RegExp, string])[] = [
  [/^smime\.p7m$|^application\/(?:x-)?pkcs7-mime\b/i, 'encrypted or signed with S/MIME'],
  [/^smime\.p7s$|^multipart\/signed\b|^application\/(?:x-)?pkcs7-signature\b/i, 'signed with S/MIME'],
  [/\.rpmsg$|^application\/x-microsoft-rpmsg-message\b/i, 'protected by Microsoft Purview (rpmsg)'],
  [/^message\/(?:delivery-status|disposition-notification)\b/i, 'delivery or read report'],
];
const audio = /^audio\/|\.(?:mp3|wav|wma|amr)$/i;
const reportSubjects =
  /^(?:undeliverable|delivery delayed|delivered|read|not read|relayed|unzustellbar|gelesen): /i;

/** Kind of a message that is not ordinary mail; undefined for ordinary mail. */
export function describeMessageKind(message: MessageOfKind): string | undefined {
  const meeting = meetingKinds.get((message.meetingMessageType ?? '').toLowerCase());
  if (meeting !== undefined) return meeting;
  if (isMeetingMessage(message)) return 'message about a meeting';
  const attachments = message.attachments ?? [];
  for (const [pattern, kind] of attachmentKinds) {
    if (
      attachments.some(({ name, contentType }) => pattern.test(name ?? '') || pattern.test(contentType ?? ''))
    ) {
      return kind;
    }
  }
  const subject = message.subject ?? '';
  // Teams keeps copies of chats in the mailbox. @see https://learn.microsoft.com/graph/known-issues
  if (subject === 'IM') return 'copy of a Teams chat message';
  const hasAudio = attachments.some(
    ({ name, contentType }) => audio.test(contentType ?? '') || audio.test(name ?? ''),
  );
  if (hasAudio && /voice ?mail|voice message|sprachnachricht/i.test(subject)) return 'voicemail';
  return reportSubjects.test(subject) ? 'delivery or read report' : undefined;
}

/** Whether a message is a request, response or cancellation of a meeting. */
export function isMeetingMessage(message: MessageOfKind): boolean {
  return /eventMessage(?:Request|Response)?$/i.test(message['@odata.type'] ?? '');
}

const meetingMessage = z.object({
  meetingMessageType: nullishString,
  startDateTime: calendarEvent.shape.start,
  endDateTime: calendarEvent.shape.end,
  isAllDay: nullishBoolean,
  location: calendarEvent.shape.location,
});

/**
 * Kind, time and place of a message about a meeting. `$select` cannot name the members of the derived type, so the whole
 * message is requested. Empty after an error: the message itself was read.
 * @see https://learn.microsoft.com/graph/api/resources/eventmessagerequest
 */
export async function readMeeting(
  path: GraphPath,
  graph: GraphClient,
  zone: Zone,
): Promise<Readonly<Record<string, unknown>>> {
  try {
    const meeting = await graph.json({ path, schema: meetingMessage });
    const { startDateTime: start, endDateTime: end, isAllDay, location } = meeting;
    const time = eventTime({ start, end, isAllDay });
    return {
      kind: describeMessageKind(meeting),
      meeting: {
        ...(time && formatEventTime(time, zone)),
        allDay: isAllDay || undefined,
        place: location?.displayName ?? undefined,
      },
    };
  } catch (error) {
    if (error instanceof AppError) return {};
    throw error;
  }
}

/** Whether the text of such a message can only be read in Outlook. */
export function isUnreadableKind(kind: string | undefined): boolean {
  return kind === 'encrypted or signed with S/MIME' || kind === 'protected by Microsoft Purview (rpmsg)';
}
