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

/** Whether no id was forgotten: else the results before an offset count as seen. */
export function isComplete(seen: string): boolean {
  return seen.length < maxSeenLength;
}

function toCode(id: string): string {
  return shortHash(id).slice(-codeLength).padStart(codeLength, '0');
}
