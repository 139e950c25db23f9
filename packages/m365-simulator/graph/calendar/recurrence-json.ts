import type { SeedEvent } from '../../seed-data/calendar/event-seed.ts';
import { addDays, weekdayOf } from '../time/zoned-time.ts';
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

const names = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday'];

/** The days of a series in order, from a day on that is in its first week or month. One day for what does not recur. */
export function occurrenceDays(seed: SeedEvent, from: string): readonly string[] {
  const { recurrence } = seed;
  if (!recurrence) return [from];
  const days: string[] = [];
  if (recurrence.type === 'weekly') {
    const monday = addDays(from, -((weekdayOf(from) + 6) % 7));
    for (let week = 0; days.length < recurrence.count; week += recurrence.interval) {
      for (const name of recurrence.daysOfWeek) {
        const day = addDays(monday, week * 7 + ((names.indexOf(name) + 6) % 7));
        if (day >= from && days.length < recurrence.count) days.push(day);
      }
    }
    return days;
  }
  const weekday = names.indexOf(recurrence.dayOfWeek);
  for (let month = from.slice(0, 7); days.length < recurrence.count; month = nextMonth(month)) {
    const first = `${month}-01`;
    days.push(addDays(first, (weekday - weekdayOf(first) + 7) % 7));
  }
  return days;
}

function nextMonth(month: string): string {
  return addDays(`${month}-01`, 31).slice(0, 7);
}
