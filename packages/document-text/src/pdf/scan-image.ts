import type { PageImage } from '../document.ts';
import type { PdfFile } from './file.ts';
import { type PdfDictionary, PdfStream, arrayOf } from './objects.ts';

/** Larger images are not returned. */
const maxImageBytes = 3 * 1024 ** 2;
const maxImages = 64;
/** Smaller images, in pixels, are no scans of a page. */
const minSide = 400;

/** The image of a scanned page: its largest JPEG image in gray or RGB. Other codecs are not displayed by clients. */
export async function findScanImage(file: PdfFile, page: PdfDictionary): Promise<PageImage | undefined> {
  const xobjects = file.dictionary(file.dictionary(page.get('Resources')).get('XObject'));
  let found: PdfStream | undefined;
  for (const value of [...xobjects.values()].slice(0, maxImages)) {
    const stream = file.get(value);
    if (!(stream instanceof PdfStream) || !isJpegScan(file, stream)) continue;
    if (!found || stream.data.length > found.data.length) found = stream;
  }
  return found && { contentType: 'image/jpeg', bytes: await file.decrypt(found) };
}

function isJpegScan(file: PdfFile, { dictionary, data }: PdfStream): boolean {
  const filter = file.get(dictionary.get('Filter'));
  const filters = (Array.isArray(filter) ? arrayOf(filter) : [filter]).map((name) => file.get(name));
  const side = (key: string) => Number(file.get(dictionary.get(key)) ?? 0);
  return (
    data.length <= maxImageBytes &&
    file.get(dictionary.get('Subtype')) === 'Image' &&
    filters.length === 1 &&
    filters[0] === 'DCTDecode' &&
    side('Width') >= minSide &&
    side('Height') >= minSide &&
    isGrayOrRgb(file, dictionary)
  );
}

function isGrayOrRgb(file: PdfFile, dictionary: PdfDictionary): boolean {
  const space = file.get(dictionary.get('ColorSpace'));
  const [family, profile] = Array.isArray(space) ? arrayOf(space) : [space];
  const name = file.get(family);
  if (name === 'ICCBased') return file.get(file.dictionary(profile).get('N')) !== 4;
  return name === 'DeviceGray' || name === 'DeviceRGB' || name === 'CalGray' || name === 'CalRGB';
}
