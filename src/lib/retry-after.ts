/** No service means a longer wait than an hour when it asks to come back. */
const maxSeconds = 3600;

/**
 * `Retry-After` in either form, in whole seconds; undefined where there is none or it makes no sense. A date is measured
 * from the answer's own `Date`, so that a clock that is wrong does no harm; without one from `nowMs`, if it is given.
 * @see https://www.rfc-editor.org/rfc/rfc9110#section-10.2.3
 */
export function readRetryAfter(headers: Headers, nowMs = Number.NaN): number | undefined {
  const value = headers.get('retry-after')?.trim() ?? '';
  const seconds = /^\d{1,9}$/.test(value) ? Number(value) : secondsUntil(value, headers.get('date'), nowMs);
  return seconds === undefined || seconds < 0 ? undefined : Math.min(seconds, maxSeconds);
}

function secondsUntil(value: string, date: string | null, nowMs: number): number | undefined {
  if (!/^[A-Z][a-z]{2,8}, ?\d/.test(value)) return undefined;
  const untilMs = Date.parse(value);
  const sentMs = Date.parse(date ?? '');
  const seconds = Math.ceil((untilMs - (Number.isNaN(sentMs) ? nowMs : sentMs)) / 1000);
  return Number.isNaN(seconds) ? undefined : seconds;
}
