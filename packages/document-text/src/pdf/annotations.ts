import { htmlToText } from '../html/html.ts';
import { readNumbers } from './content-resources.ts';
import type { PdfFile } from './file.ts';
import { FieldReader } from './form-fields.ts';
import { toBox } from './geometry.ts';
import { type PageLink, readLink } from './links.ts';
import { type PdfDictionary, PdfReference, PdfStream, type PdfValue, arrayOf } from './objects.ts';
import { readTextString } from './text-string.ts';

/** An appearance stream to draw on the page. */
export interface PdfAppearance {
  readonly form: PdfValue;
  /** Position of its origin. */
  readonly x: number;
  readonly y: number;
}

/** The annotations of a page (ISO 32000-1, 12.5) as lines of text. */
export interface PageAnnotations {
  readonly fields: readonly string[];
  readonly notes: readonly string[];
  readonly links: readonly PageLink[];
  /** Appearances of annotations whose text is only drawn. */
  readonly appearances: readonly PdfAppearance[];
  /** Number of hidden annotations with text. */
  readonly hidden: number;
}

const maxAnnotations = 2000;
const maxTextBytes = 16_384;
/** Annotation flags Hidden and NoView (12.5.3). */
const hiddenFlags = 2 + 32;
/** Annotations that are not shown as text of their own. */
const silentTypes: ReadonlySet<PdfValue> = new Set(['Popup', 'PrinterMark', 'TrapNet', 'Widget']);
const mediaTypes: ReadonlySet<PdfValue> = new Set(['Sound', 'Movie', 'Screen', '3D', 'RichMedia']);

/** Reads the annotations of a page: form fields with their values, notes, stamps, links. */
export async function readAnnotations(file: PdfFile, page: PdfDictionary): Promise<PageAnnotations> {
  const fields = new FieldReader(file);
  const notes: string[] = [];
  const links: PageLink[] = [];
  const appearances: PdfAppearance[] = [];
  let hidden = 0;
  for (const item of arrayOf(file.get(page.get('Annots'))).slice(0, maxAnnotations)) {
    const annotation = file.dictionary(item);
    const owner = item instanceof PdfReference ? item.number : 0;
    const type = file.get(annotation.get('Subtype'));
    const flags = file.get(annotation.get('F'));
    const isHidden = typeof flags === 'number' && (flags & hiddenFlags) !== 0;
    if (type === 'Widget') {
      if (!isHidden) await fields.add(item);
      else if (file.get(annotation.get('V')) instanceof Uint8Array) hidden += 1;
      continue;
    }
    if (type === 'Link') {
      const link = isHidden ? undefined : await readLink(file, annotation, owner);
      if (link) links.push(link);
      continue;
    }
    if (silentTypes.has(type) || annotation.has('StateModel')) continue;
    const text = await readContents(file, annotation, owner);
    if (isHidden) hidden += text === '' ? 0 : 1;
    else if (text !== '') notes.push(await formatNote(file, annotation, type, text, owner));
    else if (mediaTypes.has(type)) notes.push(`(${typeof type === 'string' ? type : 'media'}: not read)`);
    else if (type === 'FileAttachment') notes.push('(attached file: not read)');
    else appearances.push(...findAppearance(file, annotation));
  }
  return { fields: fields.lines(), notes, links, appearances, hidden };
}

async function readContents(file: PdfFile, annotation: PdfDictionary, owner: number): Promise<string> {
  for (const key of ['Contents', 'OverlayText']) {
    const text = (await readTextString(file, annotation.get(key), owner, maxTextBytes)).trim();
    if (text !== '') return text;
  }
  const rich = await readTextString(file, annotation.get('RC'), owner, maxTextBytes);
  return rich === '' ? '' : htmlToText(rich).text.trim();
}

/** `Author, 2024-01-31: text` */
async function formatNote(
  file: PdfFile,
  annotation: PdfDictionary,
  type: PdfValue,
  text: string,
  owner: number,
): Promise<string> {
  const isReply = annotation.has('IRT');
  const author = type === 'FreeText' ? '' : await readTextString(file, annotation.get('T'), owner, 256);
  const date = /^D:(\d{4})(\d\d)(\d\d)/.exec(await readTextString(file, annotation.get('M'), owner, 32));
  const head = [
    ...(isReply ? ['reply'] : type === 'Stamp' ? ['stamp'] : []),
    ...(author === '' ? [] : [author.trim()]),
    ...(date && type !== 'FreeText' ? [date.slice(1).join('-')] : []),
  ].join(', ');
  const lines = text.replaceAll(/\r\n?/g, '\n').replaceAll('\n', '\n  ');
  return head === '' ? lines : `${head}: ${lines}`;
}

/** The normal appearance of an annotation (12.5.5), moved to its rectangle. */
function findAppearance(file: PdfFile, annotation: PdfDictionary): PdfAppearance[] {
  const normal = file.dictionary(annotation.get('AP')).get('N');
  const form = file.get(normal);
  const area = toBox(readNumbers(file, annotation.get('Rect'), 4));
  if (normal === undefined || !(form instanceof PdfStream) || !area) return [];
  const box = toBox(readNumbers(file, form.dictionary.get('BBox'), 4));
  const matrix = readNumbers(file, form.dictionary.get('Matrix'), 6);
  return [
    {
      form: normal,
      x: area.left - (box?.left ?? 0) - (matrix?.[4] ?? 0),
      y: area.bottom - (box?.bottom ?? 0) - (matrix?.[5] ?? 0),
    },
  ];
}
