import type { EmailAddress, SeedAttachment } from '../mail/mail-seed.ts';
import { contoso, users } from '../tenants.ts';

/** When an event begins: a day counted from the Monday of the current week, and a time in the zone of the event. */
export interface SeedStart {
  readonly weeks: number;
  /** 0 for Monday. */
  readonly day: number;
  /** `HH:MM`. */
  readonly time: string;
}

type SeedRecurrence =
  | {
      readonly type: 'weekly';
      readonly daysOfWeek: readonly string[];
      readonly interval: number;
      readonly count: number;
    }
  | {
      readonly type: 'relativeMonthly';
      readonly dayOfWeek: string;
      readonly index: 'first';
      readonly count: number;
    };

export interface SeedAttendee {
  readonly emailAddress: EmailAddress;
  readonly type?: 'required' | 'optional' | 'resource';
  readonly response?: 'accepted' | 'declined' | 'tentativelyAccepted' | 'notResponded';
}

export interface SeedEvent {
  /** Unique in all calendars. */
  readonly key: string;
  readonly subject: string;
  readonly organizer: EmailAddress;
  readonly attendees?: readonly SeedAttendee[];
  readonly start: SeedStart;
  /** Length in minutes; of an all-day event a multiple of 1440. */
  readonly minutes: number;
  /** Windows and IANA name of the zone it was made in. */
  readonly timeZone: { readonly windows: string; readonly iana: string };
  readonly text?: readonly string[];
  readonly place?: string;
  readonly isAllDay?: boolean;
  readonly isPrivate?: boolean;
  readonly isCancelled?: boolean;
  /** Whether it has a Teams meeting. */
  readonly isOnline?: boolean;
  /** Whether the join URL of the event is a short one. The body has both. */
  readonly hasShortLink?: boolean;
  /** Whether attendees find its meeting neither by URL nor by id. */
  readonly isHiddenFromAttendees?: boolean;
  readonly showAs?: 'free' | 'tentative' | 'busy' | 'oof' | 'workingElsewhere';
  readonly categories?: readonly string[];
  readonly attachments?: readonly SeedAttachment[];
  readonly recurrence?: SeedRecurrence;
  /** Occurrences that differ, by their number in the series: cancelled, or moved and renamed. */
  readonly exceptions?: Readonly<
    Record<
      number,
      'cancelled' | { readonly start: SeedStart; readonly subject?: string; readonly place?: string }
    >
  >;
}

/** Bookable rooms and their time zones. Their mailboxes are users of the directory who cannot sign in. */
export const rooms = [
  {
    tenantId: contoso,
    displayName: 'Room 14 Warsaw',
    userPrincipalName: 'room14@contoso.example',
    timeZone: users.megan.timeZone,
  },
  {
    tenantId: contoso,
    displayName: 'Room Rainier',
    userPrincipalName: 'rainier@contoso.example',
    timeZone: users.patti.timeZone,
  },
  {
    tenantId: contoso,
    displayName: 'Room 12 Warsaw',
    userPrincipalName: 'room12@contoso.example',
    timeZone: users.megan.timeZone,
  },
] as const;
