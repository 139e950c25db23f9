import { encodeBase64 } from '../../encoding/base64.ts';
import type { SeedEvent } from '../../seed-data/calendar/event-seed.ts';
import type { EmailAddress } from '../../seed-data/mail/mail-seed.ts';
import { htmlText } from '../../seed-data/mail/outlook-html.ts';
import { seededBytes } from '../core/seeded-random.ts';
import { htmlToText } from '../mail/html-text.ts';
import { recipient, seconds } from '../mail/message-json.ts';
import { type Meeting, eventJoinUrl } from '../meetings/meeting-store.ts';
import type { SelectRules } from '../odata/select-properties.ts';
import { addDays, wallClock } from '../time/zoned-time.ts';
import type { CalendarAccess, RequestedTimeZone } from './calendar-access.ts';
import { type CalendarEvent, iCalUId } from './calendar.ts';
import { recurrenceJson } from './recurrence-json.ts';

export const eventRules: SelectRules = {
  typeName: 'Microsoft.OutlookServices.Event',
  known: [
    'id',
    'createdDateTime',
    'lastModifiedDateTime',
    'changeKey',
    'categories',
    'transactionId',
    'originalStartTimeZone',
    'originalEndTimeZone',
    'originalStart',
    'iCalUId',
    'reminderMinutesBeforeStart',
    'isReminderOn',
    'hasAttachments',
    'subject',
    'bodyPreview',
    'importance',
    'sensitivity',
    'isAllDay',
    'isCancelled',
    'isOrganizer',
    'responseRequested',
    'seriesMasterId',
    'showAs',
    'type',
    'webLink',
    'onlineMeetingUrl',
    'isOnlineMeeting',
    'onlineMeetingProvider',
    'allowNewTimeProposals',
    'isDraft',
    'hideAttendees',
    'recurrence',
    'onlineMeeting',
    'responseStatus',
    'body',
    'start',
    'end',
    'location',
    'locations',
    'attendees',
    'organizer',
    'attachments',
    'instances',
    'calendar',
    'extensions',
    'cancelledOccurrences',
    'occurrenceId',
    'exceptionOccurrences',
  ],
  always: ['id'],
  onRequest: ['originalStart'],
};

/** Options of the JSON representation. */
interface EventView {
  readonly access: CalendarAccess;
  readonly zone: RequestedTimeZone;
  readonly immutableIds: boolean;
  readonly textBodies: boolean;
  readonly meeting: Meeting | undefined;
}

/** An event as Graph writes it. Of a private one a delegate sees when it is and nothing else. */
export function eventJson(event: CalendarEvent, view: EventView): Record<string, unknown> {
  const { seed } = event;
  const owner: EmailAddress = {
    name: view.access.owner.displayName,
    address: view.access.owner.userPrincipalName,
  };
  const isHidden = view.access.isDelegate && seed.isPrivate === true;
  const idOf = (item: CalendarEvent) => (view.immutableIds ? item.immutableId : item.regularId);
  const changeKey = encodeBase64(seededBytes(`change:${seed.key}:${event.regularId}`, 22));
  const html = isHidden ? '' : eventBody(seed, view.meeting);
  const text = htmlToText(html);
  const place = isHidden ? undefined : event.place;
  const isOrganizer = seed.organizer.address === owner.address;
  const created = seconds(event.startMs - 30 * 86_400_000);
  return {
    '@odata.etag': `W/"${changeKey}"`,
    id: idOf(event),
    createdDateTime: created,
    lastModifiedDateTime: created,
    changeKey,
    categories: isHidden ? [] : (seed.categories ?? []),
    transactionId: null,
    originalStartTimeZone: seed.timeZone.windows,
    originalEndTimeZone: seed.timeZone.windows,
    ...(event.originalStartMs === undefined ? {} : { originalStart: seconds(event.originalStartMs) }),
    iCalUId: iCalUId(event),
    reminderMinutesBeforeStart: 15,
    isReminderOn: seed.isAllDay !== true,
    hasAttachments: !isHidden && event.attachments.length > 0,
    subject: isHidden ? '' : event.subject,
    bodyPreview: text.slice(0, 255),
    importance: 'normal',
    sensitivity: seed.isPrivate === true ? 'private' : 'normal',
    isAllDay: seed.isAllDay ?? false,
    isCancelled: seed.isCancelled ?? false,
    isOrganizer,
    responseRequested: true,
    seriesMasterId: event.seriesMaster ? idOf(event.seriesMaster) : null,
    showAs: seed.showAs ?? 'busy',
    type: event.type,
    webLink: `https://outlook.office365.com/owa/?itemid=${encodeURIComponent(idOf(event))}&exvsurl=1&path=/calendar/item`,
    onlineMeetingUrl: null,
    isOnlineMeeting: seed.isOnline ?? false,
    onlineMeetingProvider: seed.isOnline === true ? 'teamsForBusiness' : 'unknown',
    allowNewTimeProposals: true,
    isDraft: false,
    hideAttendees: false,
    recurrence: event.type === 'seriesMaster' ? recurrenceJson(event) : null,
    onlineMeeting: view.meeting === undefined || isHidden ? null : { joinUrl: eventJoinUrl(view.meeting) },
    responseStatus: {
      response: isOrganizer ? 'organizer' : responseOf(event, owner),
      time: isOrganizer ? '0001-01-01T00:00:00Z' : created,
    },
    body: view.textBodies ? { contentType: 'text', content: text } : { contentType: 'html', content: html },
    start: dateTime(event, event.startMs, 0, view.zone),
    end: dateTime(event, event.endMs, seed.minutes / 1440, view.zone),
    location: location(place),
    locations: place === undefined ? [] : [location(place)],
    attendees: isHidden ? [] : attendees(event),
    organizer: isHidden ? recipient(owner) : recipient(seed.organizer),
  };
}

/** An all-day event starts at midnight in every time zone. */
function dateTime(event: CalendarEvent, timeMs: number, days: number, zone: RequestedTimeZone) {
  const wall =
    event.seed.isAllDay === true
      ? `${addDays(event.startWall, days)}T00:00:00`
      : wallClock(timeMs, zone.iana);
  return { dateTime: `${wall}.0000000`, timeZone: zone.name };
}

function location(place: string | undefined): Record<string, unknown> {
  return {
    displayName: place ?? '',
    locationType: 'default',
    ...(place === undefined ? {} : { uniqueId: place }),
    uniqueIdType: place === undefined ? 'unknown' : 'private',
  };
}

function attendees(event: CalendarEvent): readonly object[] {
  return (event.seed.attendees ?? []).map(({ emailAddress, type, response }) => ({
    type: type ?? 'required',
    status: {
      response: response === undefined || response === 'notResponded' ? 'none' : response,
      time: '0001-01-01T00:00:00Z',
    },
    ...recipient(emailAddress),
  }));
}

function responseOf(event: CalendarEvent, owner: EmailAddress): string {
  const own = (event.seed.attendees ?? []).find(({ emailAddress }) => emailAddress.address === owner.address);
  return own?.response ?? 'notResponded';
}

/** The body of an event: what was written, and below it the block that Teams adds. */
function eventBody(seed: SeedEvent, online: Meeting | undefined): string {
  const text = (seed.text ?? []).map((line) => `<p>${htmlText(line)}</p>\r\n`).join('');
  const meeting =
    online === undefined
      ? ''
      : `<div style="width:100%"><span style="white-space:nowrap;color:#5F5F5F;opacity:.36">________________________________________________________________________________</span></div>\r\n<div class="me-email-text" lang="en-US"><div style="font-size:24px">Microsoft Teams meeting</div><div><a class="me-email-headline" href="${htmlText(eventJoinUrl(online))}" target="_blank">Join the meeting now</a></div><div>Meeting ID: ${online.joinMeetingId.replaceAll(/(\d{3})(?=\d)/g, '$1 ')}</div><div>Need help? | <a href="${htmlText(online.joinUrl)}" target="_blank">System reference</a></div></div>\r\n`;
  if (text === '' && meeting === '') return '';
  return `<html>\r\n<head>\r\n<meta http-equiv="Content-Type" content="text/html; charset=utf-8">\r\n</head>\r\n<body>\r\n${text}${meeting}</body>\r\n</html>\r\n`;
}
