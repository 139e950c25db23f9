import { pdfTooLarge } from '../budget.ts';
import { copyCMap } from './cmap.ts';
import type { PdfFile } from './file.ts';
import {
  type PdfDictionary,
  type PdfReference,
  PdfStream,
  type PdfValue,
  arrayOf,
  isDictionary,
} from './objects.ts';
import type { PdfWriter } from './writer.ts';

const maxCMapBytes = 1024 ** 2;
const maxProgramBytes = 4 * 1024 ** 2;
const maxGlyphMapBytes = 131_072;
const maxCode = 0xffff;
const maxItems = 70_000;
const baseEncodings: ReadonlySet<PdfValue> = new Set([
  'WinAnsiEncoding',
  'MacRomanEncoding',
  'MacExpertEncoding',
]);
/** Replaces the name of a font without its program, so that the reader does not substitute a standard font. */
const neutralName = 'Text';

type Entries = Map<string, PdfValue>;

/** Copies the parts of a font that determine its characters and their widths. */
export class FontCopier {
  readonly #file: PdfFile;
  readonly #writer: PdfWriter;
  readonly #values: PlainValueCopier;

  constructor(file: PdfFile, writer: PdfWriter) {
    this.#file = file;
    this.#writer = writer;
    this.#values = new PlainValueCopier(file);
  }

  /** @throws DocumentError `too_large` */
  async copy(font: PdfValue): Promise<PdfReference> {
    const source = this.#file.dictionary(font);
    const toUnicode = await this.#toUnicode(source.get('ToUnicode'));
    const entries = this.#values.entries(source, ['Type', 'Subtype', 'BaseFont', 'FontMatrix', 'FontBBox']);
    if (toUnicode) entries.set('ToUnicode', toUnicode.value);
    if (this.#file.get(source.get('Subtype')) === 'Type0') {
      const descendants = this.#file.get(source.get('DescendantFonts'));
      const descendant = this.#file.dictionary(
        Array.isArray(descendants) ? arrayOf(descendants)[0] : descendants,
      );
      const encoding = await this.#encodingMap(source.get('Encoding'));
      if (encoding !== undefined) entries.set('Encoding', encoding);
      entries.set('DescendantFonts', [await this.#descendant(descendant, toUnicode?.mapsText ?? false)]);
    } else {
      await this.#simple(source, entries, toUnicode?.mapsText ?? false);
    }
    return this.#writer.add(entries);
  }

  async #simple(source: PdfDictionary, entries: Entries, mapsText: boolean): Promise<void> {
    const first = this.#code(source.get('FirstChar'), 0);
    entries.set('FirstChar', first);
    entries.set('LastChar', this.#code(source.get('LastChar'), 0xff));
    const widths = arrayOf(this.#file.get(source.get('Widths'))).slice(0, maxCode);
    if (widths.length > 0) entries.set('Widths', this.#values.plain(widths) ?? []);
    const encoding = this.#file.get(source.get('Encoding'));
    if (typeof encoding === 'string') entries.set('Encoding', encoding);
    if (isDictionary(encoding)) {
      const copied = this.#values.entries(encoding, ['BaseEncoding']);
      copied.set('Differences', this.#differences(encoding.get('Differences')));
      entries.set('Encoding', copied);
    }
    if (entries.get('Subtype') === 'Type3') entries.set('CharProcs', new Map());
    const named = isDictionary(encoding) ? this.#file.get(encoding.get('BaseEncoding')) : encoding;
    const needsProgram = !(widths.length > 0 && (mapsText || baseEncodings.has(named)));
    await this.#descriptor(source, entries, needsProgram);
  }

  async #descendant(source: PdfDictionary, mapsText: boolean): Promise<PdfReference> {
    const entries = this.#values.entries(source, [
      'Type',
      'Subtype',
      'BaseFont',
      'CIDSystemInfo',
      'DW',
      'DW2',
    ]);
    entries.set('W', this.#compositeWidths(source.get('W')));
    await this.#descriptor(source, entries, !mapsText);
    const glyphMap = this.#file.get(source.get('CIDToGIDMap'));
    if (typeof glyphMap === 'string') entries.set('CIDToGIDMap', glyphMap);
    if (glyphMap instanceof PdfStream && !mapsText) {
      const bytes = await this.#read(glyphMap, maxGlyphMapBytes);
      if (bytes) entries.set('CIDToGIDMap', this.#writer.add(new Map(), bytes));
    }
    return this.#writer.add(entries);
  }

  /** Copies the descriptor, with the font program only if the text cannot be extracted without it. */
  async #descriptor(font: PdfDictionary, entries: Entries, needsProgram: boolean): Promise<void> {
    const source = this.#file.dictionary(font.get('FontDescriptor'));
    if (source.size === 0) return;
    const copied = this.#values.entries(source, [
      'Type',
      'FontName',
      'Flags',
      'FontBBox',
      'ItalicAngle',
      'Ascent',
      'Descent',
      'CapHeight',
      'XHeight',
      'MissingWidth',
    ]);
    const key = ['FontFile', 'FontFile2', 'FontFile3'].find((name) => source.has(name));
    const program = key === undefined ? null : this.#file.get(source.get(key));
    if (key !== undefined && program instanceof PdfStream) {
      const copy = needsProgram ? await this.#program(program) : undefined;
      if (copy) {
        copied.set(key, copy);
      } else {
        entries.set('BaseFont', neutralName);
        copied.set('FontName', neutralName);
        // pdf.js takes characters of a Type 1 font without its program for spaces.
        if (entries.get('Subtype') === 'Type1' || entries.get('Subtype') === 'MMType1')
          entries.set('Subtype', 'TrueType');
      }
    }
    entries.set('FontDescriptor', this.#writer.add(copied));
  }

  async #program(stream: PdfStream): Promise<PdfReference | undefined> {
    const bytes = await this.#read(stream, maxProgramBytes);
    if (!bytes || !isSafeTrueType(bytes)) return undefined;
    const entries = this.#values.entries(stream.dictionary, ['Subtype', 'Length1', 'Length2', 'Length3']);
    return this.#writer.add(entries, bytes);
  }

  async #toUnicode(value: PdfValue | undefined): Promise<{ value: PdfValue; mapsText: boolean } | undefined> {
    const found = this.#file.get(value);
    if (typeof found === 'string') return { value: found, mapsText: false };
    const map = found instanceof PdfStream ? await this.#cmap(found) : undefined;
    return map && { value: map.reference, mapsText: map.mapped > 0 };
  }

  async #encodingMap(value: PdfValue | undefined): Promise<PdfValue | undefined> {
    const found = this.#file.get(value);
    if (typeof found === 'string') return found;
    return found instanceof PdfStream ? (await this.#cmap(found))?.reference : undefined;
  }

  async #cmap(stream: PdfStream): Promise<{ reference: PdfReference; mapped: number } | undefined> {
    const bytes = await this.#read(stream, maxCMapBytes);
    const map = bytes && copyCMap(bytes);
    if (!map) return undefined;
    return { reference: this.#writer.add(new Map(), new TextEncoder().encode(map.text)), mapped: map.mapped };
  }

  /** Undefined if the stream is too large: the rest of the font can be sufficient. */
  async #read(stream: PdfStream, maxBytes: number): Promise<Uint8Array | undefined> {
    try {
      return await this.#file.read(stream, maxBytes);
    } catch {
      return undefined;
    }
  }

  /** Widths by CID, without invalid ranges. */
  #compositeWidths(value: PdfValue | undefined): PdfValue {
    const items = arrayOf(this.#file.get(value)).slice(0, maxItems);
    const copied: PdfValue[] = [];
    for (let at = 0; at + 1 < items.length;) {
      const first = this.#file.get(items[at]);
      const second = this.#file.get(items[at + 1]);
      const isList = Array.isArray(second);
      const width = isList ? null : this.#file.get(items[at + 2]);
      at += isList ? 2 : 3;
      if (!isCode(first)) continue;
      if (isList) copied.push(first, this.#values.plain(arrayOf(second).slice(0, maxCode)) ?? []);
      else if (isCode(second) && typeof width === 'number') copied.push(first, second, width);
    }
    return copied;
  }

  #differences(value: PdfValue | undefined): PdfValue {
    return arrayOf(this.#file.get(value))
      .slice(0, maxItems)
      .map((item) => this.#file.get(item))
      .filter((item) => typeof item === 'string' || isCode(item));
  }

  #code(value: PdfValue | undefined, defaultCode: number): number {
    const found = this.#file.get(value);
    return isCode(found) ? found : defaultCode;
  }
}

function isCode(value: PdfValue): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= maxCode;
}

/** More than the largest fonts map. */
const maxMapped = 200_000;
const maxMaps = 64;

/**
 * Returns false if the `cmap` table of a TrueType or OpenType font maps too many characters: a few bytes can map four
 * billion (OpenType 1.9, formats 4 and 12). True for other font formats.
 */
function isSafeTrueType(bytes: Uint8Array): boolean {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const within = (at: number, size: number) => at >= 0 && at + size <= view.byteLength;
  if (!within(0, 12)) return true;
  const tables = view.getUint16(4);
  for (let index = 0; index < tables && within(12 + index * 16, 16); index += 1) {
    const entry = 12 + index * 16;
    // `cmap`
    if (view.getUint32(entry) !== 0x636d6170) continue;
    const table = view.getUint32(entry + 8);
    if (!within(table, 4)) continue;
    const maps = Math.min(view.getUint16(table + 2), maxMaps);
    for (let map = 0; map < maps && within(table + 4 + map * 8, 8); map += 1) {
      if (!isSafeMap(view, table + view.getUint32(table + 4 + map * 8 + 4))) return false;
    }
  }
  return true;
}

function isSafeMap(view: DataView, start: number): boolean {
  const read16 = (at: number) => (at + 2 <= view.byteLength ? view.getUint16(at) : 0);
  const read32 = (at: number) => (at + 4 <= view.byteLength ? view.getUint32(at) : 0);
  const format = read16(start);
  const isShort = format === 4;
  if (!isShort && format !== 12) return true;
  const ranges = isShort ? read16(start + 6) / 2 : read32(start + 12);
  let mapped = 0;
  for (let range = 0; range < ranges; range += 1) {
    const at = start + (isShort ? 14 + range * 2 : 16 + range * 12);
    if (at >= view.byteLength) return false;
    const first = isShort ? read16(at + ranges * 2 + 2) : read32(at);
    const last = isShort ? read16(at) : read32(at + 4);
    mapped += Math.max(0, last - first + 1);
    if (mapped > maxMapped) return false;
  }
  return true;
}

/** Maximum number of values copied for one request. */
const maxCopiedItems = 200_000;
const maxDepth = 4;
const maxEntries = 64;

/** Copies values with references resolved and streams removed. */
class PlainValueCopier {
  readonly #file: PdfFile;
  #itemsLeft = maxCopiedItems;

  constructor(file: PdfFile) {
    this.#file = file;
  }

  /** Copies the entries of a dictionary with these keys. */
  entries(source: PdfDictionary, keys: readonly string[]): Map<string, PdfValue> {
    const copied = new Map<string, PdfValue>();
    for (const key of keys) {
      const value = this.plain(source.get(key) ?? null);
      if (value !== undefined && value !== null) copied.set(key, value);
    }
    return copied;
  }

  /**
   * Copies a value. Undefined for a stream, or if it is nested too deeply.
   * @throws DocumentError `too_large`
   */
  plain(value: PdfValue, depth = 0): PdfValue | undefined {
    this.#itemsLeft -= 1;
    if (this.#itemsLeft < 0) throw pdfTooLarge();
    const found = this.#file.get(value);
    if (found instanceof PdfStream || depth > maxDepth) return undefined;
    if (Array.isArray(found)) return arrayOf(found).map((item) => this.plain(item, depth + 1) ?? null);
    if (!isDictionary(found)) return found;
    return new Map(
      [...found]
        .slice(0, maxEntries)
        .map(([key, item]) => [key, this.plain(item, depth + 1) ?? null] as const),
    );
  }
}
