import type { DocumentErrorCode } from '../../src/errors.ts';
import { createRandom, type TextSample } from './long-documents.ts';

/** A document that is made to use up processor or memory, and how it has to end. */
export interface HostileDocument extends TextSample {
  /** A code; the text that is read all the same; the beginning of it, which says that it is one; or all of it. */
  readonly ends: DocumentErrorCode | { readonly text: string } | 'cut' | 'read';
}

/** So many pieces, by number. */
export function many(count: number, piece: (index: number) => string): string {
  return Array.from({ length: count }, (_, index) => piece(index)).join('');
}

/** Small pieces of mark-up, so many of the same in a row that they compress well, and not too well. */
export function markup(piece: (number: number) => string, bytes: number, repeats = 1): string {
  const random = createRandom();
  const parts: string[] = [];
  for (let size = 0; size < bytes; size += parts.at(-1)?.length ?? 1)
    parts.push(piece(random(1_000_000)).repeat(repeats));
  return parts.join('');
}
