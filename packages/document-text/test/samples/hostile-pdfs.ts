import { strToU8 } from 'fflate';
import { buildPdf, buildPdfFile, flate } from '../support/pdf-builder.ts';
import {
  composite,
  endlessFont,
  manyPieces,
  nestedForms,
  onePage,
  selfDrawingForm,
} from './hostile-pdf-pages.ts';
import { type HostileDocument, many } from './hostile-document.ts';
import { createRandom } from './long-documents.ts';

const megabyte = 1024 ** 2;

function drawing(bytes: number): string {
  const random = createRandom();
  const lines: string[] = [];
  for (let size = 0; size < bytes; size += 18)
    lines.push(`${random(1000)}.${random(1000)} ${random(1000)}.${random(1000)} l\n`);
  return lines.join('');
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

/** PDFs that exhausted pdf.js or this reader. */
export const hostilePdfs: readonly HostileDocument[] = [
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
  pdf('of trailers in trailers', 'too_large', () => strToU8(`%PDF-1.7\n${'trailer<<'.repeat(100_000)}`)),
  pdf('with lists of objects without end', 'too_large', () => {
    const list = (start: number) =>
      flate(
        many(300_000, (index) => `${start + index} 0 `),
        '/Type /ObjStm /N 300000 /First 10',
      );
    return buildPdf([['x']], { objects: [list(0), list(300_000)] });
  }),
  pdf('of content that unpacks to nothing, again and again', 'too_large', () =>
    buildPdfFile([
      '<< /Type /Catalog /Pages 2 0 R >>',
      '<< /Type /Pages /Kids [4 0 R] /Count 1 >>',
      '<<>>',
      `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] /Contents [${'5 0 R '.repeat(10_000)}] >>`,
      { dictionary: '/Filter /ASCIIHexDecode', data: new Uint8Array(5 * megabyte).fill(0x20) },
    ]),
  ),
  pdf('of predicted rows', 'too_large', () =>
    buildPdf([flate(new Uint8Array(6 * megabyte).fill(4), '/DecodeParms << /Predictor 15 /Columns 4 >>')]),
  ),
  pdf('of damaged data', blank, () => {
    const { dictionary, data } = flate(drawing(6 * megabyte));
    return buildPdf([
      { dictionary, data: data.map((byte, index) => (index % 400_001 === 400_000 ? ~byte : byte)) },
    ]);
  }),
  pdf('of run lengths', blank, () =>
    buildPdf(
      Array.from({ length: 6 }, () => ({
        dictionary: '/Filter /RunLengthDecode',
        data: Uint8Array.from({ length: 60_000 }, (_, index) => (index % 2 === 0 ? 129 : 0x20)),
      })),
    ),
  ),
  pdf('with pages in a circle', 'damaged', () =>
    buildPdfFile([
      '<< /Type /Catalog /Pages 2 0 R >>',
      `<< /Type /Pages /Kids [${'2 0 R 3 0 R '.repeat(40_000)}] >>`,
      '<< /Type /Pages /Kids [2 0 R 3 0 R] >>',
    ]),
  ),
  pdf('of 3,000 fonts', 'too_large', () => {
    const font = `<< /Type /Font /Subtype /Type1 /BaseFont /A /Encoding << /Differences [0 ${'/A '.repeat(256)}] >> /FirstChar 0 /LastChar 255 /Widths [${'500 '.repeat(256)}] >>`;
    const names = many(3000, (index) => `/F${index} ${6 + index} 0 R `);
    return onePage(
      flate(`BT ${many(3000, (index) => `/F${index} 9 Tf (a) Tj `)} ET`),
      undefined,
      Array.from({ length: 3000 }, () => font),
      `/Font << ${names} >>`,
    );
  }),
];
