import { byteLengthOf } from '../budget.ts';
import { isLowContrast, white } from '../color.ts';
import type { OoxmlPackage } from '../office/package.ts';
import type { ThemeColors } from '../office/theme.ts';
import { readSheetColor } from './cell-styles.ts';
import { maxCellCharacters, unescapeCellText } from './cell-text.ts';

/** Cost of a shared string. */
const stringCost = 60;
/** Maximum bytes of all shared strings: as many as are returned of a document. */
const maxBytes = 5_000_000;
/** Strings are joined in blocks of this size. */
const blockCharacters = 64 * 1024;
const blockStrings = 4096;
/** Font size in points up to which a run is not legible. */
const maxTinyPoints = 2;

interface StringBlock {
  /** Index of its first string. */
  readonly first: number;
  readonly text: string;
}

/** The shared strings of a workbook. They are joined in blocks, because a part of a long string keeps all of it in memory. */
export class SharedStrings {
  readonly #blocks: StringBlock[] = [];
  /** Position of the end of each string in its block. */
  readonly #ends: number[] = [];
  #open: string[] = [];
  #openLength = 0;
  #bytesLeft = maxBytes;
  /** Strings with runs that are not seen on white, without these runs. */
  readonly #onWhite = new Map<number, string>();

  /** Further strings are left out. */
  get isFull(): boolean {
    return this.#bytesLeft < 0;
  }

  /** Adds a string. @param onWhite its text that is visible on white */
  add(text: string, onWhite = text): void {
    if (onWhite !== text) this.#onWhite.set(this.#ends.length, onWhite);
    this.#openLength += text.length;
    this.#ends.push(this.#openLength);
    if (this.#open.push(text) >= blockStrings || this.#openLength >= blockCharacters) this.endBlock();
  }

  /** Joins the strings that were added last. */
  endBlock(): void {
    const text = this.#open.join('');
    this.#bytesLeft -= byteLengthOf(text);
    this.#blocks.push({ first: this.#ends.length - this.#open.length, text });
    this.#open = [];
    this.#openLength = 0;
  }

  /** The string with an index; empty if there is none. */
  get(index: number): string {
    const block = this.#blockOf(index);
    if (!block) return '';
    const start = index === block.first ? 0 : this.#ends[index - 1];
    return block.text.slice(start, this.#ends[index] ?? 0);
  }

  #blockOf(index: number): StringBlock | undefined {
    let low = 0;
    let high = this.#blocks.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#blocks[middle]?.first ?? 0) <= index) low = middle + 1;
      else high = middle;
    }
    return this.#blocks[low - 1];
  }

  /** The text of a string that is visible on white; undefined if that is the whole string. */
  onWhite(index: number): string | undefined {
    return this.#onWhite.get(index);
  }
}

/** Reads the shared strings (ECMA-376 part 1, 18.4). */
export async function readSharedStrings(
  source: OoxmlPackage,
  part: string | undefined,
  theme: ThemeColors,
): Promise<SharedStrings> {
  const strings = new SharedStrings();
  if (part === undefined) return strings;
  let current = '';
  let visible = '';
  let inText = false;
  let phonetic = false;
  let runHidden = false;
  const endString = (): void => {
    source.budget.spend(stringCost);
    const isSeen = visible.length === current.length;
    if (!isSeen) source.budget.retain();
    const text = unescapeCellText(current, source.budget);
    strings.add(text, isSeen ? text : unescapeCellText(visible, source.budget));
  };
  await source.scan(part, {
    open(name, attributes) {
      if (name === 'si') current = visible = '';
      else if (name === 't') inText = true;
      else if (name === 'rPh') phonetic = true;
      else if (name === 'r') runHidden = false;
      else if (name === 'sz') runHidden ||= Number(attributes.get('val')) <= maxTinyPoints;
      else if (name === 'color') {
        const color = readSheetColor(attributes, theme);
        runHidden ||= color !== undefined && isLowContrast(color, white);
      }
    },
    close(name) {
      if (name === 't') inText = false;
      else if (name === 'r') runHidden = false;
      else if (name === 'rPh') phonetic = false;
      else if (name === 'si' && strings.isFull) source.budget.cut();
      else if (name === 'si') endString();
    },
    text(text) {
      if (!inText || phonetic || current.length >= maxCellCharacters || strings.isFull) return;
      current += text;
      if (!runHidden) visible += text;
    },
  });
  strings.endBlock();
  return strings;
}
