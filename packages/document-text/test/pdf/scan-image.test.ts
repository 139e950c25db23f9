import { strToU8, unzlibSync, zlibSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { paginateDocument } from '../../src/paginate.ts';
import { readDocument } from '../../src/read-document.ts';
import { buildPdfFile, flate, type PdfObject, type PdfStream } from '../support/pdf-builder.ts';

const width = 400;
const height = 401;
const head = `/Type /XObject /Subtype /Image /Width ${width} /Height ${height}`;
const jpeg = Uint8Array.of(0xff, 0xd8, 0xff, 0xd9);

/** A PDF of one page for each image, which fills the page. */
function scansOf(images: readonly PdfStream[], more: readonly PdfObject[] = []): Uint8Array {
  const first = 4;
  const kids = images.map((_, index) => `${first + index * 2} 0 R`).join(' ');
  return buildPdfFile([
    '<< /Type /Catalog /Pages 2 0 R >>',
    `<< /Type /Pages /Kids [${kids}] /Count ${images.length} >>`,
    flate('q 595 0 0 842 0 0 cm /Im0 Do Q'),
    ...images.flatMap((image, index) => [
      `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /XObject << /Im0 ${first + index * 2 + 1} 0 R >> >> /Contents 3 0 R >>`,
      image,
    ]),
    ...more,
  ]);
}

async function read(images: readonly PdfStream[], page = 1, more: readonly PdfObject[] = []) {
  const document = await readDocument(scansOf(images, more));
  if (!('pagesFrom' in document)) throw new Error('a PDF was expected');
  return paginateDocument(document, page, { page: 4500, response: 18_000 });
}

/** The chunks of a PNG file, its pixels unpacked. */
function parsePng(bytes: Uint8Array = new Uint8Array()): Record<string, Uint8Array> {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const chunks: Record<string, Uint8Array> = {};
  for (let at = 8; at < bytes.length; at += view.getUint32(at) + 12) {
    const type = String.fromCharCode(...bytes.subarray(at + 4, at + 8));
    chunks[type] = bytes.slice(at + 8, at + 8 + view.getUint32(at));
  }
  return { ...chunks, IDAT: unzlibSync(chunks['IDAT'] ?? new Uint8Array()) };
}

const gray = new Uint8Array(width * height).fill(200);
const raw = (dictionary: string, data: Uint8Array): PdfStream => flate(data, `${head} ${dictionary}`);

describe('the image of a scanned page', () => {
  it('is a JPEG that a filter wraps, or that a form holds', async () => {
    const wrapped: PdfStream = {
      dictionary: `${head} /ColorSpace /DeviceGray /BitsPerComponent 8 /Filter [/FlateDecode /DCTDecode]`,
      data: zlibSync(jpeg),
    };
    const form: PdfStream = {
      dictionary: '/Type /XObject /Subtype /Form /BBox [0 0 1 1] /Resources << /XObject << /I 6 0 R >> >>',
      data: strToU8('/I Do'),
    };
    for (const { images } of [await read([wrapped]), await read([form], 1, [wrapped])]) {
      expect(images).toMatchObject([{ contentType: 'image/jpeg' }]);
      expect([...(images?.[0]?.bytes ?? [])]).toEqual([...jpeg]);
    }
  });

  it('is a PNG of gray pixels', async () => {
    const { images } = await read([raw('/ColorSpace /DeviceGray /BitsPerComponent 8', gray)]);
    expect(images).toMatchObject([{ contentType: 'image/png' }]);
    const { IHDR, IDAT, PLTE } = parsePng(images?.[0]?.bytes);
    expect(IHDR).toEqual(Uint8Array.of(0, 0, 1, 0x90, 0, 0, 1, 0x91, 8, 0, 0, 0, 0));
    expect(PLTE).toBeUndefined();
    expect(IDAT).toHaveLength((width + 1) * height);
    expect(IDAT?.subarray(width + 1, width + 4)).toEqual(Uint8Array.of(0, 200, 200));
  });

  it('is a PNG of the same data if its rows have PNG predictors', async () => {
    const rows = new Uint8Array((width * 3 + 1) * height).fill(1);
    const { images } = await read(
      [
        raw(
          `/ColorSpace [/ICCBased 6 0 R] /BitsPerComponent 8 /DecodeParms << /Predictor 15 /Colors 3 /Columns ${width} >>`,
          rows,
        ),
      ],
      1,
      ['<< /N 3 >>'],
    );
    const { IHDR, IDAT } = parsePng(images?.[0]?.bytes);
    expect(IHDR?.subarray(8, 10)).toEqual(Uint8Array.of(8, 2));
    expect(IDAT).toEqual(rows);
  });

  it.each([
    [
      'of one bit, inverted',
      '/ColorSpace /DeviceGray /BitsPerComponent 1 /Decode [1 0]',
      [255, 255, 255, 0, 0, 0],
    ],
    [
      'of a palette',
      '/ColorSpace [/Indexed /DeviceRGB 1 <0102030a0b0c>] /BitsPerComponent 1',
      [1, 2, 3, 10, 11, 12],
    ],
  ])('is a PNG with a palette of an image %s', async (_, dictionary, palette) => {
    const { images } = await read([raw(dictionary, new Uint8Array((width / 8) * height).fill(0xaa))]);
    const { IHDR, IDAT, PLTE } = parsePng(images?.[0]?.bytes);
    expect(IHDR?.subarray(8, 10)).toEqual(Uint8Array.of(1, 3));
    expect([...(PLTE ?? [])]).toEqual(palette);
    expect(IDAT?.[1]).toBe(0xaa);
  });

  it.each([
    ['CCITT fax', '/ColorSpace /DeviceGray /BitsPerComponent 1 /Filter /CCITTFaxDecode'],
    ['JBIG2', '/ColorSpace /DeviceGray /BitsPerComponent 1 /Filter /JBIG2Decode'],
    ['JPEG 2000', '/Filter /JPXDecode'],
    ['CMYK', '/ColorSpace /DeviceCMYK /BitsPerComponent 8 /Filter /DCTDecode'],
  ])('is named if clients do not display it: %s', async (reason, dictionary) => {
    const { images, notes } = await read([{ dictionary: `${head} ${dictionary}`, data: Uint8Array.of(1) }]);
    expect(images).toBeUndefined();
    expect(notes).toContain(
      `Scanned pages whose image is not returned (${reason}): 1. Open the file to see them.`,
    );
  });

  it('is named if it is too large to convert', async () => {
    const large = flate(
      new Uint8Array(3000 * 3000),
      '/Subtype /Image /Width 3000 /Height 3000 /ColorSpace /DeviceGray /BitsPerComponent 8',
    );
    expect((await read([large])).notes.at(-1)).toContain('(too large to convert): 1');
  });

  it('is on a later page of responses if a response has no room for it', async () => {
    const scan: PdfStream = {
      dictionary: `${head} /ColorSpace /DeviceGray /BitsPerComponent 8 /Filter /DCTDecode`,
      data: jpeg,
    };
    const scans = Array.from({ length: 6 }, () => scan);
    const start = await read(scans);
    expect([start.images?.length, start.window?.lastPage, start.window?.nextPage]).toEqual([4, 4, 5]);
    const rest = await read(scans, 5);
    expect([rest.images?.length, rest.window?.lastPage, rest.window?.nextPage]).toEqual([2, 6, undefined]);
  });
});
