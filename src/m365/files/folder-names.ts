import { hasWords } from '../../lib/search-words.ts';
import { readableUrl } from './readable-url.ts';

/** The names in a name or a path of them, from the top down. */
export function folderNames(nameOrPath: string): readonly string[] {
  return nameOrPath.split(/[\\/]/).filter((name) => name.trim() !== '');
}

/** Whether the folders at the end of an address are called so, each begun word by word. */
export function liesUnder(webUrl: string | null | undefined, names: readonly string[]): boolean {
  const segments = readableUrl(webUrl).split('/');
  return names.every((name, index) => hasWords(segments.at(index - names.length) ?? '', name));
}
