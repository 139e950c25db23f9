import type { Call } from '../core/call.ts';
import { requireSignedInUser } from '../directory/directory-routes.ts';
import type { DirectoryUser } from '../directory/directory.ts';
import { workingHours } from '../directory/user-json.ts';
import { wallClock } from '../time/zoned-time.ts';
import type { RequestedTimeZone } from './calendar-access.ts';
import type { CalendarEvent } from './calendar.ts';

/** Requested window in steps of `interval` minutes. */
export interface ScheduleWindow {
  readonly fromMs: number;
  readonly toMs: number;
  readonly interval: number;
  readonly zone: RequestedTimeZone;
}

const digits = { free: '0', tentative: '1', busy: '2', oof: '3', workingElsewhere: '4' } as const;
/** Order of precedence of overlapping states, the highest last. */
const strength = ['free', 'workingElsewhere', 'tentative', 'busy', 'oof'] as const;
const longestMs = 62 * 86_400_000;

/** One address: when it is free and when not, or why that cannot be said. */
export function scheduleJson(call: Call, address: string, window: ScheduleWindow): Record<string, unknown> {
  const user = call.tenant.directory.find(address);
  if (!user) {
    return failure(
      address,
      'ErrorMailRecipientNotFound',
      `Unable to resolve e-mail address <>SMTP:${address} to an Active Directory object.`,
    );
  }
  if (!user.hasMailbox) {
    return failure(
      address,
      'ErrorMailboxFailover',
      `The mailbox of ${address} is not in this organization's service.`,
    );
  }
  if (deniesFreeBusy(user)) {
    return failure(
      address,
      'ErrorNoFreeBusyAccess',
      `The caller has no access to the free/busy data of ${address}.`,
    );
  }
  if (window.toMs - window.fromMs > longestMs) {
    return failure(
      address,
      'ErrorTimeIntervalTooBig',
      'The requested time duration specified for FreeBusyViewOptions.TimeWindow is not within the allowed limits.',
    );
  }
  const events = call.tenant
    .calendar(user)
    .occurrences.filter((event) => event.startMs < window.toMs && event.endMs > window.fromMs);
  const me = requireSignedInUser(call);
  const showsDetails = user === me || me.sharedCalendars.includes(address.toLowerCase());
  return {
    scheduleId: address,
    availabilityView: availabilityView(events, window),
    scheduleItems: events.map((event) => item(event, window.zone, showsDetails, user === me)),
    workingHours: {
      ...workingHours(user),
      ...(hasCustomZone(user) ? { timeZone: customPacific } : {}),
    },
  };
}

function failure(address: string, responseCode: string, message: string): Record<string, unknown> {
  return { scheduleId: address, availabilityView: '', error: { message, responseCode } };
}

/** She shares no free/busy information. */
function deniesFreeBusy(user: DirectoryUser): boolean {
  return user.userPrincipalName === 'lynne@contoso.example';
}

/** Mailbox with a custom time zone, as old versions of Outlook store it. */
function hasCustomZone(user: DirectoryUser): boolean {
  return user.userPrincipalName === 'lidia@contoso.example';
}

const customPacific = {
  '@odata.type': '#microsoft.graph.customTimeZone',
  bias: 480,
  name: 'Customized Time Zone',
  standardOffset: { time: '02:00:00.0000000', dayOccurrence: 1, dayOfWeek: 'sunday', month: 11, year: 0 },
  daylightOffset: {
    daylightBias: -60,
    time: '02:00:00.0000000',
    dayOccurrence: 2,
    dayOfWeek: 'sunday',
    month: 3,
    year: 0,
  },
};

function availabilityView(
  events: readonly CalendarEvent[],
  { fromMs, toMs, interval }: ScheduleWindow,
): string {
  const stepMs = interval * 60_000;
  return Array.from({ length: Math.ceil((toMs - fromMs) / stepMs) }, (_, index) => {
    const start = fromMs + index * stepMs;
    const states = events
      .filter((event) => event.startMs < start + stepMs && event.endMs > start)
      .map((event) => event.seed.showAs ?? 'busy');
    return digits[strength.findLast((state) => states.includes(state)) ?? 'free'];
  }).join('');
}

function item(
  event: CalendarEvent,
  zone: RequestedTimeZone,
  showsDetails: boolean,
  isOwn: boolean,
): Record<string, unknown> {
  const isPrivate = event.seed.isPrivate === true;
  const details = showsDetails && (isOwn || !isPrivate);
  return {
    ...(showsDetails ? { isPrivate } : {}),
    status: event.seed.showAs ?? 'busy',
    ...(details ? { subject: event.subject, location: event.place ?? '' } : {}),
    start: { dateTime: `${wallClock(event.startMs, zone.iana)}.0000000`, timeZone: zone.name },
    end: { dateTime: `${wallClock(event.endMs, zone.iana)}.0000000`, timeZone: zone.name },
  };
}
