import type { WorkBudget } from '../budget.ts';
import { type OoxmlPackage, targetOf } from '../office/package.ts';
import { readPersons } from './comments.ts';
import { isLowContrast, white } from '../color.ts';
import { type ThemeColors, readThemeColors } from '../office/theme.ts';
import { maxCellCharacters, unescapeCellText } from './cell-text.ts';
import { type CellStyle, readCellStyles, readSheetColor } from './cell-styles.ts';

/** An entry of the sheet list. */
export interface SheetEntry {
  readonly name: string;
  readonly hidden: boolean;
  readonly part: string | undefined;
  /** A chart or macro sheet, which has no cells. */
  readonly isWorksheet: boolean;
}

/** Data shared by the sheets of a workbook. */
export interface Workbook {
  readonly budget: WorkBudget;
  readonly sheets: readonly SheetEntry[];
  readonly date1904: boolean;
  /** Authors of threaded comments, by id. */
  readonly persons: ReadonlyMap<string, string>;
  readonly sharedStrings: readonly string[];
  /** Strings with runs that are not seen on white, without these runs. */
  readonly sharedOnWhite: ReadonlyMap<number, string>;
  /** By style index of a cell. */
  readonly styles: readonly CellStyle[];
}

const maxSheets = 1000;
/** Cost of a shared string. */
const stringCost = 60;

/** Font size in points up to which a run is not legible. */
const maxTinyPoints = 2;

async function readSharedStrings(
  source: OoxmlPackage,
  part: string | undefined,
  theme: ThemeColors,
): Promise<Pick<Workbook, 'sharedStrings' | 'sharedOnWhite'>> {
  const strings: string[] = [];
  const onWhite = new Map<number, string>();
  if (part === undefined) return { sharedStrings: strings, sharedOnWhite: onWhite };
  let current = '';
  let visible = '';
  let inText = false;
  let phonetic = false;
  let runHidden = false;
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
      else if (name === 'si') {
        source.budget.spend(stringCost);
        const text = unescapeCellText(current, source.budget);
        if (visible.length < current.length) {
          source.budget.retain();
          onWhite.set(strings.length, unescapeCellText(visible, source.budget));
        }
        strings.push(text);
      }
    },
    text(text) {
      if (!inText || phonetic || current.length >= maxCellCharacters) return;
      current += text;
      if (!runHidden) visible += text;
    },
  });
  return { sharedStrings: strings, sharedOnWhite: onWhite };
}

/**
 * Reads the list of sheets, the shared strings and the styles of cells.
 * @throws DocumentError `damaged`
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
        part: relationship && !relationship.external ? relationship.target : undefined,
        isWorksheet,
      });
    },
    close() {},
    text() {},
  });
  if (sheets.length > maxSheets) source.budget.cut();
  const theme = await readThemeColors(source, targetOf(relationships, 'theme'));
  const styles = targetOf(relationships, 'styles');
  const strings = targetOf(relationships, 'sharedStrings');
  return {
    budget: source.budget,
    sheets: sheets.slice(0, maxSheets),
    date1904,
    persons: await readPersons(source, relationships),
    styles: await source.budget.withHalfOfRest(() => readCellStyles(source, styles, theme)),
    ...(await source.budget.withHalfOfRest(() => readSharedStrings(source, strings, theme))),
  };
}
