import { describe, expect, it } from 'vitest';
import { paginateDocument } from '../../src/paginate.ts';
import { readDocument } from '../../src/read-document.ts';
import { onePage } from '../samples/hostile-pdf-pages.ts';
import { removedPdf, scan, secret, shownPdf, visible } from '../samples/hidden-pdf.ts';
import { buildPdfFile, flate, type PdfStream } from '../support/pdf-builder.ts';

const image: PdfStream = {
  dictionary: '/Type /XObject /Subtype /Image /Width 1 /Height 1 /ColorSpace /DeviceGray /BitsPerComponent 8',
  data: Uint8Array.of(0x80),
};

async function read(bytes: Uint8Array) {
  const document = await readDocument(bytes);
  if (!('pagesFrom' in document)) throw new Error('a PDF was expected');
  const { window, hidden, notes } = await paginateDocument(document, 1, { page: 4500, response: 18_000 });
  return { text: window?.text, passages: hidden.passages, notes };
}

function page(content: string) {
  return read(onePage(flate(content), undefined, [image], '/XObject << /Im0 6 0 R >>'));
}

const ocrNote =
  'This page has text of an invisible OCR layer, as scanned pages have. It can differ from what the page shows.';

describe('hidden text of a PDF', () => {
  it.each(removedPdf.map(({ name, content }) => [name, content]))(
    'is left out and counted: %s',
    async (_, content) => {
      const bytes = onePage(flate(content), undefined, [], '/ExtGState << /GS0 << /ca 0 >> >>');
      expect(await read(bytes)).toEqual({ text: 'visible', passages: 1, notes: [] });
    },
  );

  it('is left out in a form that is drawn in white', async () => {
    const form = flate(
      secret,
      '/Type /XObject /Subtype /Form /BBox [0 0 595 842] /Resources << /Font << /F1 3 0 R >> >>',
    );
    const bytes = onePage(flate(`${visible} 1 g /Fm0 Do`), undefined, [form], '/XObject << /Fm0 6 0 R >>');
    expect(await read(bytes)).toEqual({ text: 'visible', passages: 1, notes: [] });
  });

  it('is left out on a layer that is off', async () => {
    const bytes = buildPdfFile([
      '<< /Type /Catalog /Pages 2 0 R /OCProperties << /OCGs [6 0 R 7 0 R] /D << /OFF [6 0 R] >> >> >>',
      '<< /Type /Pages /Kids [4 0 R] /Count 1 >>',
      '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>',
      '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 5 0 R /Resources << /Font << /F1 3 0 R >> /Properties << /L0 6 0 R /L1 7 0 R >> >> >>',
      flate(`/OC /L1 BDC ${visible} EMC /OC /L0 BDC ${secret} EMC`),
      '<< /Type /OCG /Name (off) >>',
      '<< /Type /OCG /Name (on) >>',
    ]);
    expect(await read(bytes)).toEqual({ text: 'visible', passages: 1, notes: [] });
  });

  it('keeps the OCR layer of a scan and says so', async () => {
    expect(await page(`${scan} 3 Tr ${visible}`)).toEqual({ text: 'visible', passages: 0, notes: [ocrNote] });
    expect(await page(`${visible} ${scan}`)).toEqual({ text: 'visible', passages: 0, notes: [ocrNote] });
  });

  it('separates the OCR layer from visible text', async () => {
    expect(await page(`${scan} ${visible} 3 Tr ${secret}`)).toEqual({
      text: 'visible\n\n[Invisible text of the OCR layer:]\nsecret',
      passages: 0,
      notes: [ocrNote],
    });
  });

  it.each(shownPdf.map(({ name, content }) => [name, content]))(
    'does not include text %s',
    async (_, content) => {
      expect(await page(content)).toEqual({ text: 'visible', passages: 0, notes: [] });
    },
  );

  it('returns the JPEG image of a scanned page with its OCR layer', async () => {
    const jpeg: PdfStream = {
      dictionary:
        '/Type /XObject /Subtype /Image /Width 800 /Height 1100 /ColorSpace /DeviceGray /BitsPerComponent 8 /Filter /DCTDecode',
      data: Uint8Array.of(0xff, 0xd8, 0xff, 0xd9),
    };
    const open = async (content: string) => {
      const document = await readDocument(
        onePage(flate(content), undefined, [jpeg], '/XObject << /Im0 6 0 R >>'),
      );
      if (!('pagesFrom' in document)) throw new Error('a PDF was expected');
      return (await paginateDocument(document, 1, { page: 4500, response: 18_000 })).images;
    };
    const image = { contentType: 'image/jpeg', bytes: jpeg.data };
    expect(await open(`${scan} 3 Tr ${visible}`)).toEqual([image]);
    expect(await open(scan)).toEqual([image]);
    expect(await open(`${scan} ${visible}`)).toBeUndefined();
  });
});
