import { shortHash } from '../../lib/short-hash.ts';
import { type TimeKey, maxSeen } from '../time-key.ts';
import type { MailMessage } from './schema.ts';

/** Graph returns whole seconds, although it filters by the exact time, so times of keys are whole seconds. */
const secondMs = 1000;

/** KQL compares days of the user's time zone or of UTC: a search returns messages again that are up to this much newer. */
export const searchReachMs = 38 * 3_600_000;

/** The dates of a query, and the order in which its messages are read. */
interface ReadingOrder {
  readonly order: string;
  readonly afterMs?: number | undefined;
  readonly beforeMs?: number | undefined;
}

/** The query from the key on, in reading order. */
export function startAt<Query extends ReadingOrder>(query: Query, key: TimeKey): Query {
  return query.order === 'oldest'
    ? { ...query, afterMs: Math.max(query.afterMs ?? -Infinity, key.atMs) }
    : { ...query, beforeMs: Math.min(query.beforeMs ?? Infinity, getSecondEnd(key).getTime()) };
}

/** The end of the second of a key. */
export function getSecondEnd({ atMs }: TimeKey): Date {
  return new Date(atMs + secondMs);
}

/** Whether a message was on no earlier page. */
export function isUnseen({ id, receivedDateTime }: MailMessage, key: TimeKey | undefined): boolean {
  if (!key) return true;
  const isAfterKey = key.isFull === true && Date.parse(receivedDateTime ?? '') >= key.atMs + secondMs;
  return !isAfterKey && !key.seen.includes(shortHash(id));
}

/**
 * The key of the next page; undefined without a time.
 * @param reachMs how far from its time the query of the next page finds messages again; 0 for those of the same second
 */
export function keyAfter(
  messages: readonly MailMessage[],
  before: TimeKey | undefined,
  reachMs: number,
): TimeKey | undefined {
  const lastMs = Date.parse(messages.at(-1)?.receivedDateTime ?? '');
  if (Number.isNaN(lastMs)) return messages.length === 0 ? before : undefined;
  const atMs = Math.floor(lastMs / secondMs) * secondMs;
  const isNear = (otherMs: number) => Math.abs(otherMs - atMs) <= Math.max(reachMs, secondMs - 1);
  const found = messages.flatMap(({ id, receivedDateTime }) =>
    isNear(Date.parse(receivedDateTime ?? '')) ? [shortHash(id)] : [],
  );
  const isContinued = before !== undefined && isNear(before.atMs);
  const seen = isContinued ? [...before.seen, ...found] : found;
  const isFull = reachMs > 0 && (seen.length > maxSeen || (isContinued && before.isFull === true));
  return { atMs, seen: seen.slice(-maxSeen), ...(isFull && { isFull }) };
}
