/** Pieces are joined at the latest after `maxPieces`, and after `manyPieces` if they are short on average. */
const maxPieces = 4096;
const manyPieces = 1024;
const shortCharacters = 64;

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
