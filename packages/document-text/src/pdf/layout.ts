import { orderColumns } from './columns.ts';
import { type Line, type Piece, type PlacedText, placePiece } from './pieces.ts';

/** Fractions of the font size: offset of a superscript, space, tab, overlap within a word, offset of doubled text. */
const maxBaselineOffset = 0.55;
const minSpace = 0.13;
const minTab = 1.2;
const maxOverlap = 0.4;
const maxDoubleOffset = 0.3;
/** Number of preceding pieces that are compared with a piece that may repeat one of them. */
const comparedPieces = 8;

/**
 * Joins the pieces of a page to lines. Gaps become spaces, wide gaps tabs, which preserves table columns. Text that is
 * drawn twice at the same place, as for bold type, is kept once. Lines of right-to-left text are in reading order;
 * columns of text follow each other.
 */
export function layOutPage(items: readonly PlacedText[]): string {
  const lines: Line[] = [];
  let isSpaced = false;
  for (const item of items) {
    if (item.str.trim() === '') {
      isSpaced ||= item.str !== '';
      continue;
    }
    const piece = placePiece(item, isSpaced);
    isSpaced = false;
    const line = lines.at(-1);
    if (!line || !isOnLine(piece, line)) lines.push({ ...piece, pieces: [piece] });
    else if (!isDoubled(piece, line)) line.pieces.push(piece);
  }
  return orderColumns(lines)
    .map((line) => formatLine(line.pieces))
    .join('\n');
}

function isOnLine(piece: Piece, line: Line): boolean {
  const size = Math.max(piece.size, line.size);
  return (
    Math.abs(piece.angle - line.angle) < 0.05 &&
    Math.abs(piece.baseline - line.baseline) < size * maxBaselineOffset
  );
}

function isDoubled(piece: Piece, { pieces }: Line): boolean {
  const maxOffset = Math.min(piece.size * maxDoubleOffset, (piece.end - piece.start) / 2);
  return pieces
    .slice(-comparedPieces)
    .some(
      (other) =>
        other.text === piece.text &&
        Math.abs(other.start - piece.start) < maxOffset &&
        Math.abs(other.baseline - piece.baseline) < piece.size * maxDoubleOffset,
    );
}

function formatLine(pieces: readonly Piece[]): string {
  const letters = { rtl: 0, ltr: 0 };
  for (const { text, isRtl } of pieces) letters[isRtl ? 'rtl' : 'ltr'] += text.match(/\p{L}/gu)?.length ?? 0;
  const ordered = letters.rtl > letters.ltr ? orderRightToLeft(pieces) : orderLeftToRight(pieces);
  let text = '';
  for (const { piece, gap } of ordered) text += separator(text, piece, gap) + piece.text;
  return text.trim();
}

interface OrderedPiece {
  readonly piece: Piece;
  /** Distance from the piece before it in reading order. */
  readonly gap: number;
}

function orderLeftToRight(pieces: readonly Piece[]): OrderedPiece[] {
  const sorted = pieces.toSorted((first, second) => first.start - second.start);
  let end = sorted[0]?.start ?? 0;
  return sorted.map((piece) => {
    const gap = piece.start - end;
    end = Math.max(end, piece.end);
    return { piece, gap };
  });
}

/** Orders a right-to-left line. Runs of left-to-right pieces, such as numbers and names, keep their own order. */
function orderRightToLeft(pieces: readonly Piece[]): OrderedPiece[] {
  const sorted = moveSpaces(pieces).toSorted((first, second) => second.end - first.end);
  const isLeftToRight = findLeftToRight(sorted);
  const ordered: OrderedPiece[] = [];
  let run: OrderedPiece[] = [];
  const finishRun = () => {
    for (const [index, { piece }] of run.toReversed().entries())
      ordered.push({ piece, gap: (index === 0 ? run[0] : run[run.length - index])?.gap ?? 0 });
    run = [];
  };
  let start = sorted[0]?.end ?? 0;
  for (const [index, piece] of sorted.entries()) {
    const entry = { piece, gap: start - piece.end };
    start = Math.min(start, piece.start);
    if (entry.gap > piece.size * minTab) finishRun();
    if (isLeftToRight[index] === true) {
      run.push(entry);
    } else {
      finishRun();
      ordered.push(entry);
    }
  }
  finishRun();
  return ordered;
}

/** Moves the mark of a space to the piece that it precedes in reading order, if the line was drawn from left to right. */
function moveSpaces(pieces: readonly Piece[]): Piece[] {
  const isDrawnRightward = pieces.map(
    (piece, index) => index > 0 && (pieces[index - 1]?.start ?? 0) < piece.start,
  );
  return pieces.map((piece, index) => ({
    ...piece,
    isSpaced:
      (piece.isSpaced && isDrawnRightward[index] !== true) ||
      (isDrawnRightward[index + 1] === true && pieces[index + 1]?.isSpaced === true),
  }));
}

/** Marks the left-to-right pieces of a right-to-left line. Punctuation belongs to them only between two of them. */
function findLeftToRight(pieces: readonly Piece[]): boolean[] {
  const isNeutral = pieces.map(({ text }) => !/[\p{L}\p{N}]/u.test(text));
  const marks = pieces.map(({ isRtl }, index) => !isRtl && isNeutral[index] !== true);
  for (let index = 1; index < pieces.length; index += 1) {
    if (isNeutral[index] !== true || marks[index - 1] !== true) continue;
    let end = index;
    while (isNeutral[end] === true) end += 1;
    if (marks[end] === true) marks.fill(true, index, end);
    index = end;
  }
  return marks;
}

function separator(before: string, { text, size, isSpaced }: Piece, gap: number): string {
  if (before === '') return '';
  if (gap > size * minTab) return '\t';
  const isOverlap =
    gap < -size * maxOverlap && /[\p{L}\p{N}]{2}$/u.test(before) && /^[\p{L}\p{N}]{2}/u.test(text);
  const isBroken = gap > size * minSpace || isOverlap || isSpaced;
  return isBroken && !/\s$/.test(before) && !/^\s/.test(text) ? ' ' : '';
}
