import { DocumentError } from '../errors.ts';
import type { WorkBudget } from '../budget.ts';
import type { OoxmlPackage } from '../office/package.ts';
import { type NumberKind, getBuiltInKind, parseCustomKind } from './number-format.ts';

/** An entry of the sheet list. */
export interface SheetEntry {
  readonly name: string;
  readonly hidden: boolean;
  readonly part: string | undefined;
}

/** Data shared by the sheets of a workbook. */
export interface Workbook {
  readonly budget: WorkBudget;
  readonly sheets: readonly SheetEntry[];
  readonly date1904: boolean;
  readonly sharedStrings: readonly string[];
  /** By style index of a cell. */
  readonly kinds: readonly NumberKind[];
}

const maxSheets = 1000;
/** One more than the limit of Excel. */
export const maxCellCharacters = 32_768;
/** Cost of a shared string, and of a character of an escaped text. */
const stringCost = 60;
const escapeCost = 8;

/** Decodes control characters stored as `_x000D_` (ECMA-376 22.9.2.19). A literal `_x000D_` is stored as `_x005F_x000D_`. */
export function unescapeCellText(text: string, budget: WorkBudget): string {
  if (!text.includes('_x')) return text;
  budget.spend((text.length + 32) * escapeCost);
  return text.replaceAll(/_x([0-9A-Fa-f]{4})_/g, (_, code: string) =>
    String.fromCharCode(Number.parseInt(code, 16)),
  );
}

async function readSharedStrings(source: OoxmlPackage, part: string | undefined): Promise<string[]> {
  const strings: string[] = [];
  if (part === undefined) return strings;
  let current = '';
  let inText = false;
  let phonetic = false;
  await source.scan(part, {
    open(name) {
      if (name === 'si') current = '';
      else if (name === 't') inText = true;
      else if (name === 'rPh') phonetic = true;
    },
    close(name) {
      if (name === 't') inText = false;
      else if (name === 'rPh') phonetic = false;
      else if (name === 'si') {
        source.budget.spend(stringCost);
        strings.push(unescapeCellText(current, source.budget));
      }
    },
    text(text) {
      if (inText && !phonetic && current.length < maxCellCharacters) current += text;
    },
  });
  return strings;
}

async function readKinds(source: OoxmlPackage, part: string | undefined): Promise<NumberKind[]> {
  const kinds: NumberKind[] = [];
  if (part === undefined) return kinds;
  const custom = new Map<number, NumberKind>();
  let inCellFormats = false;
  await source.scan(part, {
    open(name, attributes) {
      if (name === 'numFmt') {
        source.budget.retain();
        custom.set(Number(attributes.get('numFmtId')), parseCustomKind(attributes.get('formatCode') ?? ''));
      } else if (name === 'cellXfs') inCellFormats = true;
      else if (name === 'xf' && inCellFormats) {
        const id = Number(attributes.get('numFmtId') ?? 0);
        kinds.push(custom.get(id) ?? getBuiltInKind(id));
      }
    },
    close(name) {
      if (name === 'cellXfs') inCellFormats = false;
    },
    text() {},
  });
  return kinds;
}

/**
 * Reads the list of sheets, the shared strings and the number formats.
 * @throws DocumentError `damaged`, `too_large`
 */
export async function readWorkbook(source: OoxmlPackage, mainPart: string): Promise<Workbook> {
  const relationships = await source.relationships(mainPart);
  const sheets: SheetEntry[] = [];
  let date1904 = false;
  await source.scanRequired(mainPart, {
    open(name, attributes) {
      if (name === 'workbookPr') date1904 = ['1', 'true'].includes(attributes.get('date1904') ?? '');
      if (name !== 'sheet') return;
      const relationship = relationships.get(attributes.getPrefixed('id') ?? '');
      const isWorksheet = relationship?.kind === 'worksheet' && !relationship.external;
      sheets.push({
        name: attributes.get('name') ?? '',
        hidden: (attributes.get('state') ?? 'visible') !== 'visible',
        part: isWorksheet ? relationship.target : undefined,
      });
    },
    close() {},
    text() {},
  });
  if (sheets.length > maxSheets) {
    throw new DocumentError(
      'too_large',
      `The workbook has more than ${maxSheets} sheets. Ask for one with fewer.`,
    );
  }
  const styles = await source.related(mainPart, 'styles');
  const strings = await source.related(mainPart, 'sharedStrings');
  return {
    budget: source.budget,
    sheets,
    date1904,
    kinds: await source.budget.withHalfOfRest(() => readKinds(source, styles)),
    sharedStrings: await source.budget.withHalfOfRest(() => readSharedStrings(source, strings)),
  };
}
