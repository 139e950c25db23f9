import { strToU8 } from 'fflate';
import { buildDocx, buildPptx, buildXlsx, paragraph, shape } from '../support/ooxml-builder.ts';
import { buildPdf } from '../support/pdf-builder.ts';

/** A document whose reading is measured. */
export interface TextSample {
  readonly name: string;
  /** Name of the file, by which formats of plain text are told apart. */
  readonly file: string;
  readonly make: () => Uint8Array;
}

/** The same numbers in every run, from 0 on. */
export function createRandom(): (below: number) => number {
  let seed = 1;
  return (below) => {
    seed = (seed * 48_271) % 2_147_483_647;
    return seed % below;
  };
}

/** Words as unlike each other as those of a language, so that they compress as text does. */
function createWords(): (count: number) => string {
  const random = createRandom();
  const syllables = 'ab er in on ta le re st de or ti al es ne ri se ma co pa un'.split(' ');
  const vocabulary = Array.from({ length: 6000 }, () =>
    Array.from({ length: 1 + random(4) }, () => syllables[random(20)]).join(''),
  );
  return (count) =>
    Array.from({ length: count }, () => vocabulary[Math.min(random(6000), random(6000))]).join(' ');
}

function longDocx(): Uint8Array {
  const words = createWords();
  const body = Array.from({ length: 16_500 }, (_, index) =>
    index % 30 === 0 ? paragraph(words(6), '<w:pStyle w:val="Heading1"/>') : paragraph(words(60)),
  );
  return buildDocx({ body: body.join('') });
}

function longXlsx(): Uint8Array {
  const words = createWords();
  const random = createRandom();
  const strings = Array.from({ length: 5000 }, () => `<t>${words(3)}</t>`);
  const rows = Array.from({ length: 40_000 }, (_, index) => {
    const row = index + 1;
    const text = (column: string) => `<c r="${column}${row}" t="s"><v>${random(5000)}</v></c>`;
    const number = (column: string) => `<c r="${column}${row}"><v>${random(1_000_000) / 100}</v></c>`;
    const date = `<c r="D${row}" s="1"><v>${45_000 + random(700)}</v></c>`;
    return `<row r="${row}" spans="1:8">${text('A')}${text('B')}${number('C')}${date}${number('E')}${text('F')}${number('G')}${number('H')}</row>`;
  });
  const styles = '<cellXfs count="2"><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs>';
  return buildXlsx({ sheets: [{ name: 'Data', data: rows.join('') }], sharedStrings: strings, styles });
}

function longPptx(): Uint8Array {
  const words = createWords();
  return buildPptx(
    Array.from({ length: 150 }, () => ({
      shapes: shape(words(5), 'title') + shape(`${words(12)}\n\t${words(9)}\n${words(14)}`, 'body'),
      notes: words(80),
    })),
  );
}

function longPdf(): Uint8Array {
  const words = createWords();
  return buildPdf(Array.from({ length: 300 }, () => Array.from({ length: 45 }, () => words(12))));
}

function longMail(): Uint8Array {
  const words = createWords();
  const cell = () =>
    `<td style="padding:0 5.4pt"><p class=MsoNormal><span style="font-size:10.0pt">${words(6)}<o:p></o:p></span></p></td>`;
  const row = () => `<tr>${cell()}${cell()}${cell()}</tr>`;
  const part = () =>
    `<div><p class=MsoNormal><b>${words(8)}</b> ${words(70)}</p><table border=0>${row()}${row()}${row()}</table></div>`;
  let source = '<html><head><style>p.MsoNormal {margin:0cm; font-size:11.0pt;}</style></head><body>';
  while (source.length < 500_000) source += part();
  return strToU8(`${source}</body></html>`);
}

/** Long honest documents, one of each kind. */
export const longDocuments: readonly TextSample[] = [
  { name: 'Word document of 2 MB', file: 'a.docx', make: longDocx },
  { name: 'Workbook of 40,000 rows', file: 'a.xlsx', make: longXlsx },
  { name: 'Presentation of 150 slides', file: 'a.pptx', make: longPptx },
  { name: 'PDF of 300 pages', file: 'a.pdf', make: longPdf },
  { name: 'HTML mail of 500 KB', file: 'a.html', make: longMail },
];
