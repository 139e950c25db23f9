import type { Line, Piece } from './pieces.ts';

/** A page of more lines stays in the order in which it is drawn. */
const maxPageLines = 1000;
/** Maximum lines of a block; maximum gaps of a line that are tried. */
const maxBlockLines = 150;
const maxGaps = 4;
/** A block of more lines that turns out to be a table is not examined line by line. */
const maxRetriedLines = 10;
/** Fractions of the font size: space between columns, width of a column, distance of lines beside each other. */
const minGutter = 1.2;
const minColumn = 8;
const maxBeside = 1;
/** Lines beside each other that columns of text have at least. */
const minLines = 3;
/** Parts of a column: width of a full line; lines that are full, at its edge, begin with a letter, with a lowercase one. */
const fullLine = 0.65;
const minFullLines = 0.5;
const minAlignedLines = 0.6;
const minLetterStarts = 0.5;
const minLowercaseStarts = 0.3;
/** Space between paragraphs or rows, in line spacings. */
const minBreak = 1.4;

interface Gap {
  readonly from: number;
  readonly to: number;
}

/** Lines with a common gap that no line crosses. */
interface Block {
  readonly left: readonly Line[];
  readonly right: readonly Line[];
  /** Number of lines of the page that it consists of. */
  readonly count: number;
}

/** A line with its gaps and extent. */
interface MeasuredLine extends Line {
  readonly gaps: readonly Gap[];
  readonly extent: Gap;
}

/**
 * Puts columns of text that are drawn line by line across the page one after the other. Tables stay as they are: their
 * lines do not fill the columns, or do not continue sentences.
 */
export function orderColumns(lines: readonly Line[]): readonly Line[] {
  if (lines.length < minLines || lines.length > maxPageLines) return lines;
  const measured = lines.map(measure);
  const ordered: Line[] = [];
  for (let at = 0; at < lines.length;) {
    const { block, examined } = findBlock(measured, at);
    if (block) ordered.push(...readBlock(block));
    const count = block?.count ?? (examined > maxRetriedLines ? examined : 1);
    if (!block) ordered.push(...lines.slice(at, at + count));
    at += count;
  }
  return ordered;
}

function measure(line: Line): MeasuredLine {
  const sorted = line.pieces.toSorted((first, second) => first.start - second.start);
  const gaps: Gap[] = [];
  const from = sorted[0]?.start ?? 0;
  let to = from;
  for (const piece of sorted) {
    if (isGutter({ from: to, to: piece.start }, line.size)) gaps.push({ from: to, to: piece.start });
    to = Math.max(to, piece.end);
  }
  return { ...line, gaps, extent: { from, to } };
}

function readBlock(block: Block): Line[] {
  return splitRows(block).flatMap(({ left, right }) => {
    const columns = isRightToLeft([...left, ...right]) ? [right, left] : [left, right];
    return columns.flatMap(orderColumns);
  });
}

/** The columns of text that begin with a line, or the number of lines among which there are none. */
function findBlock(
  lines: readonly MeasuredLine[],
  start: number,
): { readonly block?: Block; readonly examined: number } {
  let examined = 1;
  for (const gap of findGaps(lines[start], lines[start + 1])) {
    const { common, count } = followGap(lines.slice(start, start + maxBlockLines), gap);
    examined = Math.max(examined, count);
    if (count < minLines) continue;
    const block = trimBlock(splitAtGap(lines.slice(start, start + count), common));
    const { left, right } = block;
    if (countBeside(left, right) >= minLines && isProse(left) && isProse(right)) return { block, examined };
  }
  return { examined };
}

/** Gaps within a line, or between it and the next one if that is drawn beside it. */
function findGaps(line: MeasuredLine | undefined, next: MeasuredLine | undefined): readonly Gap[] {
  if (!line) return [];
  if (line.gaps.length > 0 || !next || !isBeside(line, next)) return line.gaps.slice(0, maxGaps);
  const between = {
    from: Math.min(line.extent.to, next.extent.to),
    to: Math.max(line.extent.from, next.extent.from),
  };
  return isGutter(between, line.size) ? [between] : [];
}

function isGutter({ from, to }: Gap, size: number): boolean {
  return to - from >= size * minGutter;
}

/** The part of a gap that lines have in common, and their number, down to one that crosses it or is drawn further up. */
function followGap(
  lines: readonly MeasuredLine[],
  start: Gap,
): { readonly common: Gap; readonly count: number } {
  let common = start;
  let previous = lines[0];
  let count = 0;
  for (const line of lines) {
    const isBelow =
      previous !== undefined &&
      Math.abs(line.angle - previous.angle) < 0.05 &&
      line.baseline <= previous.baseline + line.size * maxBeside;
    const { from, to } = line.extent;
    const own = [{ from: -Infinity, to: from }, ...line.gaps, { from: to, to: Infinity }]
      .map((gap) => ({ from: Math.max(gap.from, common.from), to: Math.min(gap.to, common.to) }))
      .find((gap) => isGutter(gap, line.size));
    if (!isBelow || !own) break;
    common = own;
    previous = line;
    count += 1;
  }
  return { common, count };
}

function splitAtGap(lines: readonly Line[], gap: Gap): Block {
  const left: Line[] = [];
  const right: Line[] = [];
  for (const line of lines) {
    const before = line.pieces.filter((piece) => piece.start < gap.from);
    const after = line.pieces.filter((piece) => piece.start >= gap.from);
    if (before.length > 0) left.push({ ...line, pieces: before });
    if (after.length > 0) right.push({ ...line, pieces: after });
  }
  return { left, right, count: lines.length };
}

/** Leaves out lines of one side that follow the columns after a space. */
function trimBlock({ left, right, count }: Block): Block {
  const end = Math.max(left.at(-1)?.baseline ?? 0, right.at(-1)?.baseline ?? 0);
  const trim = (lines: readonly Line[]): readonly Line[] => {
    const spacing = lineSpacing(lines) * minBreak;
    const last = lines.findIndex(
      ({ baseline }, index) =>
        baseline < end && (lines[index - 1]?.baseline ?? baseline) - baseline > spacing,
    );
    return last < 0 ? lines : lines.slice(0, last);
  };
  const columns = { left: trim(left), right: trim(right) };
  const dropped = left.length - columns.left.length + right.length - columns.right.length;
  return { ...columns, count: count - dropped };
}

function lineSpacing(lines: readonly Line[]): number {
  const spacings = lines
    .slice(1)
    .map(({ baseline }, index) => (lines[index]?.baseline ?? baseline) - baseline)
    .toSorted((first, second) => first - second);
  return spacings[Math.floor(spacings.length / 2)] ?? 0;
}

function isBeside(line: Line, other: Line): boolean {
  return Math.abs(line.baseline - other.baseline) <= Math.max(line.size, other.size) * maxBeside;
}

function countBeside(left: readonly Line[], right: readonly Line[]): number {
  return left.filter((line) => right.some((other) => isBeside(line, other))).length;
}

/** The lines begin at one edge, fill the column and continue sentences. */
function isProse(lines: readonly Line[]): boolean {
  const extents = lines.map((line) => measure(line).extent);
  const from = Math.min(...extents.map((extent) => extent.from));
  const to = Math.max(...extents.map((extent) => extent.to));
  const size = Math.max(...lines.map((line) => line.size));
  const full = extents.filter((extent) => extent.to - extent.from >= (to - from) * fullLine).length;
  const isRtl = isRightToLeft(lines);
  const aligned = extents.filter((extent) => (isRtl ? to - extent.to : extent.from - from) < size).length;
  const starts = lines.map(({ pieces }) => firstPiece(pieces).text.trimStart());
  const letters = starts.filter((text) => /^\p{L}/u.test(text)).length;
  const lowercase = starts.filter((text) => /^\p{Ll}/u.test(text)).length;
  const uppercase = starts.filter((text) => /^\p{Lu}/u.test(text)).length;
  return (
    to - from >= size * minColumn &&
    aligned >= lines.length * minAlignedLines &&
    full >= lines.length * minFullLines &&
    letters >= lines.length * minLetterStarts &&
    lowercase >= (lowercase + uppercase) * minLowercaseStarts
  );
}

function firstPiece(pieces: readonly Piece[]): Piece {
  return pieces.reduce((first, piece) => (piece.start < first.start ? piece : first));
}

function isRightToLeft(lines: readonly Line[]): boolean {
  const pieces = lines.flatMap((line) => line.pieces);
  return pieces.filter(({ isRtl }) => isRtl).length > pieces.length / 2;
}

/** Splits a block into the rows of a table, if all spaces between its lines are beside each other. */
function splitRows(block: Block): Pick<Block, 'left' | 'right'>[] {
  const { left, right } = block;
  const spacing = Math.min(lineSpacing(left), lineSpacing(right));
  const breaks = (lines: readonly Line[]): Line[] =>
    lines.filter(
      ({ baseline }, index) => (lines[index - 1]?.baseline ?? baseline) - baseline > spacing * minBreak,
    );
  const [leftBreaks, rightBreaks] = [breaks(left), breaks(right)];
  const isTable =
    leftBreaks.length === rightBreaks.length && countBeside(leftBreaks, rightBreaks) === leftBreaks.length;
  if (!isTable) return [block];
  const rowsOf = (lines: readonly Line[], starts: readonly Line[]): (readonly Line[])[] => {
    const bounds = [0, ...starts.map((line) => lines.indexOf(line)), lines.length];
    return bounds.slice(1).map((end, index) => lines.slice(bounds[index], end));
  };
  const rightRows = rowsOf(right, rightBreaks);
  return rowsOf(left, leftBreaks).map((row, index) => ({ left: row, right: rightRows[index] ?? [] }));
}
