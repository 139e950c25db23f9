import { type Document, contentTypes, once } from './document.ts';
import {
  contentTypesPart,
  corePropertiesPart,
  packageRelationships,
  relationshipsPart,
  xmlHead,
  xmlText,
  zipPackage,
} from './zip-package.ts';

/** A cell. Dates are ISO days, stored as serial numbers of the 1900 system. */
type Cell =
  | null
  | string
  | number
  | boolean
  | { readonly date: string }
  | { readonly money: number }
  | { readonly percent: number }
  | {
      readonly formula: string;
      readonly value: number | string;
      readonly format?: 'money' | 'percent' | 'date';
    };

/** One sheet. `merges` are ranges such as `A1:D1`. */
export interface Sheet {
  readonly name: string;
  readonly hidden?: boolean;
  readonly rows: readonly (readonly Cell[])[];
  readonly merges?: readonly string[];
}

/** Indexes into `cellXfs` of the styles part. */
const style = { general: 0, date: 1, money: 2, percent: 3, bold: 4 } as const;

/** A workbook with shared strings, styles, formulas with their last values, merged cells and hidden sheets. */
export function xlsx(name: string, title: string, author: string, sheets: readonly Sheet[]): Document {
  return {
    name,
    contentType: contentTypes.xlsx,
    text: () =>
      sheets
        .map((sheet) => `${sheet.name}\n${sheet.rows.map((row) => row.map(cellText).join('\t')).join('\n')}`)
        .join('\n'),
    bytes: once(() => render(title, author, sheets)),
  };
}

function render(title: string, author: string, sheets: readonly Sheet[]): Uint8Array {
  const strings: string[] = [];
  const shared = (text: string) => {
    const found = strings.indexOf(text);
    return found === -1 ? strings.push(text) - 1 : found;
  };
  const parts = sheets.map((sheet) => sheetPart(sheet, shared));
  const excel = 'application/vnd.openxmlformats-officedocument.spreadsheetml.';
  return zipPackage({
    '[Content_Types].xml': contentTypesPart({
      'xl/workbook.xml': `${excel}sheet.main+xml`,
      'xl/styles.xml': `${excel}styles+xml`,
      'xl/sharedStrings.xml': `${excel}sharedStrings+xml`,
      'docProps/core.xml': 'application/vnd.openxmlformats-package.core-properties+xml',
      ...Object.fromEntries(
        parts.map((_, index) => [`xl/worksheets/sheet${index + 1}.xml`, `${excel}worksheet+xml`]),
      ),
    }),
    '_rels/.rels': relationshipsPart([
      ['rId1', 'officeDocument', 'xl/workbook.xml'],
      packageRelationships.core,
    ]),
    'docProps/core.xml': corePropertiesPart(title, author),
    'xl/workbook.xml': `${xmlHead}<workbook xmlns="${main}" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><workbookPr/><sheets>${sheets
      .map(
        (sheet, index) =>
          `<sheet name="${xmlText(sheet.name)}" sheetId="${index + 1}"${sheet.hidden === true ? ' state="hidden"' : ''} r:id="rId${index + 1}"/>`,
      )
      .join('')}</sheets></workbook>`,
    'xl/_rels/workbook.xml.rels': relationshipsPart([
      ...sheets.map(
        (_, index) => [`rId${index + 1}`, 'worksheet', `worksheets/sheet${index + 1}.xml`] as const,
      ),
      ['rIdStyles', 'styles', 'styles.xml'],
      ['rIdStrings', 'sharedStrings', 'sharedStrings.xml'],
    ]),
    'xl/styles.xml': stylesPart,
    ...Object.fromEntries(parts.map((xml, index) => [`xl/worksheets/sheet${index + 1}.xml`, xml])),
    'xl/sharedStrings.xml': `${xmlHead}<sst xmlns="${main}" count="${strings.length}" uniqueCount="${strings.length}">${strings.map((text) => `<si><t xml:space="preserve">${xmlText(text)}</t></si>`).join('')}</sst>`,
  });
}

const main = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';

function sheetPart(sheet: Sheet, shared: (text: string) => number): string {
  const rows = sheet.rows.map((cells, row) => {
    const body = cells.map((cell, column) =>
      cellXml(cell, `${columnName(column)}${row + 1}`, row === 0, shared),
    );
    return `<row r="${row + 1}">${body.join('')}</row>`;
  });
  const widest = Math.max(1, ...sheet.rows.map((row) => row.length));
  const merges = sheet.merges ?? [];
  const merged = merges.map((range) => `<mergeCell ref="${range}"/>`).join('');
  return `${xmlHead}<worksheet xmlns="${main}"><dimension ref="A1:${columnName(widest - 1)}${Math.max(1, rows.length)}"/><sheetData>${rows.join('')}</sheetData>${merges.length === 0 ? '' : `<mergeCells count="${merges.length}">${merged}</mergeCells>`}</worksheet>`;
}

function cellXml(cell: Cell, reference: string, header: boolean, shared: (text: string) => number): string {
  const open = (index: number, type = '') =>
    `<c r="${reference}" s="${index}"${type === '' ? '' : ` t="${type}"`}>`;
  if (cell === null) return '';
  if (typeof cell === 'string')
    return `${open(header ? style.bold : style.general, 's')}<v>${shared(cell)}</v></c>`;
  if (typeof cell === 'number') return `${open(style.general)}<v>${cell}</v></c>`;
  if (typeof cell === 'boolean') return `${open(style.general, 'b')}<v>${cell ? 1 : 0}</v></c>`;
  if ('date' in cell) return `${open(style.date)}<v>${dateSerial(cell.date)}</v></c>`;
  if ('money' in cell) return `${open(style.money)}<v>${cell.money}</v></c>`;
  if ('percent' in cell) return `${open(style.percent)}<v>${cell.percent}</v></c>`;
  const [type, value] =
    typeof cell.value === 'string' ? ['str', xmlText(cell.value)] : ['', String(cell.value)];
  return `${open(style[cell.format ?? 'general'], type)}<f>${xmlText(cell.formula)}</f><v>${value}</v></c>`;
}

/** Days since 1899-12-30, which is right for every day after the false 29 February 1900. */
function dateSerial(day: string): number {
  return Math.round((Date.parse(`${day}T00:00:00Z`) - Date.UTC(1899, 11, 30)) / 86_400_000);
}

function columnName(index: number): string {
  const letter = String.fromCharCode(65 + (index % 26));
  return index < 26 ? letter : columnName(Math.floor(index / 26) - 1) + letter;
}

function cellText(cell: Cell): string {
  if (cell === null) return '';
  if (typeof cell !== 'object') return String(cell);
  if ('date' in cell) return cell.date;
  if ('money' in cell) return String(cell.money);
  return 'percent' in cell ? `${cell.percent * 100}%` : String(cell.value);
}

const stylesPart = `${xmlHead}<styleSheet xmlns="${main}"><numFmts count="1"><numFmt numFmtId="164" formatCode="#,##0.00\\ [$\u20ac-1]"/></numFmts><fonts count="2"><font><sz val="11"/><name val="Calibri"/></font><font><b/><sz val="11"/><name val="Calibri"/></font></fonts><fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills><borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders><cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs><cellXfs count="5"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/><xf numFmtId="14" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/><xf numFmtId="164" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/><xf numFmtId="9" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/><xf numFmtId="0" fontId="1" fillId="0" borderId="0" xfId="0" applyFont="1"/></cellXfs><cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>`;
