import type { PageImage } from '../document.ts';
import type { PdfFile } from './file.ts';
import { readPixels } from './image-pixels.ts';
import { type PdfDictionary, PdfStream, type PdfValue, arrayOf } from './objects.ts';
import { encodePng } from './png.ts';

/** Larger images are not returned. */
export const maxScanBytes = 3 * 1024 ** 2;
const maxImages = 64;
const maxFormDepth = 3;
/** Smaller images, in pixels, are no scans of a page. */
const minSide = 400;

/** The image of a scanned page, or the reason why it is not returned. */
export type ScanImage =
  | { readonly ok: true; readonly image: PageImage }
  | { readonly ok: false; readonly reason: string };

/** Image formats of PDF that MCP clients do not display. */
const undisplayed: ReadonlyMap<PdfValue, string> = new Map([
  ['CCITTFaxDecode', 'CCITT fax'],
  ['CCF', 'CCITT fax'],
  ['JBIG2Decode', 'JBIG2'],
  ['JPXDecode', 'JPEG 2000'],
]);

/**
 * The image of a scanned page: its largest image, of the page or of a form on it. JPEG images are returned unchanged,
 * gray, RGB and palette images as PNG. Undefined if the page has none.
 */
export async function findScanImage(file: PdfFile, page: PdfDictionary): Promise<ScanImage | undefined> {
  const images: PdfStream[] = [];
  collectImages(file, page.get('Resources'), images, 0);
  const [largest] = images.toSorted((a, b) => pixels(file, b) - pixels(file, a));
  return largest && toPageImage(file, largest);
}

function collectImages(
  file: PdfFile,
  resources: PdfValue | undefined,
  images: PdfStream[],
  depth: number,
): void {
  const xobjects = file.dictionary(file.dictionary(resources).get('XObject'));
  for (const value of [...xobjects.values()].slice(0, maxImages)) {
    if (images.length >= maxImages) return;
    const stream = file.get(value);
    if (!(stream instanceof PdfStream)) continue;
    const { dictionary } = stream;
    const type = file.get(dictionary.get('Subtype'));
    if (type === 'Form' && depth < maxFormDepth)
      collectImages(file, dictionary.get('Resources'), images, depth + 1);
    else if (
      type === 'Image' &&
      side(file, stream, 'Width') >= minSide &&
      side(file, stream, 'Height') >= minSide
    )
      images.push(stream);
  }
}

function side(file: PdfFile, { dictionary }: PdfStream, key: 'Width' | 'Height'): number {
  return Number(file.get(dictionary.get(key) ?? dictionary.get(key.charAt(0))) ?? 0);
}

function pixels(file: PdfFile, stream: PdfStream): number {
  return side(file, stream, 'Width') * side(file, stream, 'Height');
}

async function toPageImage(file: PdfFile, stream: PdfStream): Promise<ScanImage> {
  const filter = file.get(stream.dictionary.get('Filter'));
  const filters = (Array.isArray(filter) ? arrayOf(filter) : [filter]).map((name) => file.get(name));
  const last = filters.at(-1) ?? null;
  const codec = undisplayed.get(last);
  if (codec !== undefined) return { ok: false, reason: codec };
  if (stream.data.length > maxScanBytes) return { ok: false, reason: 'larger than 3 MB' };
  if (last === 'DCTDecode' || last === 'DCT') {
    if (!isGrayOrRgb(file, stream.dictionary)) return { ok: false, reason: 'CMYK' };
    const bytes = await readEncoded(file, stream, filters.slice(0, -1));
    return bytes
      ? { ok: true, image: { contentType: 'image/jpeg', bytes } }
      : { ok: false, reason: 'damaged' };
  }
  const found = await readPixels(file, stream, filters);
  if (!found.ok) return found;
  const bytes = encodePng(found.png);
  if (bytes.length > maxScanBytes) return { ok: false, reason: 'larger than 3 MB' };
  return { ok: true, image: { contentType: 'image/png', bytes } };
}

/** The data of a JPEG image, without the filters around it. */
async function readEncoded(
  file: PdfFile,
  stream: PdfStream,
  outer: readonly PdfValue[],
): Promise<Uint8Array | undefined> {
  if (outer.length === 0) return file.decrypt(stream);
  const dictionary = new Map([...stream.dictionary, ['Filter', outer] as const]);
  return file.read(new PdfStream(stream.number, stream.generation, dictionary, stream.data), maxScanBytes);
}

function isGrayOrRgb(file: PdfFile, dictionary: PdfDictionary): boolean {
  const space = file.get(dictionary.get('ColorSpace'));
  const [family, profile] = Array.isArray(space) ? arrayOf(space) : [space];
  const name = file.get(family);
  if (name === 'ICCBased') return file.get(file.dictionary(profile).get('N')) !== 4;
  return name === 'DeviceGray' || name === 'DeviceRGB' || name === 'CalGray' || name === 'CalRGB';
}
