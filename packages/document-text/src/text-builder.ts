/** So many pieces are joined, sooner where they are short. */
const maxPieces = 4096;
const manyPieces = 1024;
const shortCharacters = 64;

/**
 * Puts a long text together. Pieces are joined to stretches on the way: they are often short, and each by itself takes
 * far more room than its text.
 */
export class TextBuilder {
  #stretches: string[] | undefined;
  #pieces: string[] = [];
  #joinedLength = 0;
  length = 0;

  add(piece: string): void {
    this.length += piece.length;
    const count = this.#pieces.push(piece);
    if (count < manyPieces) return;
    if (count < maxPieces && this.length - this.#joinedLength > count * shortCharacters) return;
    (this.#stretches ??= []).push(this.#pieces.join(''));
    this.#pieces = [];
    this.#joinedLength = this.length;
  }

  toString(): string {
    const end = this.#pieces.join('');
    return this.#stretches ? this.#stretches.join('') + end : end;
  }
}

/** The words of a text, which single spaces part, as a set: for tables of names. */
export function words(text: string): ReadonlySet<string> {
  return new Set(text.split(' '));
}
