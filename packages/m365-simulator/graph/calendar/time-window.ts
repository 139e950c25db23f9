import type { Call } from '../core/call.ts';
import { GraphFault } from '../core/graph-error.ts';

const longestDays = 1825;

/**
 * `startDateTime` and `endDateTime`: with an offset as written, without one in UTC.
 * @throws GraphFault 400 for a missing or malformed one, and for a window over five years.
 */
export function timeWindow(call: Call): { readonly fromMs: number; readonly toMs: number } {
  const option = (name: string) =>
    [...call.query].find(([key]) => key.toLowerCase() === name.toLowerCase())?.[1];
  const start = option('startDateTime');
  const end = option('endDateTime');
  if (start === undefined || end === undefined) {
    throw new GraphFault(
      400,
      'ErrorInvalidParameter',
      'This request requires a time window specified by the query string parameters StartDateTime and EndDateTime.',
    );
  }
  const fromMs = instant(start);
  const toMs = instant(end);
  if (toMs < fromMs)
    throw new GraphFault(400, 'ErrorInvalidParameter', 'The end of the time window is before its start.');
  if (toMs - fromMs > longestDays * 86_400_000) {
    throw new GraphFault(
      400,
      'ErrorCalendarViewRangeTooBig',
      `Your request can't be completed. The range between the start and end dates is greater than the allowed range. Maximum number of days: ${longestDays}`,
    );
  }
  return { fromMs, toMs };
}

function instant(text: string): number {
  const form = /^\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d(\.\d{1,7})?)?(Z|[+-]\d\d:\d\d)?)?$/.exec(text);
  const timeMs = form
    ? Date.parse(form[1] === undefined || form[4] !== undefined ? text : `${text}Z`)
    : Number.NaN;
  if (Number.isNaN(timeMs)) {
    throw new GraphFault(
      400,
      'ErrorInvalidParameter',
      `The value '${text}' of a time window is not a valid date and time.`,
    );
  }
  return timeMs;
}
