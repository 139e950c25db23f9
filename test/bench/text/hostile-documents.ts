import { strToU8, zipSync } from 'fflate';
import type { AppErrorCode } from '../../../src/lib/app-error.ts';
import { buildDocx, buildXlsx } from '../../unit/text/ooxml-builder.ts';
import { buildPdf, flate } from '../../unit/text/pdf-builder.ts';
import {
  composite,
  endlessFont,
  manyPieces,
  nestedForms,
  selfDrawingForm,
} from '../../unit/text/pdf/hostile-pdf.ts';
import { createRandom, type TextSample } from './long-documents.ts';

/** A document that is made to use up processor or memory, and how it has to end. */
export interface HostileDocument extends TextSample {
  /** A code, the text that is read all the same, or the beginning of it, which says that it is one. */
  readonly ends: AppErrorCode | { readonly text: string } | 'cut';
}

const megabyte = 1024 ** 2;

function drawing(bytes: number): string {
  const random = createRandom();
  const lines: string[] = [];
  for (let size = 0; size < bytes; size += 18)
    lines.push(`${random(1000)}.${random(1000)} ${random(1000)}.${random(1000)} l\n`);
  return lines.join('');
}

/** Small pieces of mark-up, so many of the same in a row that they compress well, and not too well. */
function markup(piece: (number: number) => string, bytes: number, repeats: number): string {
  const random = createRandom();
  const parts: string[] = [];
  for (let size = 0; size < bytes; size += parts.at(-1)?.length ?? 1)
    parts.push(piece(random(1_000_000)).repeat(repeats));
  return parts.join('');
}

const pdf = (name: string, ends: HostileDocument['ends'], make: () => Uint8Array): HostileDocument => ({
  name: `PDF ${name}`,
  file: 'a.pdf',
  ends,
  make,
});
const blank = { text: '' };

const wideMap =
  '1 begincodespacerange <0000> <ffff> endcodespacerange 1 beginbfrange <000000> <fffff0> <0041> endbfrange';

/** What was found to bring the reader of PDF, or ours, to its knees. */
export const hostileDocuments: readonly HostileDocument[] = [
  pdf('of 200,000 pieces of text', 'too_large', () =>
    buildPdf(Array.from({ length: 5 }, () => flate(manyPieces(45_000)))),
  ),
  pdf('of 20 MB of drawing', 'too_large', () => buildPdf([flate(drawing(20 * megabyte))])),
  pdf('of 20 MB of drawing, not compressed', 'too_large', () =>
    buildPdf([{ dictionary: '', data: strToU8(drawing(20 * megabyte)) }]),
  ),
  pdf('of 30 pages of drawing', blank, () => {
    const page = flate(drawing(megabyte));
    return buildPdf(Array.from({ length: 30 }, () => page));
  }),
  pdf('content labelled a picture', 'too_large', () =>
    buildPdf([flate(new Uint8Array(31 * megabyte).fill(0x20), '/Subtype /Image')]),
  ),
  pdf('of forms within forms', 'too_large', () => nestedForms(8, 'BT /F1 9 Tf 9 9 Td (x) Tj ET')),
  pdf('of forms within forms, blank', blank, () => nestedForms(8, 'q Q')),
  pdf('of a form that draws itself', { text: 'xyx' }, () => selfDrawingForm()),
  pdf('with widths without end', blank, () => composite('/W [0 2000000000 500]', [])),
  pdf('with a map of 16 million codes', blank, () => composite('', [flate(wideMap)], '/ToUnicode 7 0 R')),
  pdf('with a font of 4 billion characters', blank, () =>
    composite('/FontDescriptor 7 0 R', [
      '<< /Type /FontDescriptor /FontName /A /Flags 4 /FontFile2 8 0 R >>',
      flate(endlessFont()),
    ]),
  ),
  pdf('of saved states within saved states', { text: 'x' }, () =>
    buildPdf([flate(`${'q '.repeat(60_000)}BT /F1 9 Tf 9 9 Td (x) Tj ET`)]),
  ),
  pdf('with rows of a gigabyte', blank, () =>
    buildPdf([flate('BT ET', '/DecodeParms << /Predictor 12 /Columns 1000000000 >>')]),
  ),
  pdf('of a million objects', 'too_large', () =>
    buildPdf([['x']], {
      objects: [Array.from({ length: 1_000_000 }, (_, index) => `endobj\n${index + 10} 0 obj\n1\n`).join('')],
    }),
  ),
  {
    name: 'Word document of tables below the ratio',
    file: 'a.docx',
    ends: 'cut',
    make: () => {
      const row = (number: number) =>
        `<w:tr><w:tc><w:p/></w:tc><w:tc><w:p><w:r><w:t>${number}</w:t></w:r></w:p></w:tc></w:tr>`;
      return buildDocx({ body: `<w:tbl>${markup(row, 30 * megabyte, 10)}</w:tbl>` });
    },
  },
  {
    name: 'Word document of empty paragraphs',
    file: 'a.docx',
    ends: 'cut',
    make: () => buildDocx({ body: markup((number) => `<w:p w:rsidR="${number}"/>`, 30 * megabyte, 20) }),
  },
  {
    name: 'Workbook of empty cells',
    file: 'a.xlsx',
    ends: 'cut',
    make: () => {
      const row = (number: number) => `<row>${`<c s="${number}"/>`.repeat(60)}</row>`;
      return buildXlsx({ sheets: [{ name: 'S', data: markup(row, 30 * megabyte, 1) }] });
    },
  },
  {
    name: 'Archive of 1,000 to 1',
    file: 'a.docx',
    ends: 'too_large',
    make: () => buildDocx({ body: ' '.repeat(30 * megabyte) }),
  },
  {
    name: 'Archive in an archive',
    file: 'a.docx',
    ends: 'unsupported_content',
    make: () => zipSync({ 'inner.zip': zipSync({ x: new Uint8Array(10 * megabyte) }) }),
  },
];
