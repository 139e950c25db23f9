import { AppError } from '../lib/app-error.ts';
import { type DateFrame, type ResolvedDate, resolveDate } from './date-range.ts';

/** A stretch of time, its end not included. Either side may be open. */
export interface DateRange {
  readonly after?: ResolvedDate;
  readonly before?: ResolvedDate;
  /** To be said back, so that a wrong guess shows. Undefined where both sides are open. */
  readonly text?: string;
}

/**
 * Resolves `afterDateTime` and `beforeDateTime`. A day means its first moment on both sides: after 2026-11-20 and before
 * 2026-11-21 is all of the 20th, and before 2026-11-20 holds nothing of it.
 * @throws AppError `invalid_argument` for a date that is none, and for a range that holds nothing.
 */
export function resolveDateRange(
  {
    afterDateTime,
    beforeDateTime,
  }: { afterDateTime?: string | undefined; beforeDateTime?: string | undefined },
  frame: DateFrame,
): DateRange {
  const after = afterDateTime === undefined ? undefined : resolveDate(afterDateTime, 'afterDateTime', frame);
  const before =
    beforeDateTime === undefined ? undefined : resolveDate(beforeDateTime, 'beforeDateTime', frame);
  if (after && before && after.instantMs >= before.instantMs) {
    throw new AppError(
      'invalid_argument',
      `beforeDateTime (${before.text}) must be later than afterDateTime (${after.text}). It is not included: for a whole day, give the next one.`,
      { argument: 'beforeDateTime' },
    );
  }
  const text = [after && `from ${after.text}`, before && `before ${before.text}`].filter(Boolean).join(' ');
  return { ...(after && { after }), ...(before && { before }), ...(text !== '' && { text }) };
}
