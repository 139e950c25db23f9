import { haloLaunchDeck } from '../documents/halo-launch.ts';
import { hostileTexts } from '../hostile-texts.ts';
import { addresses } from '../mail/addresses.ts';
import { documentAttachment } from '../mail/attachments.ts';
import type { EmailAddress } from '../mail/mail-seed.ts';
import { numberedLines } from '../numbered-lines.ts';
import { users } from '../tenants.ts';
import { type SeedAttendee, type SeedEvent, rooms } from './event-seed.ts';

const { megan, patti, adele, adeleWilkins, lidia, alex, isaiah, pradeep, joni, diego, miriam, jordan } =
  addresses;
const warsaw = users.megan.timeZone;
const pacific = users.patti.timeZone;
const [room14, rainier, room12] = rooms;

function accepted(...list: readonly EmailAddress[]): readonly SeedAttendee[] {
  return list.map((emailAddress) => ({ emailAddress, response: 'accepted' }));
}
function room(place: { readonly displayName: string; readonly userPrincipalName: string }): SeedAttendee {
  return {
    emailAddress: { name: place.displayName, address: place.userPrincipalName },
    type: 'resource',
    response: 'accepted',
  };
}

/** The weekly meeting on Halo: a year long, with one occurrence moved and one cancelled. Number 26 is in this week. */
const haloWeekly: SeedEvent = {
  key: 'halo-weekly',
  subject: 'Halo weekly',
  organizer: megan,
  attendees: [
    ...accepted(lidia, adele),
    { emailAddress: alex, type: 'optional', response: 'tentativelyAccepted' },
    room(room14),
  ],
  start: { weeks: -26, day: 1, time: '17:00' },
  minutes: 30,
  timeZone: warsaw,
  place: room14.displayName,
  isOnline: true,
  text: ['State of the launch, risks, who needs what.'],
  recurrence: { type: 'weekly', daysOfWeek: ['tuesday'], interval: 1, count: 52 },
  exceptions: {
    27: { start: { weeks: 1, day: 2, time: '14:00' }, subject: 'Halo weekly (moved)', place: 'Room 12' },
    28: 'cancelled',
  },
};

/** Events of both tenants. Everybody who takes part has a copy. */
export const eventSeeds: readonly SeedEvent[] = [
  haloWeekly,
  {
    key: 'leadership',
    subject: 'Leadership meeting',
    organizer: patti,
    attendees: accepted(megan, adele, lidia),
    start: { weeks: -24, day: 1, time: '07:00' },
    minutes: 60,
    timeZone: pacific,
    isOnline: true,
    place: rainier.displayName,
    text: ['Agenda: budget, launch, people.'],
    recurrence: { type: 'relativeMonthly', dayOfWeek: 'tuesday', index: 'first', count: 14 },
  },
  {
    key: 'standup',
    subject: 'Product stand-up',
    organizer: lidia,
    attendees: accepted(adele),
    start: { weeks: -12, day: 0, time: '08:30' },
    minutes: 15,
    timeZone: pacific,
    recurrence: { type: 'weekly', daysOfWeek: ['monday', 'wednesday', 'friday'], interval: 1, count: 90 },
  },
  {
    key: 'budget-review',
    subject: 'Budget review with Patti',
    organizer: patti,
    attendees: accepted(megan, pradeep),
    start: { weeks: 1, day: 3, time: '08:00' },
    minutes: 60,
    timeZone: pacific,
    isOnline: true,
    text: ['Please bring the revised split. The cap is EUR 1,350,000.'],
    attachments: [documentAttachment(haloLaunchDeck)],
  },
  {
    key: 'northwind-visit',
    subject: 'Northwind Traders on site',
    organizer: isaiah,
    attendees: [...accepted(megan, jordan), { emailAddress: adele, response: 'declined' }],
    start: { weeks: 0, day: 3, time: '10:00' },
    minutes: 120,
    timeZone: users.megan.timeZone,
    place: 'Room 12',
    showAs: 'busy',
    categories: ['Customers'],
  },
  {
    key: 'dentist',
    subject: 'Dentist',
    organizer: megan,
    start: { weeks: 0, day: 4, time: '08:00' },
    minutes: 60,
    timeZone: warsaw,
    isPrivate: true,
  },
  {
    key: 'patti-private',
    subject: 'Lawyer about the house',
    organizer: patti,
    start: { weeks: 0, day: 2, time: '13:00' },
    minutes: 60,
    timeZone: pacific,
    isPrivate: true,
    place: 'Downtown',
  },
  {
    key: 'conference',
    subject: 'Retail conference Berlin',
    organizer: megan,
    start: { weeks: 2, day: 1, time: '00:00' },
    minutes: 3 * 1440,
    timeZone: warsaw,
    isAllDay: true,
    showAs: 'oof',
    place: 'Messe Berlin',
  },
  {
    key: 'holiday',
    subject: 'Independence Day',
    organizer: megan,
    start: { weeks: -2, day: 2, time: '00:00' },
    minutes: 1440,
    timeZone: warsaw,
    isAllDay: true,
    showAs: 'free',
  },
  {
    key: 'cancelled',
    subject: 'Canceled: Podcast recording',
    organizer: alex,
    attendees: accepted(megan),
    start: { weeks: 0, day: 1, time: '14:00' },
    minutes: 60,
    timeZone: warsaw,
    isCancelled: true,
    showAs: 'free',
  },
  {
    key: 'tentative',
    subject: 'Trade fair stand, maybe',
    organizer: alex,
    attendees: [{ emailAddress: megan, response: 'tentativelyAccepted' }],
    start: { weeks: 1, day: 0, time: '11:00' },
    minutes: 90,
    timeZone: warsaw,
    showAs: 'tentative',
  },
  {
    key: 'elsewhere',
    subject: 'Working from Gdańsk',
    organizer: megan,
    start: { weeks: 1, day: 4, time: '09:00' },
    minutes: 480,
    timeZone: warsaw,
    showAs: 'workingElsewhere',
  },
  {
    key: 'adele-oof',
    subject: 'Store visits',
    organizer: adele,
    start: { weeks: 1, day: 1, time: '09:00' },
    minutes: 480,
    timeZone: pacific,
    showAs: 'oof',
  },
  {
    key: 'nightingale',
    subject: 'Nightingale strategy',
    organizer: miriam,
    attendees: accepted(joni, diego),
    start: { weeks: 0, day: 0, time: '09:00' },
    minutes: 60,
    timeZone: pacific,
    isOnline: true,
    isPrivate: false,
    text: ['Privileged and confidential.'],
  },
  {
    key: 'supplier-call',
    subject: 'Supplier call',
    organizer: lidia,
    attendees: accepted(megan),
    start: { weeks: -2, day: 0, time: '10:00' },
    minutes: 60,
    timeZone: warsaw,
    isOnline: true,
    hasShortLink: true,
    text: ['Delivery dates of the LED drivers.'],
  },
  {
    key: 'press-call',
    subject: 'Call with the press office',
    organizer: alex,
    attendees: accepted(patti),
    start: { weeks: -6, day: 1, time: '16:00' },
    minutes: 30,
    timeZone: warsaw,
    isOnline: true,
  },
  {
    key: 'works-council',
    subject: 'Works council briefing',
    organizer: patti,
    attendees: accepted(megan),
    start: { weeks: -6, day: 3, time: '15:00' },
    minutes: 30,
    timeZone: warsaw,
    isOnline: true,
    isHiddenFromAttendees: true,
  },
  {
    key: 'register-hearing',
    subject: 'Hearing on the registers',
    organizer: miriam,
    attendees: accepted(joni),
    start: { weeks: -3, day: 3, time: '09:00' },
    minutes: 60,
    timeZone: pacific,
    text: [...numberedLines('Item', 1500), ...hostileTexts],
  },
  {
    key: 'room-12-painted',
    subject: 'Room 12 is being painted',
    organizer: adeleWilkins,
    attendees: [room(room12)],
    start: { weeks: 1, day: 2, time: '00:00' },
    minutes: 3 * 1440,
    timeZone: warsaw,
    isAllDay: true,
    showAs: 'busy',
    place: room12.displayName,
  },
];
