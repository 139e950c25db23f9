import type { DirectoryUser } from './directory.ts';

/** The working week of a mailbox, in its own zone. */
export interface WorkingHours {
  readonly daysOfWeek: readonly string[];
  readonly startTime: string;
  readonly endTime: string;
  readonly timeZone: { readonly name: string };
}

/** Monday to Friday, nine to five in Europe, eight to five elsewhere. */
export function workingHours(user: Pick<DirectoryUser, 'timeZone'>): WorkingHours {
  const startsAtNine = user.timeZone.iana.startsWith('Europe/');
  return {
    daysOfWeek: ['monday', 'tuesday', 'wednesday', 'thursday', 'friday'],
    startTime: startsAtNine ? '09:00:00.0000000' : '08:00:00.0000000',
    endTime: '17:00:00.0000000',
    timeZone: { name: user.timeZone.windows },
  };
}
