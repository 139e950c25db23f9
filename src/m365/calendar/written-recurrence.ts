import { z } from 'zod';

const recurrencePattern = z.object({
  type: z.string().nullish(),
  interval: z.int().nullish(),
  daysOfWeek: z.array(z.string()).nullish(),
  dayOfMonth: z.int().nullish(),
  month: z.int().nullish(),
  index: z.string().nullish(),
});
const recurrenceRange = z.object({
  type: z.string().nullish(),
  endDate: z.string().nullish(),
  numberOfOccurrences: z.int().nullish(),
});

/** How a series goes on. @see https://learn.microsoft.com/graph/api/resources/patternedrecurrence */
export const recurrence = z
  .object({ pattern: recurrencePattern.nullish(), range: recurrenceRange.nullish() })
  .nullish();

const units: ReadonlyMap<string, string> = new Map([
  ['daily', 'day'],
  ['weekly', 'week'],
  ['absoluteMonthly', 'month'],
  ['relativeMonthly', 'month'],
  ['absoluteYearly', 'year'],
  ['relativeYearly', 'year'],
]);

/** `every 2 weeks on monday until 2026-12-31`. Undefined for a pattern of a kind that is not known here. */
export function writtenRecurrence(series: z.output<typeof recurrence>): string | undefined {
  const { type, interval, daysOfWeek, dayOfMonth, month, index } = series?.pattern ?? {};
  const unit = units.get(type ?? '');
  if (unit === undefined) return undefined;
  const days = (daysOfWeek ?? []).join(', ');
  const isRelative = type === 'relativeMonthly' || type === 'relativeYearly';
  const day = isRelative
    ? `the ${index ?? 'first'} ${days}`
    : unit === 'week'
      ? days
      : `day ${dayOfMonth ?? 1}`;
  return [
    (interval ?? 1) === 1 ? `every ${unit}` : `every ${interval} ${unit}s`,
    unit !== 'day' && day !== '' && `on ${day}`,
    unit === 'year' && month && `of month ${month}`,
    endOf(series?.range),
  ]
    .filter(Boolean)
    .join(' ');
}

function endOf(range: z.output<typeof recurrenceRange> | null | undefined): string | undefined {
  if (range?.type === 'endDate' && range.endDate) return `until ${range.endDate}`;
  return range?.type === 'numbered' && range.numberOfOccurrences
    ? `${range.numberOfOccurrences} times`
    : undefined;
}
