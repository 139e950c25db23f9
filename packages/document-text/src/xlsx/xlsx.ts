import { type ExtractedDocument, nothingHidden } from '../document.ts';
import type { OoxmlPackage } from '../office/package.ts';
import { XlsxSheet } from './sheet.ts';
import { readWorkbook } from './workbook.ts';

/**
 * Reads an Excel workbook: each sheet as CSV with its name and range as heading. Dates and times are ISO 8601, other
 * numbers as stored, formulas as their saved values. Hidden sheets are marked.
 * @throws DocumentError `damaged`, `too_large`
 */
export async function readXlsx(source: OoxmlPackage, mainPart: string): Promise<ExtractedDocument> {
  const workbook = await readWorkbook(source, mainPart);
  const sections: string[] = [];
  let uncalculated = 0;
  let hiddenRows = 0;
  for (const { name, hidden, part } of workbook.sheets) {
    if (source.budget.isSpent) break;
    const state = hidden ? ' (hidden)' : '';
    if (part === undefined) {
      sections.push(`## Sheet: ${name}${state}\n\n(a chart or macro sheet: no cells)`);
      continue;
    }
    const sheet = new XlsxSheet(workbook);
    await source.scanRequired(part, sheet);
    uncalculated += sheet.uncalculated;
    hiddenRows += sheet.hiddenRows;
    const range = sheet.rows.range();
    const heading = `## Sheet: ${name}${state}${range === undefined ? '' : ` ${range}`}`;
    const lines = [heading, '', ...(range === undefined ? ['(empty)'] : sheet.rows.csv())];
    const comments = await readSheetComments(source, part);
    if (comments.length > 0) lines.push('', 'Comments:', ...comments);
    sections.push(lines.join('\n'));
  }
  const notes: string[] = [];
  if (uncalculated > 0) {
    notes.push(`Formulas saved without a value, shown as formulas: ${uncalculated}.`);
  }
  if (hiddenRows > 0) notes.push(`Hidden rows, included here: ${hiddenRows}.`);
  return {
    format: 'xlsx',
    unit: 'sheet',
    sections,
    hidden: nothingHidden,
    notes,
  };
}

const maxComments = 2000;
/** Text that Excel writes before a threaded comment for versions without threads. */
const threadPreface = /^\[Threaded comment\][^]{0,400}?Comment:\s{0,16}/;

/** Reads the cell comments of a sheet, one line each: `B4 (Ana Ruiz): text`. */
async function readSheetComments(source: OoxmlPackage, sheetPart: string): Promise<string[]> {
  const part = await source.related(sheetPart, 'comments');
  if (part === undefined) return [];
  const authors: string[] = [];
  const lines: string[] = [];
  let reference = '';
  let author = '';
  let text = '';
  let collects: '' | 'author' | 'text' = '';
  await source.scan(part, {
    open(name, attributes) {
      if (name === 'author') {
        collects = 'author';
        author = '';
      } else if (name === 'comment') {
        reference = attributes.get('ref') ?? '';
        author = authors[Number(attributes.get('authorId'))] ?? '';
        text = '';
      } else if (name === 't') collects = 'text';
    },
    close(name) {
      if (name === 'author') authors.push(author.startsWith('tc=') ? '' : author.trim());
      if (name === 'author' || name === 't') collects = '';
      if (name !== 'comment' || lines.length >= maxComments) return;
      const body = text
        .replace(threadPreface, '')
        .replaceAll(/[\r\n]+/g, ' ')
        .trim();
      lines.push(`${reference}${author === '' ? '' : ` (${author})`}: ${body}`);
    },
    text(piece) {
      if (collects === 'author') author += piece;
      else if (collects === 'text') text += piece;
    },
  });
  return lines;
}
