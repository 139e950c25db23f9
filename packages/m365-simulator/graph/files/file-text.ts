import { textWords } from '../kql/text-words.ts';
import { type DriveItem, itemPath } from './drive.ts';

/** What the index of SharePoint holds of files, made once for each. */
export interface FileTexts {
  text(item: DriveItem): string;
  /** Words of the name and of the text. */
  words(item: DriveItem): readonly string[];
}

/** The index of one organisation. Bodies of Markdown are not in it. */
export function createFileTexts(): FileTexts {
  const known = new WeakMap<DriveItem, readonly string[]>();
  const text = (item: DriveItem) => (item.document && !/\.md$/i.test(item.name) ? item.document.text() : '');
  return {
    text,
    words(item) {
      const have = known.get(item);
      if (have) return have;
      const made = textWords([item.name, ...itemPath(item), text(item)].join('\n'));
      known.set(item, made);
      return made;
    },
  };
}
