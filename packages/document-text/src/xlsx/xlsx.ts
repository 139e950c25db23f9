import { type RawSection, type UnsanitizedDocument, nothingHidden } from '../document.ts';
import { readGraphic } from '../office/graphic.ts';
import type { OoxmlPackage, Relationship } from '../office/package.ts';
import { separate } from '../text-builder.ts';
import { PptxSlide } from '../pptx/slide.ts';
import { readSheetComments } from './comments.ts';
import { type CellRange, XlsxSheet, parseRange } from './sheet.ts';
import { readWorkbook } from './workbook.ts';

type Relationships = ReadonlyMap<string, Relationship>;

/** The ranges of the tables of a sheet. */
async function readTables(source: OoxmlPackage, relationships: Relationships): Promise<CellRange[]> {
  const ranges: CellRange[] = [];
  for (const { kind, target, external } of relationships.values()) {
    if (kind !== 'table' || external) continue;
    await source.scan(target, {
      open(name, attributes) {
        const range = name === 'table' ? parseRange(attributes.get('ref') ?? '') : undefined;
        if (range) ranges.push(range);
      },
      close() {},
      text() {},
    });
  }
  return ranges;
}

/** Text boxes, alternative texts of pictures, charts and diagrams of a sheet. */
async function readDrawings(
  source: OoxmlPackage,
  relationships: Relationships,
): Promise<{ readonly blocks: readonly string[]; readonly hiddenPassages: number }> {
  const blocks: string[] = [];
  let hiddenPassages = 0;
  for (const { kind, target, external } of relationships.values()) {
    if (kind !== 'drawing' || external) continue;
    const inner = await source.relationships(target);
    const drawing = new PptxSlide(source.budget, inner);
    await source.scan(target, drawing);
    hiddenPassages += drawing.hiddenPassages;
    const text = drawing.toString();
    if (text !== '') blocks.push(`Text boxes and pictures:\n${text}`);
    for (const id of drawing.graphics) {
      const graphic = await readGraphic(source, inner.get(id));
      if (graphic !== '') blocks.push(graphic);
    }
  }
  return { blocks, hiddenPassages };
}

/**
 * Reads an Excel workbook: each sheet as CSV with its name and range as heading, then links, headers and footers,
 * comments, text boxes and charts.
 * Dates and times are ISO 8601, percentages and amounts of money as shown, other numbers as stored, formulas as their
 * saved values. Hidden sheets are marked; hidden rows and columns are included; cells that are not seen are left out.
 * @throws DocumentError `damaged`
 */
export async function readXlsx(source: OoxmlPackage, mainPart: string): Promise<UnsanitizedDocument> {
  const workbook = await readWorkbook(source, mainPart);
  const sections: RawSection[] = [];
  const counts = { uncalculated: 0, rows: 0, columns: 0, sheets: 0 };
  let passages = 0;
  for (const { name, hidden, part, isWorksheet } of workbook.sheets) {
    if (source.budget.isSpent) break;
    const state = hidden ? ' (hidden)' : '';
    if (hidden) counts.sheets += 1;
    const relationships = part === undefined ? new Map() : await source.relationships(part);
    const lines: RawSection[] = [];
    if (part === undefined || !isWorksheet) {
      lines.push(`## Sheet: ${name}${state}`, '', '(a chart or macro sheet: no cells)');
    } else {
      const sheet = new XlsxSheet(workbook, await readTables(source, relationships), relationships);
      await source.scanRequired(part, sheet);
      counts.uncalculated += sheet.uncalculated;
      counts.rows += sheet.hiddenRows;
      counts.columns += sheet.hiddenColumns;
      passages += sheet.hiddenCells;
      const range = sheet.rows.range();
      const heading = `## Sheet: ${name}${state}${range === undefined ? '' : ` ${range}`}`;
      lines.push(heading, '');
      lines.push(range === undefined ? '(empty)' : sheet.rows.csv());
      for (const block of sheet.extras.toBlocks()) lines.push('', block);
    }
    const comments = await readSheetComments(source, relationships, workbook.persons);
    if (comments.length > 0) lines.push('', 'Comments:', ...comments);
    const drawings = await readDrawings(source, relationships);
    passages += drawings.hiddenPassages;
    for (const block of drawings.blocks) lines.push('', block);
    sections.push(separate(lines, '\n'));
  }
  return {
    format: 'xlsx',
    unit: 'sheet',
    sections,
    hidden: { ...nothingHidden, passages },
    notes: formatNotes(counts),
  };
}

function formatNotes(
  counts: Readonly<Record<'uncalculated' | 'rows' | 'columns' | 'sheets', number>>,
): string[] {
  const notes: readonly (readonly [number, string])[] = [
    [counts.uncalculated, 'Formulas saved without a value, shown as formulas'],
    [counts.sheets, 'Hidden sheets, included here'],
    [counts.rows, 'Hidden rows, included here'],
    [counts.columns, 'Hidden columns, included here'],
  ];
  return notes.filter(([count]) => count > 0).map(([count, text]) => `${text}: ${count}.`);
}
