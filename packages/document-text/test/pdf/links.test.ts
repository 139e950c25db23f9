import { describe, expect, it } from 'vitest';
import { readWhole } from '../support/read-whole.ts';
import { buildPdfFile, flate, type PdfObject } from '../support/pdf-builder.ts';

/** The text of a page with this content and these annotations as objects from number 6 on. */
async function read(content: string, annotations: readonly PdfObject[], rest: readonly PdfObject[] = []) {
  const references = annotations.map((_, index) => `${6 + index} 0 R`).join(' ');
  const { text } = await readWhole(
    buildPdfFile([
      '<< /Type /Catalog /Pages 2 0 R >>',
      '<< /Type /Pages /Kids [4 0 R] /Count 1 >>',
      '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>',
      `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /Font << /F1 3 0 R >> >> /Contents 5 0 R /Annots [${references}] >>`,
      flate(content),
      ...annotations,
      ...rest,
    ]),
    { name: 'a.pdf' },
  );
  return text;
}

const show = (x: number, y: number, text: string) => `BT /F1 10 Tf ${x} ${y} Td (${text}) Tj ET\n`;
const link = (rect: string, url: string, rest = '') =>
  `<< /Type /Annot /Subtype /Link /Rect [${rect}] /A << /S /URI /URI (${url}) >> ${rest} >>`;

describe('links of a PDF', () => {
  // "Read the terms today" in Helvetica of 10 points: "the terms" from 96 to 138 points.
  const sentence = show(72, 700, 'Read the terms today');

  it.each<[string, string, readonly PdfObject[], string]>([
    [
      'a label of its own',
      show(72, 700, 'Terms'),
      [link('70 697 102 710', 'https://a.example/terms')],
      'Terms (https://a.example/terms)',
    ],
    [
      'a part of a line',
      sentence,
      [link('96 697 138 710', 'https://a.example/terms')],
      'Read the terms (https://a.example/terms) today',
    ],
    [
      'the last words of a sentence',
      show(72, 700, 'Read the terms.'),
      [link('96 697 138 710', 'https://a.example/terms')],
      'Read the terms (https://a.example/terms).',
    ],
    [
      'two parts of a line',
      sentence,
      [link('72 697 95 710', 'https://a.example/1'), link('96 697 138 710', 'https://a.example/2')],
      'Read (https://a.example/1) the terms (https://a.example/2) today',
    ],
    [
      'a label of two lines with an annotation each',
      show(72, 700, 'Read the') + show(72, 688, 'terms'),
      [link('72 697 112 709', 'https://a.example/'), link('72 685 98 697', 'https://a.example/')],
      'Read the\nterms (https://a.example/)',
    ],
    [
      'a label of two lines with quadrilaterals',
      show(72, 700, 'Please read the') + show(72, 688, 'terms today'),
      [
        link(
          '72 685 145 709',
          'https://a.example/',
          '/QuadPoints [105 709 145 709 105 697 145 697 72 697 98 697 72 685 98 685]',
        ),
      ],
      'Please read the\nterms (https://a.example/) today',
    ],
    [
      'an address of e-mail',
      show(72, 700, 'Write'),
      [link('70 697 99 710', 'mailto:a@a.example')],
      'Write (mailto:a@a.example)',
    ],
    [
      'a URL that is shown',
      show(72, 700, 'a.example/x'),
      [link('70 697 130 710', 'https://a.example/x')],
      'a.example/x',
    ],
    ['a script', show(72, 700, 'Terms'), [link('70 697 102 710', 'javascript:alert\\(1\\)')], 'Terms'],
    ['no text', show(72, 700, 'Terms'), [link('70 97 102 110', 'https://a.example/terms')], 'Terms'],
    [
      'an area that covers a page of text',
      Array.from({ length: 60 }, (_, index) => show(72, 800 - index * 12, 'Terms')).join(''),
      [link('0 0 595 842', 'https://a.example/terms')],
      Array.from({ length: 60 }, () => 'Terms').join('\n'),
    ],
    [
      'a hidden annotation',
      show(72, 700, 'Terms'),
      [link('70 697 102 710', 'https://a.example', '/F 2')],
      'Terms',
    ],
    [
      'a place in the document',
      show(72, 700, 'Terms'),
      ['<< /Type /Annot /Subtype /Link /Rect [70 697 102 710] /Dest [4 0 R /Fit] >>'],
      'Terms',
    ],
  ])('have their URL behind their label, if they have one: %s', async (_, content, annotations, expected) => {
    expect(await read(content, annotations)).toBe(expected);
  });

  it('have their URL behind a label that is turned', async () => {
    const turned = 'BT /F1 10 Tf 0 1 -1 0 100 400 Tm (Terms) Tj ET';
    expect(await read(turned, [link('90 398 104 430', 'https://a.example/')])).toBe(
      'Terms (https://a.example/)',
    );
  });

  it('have their URL if the action is an object', async () => {
    const annotation = '<< /Type /Annot /Subtype /Link /Rect [70 697 102 710] /A 7 0 R >>';
    const action = '<< /S /URI /URI (https://a.example/) >>';
    expect(await read(show(72, 700, 'Terms'), [annotation], [action])).toBe('Terms (https://a.example/)');
  });
});
