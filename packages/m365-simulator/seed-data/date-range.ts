const dayMs = 86_400_000;

/** The given number of whole weeks before the current one, Monday to Monday in UTC. */
export function lastFullWeeks(count: number): {
  readonly afterDateTime: string;
  readonly beforeDateTime: string;
} {
  const today = Math.floor(Date.now() / dayMs) * dayMs;
  const monday = today - ((new Date(today).getUTCDay() + 6) % 7) * dayMs;
  const day = (timeMs: number) => new Date(timeMs).toISOString().slice(0, 10);
  return { afterDateTime: day(monday - count * 7 * dayMs), beforeDateTime: day(monday) };
}
