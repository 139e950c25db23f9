import { describe, expect, it } from 'vitest';
import { readWhole } from '../support/read-whole.ts';
import { expectCode } from '../support/expect-code.ts';
import { buildPdf, buildPdfFile, flate } from '../support/pdf-builder.ts';

describe('readDocument of a PDF', () => {
  it('returns pages with their lines', async () => {
    const document = await readWhole(
      buildPdf([['Quarterly report', 'Revenue: 1,234.50 EUR (up)'], ['Second page']], { title: 'Report Q1' }),
    );
    expect(document).toEqual({
      format: 'pdf',
      title: 'Report Q1',
      sections: ['Quarterly report\nRevenue: 1,234.50 EUR (up)', 'Second page'],
      text: 'Quarterly report\nRevenue: 1,234.50 EUR (up)\n\nSecond page',
      notes: [],
    });
  });

  it('separates table columns by tabs', async () => {
    const content =
      'BT /F1 11 Tf 72 700 Td (Item) Tj 200 0 Td (Sum) Tj -200 -14 Td (Rent) Tj 200 0 Td (12.50) Tj ET';
    const { sections } = await readWhole(buildPdf([flate(content)]));
    expect(sections).toEqual(['Item\tSum\nRent\t12.50']);
  });

  it('does not change the input', async () => {
    const bytes = buildPdf([['x']]);
    const copy = bytes.slice();
    await readWhole(bytes);
    expect(bytes).toEqual(copy);
  });

  it('adds a note on pages without text', async () => {
    const picture = flate('q 100 0 0 100 0 0 cm Q');
    expect((await readWhole(buildPdf([picture, picture]))).notes).toEqual([
      'The PDF holds no text: it is scanned or made of pictures.',
    ]);
    expect((await readWhole(buildPdf([['x'], picture]))).notes).toEqual([
      '1 of these 2 pages hold no text: they are scanned, or empty.',
    ]);
  });

  it('rejects an encrypted file', async () => {
    const objects = [
      '<< /Type /Catalog /Pages 2 0 R >>',
      '<< /Type /Pages /Kids [] /Count 0 >>',
      `<< /Filter /Standard /V 1 /R 2 /O <${'11'.repeat(32)}> /U <${'22'.repeat(32)}> /P -4 >>`,
    ];
    await expectCode(() => readWhole(buildPdfFile(objects, '/Encrypt 3 0 R /ID [<00> <00>]')), 'protected');
  });

  it.each([
    ['only a head', '%PDF-1.7\n'],
    ['junk after the head', `%PDF-1.4\n${'junk '.repeat(1000)}`],
  ])('rejects %s', async (_, source) => {
    await expectCode(() => readWhole(new TextEncoder().encode(source)), 'damaged');
  });
});
