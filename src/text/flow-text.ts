import { AppError } from '../lib/app-error.ts';
import { maxTextCharacters } from './extracted-document.ts';

/** The error for a document with more text than is read of one. */
export function tooMuchText(): AppError {
  return new AppError(
    'too_large',
    `The document holds more than ${maxTextCharacters / 1_000_000} million characters of text. Ask for a part of it.`,
  );
}

/**
 * Puts blocks of text together: a blank line between paragraphs, none between neighbours that belong together, such
 * as the items of a list.
 * @throws AppError `too_large`
 */
export class FlowText {
  readonly #parts: string[] = [];
  #characters = 0;
  #previousTight = false;

  /** Adds a block. Neighbours that are both `tight` stand on lines next to each other. */
  add(block: string, tight = false): void {
    if (block === '') return;
    if (this.#parts.length > 0) this.#parts.push(tight && this.#previousTight ? '\n' : '\n\n');
    this.#parts.push(block);
    this.#previousTight = tight;
    this.#characters += block.length + 2;
    if (this.#characters > maxTextCharacters) throw tooMuchText();
  }

  /** A blank line comes before the next block, whatever it is. */
  breakHere(): void {
    this.#previousTight = false;
  }

  toString(): string {
    return this.#parts.join('');
  }
}
