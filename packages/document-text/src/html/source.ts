import { splitText } from '../text-builder.ts';

/** Maximum length of a part that `matches` finds. */
const overlapCharacters = 16;

/** HTML in pieces, so that one character that is not Latin-1 does not double the memory of all of it. */
export class HtmlSource {
  readonly pieces: readonly string[];
  /** Position of each piece. */
  readonly #starts: readonly number[];

  constructor(pieces: readonly string[]) {
    this.pieces = pieces.flatMap(splitText);
    let start = 0;
    this.#starts = this.pieces.map((piece) => (start += piece.length) - piece.length);
  }

  /** Returns true if a part of up to 16 characters matches. */
  matches(expression: RegExp): boolean {
    let before = '';
    return this.pieces.some((piece) => {
      const text = before + piece;
      before = text.slice(-overlapCharacters);
      return expression.test(text);
    });
  }

  /** The text from `start` to `end`. @param last the piece that contains `end`, or a later one */
  slice(start: number, end: number, last: number): string {
    const lastStart = this.#starts[last] ?? 0;
    if (start >= lastStart) return this.pieces[last]?.slice(start - lastStart, end - lastStart) ?? '';
    let first = last;
    while (first > 0 && start < (this.#starts[first] ?? 0)) first -= 1;
    const firstStart = this.#starts[first] ?? 0;
    return this.pieces
      .slice(first, last + 1)
      .join('')
      .slice(start - firstStart, end - firstStart);
  }
}
