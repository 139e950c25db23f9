import { isMark, isSuspect } from './cleaning-cost.ts';
import { TextBuilder, pieceCharacters } from './text-builder.ts';

/** Maximum length of a tag that is escaped as a whole, and of a label of a link reference definition with its brackets. */
const tagCharacters = 514;
const labelCharacters = 2002;

/**
 * Replaces piece by piece: `replaceAll` on a whole text needs hundreds of bytes for each match.
 * @param endOf the end of a piece: at or after a position, outside of any match, or the end of the text */
export function replaceInPieces(
  text: string,
  endOf: (text: string, from: number) => number,
  replace: (piece: string) => string,
): string {
  if (text.length <= pieceCharacters) return replace(text);
  const replaced = new TextBuilder();
  let isSame = true;
  for (let at = 0; at < text.length;) {
    const end = endOf(text, at + pieceCharacters);
    const piece = text.slice(at, end);
    const next = replace(piece);
    isSame &&= next === piece;
    replaced.add(next);
    at = end;
  }
  return isSame ? text : replaced.toString();
}

/** Characters that are kept or removed depending on the one before: joiners and variation selectors. */
function dependsOnPrevious(code: number): boolean {
  return code === 0x200c || code === 0x200d || code === 0xfe0e || code === 0xfe0f;
}

function isAsciiLetter(code: number): boolean {
  return (code >= 0x61 && code <= 0x7a) || (code >= 0x41 && code <= 0x5a);
}

/** The last position of a character in the part of a text before a position that a match can reach. */
function lastBefore(text: string, character: string, end: number, reach: number): number {
  const start = Math.max(0, end - reach);
  const found = text.slice(start, end).lastIndexOf(character);
  return found < 0 ? Number.NEGATIVE_INFINITY : start + found;
}

/**
 * The start of a tag, or a position outside of tags after a character that is not replaced: no image, link or line break
 * extends over it. After an ASCII letter, every joiner and variation selector is removed.
 */
export function endOfPiece(text: string, from: number): number {
  const tag = lastBefore(text, '<', from, tagCharacters);
  for (let at = from; at < text.length; at += 1) {
    const before = text.charCodeAt(at - 1);
    const after = text.charCodeAt(at);
    // A tag ends before the next one.
    if (after === 0x3c) return at;
    const isInside =
      isSuspect(before) || isMark(before) || (dependsOnPrevious(after) && !isAsciiLetter(before));
    if (!isInside && (before === 0x0a || at - tag > tagCharacters)) return at;
  }
  return text.length;
}

/** The start of a line that no label reaches. */
export function endOfLabels(text: string, from: number): number {
  let bracket = lastBefore(text, '[', from, labelCharacters);
  for (let at = from; at < text.length; at += 1) {
    const before = text.charCodeAt(at - 1);
    if (before === 0x5b) bracket = at - 1;
    if (before === 0x0a && at - bracket > labelCharacters) return at;
  }
  return text.length;
}
