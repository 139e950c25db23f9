import type { WorkBudget } from '../budget.ts';
import { type OoxmlPackage, targetOf } from '../office/package.ts';
import { detach } from '../text-builder.ts';
import { readPersons } from './comments.ts';
import { readThemeColors } from '../office/theme.ts';
import { type CellStyle, readCellStyles } from './cell-styles.ts';
import { type SharedStrings, readSharedStrings } from './shared-strings.ts';

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
  readonly sharedStrings: SharedStrings;
  /** By style index of a cell. */
  readonly styles: readonly CellStyle[];
}

const maxSheets = 1000;
/** Excel allows 31 characters. */
const maxNameCharacters = 255;

/**
 * Reads the list of sheets, the shared strings and the styles of cells.
 * @throws DocumentError `damaged`
 */
export async function readWorkbook(source: OoxmlPackage, mainPart: string): Promise<Workbook> {
  const relationships = await source.relationships(mainPart);
  const sheets: SheetEntry[] = [];
  let date1904 = false;
  await source.scanRequired(mainPart, {
    open(element, attributes) {
      if (element === 'workbookPr') date1904 = ['1', 'true'].includes(attributes.get('date1904') ?? '');
      if (element !== 'sheet') return;
      const relationship = relationships.get(attributes.getPrefixed('id') ?? '');
      source.budget.retain();
      const name = attributes.get('name') ?? '';
      if (name.length > maxNameCharacters) source.budget.cut();
      const isWorksheet = relationship?.kind === 'worksheet' && !relationship.external;
      sheets.push({
        name: detach(name.slice(0, maxNameCharacters)),
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
    sharedStrings: await source.budget.withHalfOfRest(() => readSharedStrings(source, strings, theme)),
  };
}
