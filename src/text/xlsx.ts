import { nothingHidden, type ExtractedDocument } from './extracted-document.ts';
import type { OoxmlPackage } from './ooxml-package.ts';
import { readSheetComments } from './xlsx-comments.ts';
import { XlsxSheet } from './xlsx-sheet.ts';
import { readWorkbook } from './xlsx-workbook.ts';

/** Whole columns are often formatted, and then each row has cells without a value. */
const emptyCells = 1_200_000;

/**
 * The text of an Excel workbook: each sheet as CSV below a line with its name and range. Dates and times are ISO
 * 8601, other numbers as stored, formulas by their saved values, hidden sheets marked.
 * @throws AppError `unreadable_content`, `too_large`
 */
export function readXlsx(source: OoxmlPackage, mainPart: string): ExtractedDocument {
  source.allowEmptyTags(emptyCells);
  const workbook = readWorkbook(source, mainPart);
  const sections: string[] = [];
  let uncalculated = 0;
  let hiddenRows = 0;
  for (const { name, hidden, part } of workbook.sheets) {
    const state = hidden ? ' (hidden)' : '';
    if (part === undefined) {
      sections.push(`## Sheet: ${name}${state}\n\n(a chart or macro sheet: no cells)`);
      continue;
    }
    const sheet = new XlsxSheet(workbook);
    source.scanRequired(part, sheet);
    uncalculated += sheet.uncalculated;
    hiddenRows += sheet.hiddenRows;
    const range = sheet.range();
    const blocks = [
      `## Sheet: ${name}${state}${range === undefined ? '' : ` ${range}`}`,
      sheet.toCsv() || '(empty)',
    ];
    const comments = readSheetComments(source, part);
    if (comments.length > 0) blocks.push(`Comments:\n${comments.join('\n')}`);
    sections.push(blocks.join('\n\n'));
  }
  const notes: string[] = [];
  if (uncalculated > 0) {
    notes.push(`Formulas saved without a value, shown as formulas: ${uncalculated}.`);
  }
  if (hiddenRows > 0) notes.push(`Hidden rows, included here: ${hiddenRows}.`);
  const title = source.title();
  return {
    format: 'xlsx',
    ...(title === undefined ? {} : { title }),
    unit: 'sheet',
    sections,
    hidden: nothingHidden,
    notes,
  };
}
