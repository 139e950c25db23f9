import { shortHash } from './short-hash.ts';

const codeLength = 5;
/** More codes make a cursor too long. */
const maxCodes = 100;
/** Longest text of codes. */
export const maxSeenLength = codeLength * maxCodes;

/**
 * The ids of results that were shown, as codes of five characters in one text, which costs few tokens in a cursor. The
 * ids of ten new results and of a hundred earlier ones share a code once in sixty thousand times.
 */
export function addSeen(seen: string, ids: readonly string[]): string {
  return (seen + ids.map(toCode).join('')).slice(-maxSeenLength);
}

/** Whether an id is among the last hundred that were added. */
export function wasSeen(seen: string, id: string): boolean {
  const code = toCode(id);
  for (let index = 0; index < seen.length; index += codeLength) {
    if (seen.startsWith(code, index)) return true;
  }
  return false;
}

/** Whether the codes are those of all ids that were added. */
export function isComplete(seen: string): boolean {
  return seen.length < maxSeenLength;
}

/** The number of ids among the codes. */
export function countSeen(seen: string): number {
  return Math.floor(seen.length / codeLength);
}

/** A place in a list that is read from its start again: the number of entries before it, and codes of the last shown ones. */
interface SeenPlace {
  readonly offset: number;
  readonly seen?: string | undefined;
}

/** Entries that may arrive before a place or go from there until the next page is read. */
const maxShift = maxCodes / 2;

/**
 * Whether an entry of a list that may have changed was on an earlier page. Once there were more than a hundred entries, those
 * well before the place count as shown.
 * @param index of the entry in the list as it is now
 */
export function wasShown({ offset, seen = '' }: SeenPlace, id: string, index: number): boolean {
  return wasSeen(seen, id) || (!isComplete(seen) && index < offset - maxShift);
}

/**
 * A page of a list that is read from its start again: the first entries that no earlier page contained.
 * @param toSkip entries that the first page skips, which count as shown
 */
export function nextEntries<T>(
  entries: readonly T[],
  idOf: (entry: T) => string,
  place: SeenPlace | undefined,
  { toSkip, limit }: { readonly toSkip: number; readonly limit: number },
): { readonly shown: readonly T[]; readonly next: SeenPlace | undefined } {
  const left = entries
    .map((entry, index) => ({ entry, index }))
    .filter(({ entry, index }) => !wasShown(place ?? { offset: 0 }, idOf(entry), index));
  const skipped = place ? 0 : toSkip;
  const passed = left.slice(0, skipped + limit);
  const ids = passed.map(({ entry }) => idOf(entry));
  return {
    shown: passed.slice(skipped).map(({ entry }) => entry),
    next:
      passed.length < left.length
        ? { offset: (passed.at(-1)?.index ?? -1) + 1, seen: addSeen(place?.seen ?? '', ids) }
        : undefined,
  };
}

function toCode(id: string): string {
  return shortHash(id).slice(-codeLength).padStart(codeLength, '0');
}
