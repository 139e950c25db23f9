/** Pieces are joined at the latest after `maxPieces`, and after `manyPieces` if they are short on average. */
const maxPieces = 4096;
const manyPieces = 1024;
const shortCharacters = 64;

/** V8 copies shorter substrings. */
const minSlicedCharacters = 13;

/** A copy of a substring, which would otherwise keep the whole text in memory. */
export function detach(substring: string): string {
  return substring.length < minSlicedCharacters ? substring : `${substring} `.slice(0, -1);
}

/** Yields texts, and texts in pieces, with a separator between them. */
export function* separate(
  parts: readonly (string | Iterable<string>)[],
  separator: string,
): Generator<string> {
  let isFirst = true;
  for (const part of parts) {
    for (const piece of typeof part === 'string' ? [part] : part) {
      if (!isFirst) yield separator;
      isFirst = false;
      yield piece;
    }
  }
}

/** Length of the pieces in which a long text is read. */
export const pieceCharacters = 16_384;

/** Splits a text into pieces, without regard to its characters. */
export function splitText(text: string): string[] {
  return Array.from({ length: Math.ceil(text.length / pieceCharacters) }, (_, index) =>
    text.slice(index * pieceCharacters, (index + 1) * pieceCharacters),
  );
}

/** Yields the pieces and empties the array on the way, so that each can be freed when it was used. */
export function* drain(pieces: string[]): Generator<string> {
  pieces.reverse();
  for (let piece = pieces.pop(); piece !== undefined; piece = pieces.pop()) yield piece;
}

/** Builds a long text from pieces. Pieces are joined in blocks, because a short string takes far more memory than its text. */
export class TextBuilder {
  #blocks: string[] | undefined;
  #pieces: string[] = [];
  #joinedLength = 0;
  length = 0;

  add(piece: string): void {
    this.length += piece.length;
    const count = this.#pieces.push(piece);
    if (count < manyPieces) return;
    if (count < maxPieces && this.length - this.#joinedLength > count * shortCharacters) return;
    (this.#blocks ??= []).push(this.#pieces.join(''));
    this.#pieces = [];
    this.#joinedLength = this.length;
  }

  toString(): string {
    const end = this.#pieces.join('');
    return this.#blocks ? this.#blocks.join('') + end : end;
  }
}
