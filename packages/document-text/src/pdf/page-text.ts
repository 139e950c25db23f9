import { pdfTooLarge } from '../budget.ts';
import { unseenColorTag, visibilityTags } from './visibility-marks.ts';
import type { Box } from './geometry.ts';
import { layOutPage } from './layout.ts';
import { type PageLink, addLinks } from './links.ts';
import type { PlacedText } from './pieces.ts';

/** The text of a page as a reader of the document sees it. */
export interface PageText {
  readonly text: string;
  /** Passages that were left out because they are not seen. */
  readonly hiddenPassages: number;
  /** Text of the page is an invisible layer, as scanners add for search. */
  readonly hasOcrLayer: boolean;
}

export const blankPage: PageText = { text: '', hiddenPassages: 0, hasOcrLayer: false };

/** Separates the text of an OCR layer from visible text of the same page. */
const ocrHeading = '[Invisible text of the OCR layer:]';

/** Maximum text items of a page. A line of a real document consists of one or a few. */
const maxTextItems = 40_000;
/** Smaller text, in points, is not seen, unless the page is tiny as well. */
const minSize = 1;
const minPartOfPage = 0.005;

/** The visible area and the links of a page. */
export interface PageArea {
  readonly box: Box;
  readonly links: readonly PageLink[];
}

interface TextItem {
  readonly str: string;
  readonly dir: string;
  readonly transform: readonly number[];
  readonly width: number;
  readonly height: number;
  readonly fontName: string;
}

interface MarkItem {
  readonly type: string;
  readonly tag?: string;
}

/** The used part of a page of pdf.js. */
interface PdfJsPage {
  streamTextContent(options: { readonly includeMarkedContent: true }): ReadableStream<{
    readonly items: readonly (TextItem | MarkItem)[];
    readonly styles: Readonly<Record<string, { readonly vertical?: boolean } | undefined>>;
  }>;
}

type Visibility = 'visible' | 'hidden' | 'behindImage' | 'invisible';

/** Collects the text items of a page by their visibility. */
class PageItems {
  readonly #box: Box;
  readonly #links: readonly PageLink[];
  /** Tags of the open marked content, each with the visibility before it. */
  readonly #open: string[] = [];
  readonly #found = new Map<Visibility, PlacedText[]>();
  #previous: Visibility = 'visible';
  #hiddenPassages = 0;

  constructor({ box, links }: PageArea) {
    this.#box = box;
    this.#links = links;
  }

  add(item: TextItem | MarkItem, isVertical: boolean): void {
    if ('str' in item) this.#addText({ ...item, isVertical });
    else if (item.type === 'endMarkedContent') this.#open.pop();
    else this.#open.push(item.tag ?? '');
  }

  /** The text of the page. Invisible text is an OCR layer if it lies over an image, or is all text of the page. */
  text(): PageText {
    const of = (visibility: Visibility) => this.#found.get(visibility) ?? [];
    const invisible = of('invisible');
    const isOnlyText = of('visible').length === 0 && of('behindImage').length === 0;
    const layer = layOutPage([...of('behindImage'), ...(isOnlyText ? invisible : [])]);
    const visible = layOutPage(addLinks(of('visible'), this.#links));
    return {
      text: [visible, layer].filter((part) => part !== '').join(`\n\n${ocrHeading}\n`),
      hiddenPassages: this.#hiddenPassages + (isOnlyText || invisible.length === 0 ? 0 : 1),
      hasOcrLayer: layer !== '',
    };
  }

  #addText(item: PlacedText): void {
    const isBlank = item.str.trim() === '';
    const visibility = isBlank ? this.#previous : this.#visibility(item);
    if (visibility === 'hidden' && this.#previous !== 'hidden') this.#hiddenPassages += 1;
    this.#previous = visibility;
    const items = this.#found.get(visibility) ?? [];
    items.push(item);
    this.#found.set(visibility, items);
  }

  #visibility(item: PlacedText): Visibility {
    const open = new Set(this.#open);
    if (open.has(visibilityTags.hidden)) return 'hidden';
    if (open.has(visibilityTags.inheritedColor) && open.has(unseenColorTag)) return 'hidden';
    if (this.#isTiny(item) || this.#isOutside(item)) return 'hidden';
    if (open.has(visibilityTags.behindImage)) return 'behindImage';
    return open.has(visibilityTags.invisible) ? 'invisible' : 'visible';
  }

  #isTiny({ transform, height }: PlacedText): boolean {
    const [, , c = 0, d = 0] = transform;
    const { left, bottom, right, top } = this.#box;
    const size = Math.min(Math.hypot(c, d), height || Number.POSITIVE_INFINITY);
    return size < minSize && size < Math.min(right - left, top - bottom) * minPartOfPage;
  }

  #isOutside({ transform, width, height }: PlacedText): boolean {
    const [a = 1, b = 0, , , x = 0, y = 0] = transform;
    const { left, bottom, right, top } = this.#box;
    if (right <= left || top <= bottom) return false;
    const length = Math.hypot(a, b) || 1;
    const [endX, endY] = [x + (width * a) / length, y + (width * b) / length];
    return (
      Math.max(x, endX) + height < left ||
      Math.min(x, endX) - height > right ||
      Math.max(y, endY) + height < bottom ||
      Math.min(y, endY) - height > top
    );
  }
}

async function readPageText(page: PdfJsPage, area: PageArea): Promise<PageText> {
  const items = new PageItems(area);
  let count = 0;
  const reader = page.streamTextContent({ includeMarkedContent: true }).getReader();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return items.text();
    // The stream is not canceled: canceling waits for pdf.js, which waits for its chunks to be read.
    for (const item of value.items) {
      const isText = 'str' in item;
      if (isText) count += 1;
      items.add(item, isText && value.styles[item.fontName]?.vertical === true);
    }
    if (count > maxTextItems) throw pdfTooLarge();
  }
}

/**
 * Yields the text of each page with pdf.js, which is loaded on first use. pdf.js has no work limit, so it must only read
 * a text-only copy.
 * @param areas the visible area and the links of each page
 * @throws DocumentError `too_large` if a page has too many text items; errors of pdf.js
 */
export async function* readPageTexts(
  bytes: Uint8Array,
  areas: readonly PageArea[],
): AsyncGenerator<PageText> {
  const { getDocumentProxy } = await import('unpdf');
  const options = { isEvalSupported: false, disableFontFace: true, useSystemFonts: false, verbosity: 0 };
  const pdf = await getDocumentProxy(bytes, options);
  try {
    for (const [index, area] of areas.entries()) {
      const page = await pdf.getPage(index + 1);
      yield await readPageText(page, area);
      page.cleanup();
    }
  } finally {
    // Not awaited: it never settles if a page was not read to its end.
    pdf.loadingTask.destroy().catch(() => {});
  }
}
