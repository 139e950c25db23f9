import { deflateSync, strToU8, zipSync, zlibSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { truncatedNote } from '../src/document.ts';
import { paginateDocument } from '../src/paginate.ts';
import { readDocument } from '../src/read-document.ts';
import { expectCode } from './support/expect-code.ts';
import { buildDocx, buildPackage, buildPptx, buildXlsx, paragraph, shape } from './support/ooxml-builder.ts';
import { type PdfStream, buildPdf, flate } from './support/pdf-builder.ts';
import { readWhole } from './support/read-whole.ts';

const megabyte = 1024 ** 2;
const wordType = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml';
const docx = buildDocx({ body: paragraph('Hello'.repeat(400)) });

function wordDocument(xml: string): Uint8Array {
  return buildPackage('word/document.xml', wordType, { 'word/document.xml': xml });
}

function spaces(count: number): Uint8Array {
  return new Uint8Array(count).fill(0x20);
}

function hex(bytes: Uint8Array): Uint8Array {
  return strToU8(`${Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')}>`);
}

describe('readDocument of a decompression bomb', () => {
  const rowBomb = `<row r="1">${'<c r="A1" t="s"><v>0</v></c>'.repeat(300_000)}</row>`;

  it.each([
    [
      'a docx of 1,000 to 1',
      wordDocument(`<w:document>${' '.repeat(30 * megabyte)}</w:document>`),
      'too_large',
    ],
    [
      'a docx with more parts than documents have',
      buildPackage(
        'word/document.xml',
        wordType,
        Object.fromEntries(Array.from({ length: 10_500 }, (_, index) => [`p/${index}`, ''])),
      ),
      'too_large',
    ],
    [
      'a docx with its own entities',
      wordDocument('<!DOCTYPE d [<!ENTITY a "x">]><w:document>&a;</w:document>'),
      'damaged',
    ],
    ['a docx nested without end', wordDocument('<w:p>'.repeat(200_000)), 'too_large'],
    [
      'a docx with a tag without end',
      wordDocument(`<w:document a="${'x'.repeat(3 * megabyte)}`),
      'too_large',
    ],
    [
      'an xlsx that shares one long string a million times',
      buildXlsx({ sheets: [{ name: 'S', data: rowBomb }], sharedStrings: [`<t>${'x'.repeat(30_000)}</t>`] }),
      'too_large',
    ],
    [
      'a zip in a zip',
      zipSync({ 'inner.zip': zipSync({ x: [new Uint8Array(10 * megabyte), { level: 9 }] }) }),
      'unsupported',
    ],
  ] as const)('rejects %s', async (_, bytes, code) => {
    await expectCode(() => readWhole(bytes), code);
  });

  it('reads the beginning of a pptx with thousands of slides', async () => {
    const document = await readWhole(buildPptx(Array.from({ length: 2001 }, () => ({ shapes: shape('a') }))));
    expect(document.sections).toHaveLength(2000);
    expect(document.notes).toContain(truncatedNote);
  });

  const twice = zlibSync(zlibSync(spaces(20 * megabyte), { level: 9 }), { level: 9 });
  const runLengths = Uint8Array.from({ length: 700_000 }, (_, index) => (index % 2 === 0 ? 129 : 0x20));
  // A stored block that holds the word, then the bomb.
  const stored = [0x78, 0x9c, 0, 9, 0, 0xf6, 0xff, ...strToU8('endstream')];
  const disguised = new Uint8Array([...stored, ...deflateSync(spaces(40 * megabyte), { level: 9 })]);

  it.each<[string, PdfStream]>([
    ['spaces', flate(spaces(60 * megabyte))],
    ['text operators', flate('BT /F1 11 Tf (x) Tj ET '.repeat(400_000))],
    ['a stream compressed twice', { dictionary: '/Filter [/FlateDecode /FlateDecode]', data: twice }],
    [
      'a filter spelled in code',
      { dictionary: '/Fil#74er /Fl#61teDecode', data: zlibSync(spaces(60 * megabyte), { level: 9 }) },
    ],
    [
      'a short filter name',
      { dictionary: '/Filter [/AHx /Fl]', data: hex(zlibSync(spaces(60 * megabyte), { level: 9 })) },
    ],
    ['run lengths', { dictionary: '/Filter /RunLengthDecode', data: runLengths }],
    ['an end in the middle of the data', { dictionary: '/Filter /FlateDecode', data: disguised }],
    ['a picture that is none', flate(spaces(60 * megabyte), '/Subtype /Image')],
  ])('rejects a PDF with %s', async (_, stream) => {
    await expectCode(() => readWhole(buildPdf([stream])), 'too_large');
  });

  it('reads the cells of an xlsx with too many shared strings', async () => {
    const { text, notes } = await readWhole(
      buildXlsx({
        sheets: [{ name: 'S', data: `<row r="1"><c r="A1" t="s"><v>1</v></c></row>` }],
        sharedStrings: Array.from({ length: 400_000 }, (_, index) => `<t>${index}</t>`),
      }),
    );
    expect(text).toBe('## Sheet: S A1:A1\n\n1');
    expect(notes).toEqual([truncatedNote]);
  });

  it('reads the beginning of an xlsx with a row that repeats a long shared string', async () => {
    const cells = Array.from({ length: 300_000 }, (_, index) => `<c t="s" s="${index % 97}"><v>0</v></c>`);
    const { text, notes } = await readWhole(
      buildXlsx({
        sheets: [{ name: 'S', data: `<row r="1">${cells.join('')}</row>` }],
        sharedStrings: [`<t>${'x'.repeat(30_000)}</t>`],
      }),
    );
    expect(text).toMatch(/^## Sheet: S A1:\w+\n\nx/);
    expect(notes).toContain(truncatedNote);
  });

  it('reads few pages per call of a PDF of many small bombs', async () => {
    const page = flate(spaces(900_000));
    const document = await readDocument(buildPdf(Array.from({ length: 200 }, () => page)));
    if (!('pagesFrom' in document)) throw new Error('a PDF was expected');
    const { window } = await paginateDocument(document, 1, { page: 4500, response: 18_000 });
    expect(window?.lastPage).toBeLessThan(40);
    expect(
      (await paginateDocument(document, window?.nextPage ?? 0, { page: 4500, response: 18_000 })).window,
    ).toMatchObject({ firstPage: window?.nextPage });
  });

  // Making half a million pieces takes longer than refusing them.
  it('rejects a PDF page with too many text items', async () => {
    let seed = 1;
    const letter = () => {
      seed = (seed * 48_271) % 2_147_483_647;
      return String.fromCharCode(0x61 + (seed % 26), 0x61 + ((seed >> 8) % 26));
    };
    const page = () =>
      flate(
        Array.from(
          { length: 45_000 },
          (_, index) => `BT /F1 9 Tf ${index % 500} ${seed % 800} Td (${letter()}) Tj ET\n`,
        ).join(''),
      );
    await expectCode(() => readWhole(buildPdf(Array.from({ length: 12 }, page))), 'too_large');
  });

  it('reads a PDF with a large blank image', async () => {
    const picture = flate(
      new Uint8Array(25 * megabyte).fill(255),
      '/Type /XObject /Subtype /Image /Width 2480 /Height 3508',
    );
    expect((await readWhole(buildPdf([['text']], { objects: [picture] }))).sections).toEqual(['text']);
  });
});

describe('readDocument of other content', () => {
  it('rejects an Office document truncated at any position', async () => {
    for (let length = 4; length < docx.length; length += 37) {
      await expectCode(() => readWhole(docx.slice(0, length)), 'damaged');
    }
  });

  it.each([
    ['a program', strToU8(`MZ${'\0'.repeat(100)}`, true), 'unsupported'],
    ['rich text', strToU8('{\\rtf1 hello}'), 'unsupported'],
    ['an archive of other things', zipSync({ 'readme.txt': strToU8('x') }), 'unsupported'],
    [
      'an OpenDocument text',
      zipSync({
        mimetype: strToU8('application/vnd.oasis.opendocument.text'),
        'content.xml': strToU8('<x/>'),
      }),
      'unsupported',
    ],
    [
      'a drawing package',
      buildPackage('visio/document.xml', 'application/vnd.ms-visio.drawing.main+xml', {
        'visio/document.xml': '<x/>',
      }),
      'unsupported',
    ],
    [
      'a binary workbook',
      buildPackage('xl/workbook.bin', 'application/vnd.ms-excel.sheet.binary.macroEnabled.main', {
        'xl/workbook.bin': 'x',
      }),
      'unsupported',
    ],
    ['a package without its main part', buildPackage('word/document.xml', wordType, {}), 'damaged'],
    [
      'a sheet that is missing',
      buildPackage(
        'xl/workbook.xml',
        'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml',
        {
          'xl/workbook.xml': '<workbook><sheets><sheet name="S" r:id="r1"/></sheets></workbook>',
          'xl/_rels/workbook.xml.rels':
            '<Relationships><Relationship Id="r1" Type="x/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
        },
      ),
      'damaged',
    ],
    [
      'text that is no UTF-8 in a part',
      buildPackage('word/document.xml', wordType, { 'word/document.xml': '<w:document>' }),
      'damaged',
    ],
  ] as const)('rejects %s', async (_, bytes, code) => {
    await expectCode(() => readWhole(bytes), code);
  });

  it('returns an image unchanged, regardless of name and content type', async () => {
    const bytes = strToU8('\u0089PNG\r\n\u001A\n\0\0\0\rIHDR', true);
    const image = { format: 'image', contentType: 'image/png', bytes };
    expect(await readDocument(bytes)).toEqual(image);
    expect(await readDocument(bytes, { name: 'a.txt', contentType: 'text/plain' })).toEqual(image);
  });

  it('detects the format by content, not by name or content type', async () => {
    const lying = { name: 'a.pdf', contentType: 'image/png' };
    expect((await readWhole(docx, lying)).format).toBe('docx');
    expect((await readWhole(buildPptx([{ shapes: shape('x') }]), lying)).format).toBe('pptx');
    expect((await readWhole(buildPdf([['x']]), { name: 'a.docx' })).format).toBe('pdf');
    expect((await readWhole(strToU8('plain'), { name: 'a.docx' })).format).toBe('text');
    expect((await readWhole(strToU8('<!DOCTYPE html><p>x'), { name: 'a.txt' })).format).toBe('html');
  });

  it.each([
    ['a.md', undefined, '# x', 'markdown'],
    ['A.CSV', undefined, 'a,b', 'csv'],
    ['a.tsv', undefined, 'a\tb', 'csv'],
    ['a.json', undefined, '{}', 'json'],
    ['a.xml', undefined, '<a/>', 'xml'],
    ['a.txt', undefined, 'x', 'text'],
    ['a.py', undefined, 'x', 'text'],
    ['noname', 'text/markdown; charset=utf-8', 'x', 'markdown'],
    ['noname', 'application/problem+json', '{}', 'json'],
    ['noname', 'image/svg+xml', '<svg/>', 'xml'],
    ['noname', undefined, '<?xml version="1.0"?><a/>', 'xml'],
    ['noname', undefined, '  <html><p>x', 'html'],
    ['', undefined, 'x', 'text'],
  ])('name %s and content type %s: detects text %j as %s', async (name, contentType, content, format) => {
    const hint = contentType === undefined ? { name } : { name, contentType };
    expect((await readWhole(strToU8(content), hint)).format).toBe(format);
  });

  it.each(['a.txt', 'a.docx', 'a.pdf'])('adds a note if %s is empty', async (name) => {
    expect(await readWhole(new Uint8Array(), { name })).toMatchObject({
      sections: [''],
      notes: ['The file holds no text: it is empty (0 bytes).'],
    });
  });

  it.each([
    '<',
    ' ',
    '\n',
    '[',
    '![',
    '&',
    '|',
    '#',
    '- ',
    '> ',
    '`',
    '*',
    '\t',
    '\u200B',
    '(',
    '\\',
    '"',
    'a](',
  ])(
    'takes linear time for 200,000 repetitions of %j in text, Markdown, HTML, docx and xlsx',
    async (piece) => {
      const text = piece.repeat(200_000);
      for (const name of ['a.txt', 'a.md', 'a.html', 'a.csv']) await readWhole(strToU8(text), { name });
      await readWhole(buildDocx({ body: paragraph(text) }));
      await readWhole(
        buildXlsx({
          sheets: [
            {
              name: 'S',
              data: `<row r="1"><c r="A1" t="inlineStr"><is><t>${text.replaceAll('&', '&amp;').replaceAll('<', '&lt;')}</t></is></c></row>`,
            },
          ],
        }),
      );
      expect(text.length).toBeGreaterThanOrEqual(200_000);
    },
  );
});
