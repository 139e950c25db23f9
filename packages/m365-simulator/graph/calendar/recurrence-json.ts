import { occurrenceDays } from './occurrence-days.ts';
import type { CalendarEvent } from './calendar.ts';

/** The pattern and range of a series. */
export function recurrenceJson(event: CalendarEvent): Record<string, unknown> | null {
  const { recurrence, timeZone } = event.seed;
  if (!recurrence) return null;
  const days = occurrenceDays(event.seed, event.startWall.slice(0, 10));
  const common = { month: 0, dayOfMonth: 0, firstDayOfWeek: 'sunday' };
  return {
    pattern:
      recurrence.type === 'weekly'
        ? {
            type: 'weekly',
            interval: recurrence.interval,
            ...common,
            daysOfWeek: recurrence.daysOfWeek,
            index: 'first',
          }
        : {
            type: 'relativeMonthly',
            interval: 1,
            ...common,
            daysOfWeek: [recurrence.dayOfWeek],
            index: recurrence.index,
          },
    range: {
      type: 'numbered',
      startDate: days[0],
      endDate: '0001-01-01',
      recurrenceTimeZone: timeZone.windows,
      numberOfOccurrences: recurrence.count,
    },
  };
}
