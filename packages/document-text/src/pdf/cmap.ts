import { PdfLexer } from './lexer.ts';
import { type PdfValue, arrayOf } from './objects.ts';

/** More than the largest fonts map. */
const maxMapped = 70_000;
/** A reader checks all code space ranges for each character. */
const maxCodeSpaces = 256;
const maxCodeBytes = 4;
/** Higher codes would create a large sparse table in the reader. */
const maxCode = 0x10ffff;
/** Enough for a ligature or a word. */
const maxTargetBytes = 512;

/** A rewritten CMap. */
export interface PdfCMap {
  readonly text: string;
  /** Number of mapped codes. */
  readonly mapped: number;
}

interface Section {
  /** Codes at the start of an entry: 2 for a range. */
  readonly codes: 1 | 2;
  readonly hasTarget: boolean;
}

const sections: ReadonlyMap<string, Section> = new Map([
  ['codespacerange', { codes: 2, hasTarget: false }],
  ['bfchar', { codes: 1, hasTarget: true }],
  ['bfrange', { codes: 2, hasTarget: true }],
  ['cidchar', { codes: 1, hasTarget: true }],
  ['cidrange', { codes: 2, hasTarget: true }],
]);

function toCode(value: PdfValue | undefined): number {
  if (typeof value === 'number') return value;
  if (!(value instanceof Uint8Array) || value.length === 0 || value.length > maxCodeBytes) return Number.NaN;
  return value.reduce((code, byte) => code * 256 + byte, 0);
}

function formatValue(value: PdfValue): string | undefined {
  if (typeof value === 'number') return Number.isInteger(value) ? String(value) : undefined;
  if (Array.isArray(value)) {
    const items = arrayOf(value).map((item) => formatValue(item));
    return items.includes(undefined) ? undefined : `[${items.join(' ')}]`;
  }
  if (!(value instanceof Uint8Array) || value.length > maxTargetBytes) return undefined;
  return `<${Array.from(value, (byte) => byte.toString(16).padStart(2, '0')).join('')}>`;
}

/**
 * Copies the mappings of a CMap (ISO 32000-1, 9.7.5 and 9.10.3). Undefined if it maps too many codes: a few bytes can map
 * millions.
 */
export function copyCMap(source: Uint8Array): PdfCMap | undefined {
  const lexer = new PdfLexer(source);
  const lines: string[] = [];
  let mapped = 0;
  let previous: PdfValue | undefined;
  let vertical = false;
  let codeSpaces = 0;
  for (;;) {
    const value = lexer.value();
    if (value !== undefined) {
      if (previous === 'WMode') vertical = value === 1;
      // Readers recognize the identity mapping by this name.
      if (previous === 'CMapName' && (value === 'Identity-H' || value === 'Identity-V'))
        lines.push(`/CMapName /${value} def`);
      previous = value;
      continue;
    }
    const word = lexer.word();
    if (word === '' && !lexer.skip()) break;
    if (word === 'endcmap') break;
    if (word === 'usecmap' && typeof previous === 'string' && /^Identity-[HV]$/.test(previous))
      lines.push(`/${previous} usecmap`);
    const name = word.startsWith('begin') ? word.slice('begin'.length) : '';
    const section = sections.get(name);
    if (!section) continue;
    const entries: string[] = [];
    for (let entry = readEntry(lexer, section); entry; entry = readEntry(lexer, section)) {
      if (section.hasTarget) mapped += entry.size;
      else codeSpaces += 1;
      if (mapped > maxMapped || codeSpaces > maxCodeSpaces) return undefined;
      if (entry.text !== undefined) entries.push(entry.text);
    }
    if (entries.length > 0) lines.push(`${entries.length} begin${name}\n${entries.join('\n')}\nend${name}`);
  }
  return { text: `begincmap\n/WMode ${vertical ? 1 : 0} def\n${lines.join('\n')}\nendcmap\n`, mapped };
}

/** Reads an entry of a section: its number of codes, and its text if it is valid. Undefined at the end. */
function readEntry(lexer: PdfLexer, section: Section): { size: number; text?: string } | undefined {
  const low = lexer.value();
  const high = section.codes === 2 ? lexer.value() : low;
  const target = section.hasTarget ? lexer.value() : null;
  if (low === undefined || high === undefined || target === undefined) return undefined;
  const size = toCode(high) - toCode(low) + 1;
  const parts = [low, ...(section.codes === 2 ? [high] : []), ...(section.hasTarget ? [target] : [])].map(
    formatValue,
  );
  const isTooHigh = section.hasTarget && toCode(high) > maxCode;
  if (!(size > 0) || isTooHigh || parts.includes(undefined)) return { size: 0 };
  return { size, text: parts.join(' ') };
}
