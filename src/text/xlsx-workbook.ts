import { AppError } from '../lib/app-error.ts';
import { maxTextCharacters } from './extracted-document.ts';
import { tooMuchText } from './flow-text.ts';
import type { OoxmlPackage } from './ooxml-package.ts';
import { numberKind, type NumberKind } from './xlsx-number-format.ts';

/** One sheet as the workbook lists it. */
export interface SheetEntry {
  readonly name: string;
  readonly hidden: boolean;
  readonly part: string | undefined;
}

/** What the sheets of a workbook share. */
export interface Workbook {
  readonly sheets: readonly SheetEntry[];
  readonly date1904: boolean;
  readonly sharedStrings: readonly string[];
  /** By style index of a cell. */
  readonly kinds: readonly NumberKind[];
}

const maxSheets = 1000;

/** Control characters are stored as `_x000D_`, a literal one of that form as `_x005F_x000D_` (ECMA-376 22.9.2.19). */
export function unescapeCellText(text: string): string {
  if (!text.includes('_x')) return text;
  return text.replaceAll(/_x([0-9A-Fa-f]{4})_/g, (_, code: string) =>
    String.fromCharCode(Number.parseInt(code, 16)),
  );
}

function readSharedStrings(source: OoxmlPackage, part: string | undefined): string[] {
  const strings: string[] = [];
  if (part === undefined) return strings;
  let current = '';
  let characters = 0;
  let inText = false;
  let phonetic = false;
  source.scan(part, {
    open(name) {
      if (name === 'si') current = '';
      else if (name === 't') inText = true;
      else if (name === 'rPh') phonetic = true;
    },
    close(name) {
      if (name === 't') inText = false;
      else if (name === 'rPh') phonetic = false;
      else if (name === 'si') {
        strings.push(unescapeCellText(current));
        characters += current.length + 1;
        if (characters > maxTextCharacters) throw tooMuchText();
      }
    },
    text(text) {
      if (inText && !phonetic) current += text;
    },
  });
  return strings;
}

function readKinds(source: OoxmlPackage, part: string | undefined): NumberKind[] {
  const kinds: NumberKind[] = [];
  if (part === undefined) return kinds;
  const codes = new Map<number, string>();
  let inCellFormats = false;
  source.scan(part, {
    open(name, attributes) {
      if (name === 'numFmt')
        codes.set(Number(attributes.get('numFmtId')), attributes.get('formatCode') ?? '');
      else if (name === 'cellXfs') inCellFormats = true;
      else if (name === 'xf' && inCellFormats) {
        const id = Number(attributes.get('numFmtId') ?? 0);
        kinds.push(numberKind(id, codes.get(id)));
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
 * Reads the list of sheets, the shared strings and what the number formats mean.
 * @throws AppError `unreadable_content`, `too_large`
 */
export function readWorkbook(source: OoxmlPackage, mainPart: string): Workbook {
  const relationships = source.relationships(mainPart);
  const sheets: SheetEntry[] = [];
  let date1904 = false;
  source.scanRequired(mainPart, {
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
    throw new AppError(
      'too_large',
      `The workbook has more than ${maxSheets} sheets. Ask for one with fewer.`,
    );
  }
  return {
    sheets,
    date1904,
    sharedStrings: readSharedStrings(source, source.related(mainPart, 'sharedStrings')),
    kinds: readKinds(source, source.related(mainPart, 'styles')),
  };
}
