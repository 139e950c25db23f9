import type contents from '../fixtures/documents/contents.json';

/** A text of `contents.json`, which all producers have written. */
type Content = (typeof contents)[keyof typeof contents];

export function wordsOf(text: string): string[] {
  return text
    .split(/[\s|;"()„“]+|(?<!\d),|,(?!\d)/)
    .map((word) => word.replace(/^[^\p{L}\p{N}-]+|[^\p{L}\p{N}]+$/gu, ''))
    .filter((word) => word !== '');
}

/** How many of the wanted words are there, each one counted as often as it is wanted. */
export function countFound(wanted: readonly string[], text: string): number {
  const there = new Map<string, number>();
  for (const word of wordsOf(text)) there.set(word, (there.get(word) ?? 0) + 1);
  let count = 0;
  for (const word of wanted) {
    const left = there.get(word) ?? 0;
    if (left > 0) count += 1;
    there.set(word, left - 1);
  }
  return count;
}

/** The cells of a row count where they stand on one line, in order. */
export function isRow(line: string, cells: readonly string[]): boolean {
  let at = 0;
  for (const cell of cells) {
    const next = line.indexOf(cell, at);
    if (next < 0) return false;
    at = next + cell.length;
  }
  return true;
}

/** The words of a text that a file of this kind holds. */
export function wantedWords(text: Content, kind: string): string[] {
  return wordsOf(
    [
      text.title,
      text.intro,
      text.heading1,
      text.heading2,
      text.closing,
      ...text.bullets,
      ...text.numbered,
      ...(kind === 'xlsx' ? [] : text.link.slice(0, 1)),
      ...text.table.flat(),
    ].join(' '),
  );
}
