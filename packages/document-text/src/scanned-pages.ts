import type { PageImage } from './document.ts';

/** Notes on pages without text. */
export function getBlankPageNotes(blank: number, shown: number, pageCount: number): string[] {
  if (blank === 0) return [];
  if (blank === pageCount) return ['The PDF holds no text: it is scanned or made of pictures.'];
  if (blank === shown) return ['These pages hold no text: they are scanned, or empty.'];
  return [`${blank} of these ${shown} pages hold no text: they are scanned, or empty.`];
}

/** Limits of one response: clients reject larger images, and each costs tokens. */
const maxImages = 4;
const maxImageBytes = 3 * 1024 ** 2;

/** The response has room for a further image. */
export function fitsImage(images: readonly PageImage[], { bytes }: PageImage): boolean {
  const used = images.reduce((sum, image) => sum + image.bytes.length, 0);
  return images.length < maxImages && used + bytes.length <= maxImageBytes;
}

/** The reasons why images of scanned pages are not returned, by page. */
export function getMissingImageNotes(missing: ReadonlyMap<number, string>): string[] {
  if (missing.size === 0) return [];
  const reasons = [...new Set(missing.values())].join(', ');
  const pages = [...missing.keys()].join(', ');
  return [`Scanned pages whose image is not returned (${reasons}): ${pages}. Open the file to see them.`];
}

/** Notes on pages with an OCR layer. */
export function getScanNotes(scanned: number, shown: number): string[] {
  if (scanned === 0) return [];
  const pages = shown === 1 ? 'This page has' : `${scanned} of these ${shown} pages have`;
  return [
    `${pages} text of an invisible OCR layer, as scanned pages have. It can differ from what the page shows.`,
  ];
}
