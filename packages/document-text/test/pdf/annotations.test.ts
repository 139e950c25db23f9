import { describe, expect, it } from 'vitest';
import { paginateDocument } from '../../src/paginate.ts';
import { readDocument } from '../../src/read-document.ts';
import { decodeTextString } from '../../src/pdf/text-string.ts';
import { buildPdfFile, flate, type PdfObject } from '../support/pdf-builder.ts';

/** A page with the text "page" and these annotations as objects from number 6 on. */
async function read(annotations: readonly PdfObject[], catalog = '', rest: readonly PdfObject[] = []) {
  const references = annotations.map((_, index) => `${6 + index} 0 R`).join(' ');
  const document = await readDocument(
    buildPdfFile([
      `<< /Type /Catalog /Pages 2 0 R ${catalog} >>`,
      '<< /Type /Pages /Kids [4 0 R] /Count 1 >>',
      '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>',
      `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /Font << /F1 3 0 R >> >> /Contents 5 0 R /Annots [${references}] >>`,
      flate('BT /F1 11 Tf 72 700 Td (page) Tj ET'),
      ...annotations,
      ...rest,
    ]),
  );
  if (!('pagesFrom' in document)) throw new Error('a PDF was expected');
  const { window, hidden, notes } = await paginateDocument(document, 1, { page: 4500, response: 18_000 });
  return { text: window?.text, passages: hidden.passages, notes };
}

const widget = '/Type /Annot /Subtype /Widget /Rect [72 600 200 620]';

describe('form fields of a PDF', () => {
  it.each([
    ['a text field', `<< ${widget} /FT /Tx /T (last_name) /V (Kowalska) >>`, 'last_name: Kowalska'],
    [
      'a text field with a description',
      `<< ${widget} /FT /Tx /T (f1) /TU (Last name) /V (Nowak) >>`,
      'Last name: Nowak',
    ],
    ['an empty text field', `<< ${widget} /FT /Tx /T (city) >>`, 'city: (empty)'],
    ['UTF-16', `<< ${widget} /FT /Tx /T (city) /V <FEFF014100F3017A> >>`, 'city: Łóź'],
    ['a password', `<< ${widget} /FT /Tx /Ff 8192 /T (pin) /V (1234) >>`, 'pin: (password, not shown)'],
    ['a checked box', `<< ${widget} /FT /Btn /T (agree) /V /Yes /AS /Yes >>`, 'agree: checked'],
    [
      'a box that is not checked',
      `<< ${widget} /FT /Btn /T (agree) /V /Off /AS /Off >>`,
      'agree: not checked',
    ],
    [
      'a choice',
      `<< ${widget} /FT /Ch /T (country) /V (pl) /Opt [[(de) (Germany)] [(pl) (Poland)]] >>`,
      'country: Poland (options: Germany, Poland)',
    ],
    ['several choices', `<< ${widget} /FT /Ch /T (days) /V [(Mon) (Tue)] >>`, 'days: Mon, Tue'],
    ['no signature', `<< ${widget} /FT /Sig /T (sign) >>`, 'sign: not signed'],
    [
      'a signature',
      `<< ${widget} /FT /Sig /T (sign) /V << /Name (A. B.) >> >>`,
      'sign: signed by A. B. (signature not verified)',
    ],
  ])('are returned with their values: %s', async (_, annotation, line) => {
    expect((await read([annotation])).text).toBe(`page\n\nForm fields:\n- ${line}`);
  });

  it('have names and values of their parents', async () => {
    const { text } = await read([
      `<< ${widget} /Parent 8 0 R /T (street) /V (Main St 1) >>`,
      `<< ${widget} /Parent 8 0 R /T (city) >>`,
      '<< /T (address) /FT /Tx /V (Springfield) >>',
    ]);
    expect(text).toBe('page\n\nForm fields:\n- address.street: Main St 1\n- address.city: Springfield');
  });

  it('have one line for all buttons of a group', async () => {
    const button = (state: string) => `<< ${widget} /Parent 9 0 R /AS /${state} >>`;
    const { text } = await read([
      button('Off'),
      button('Large'),
      button('Off'),
      '<< /FT /Btn /Ff 32768 /T (size) /V /Large >>',
    ]);
    expect(text).toBe('page\n\nForm fields:\n- size: Large');
  });

  it('are left out and counted if hidden, and left out if they are push buttons', async () => {
    const { text, passages } = await read([
      `<< ${widget} /F 2 /FT /Tx /T (secret) /V (secret) >>`,
      `<< ${widget} /FT /Btn /Ff 65536 /T (send) >>`,
    ]);
    expect({ text, passages }).toEqual({ text: 'page', passages: 1 });
  });
});

describe('annotations of a PDF', () => {
  const note = (fields: string) => `<< /Type /Annot /Rect [72 600 272 640] ${fields} >>`;

  it.each([
    ['free text', note('/Subtype /FreeText /T (Ann) /Contents (Check this sum)'), 'Check this sum'],
    ['rich text', note('/Subtype /FreeText /RC (<body><p>Check <b>this</b></p></body>)'), 'Check this'],
    [
      'a note with author and date',
      note('/Subtype /Text /T (Ann) /M (D:20260131120000Z) /Contents (Wrong year)'),
      'Ann, 2026-01-31: Wrong year',
    ],
    ['a reply', note('/Subtype /Text /IRT 9 0 R /T (Ben) /Contents (Fixed)'), 'reply, Ben: Fixed'],
    ['a comment on marked text', note('/Subtype /Highlight /Contents (Really?)'), 'Really?'],
    ['a stamp', note('/Subtype /Stamp /Contents (APPROVED)'), 'stamp: APPROVED'],
    ['media', note('/Subtype /RichMedia'), '(RichMedia: not read)'],
    ['an attached file', note('/Subtype /FileAttachment'), '(attached file: not read)'],
  ])('are returned: %s', async (_, annotation, line) => {
    expect((await read([annotation])).text).toBe(`page\n\nNotes on this page:\n- ${line}`);
  });

  it('are read from their appearance if they have no text', async () => {
    const appearance = flate(
      'BT /F1 11 Tf 5 5 Td (CONFIDENTIAL) Tj ET',
      '/Type /XObject /Subtype /Form /BBox [0 0 200 40] /Resources << /Font << /F1 3 0 R >> >>',
    );
    const { text, passages } = await read([note('/Subtype /Stamp /AP << /N 7 0 R >>')], '', [appearance]);
    expect({ text, passages }).toEqual({ text: 'page\nCONFIDENTIAL', passages: 0 });
  });

  it('are left out and counted if hidden; popups and links are left out', async () => {
    const { text, passages } = await read([
      note('/Subtype /FreeText /F 2 /Contents (secret)'),
      note('/Subtype /Popup /Contents (again)'),
      note('/Subtype /Link /Contents (to a page)'),
    ]);
    expect({ text, passages }).toEqual({ text: 'page', passages: 1 });
  });

  it('are returned on a page without other text', async () => {
    const { text } = await read([note('/Subtype /FreeText /Contents (only a note)')]);
    expect(text).toContain('only a note');
  });

  it('stop within the limits', async () => {
    const many = Array.from({ length: 5000 }, () =>
      note(`/Subtype /FreeText /Contents (${'a'.repeat(200)})`),
    );
    expect((await read(many)).text?.length).toBeLessThan(110_000);
  });
});

describe('notes on a PDF', () => {
  it('name what is not read', async () => {
    const { notes } = await read([], '/AcroForm << /XFA [] /Fields [] >> /Names << /EmbeddedFiles << >> >>');
    expect(notes).toEqual([
      'The PDF is an XFA form, whose fields cannot be read.',
      'The PDF has attached files, which are not read.',
    ]);
  });
});

describe('decodeTextString', () => {
  it.each([
    ['PDFDocEncoding', [0x4c, 0x80, 0x8d, 0xa0, 0xe9], 'L•“€é'],
    ['UTF-16BE', [0xfe, 0xff, 0x01, 0x41], 'Ł'],
    ['UTF-16LE', [0xff, 0xfe, 0x41, 0x01], 'Ł'],
    ['UTF-8', [0xef, 0xbb, 0xbf, 0xc5, 0x81], 'Ł'],
  ])('decodes %s', (_, bytes, text) => {
    expect(decodeTextString(Uint8Array.from(bytes))).toBe(text);
  });
});
