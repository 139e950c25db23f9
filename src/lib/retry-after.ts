/** Longer values are treated as one hour. */
const maxSeconds = 3600;

/**
 * The `Retry-After` header, in seconds or as a date, in whole seconds; undefined if it is missing or invalid. A date is
 * relative to the `Date` header of the response, so clock skew has no effect, or to `nowMs` if there is none.
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
