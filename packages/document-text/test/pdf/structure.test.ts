/// <reference types="vite/client" />
import { strToU8, zlibSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { expectCode } from '../support/expect-code.ts';
import { buildPdf, buildPdfFile, flate, type PdfObject, type PdfStream } from '../support/pdf-builder.ts';
import { readWhole } from '../support/read-whole.ts';
import { paginateDocument } from '../../src/paginate.ts';
import { readDocument } from '../../src/read-document.ts';
import { composite, onePage } from '../samples/hostile-pdf-pages.ts';
import locked from '../fixtures/protected/report.pdf?url&inline';

function latin1(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => String.fromCharCode(byte)).join('');
}

function show(text: string): string {
  return `BT /F1 11 Tf 72 700 Td (${text}) Tj ET`;
}

async function textOf(bytes: Uint8Array | string): Promise<string> {
  return (await readWhole(typeof bytes === 'string' ? strToU8(bytes, true) : bytes)).text;
}

/** Objects packed into a stream. */
function container(objects: readonly (readonly [number: number, source: string])[]): PdfStream {
  let body = '';
  const head = objects.map(([number, source]) => {
    const offset = body.length;
    body += `${source} `;
    return `${number} ${offset}`;
  });
  const first = `${head.join(' ')} `;
  return flate(first + body, `/Type /ObjStm /N ${objects.length} /First ${first.length}`);
}

const font = '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>';
const pageOf = (contents: string) =>
  `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /Font << /F1 3 0 R >> >> /Contents ${contents} >>`;

describe('readDocument of a PDF, by structure', () => {
  const source = latin1(buildPdf([['one'], ['two']]));

  it.each<[string, string]>([
    ['without a cross-reference table', source.slice(0, source.indexOf('xref\n'))],
    ['with a wrong cross-reference table', source.replaceAll(/\d{10} 00000 n/g, '0000000099 00000 n')],
    ['with wrong stream lengths', source.replaceAll(/\/Length \d+/g, '/Length 3')],
    ['with stream lengths as references', source.replaceAll(/\/Length \d+/g, '/Length 99 0 R')],
    ['without stream lengths', source.replaceAll(/\/Length \d+/g, '')],
    ['with leading junk', `${'junk '.repeat(100)}\n${source}`],
    [
      'with carriage returns as line breaks',
      source.replaceAll(/ obj\n/g, ' obj\r').replaceAll('\nendobj', '\rendobj'),
    ],
    ['without endobj', source.replaceAll('endobj\n', '')],
  ])('reads a file %s', async (_, changed) => {
    expect(await textOf(changed)).toBe('one\n\ntwo');
  });

  it('reads the last revision', async () => {
    const changed = flate(show('changed'));
    const update = `\n5 0 obj\n<< ${changed.dictionary} /Length ${changed.data.length} >>\nstream\n${latin1(changed.data)}\nendstream\nendobj\n`;
    expect(await textOf(source + update)).toBe('changed\n\ntwo');
  });

  it('reads objects in object streams', async () => {
    const objects: PdfObject[] = [
      '<< /Unused true >>',
      '<< /Unused true >>',
      '<< /Unused true >>',
      container([
        [7, '<< /Type /Catalog /Pages 8 0 R >>'],
        [8, '<< /Type /Pages /Kids [9 0 R] /Count 1 /MediaBox [0 0 595 842] >>'],
        [9, '<< /Type /Page /Parent 8 0 R /Resources << /Font << /F1 10 0 R >> >> /Contents 5 0 R >>'],
        [10, font],
      ]),
      flate(show('packed')),
    ];
    const file = latin1(buildPdfFile(objects)).replace('/Root 1 0 R', '/Root 7 0 R');
    expect(await textOf(file)).toBe('packed');
    expect(await textOf(file.slice(0, file.indexOf('xref\n')))).toBe('packed');
  });

  it('joins content split over several streams, even within a string', async () => {
    const halves = [flate('BT /F1 11 Tf 72 700 Td (in two'), flate(' parts) Tj ET')];
    const objects = [
      '<< /Type /Catalog /Pages 2 0 R >>',
      '<< /Type /Pages /Kids [4 0 R] /Count 1 >>',
      font,
      pageOf('[5 0 R 6 0 R]'),
      ...halves,
    ];
    expect(await textOf(buildPdfFile(objects))).toBe('in two parts');
  });

  it('applies inherited page attributes', async () => {
    const objects = [
      '<< /Type /Catalog /Pages 2 0 R >>',
      '<< /Type /Pages /Kids [6 0 R] /Count 1 /Resources << /Font << /F1 3 0 R >> >> >>',
      font,
      '<< /Type /Page /Parent 6 0 R /Contents 5 0 R >>',
      flate(show('inherited')),
      '<< /Type /Pages /Kids [4 0 R] /Count 1 /MediaBox [0 0 595 842] >>',
    ];
    expect(await textOf(buildPdfFile(objects))).toBe('inherited');
  });

  it('returns the text of forms in place, with their own fonts', async () => {
    const own = `/Type /XObject /Subtype /Form /BBox [0 0 9 9] /Matrix [1 0 0 1 0 -20] /Resources << /Font << /F1 3 0 R >> >>`;
    const content = `${show('above')} /Fm0 Do`;
    const file = onePage(flate(content), font, [flate(show('below'), own)], '/XObject << /Fm0 6 0 R >>');
    const text = await textOf(file);
    expect(text.startsWith('above') && text.endsWith('below')).toBe(true);
  });

  it.each<[string, Uint8Array | string]>([
    ['a tree of pages that goes round', source.replace('/Kids [4 0 R 6 0 R]', '/Kids [2 0 R 2 0 R]')],
    ['no tree of pages', source.replace('/Pages 2 0 R', '/Pages 1 0 R')],
    ['no page', source.replace('/Kids [4 0 R 6 0 R]', '/Kids []')],
    [
      'references that go round',
      source
        .replace('/Kids [4 0 R 6 0 R]', '/Kids 8 0 R')
        .concat('8 0 obj 9 0 R endobj 9 0 obj 8 0 R endobj'),
    ],
  ])('rejects a file with %s', async (_, file) => {
    const bytes = typeof file === 'string' ? strToU8(file, true) : file;
    await expectCode(() => readWhole(bytes), 'damaged');
  });

  it('reads the last pages of a file with 5,000 pages', async () => {
    const document = await readDocument(
      buildPdf(Array.from({ length: 5000 }, (_, index) => [`page ${index + 1}`])),
    );
    if (!('pagesFrom' in document)) throw new Error('a PDF was expected');
    expect(document.pageCount).toBe(5000);
    const { window } = await paginateDocument(document, 4999, { page: 4500, response: 18_000 });
    expect(window?.text).toBe('page 4999\n\npage 5000');
  });

  it('rejects a file with a password', async () => {
    const bytes = Uint8Array.from(atob(locked.slice(locked.indexOf(',') + 1)), (character) =>
      character.charCodeAt(0),
    );
    await expectCode(() => readWhole(bytes), 'protected');
  });

  it.each([
    ['another handler', '/Filter /Adobe.PubSec /V 4 /R 4'],
    ['a version of the future', '/Filter /Standard /V 9 /R 9'],
  ])('rejects protection by %s', async (_, encryption) => {
    const objects = [
      `<< /Type /Catalog /Pages 2 0 R >>`,
      '<< /Type /Pages /Kids [] >>',
      `<< ${encryption} >>`,
    ];
    await expectCode(() => readWhole(buildPdfFile(objects, '/Encrypt 3 0 R')), 'protected');
  });

  it('throws the number of a page that cannot be read, and the next page', async () => {
    const heavy = flate(show('x').repeat(100_000));
    const file = buildPdf([['one'], heavy, ['three']]);
    const error: unknown = await readWhole(file).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: 'too_large', nextPage: 3 });
    expect(String(error)).toMatch(/Page 2: /);
  });
});

describe('fonts of a PDF', () => {
  const map = (target: string) =>
    flate(
      `begincmap 1 begincodespacerange <0000> <ffff> endcodespacerange 1 beginbfchar <0001> <${target}> endbfchar endcmap`,
    );
  const descriptor = '<< /Type /FontDescriptor /FontName /A /Flags 4 /FontFile2 9 0 R >>';

  it('map characters by ToUnicode, with and without a font program', async () => {
    expect(await textOf(composite('', [map('0041')], '/ToUnicode 7 0 R'))).toBe('A');
    const program = flate('no font at all');
    const file = composite(
      '/FontDescriptor 8 0 R',
      [map('00660069'), descriptor, program],
      '/ToUnicode 7 0 R',
    );
    expect(await textOf(file)).toBe('fi');
  });

  it('map characters by glyph names', async () => {
    const encoding = '/Encoding << /Type /Encoding /Differences [1 /eacute /Euro /f_t] >>';
    const type3 = `<< /Type /Font /Subtype /Type3 /FontBBox [0 0 1000 1000] /FontMatrix [0.001 0 0 0.001 0 0] /CharProcs << >> ${encoding} /FirstChar 1 /LastChar 3 /Widths [600 600 600] >>`;
    expect(await textOf(onePage(flate('BT /F1 11 Tf 72 700 Td <010203> Tj ET'), type3))).toBe('é€ft');
  });

  it('keep text in place next to drawings', async () => {
    const content = `${show('seen')} BT /F1 11 Tf 72 2000 Td (unseen) Tj ET`;
    expect(await textOf(buildPdf([flate(content)]))).toBe('seen');
    expect(zlibSync(strToU8(content)).length).toBeGreaterThan(0);
  });
});
