import { searchWords } from '../../lib/search-words.ts';
import type { Person } from './item.ts';

/** How well a person fits a name: the same words, words with the same beginning, or words with a few other letters. */
export type NameFit = 'exact' | 'words' | 'similar' | 'none';

/** Compares a name with the display name and the local part of the address, in any order of words. */
export function fitName({ name, address }: Pick<Person, 'name' | 'address'>, wanted: string): NameFit {
  const words = searchWords(wanted);
  const own = searchWords(name);
  const local = searchWords(address.slice(0, Math.max(address.lastIndexOf('@'), 0)));
  const isSame = (other: readonly string[]) => other.toSorted().join(' ') === words.toSorted().join(' ');
  if (words.length === 0) return 'none';
  if (isSame(own) || (local.length > 1 && isSame(local))) return 'exact';
  const all = [...own, ...local];
  if (words.every((word) => all.some((other) => other.startsWith(word)))) return 'words';
  return words.every((word) => all.some((other) => isSimilar(word, other))) ? 'similar' : 'none';
}

/** Whether two words differ by one letter, or by two if they are long. */
function isSimilar(word: string, other: string): boolean {
  const max = Math.min(word.length, other.length) < 3 ? 0 : word.length < 7 ? 1 : 2;
  return Math.abs(word.length - other.length) <= max && editDistance(word, other) <= max;
}

const maxLength = 40;

/** Inserted, deleted, replaced and swapped letters between two words (optimal string alignment). */
function editDistance(first: string, second: string): number {
  const [from, to] = [first.slice(0, maxLength), second.slice(0, maxLength)];
  let older: readonly number[] = [];
  let previous: readonly number[] = Array.from({ length: to.length + 1 }, (_, index) => index);
  for (let row = 1; row <= from.length; row += 1) {
    const current = [row];
    for (let column = 1; column <= to.length; column += 1) {
      const cost = from[row - 1] === to[column - 1] ? 0 : 1;
      const isSwap = from[row - 1] === to[column - 2] && from[row - 2] === to[column - 1];
      current.push(
        Math.min(
          (previous[column] ?? 0) + 1,
          (current[column - 1] ?? 0) + 1,
          (previous[column - 1] ?? 0) + cost,
          isSwap && row > 1 && column > 1 ? (older[column - 2] ?? 0) + 1 : Infinity,
        ),
      );
    }
    [older, previous] = [previous, current];
  }
  return previous.at(-1) ?? 0;
}
