import { deflateSync } from 'node:zlib';
import type { PdfFile } from './file.ts';
import { type PdfDictionary, PdfStream, type PdfValue, arrayOf } from './objects.ts';
import type { PngImage } from './png.ts';

/** Maximum bytes of pixels that are compressed again. */
const maxPixelBytes = 6 * 1024 ** 2;
/** Fastest level. */
const compression = { level: 1 };

interface ColorSpace {
  readonly colorType: PngImage['colorType'];
  readonly palette: Uint8Array | undefined;
}

type PixelResult =
  | { readonly ok: true; readonly png: PngImage }
  | { readonly ok: false; readonly reason: string };

/**
 * The pixels of an image without a codec. Compressed rows with PNG predictors (ISO 32000-1, 7.4.4.4) are those of a PNG
 * file; others are compressed again.
 */
export async function readPixels(
  file: PdfFile,
  stream: PdfStream,
  filters: readonly PdfValue[],
): Promise<PixelResult> {
  const { dictionary } = stream;
  const isMask = file.get(dictionary.get('ImageMask')) === true;
  const bitDepth = isMask ? 1 : numberOf(file, dictionary, 'BitsPerComponent', 8);
  const space = isMask
    ? ({ colorType: 0, palette: undefined } as const)
    : await readColorSpace(file, dictionary.get('ColorSpace'), stream.number);
  if (!space || ![1, 2, 4, 8].includes(bitDepth) || (space.colorType === 2 && bitDepth !== 8))
    return { ok: false, reason: 'in a color space that is not displayed' };
  const width = numberOf(file, dictionary, 'Width', 0);
  const height = numberOf(file, dictionary, 'Height', 0);
  const colors = space.colorType === 2 ? 3 : 1;
  const rowBytes = Math.ceil((width * colors * bitDepth) / 8);
  const image = { width, height, bitDepth, ...invert(file, dictionary, space, bitDepth) };
  if (isPngData(file, dictionary, filters, { width, colors, bitDepth }))
    return { ok: true, png: { ...image, data: await file.decrypt(stream) } };
  if (rowBytes * height > maxPixelBytes) return { ok: false, reason: 'too large to convert' };
  const raw = await file.read(stream, rowBytes * height + rowBytes);
  if (!raw) return { ok: false, reason: 'of an unknown format' };
  const rows = new Uint8Array((rowBytes + 1) * height);
  for (let row = 0; row < height; row += 1)
    rows.set(raw.subarray(row * rowBytes, (row + 1) * rowBytes), row * (rowBytes + 1) + 1);
  return { ok: true, png: { ...image, data: deflateSync(rows, compression) } };
}

function numberOf(file: PdfFile, dictionary: PdfDictionary, key: string, defaultValue: number): number {
  const value = file.get(dictionary.get(key));
  return typeof value === 'number' && Number.isInteger(value) ? value : defaultValue;
}

/** The stream has one Flate filter, whose parameters are those of a PNG file of the same size. */
function isPngData(
  file: PdfFile,
  dictionary: PdfDictionary,
  filters: readonly PdfValue[],
  image: { readonly width: number; readonly colors: number; readonly bitDepth: number },
): boolean {
  if (filters.length !== 1 || (filters[0] !== 'FlateDecode' && filters[0] !== 'Fl')) return false;
  const entry = file.get(dictionary.get('DecodeParms'));
  const parameters = file.dictionary(Array.isArray(entry) ? arrayOf(entry)[0] : entry);
  return (
    numberOf(file, parameters, 'Predictor', 1) >= 10 &&
    numberOf(file, parameters, 'Columns', 1) === image.width &&
    numberOf(file, parameters, 'Colors', 1) === image.colors &&
    numberOf(file, parameters, 'BitsPerComponent', 8) === image.bitDepth
  );
}

async function readColorSpace(
  file: PdfFile,
  value: PdfValue | undefined,
  owner: number,
): Promise<ColorSpace | undefined> {
  const space = file.get(value);
  const [family, second, last, lookup] = (Array.isArray(space) ? arrayOf(space) : [space]).map((one) =>
    file.get(one),
  );
  switch (family) {
    case 'DeviceGray':
    case 'CalGray':
      return { colorType: 0, palette: undefined };
    case 'DeviceRGB':
    case 'CalRGB':
      return { colorType: 2, palette: undefined };
    case 'ICCBased': {
      const components = file.get(file.dictionary(second).get('N'));
      if (components === 1) return { colorType: 0, palette: undefined };
      return components === 3 ? { colorType: 2, palette: undefined } : undefined;
    }
    case 'Indexed': {
      const base = await readColorSpace(file, second, owner);
      if (!base || base.palette || typeof last !== 'number' || !(last >= 0 && last <= 255)) return undefined;
      const bytes =
        lookup instanceof PdfStream
          ? await file.read(lookup, 1024)
          : lookup instanceof Uint8Array
            ? await file.text(lookup, owner)
            : undefined;
      return bytes && { colorType: 3, palette: toPalette(bytes, last + 1, base.colorType === 0) };
    }
    default:
      return undefined;
  }
}

function toPalette(bytes: Uint8Array, count: number, isGray: boolean): Uint8Array {
  return Uint8Array.from(
    { length: count * 3 },
    (_, index) => bytes[isGray ? Math.floor(index / 3) : index] ?? 0,
  );
}

/** Applies a `Decode` array that inverts gray: a palette does so without touching the pixels. */
function invert(file: PdfFile, dictionary: PdfDictionary, space: ColorSpace, bitDepth: number): ColorSpace {
  const [first] = arrayOf(file.get(dictionary.get('Decode')));
  if (space.colorType !== 0 || file.get(first) !== 1) return space;
  const count = 2 ** bitDepth;
  const shades = Uint8Array.from(
    { length: count },
    (_, index) => 255 - Math.round((index * 255) / (count - 1)),
  );
  return { colorType: 3, palette: toPalette(shades, count, true) };
}
