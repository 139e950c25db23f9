import { linkSuffix } from '../markdown.ts';
import type { PdfFile } from './file.ts';
import { readNumbers } from './content-resources.ts';
import { type Box, containsPoint, toBox } from './geometry.ts';
import { type PdfDictionary, PdfReference, type PdfValue, arrayOf } from './objects.ts';
import type { PlacedText } from './pieces.ts';
import { readTextString } from './text-string.ts';

/** A link to a URL, with the areas of its label: one for each line. */
export interface PageLink {
  readonly url: string;
  readonly areas: readonly Box[];
}

const maxUrlBytes = 2048;
const maxAreas = 8;
/** Maximum links of a page; further ones are not shown. */
const maxLinks = 500;
/** Maximum text items of a label: an area with more of them is not that of a label. */
const maxItems = 40;
/** Maximum comparisons of an area with a text item on a page; further links are not shown. */
const maxComparisons = 2_000_000;
/** Fraction of the text height at which a letter lies in the area of its link. */
const middleOfLetters = 0.3;

/** Reads a link annotation with a URI action (ISO 32000-1, 12.6.4.7). Undefined for links within the document. */
export async function readLink(
  file: PdfFile,
  annotation: PdfDictionary,
  owner: number,
): Promise<PageLink | undefined> {
  const value = annotation.get('A');
  const action = file.dictionary(value);
  if (file.get(action.get('S')) !== 'URI') return undefined;
  const actionOwner = value instanceof PdfReference ? value.number : owner;
  const url = (await readTextString(file, action.get('URI'), actionOwner, maxUrlBytes)).trim();
  const areas = readAreas(file, annotation);
  return url === '' || areas.length === 0 ? undefined : { url, areas };
}

/** The quadrilaterals of a link, or its rectangle (12.5.6.5). */
function readAreas(file: PdfFile, annotation: PdfDictionary): Box[] {
  const rectangle = toBox(readNumbers(file, annotation.get('Rect'), 4));
  const numbers = arrayOf(file.get(annotation.get('QuadPoints')))
    .slice(0, maxAreas * 8)
    .map((value: PdfValue) => file.get(value))
    .filter((value) => typeof value === 'number');
  const areas: Box[] = [];
  for (let at = 0; at + 8 <= numbers.length; at += 8) {
    const horizontal = [0, 2, 4, 6].map((index) => numbers[at + index] ?? 0);
    const vertical = [1, 3, 5, 7].map((index) => numbers[at + index] ?? 0);
    areas.push({
      left: Math.min(...horizontal),
      bottom: Math.min(...vertical),
      right: Math.max(...horizontal),
      top: Math.max(...vertical),
    });
  }
  return areas.length > 0 ? areas : rectangle ? [rectangle] : [];
}

/** Adds the URL of each link behind its label, as in other formats. Links without text have none. */
export function addLinks(items: readonly PlacedText[], links: readonly PageLink[]): readonly PlacedText[] {
  if (links.length === 0) return items;
  const linked = [...items];
  let comparisons = 0;
  for (const { url, areas } of joinLines(links.slice(0, maxLinks))) {
    comparisons += areas.length * items.length;
    if (comparisons > maxComparisons) break;
    const covered = areas.flatMap((area) => findLabel(items, area));
    const last = covered.at(-1);
    if (!last) continue;
    const suffix = linkSuffix(covered.map(({ item }) => item.str.trim()).join(''), url);
    const own = linked[last.index] ?? last.item;
    // The text may have the URL of an earlier link already.
    const end = endOfLabel(last.item, last.area) + own.str.length - last.item.str.length;
    linked[last.index] = { ...own, str: own.str.slice(0, end) + suffix + own.str.slice(end) };
  }
  return linked;
}

interface LabelItem {
  readonly item: PlacedText;
  readonly index: number;
  readonly area: Box;
}

/** The text items that an area covers; none if they are too many for a label. */
function findLabel(items: readonly PlacedText[], area: Box): readonly LabelItem[] {
  const found: LabelItem[] = [];
  for (const [index, item] of items.entries()) {
    if (!isCovered(item, area)) continue;
    if (found.length === maxItems) return [];
    found.push({ item, index, area });
  }
  return found;
}

/** Joins annotations with the same URL on consecutive lines, which are one link. */
function joinLines(links: readonly PageLink[]): PageLink[] {
  const joined: PageLink[] = [];
  for (const link of links) {
    const previous = joined.at(-1);
    if (previous?.url === link.url && previous.areas.length < maxAreas && isBelow(link, previous))
      joined[joined.length - 1] = { ...link, areas: [...previous.areas, ...link.areas] };
    else joined.push(link);
  }
  return joined;
}

/** The first line of a link is the one below the last line of another. */
function isBelow(link: PageLink, other: PageLink): boolean {
  const above = other.areas.at(-1);
  const [below] = link.areas;
  if (!above || !below) return false;
  return Math.abs(above.bottom - below.top) < (above.top - above.bottom) / 2;
}

/** The area covers the text or a part of it, or the text a part of the area. */
function isCovered({ str, transform, width, height }: PlacedText, area: Box): boolean {
  if (str.trim() === '') return false;
  const [a = 1, b = 0, c = 0, d = 1, x = 0, y = 0] = transform;
  const length = Math.hypot(a, b) || 1;
  const [right, up] = [a / length, b / length];
  const size = height || Math.hypot(c, d);
  const [startX, startY] = [x - up * size * middleOfLetters, y + right * size * middleOfLetters];
  if (b !== 0 || a < 0) return containsPoint(area, startX + (right * width) / 2, startY + (up * width) / 2);
  const common = Math.min(area.right, x + width) - Math.max(area.left, x);
  const isBeside = startY >= area.bottom && startY <= area.top;
  return isBeside && common > Math.min(width, area.right - area.left) / 2;
}

/** Index after the last word of a text that an area covers. */
function endOfLabel({ str, dir, transform, width }: PlacedText, area: Box): number {
  const [a = 1, b = 0, , , x = 0] = transform;
  const isHorizontal = b === 0 && a > 0 && width > 0;
  const covered = dir === 'rtl' ? x + width - area.left : area.right - x;
  const estimate = isHorizontal
    ? Math.min(str.length, Math.round((covered / width) * str.length))
    : str.length;
  const [before, after] = [str.lastIndexOf(' ', estimate), str.indexOf(' ', estimate)];
  const next = after < 0 ? str.length : after;
  const end = before <= 0 || next - estimate <= estimate - before ? next : before;
  return endsWithMark(str, end) ? end - 1 : end;
}

/** The word that ends here is followed by a punctuation mark. */
function endsWithMark(text: string, end: number): boolean {
  return end > 1 && '.,;:!?'.includes(text.charAt(end - 1));
}
