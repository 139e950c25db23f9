import { boundedInteger } from './styles.ts';
import type { OoxmlPackage } from '../office/package.ts';

const maxMarkCharacters = 32;

interface Level {
  start: number;
  format: string;
  text: string;
}

interface Numbering {
  abstractId: string;
  readonly startOverrides: Map<number, number>;
}

function formatLetters(value: number): string {
  const letter = String.fromCharCode(97 + ((value - 1) % 26));
  return letter.repeat(Math.min(8, Math.floor((value - 1) / 26) + 1));
}

const romanParts: readonly (readonly [number, string])[] = [
  [1000, 'm'],
  [900, 'cm'],
  [500, 'd'],
  [400, 'cd'],
  [100, 'c'],
  [90, 'xc'],
  [50, 'l'],
  [40, 'xl'],
  [10, 'x'],
  [9, 'ix'],
  [5, 'v'],
  [4, 'iv'],
  [1, 'i'],
];

function formatRoman(value: number): string {
  if (value > 3999) return String(value);
  let rest = value;
  let text = '';
  for (const [amount, sign] of romanParts) {
    while (rest >= amount) {
      text += sign;
      rest -= amount;
    }
  }
  return text;
}

function formatNumber(value: number, format: string): string {
  if (value < 1) return String(value);
  switch (format) {
    case 'lowerLetter':
      return formatLetters(value);
    case 'upperLetter':
      return formatLetters(value).toUpperCase();
    case 'lowerRoman':
      return formatRoman(value);
    case 'upperRoman':
      return formatRoman(value).toUpperCase();
    case 'decimalZero':
      return String(value).padStart(2, '0');
    default:
      return String(value);
  }
}

/** Computes the labels of numbered paragraphs as Word displays them. */
export class DocxNumbering {
  readonly #levels = new Map<string, Map<number, Level>>();
  readonly #numberings = new Map<string, Numbering>();
  readonly #counters = new Map<string, number[]>();
  readonly #overridesDone = new Set<string>();

  /** Reads the numbering part. */
  static async read(source: OoxmlPackage, part: string | undefined): Promise<DocxNumbering> {
    const numbering = new DocxNumbering();
    if (part !== undefined) await numbering.#read(source, part);
    return numbering;
  }

  /** Returns the label of the next paragraph of a list and level: `-` for bullets, else `3.`, `b)`, `1.2.1`. */
  mark(numId: string, levelIndex: number): string | undefined {
    const numbering = this.#numberings.get(numId);
    const levels = numbering && this.#levels.get(numbering.abstractId);
    const level = levels?.get(levelIndex);
    if (!numbering || !levels || !level) return numId === '0' ? undefined : '-';
    if (level.format === 'bullet') return '-';
    if (level.format === 'none') return undefined;
    const counters = this.#counters.get(numbering.abstractId) ?? [];
    this.#counters.set(numbering.abstractId, counters);
    this.#applyOverrides(numId, numbering, counters);
    for (let index = 0; index < levelIndex; index += 1) counters[index] ??= levels.get(index)?.start ?? 1;
    counters[levelIndex] = (counters[levelIndex] ?? level.start - 1) + 1;
    counters.length = levelIndex + 1;
    const mark = level.text.replaceAll(/%([1-9])/g, (_, digit: string) => {
      const index = Number(digit) - 1;
      return formatNumber(counters[index] ?? 1, levels.get(index)?.format ?? 'decimal');
    });
    return mark.trim().slice(0, maxMarkCharacters) || undefined;
  }

  #applyOverrides(numId: string, numbering: Numbering, counters: number[]): void {
    if (this.#overridesDone.has(numId)) return;
    this.#overridesDone.add(numId);
    for (const [index, start] of numbering.startOverrides) counters[index] = start - 1;
  }

  async #read(source: OoxmlPackage, part: string): Promise<void> {
    let abstract: Map<number, Level> | undefined;
    let level: Level | undefined;
    let numbering: Numbering | undefined;
    let override = 0;
    await source.scan(part, {
      open: (name, attributes) => {
        const value = attributes.get('val');
        if (name === 'abstractNum' || name === 'lvl' || name === 'num') source.budget.retain();
        if (name === 'abstractNum') {
          abstract = new Map();
          this.#levels.set(attributes.get('abstractNumId') ?? '', abstract);
        } else if (name === 'lvl' && abstract) {
          level = { start: 1, format: 'decimal', text: '' };
          abstract.set(boundedInteger(attributes.get('ilvl'), 0, 8) ?? 0, level);
        } else if (name === 'num') {
          numbering = { abstractId: '', startOverrides: new Map() };
          this.#numberings.set(attributes.get('numId') ?? '', numbering);
        } else if (name === 'abstractNumId' && numbering) numbering.abstractId = value ?? '';
        else if (name === 'lvlOverride') override = boundedInteger(attributes.get('ilvl'), 0, 8) ?? 0;
        else if (name === 'startOverride' && numbering) {
          numbering.startOverrides.set(override, boundedInteger(value, 0, 32767) ?? 1);
        } else if (level && name === 'start') level.start = boundedInteger(value, 0, 32767) ?? 1;
        else if (level && name === 'numFmt') level.format = value ?? 'decimal';
        else if (level && name === 'lvlText') level.text = value?.slice(0, maxMarkCharacters) ?? '';
      },
      close(name) {
        if (name === 'abstractNum') abstract = undefined;
        else if (name === 'lvl') level = undefined;
        else if (name === 'num') numbering = undefined;
      },
      text() {},
    });
  }
}
