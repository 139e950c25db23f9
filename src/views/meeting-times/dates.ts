const weekdays = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];
const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const dayMs = 86_400_000;

/** `09:15`, of wall-clock milliseconds. */
export function formatTime(wallMs: number): string {
  return new Date(wallMs).toISOString().slice(11, 16);
}

/** `Mon` */
export function formatWeekday(wallMs: number): string {
  return weekdays[new Date(wallMs).getUTCDay()] ?? '';
}

/** `30 Nov` */
export function formatDate(wallMs: number): string {
  const date = new Date(wallMs);
  return `${date.getUTCDate()} ${months[date.getUTCMonth()] ?? ''}`;
}

/** `30 Nov 2026` */
export function formatDateWithYear(wallMs: number): string {
  return `${formatDate(wallMs)} ${new Date(wallMs).getUTCFullYear()}`;
}

/** `09:15`, or `Tue 09:15` on another day than the reference. */
export function formatStart(wallMs: number, referenceMs: number): string {
  const isSameDay = Math.floor(wallMs / dayMs) === Math.floor(referenceMs / dayMs);
  return isSameDay ? formatTime(wallMs) : `${formatWeekday(wallMs)} ${formatTime(wallMs)}`;
}

/** `09:15–17:00`, or `16:45–Tue 09:15`. Midnight ends its day as `24:00`. */
export function formatSpan(startMs: number, endMs: number): string {
  const midnightMs = Math.floor(startMs / dayMs) * dayMs + dayMs;
  return `${formatTime(startMs)}–${endMs === midnightMs ? '24:00' : formatStart(endMs, startMs)}`;
}

/** `1 h 30 min` */
export function formatLength(lengthMs: number): string {
  const minutes = Math.round(lengthMs / 60_000);
  const [hours, rest] = [Math.floor(minutes / 60), minutes % 60];
  return [hours > 0 && `${hours} h`, rest > 0 && `${rest} min`].filter(Boolean).join(' ');
}
