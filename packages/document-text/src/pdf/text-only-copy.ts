import { pdfTooLarge } from '../budget.ts';
import { concatenate } from '../byte-builder.ts';
import type { PageAnnotations, PdfAppearance } from './annotations.ts';
import { filterContentStream } from './content-stream.ts';
import { type HiddenLayers, contentResources, readNumbers } from './content-resources.ts';
import type { PdfFile } from './file.ts';
import { FontCopier } from './fonts.ts';
import { type Box, intersect, toBox } from './geometry.ts';
import { type PdfDictionary, PdfReference, PdfStream, type PdfValue, arrayOf } from './objects.ts';
import type { PageArea } from './page-text.ts';
import { PdfWriter } from './writer.ts';

const megabyte = 1024 ** 2;
const maxCopyBytes = 24 * megabyte;
const maxContentBytes = 8 * megabyte;
const maxStreams = 2000;
const maxFormDepth = 24;
/** Maximum cost of a page, in operators. A dense page has some thousand. */
const maxPageCost = 60_000;

/** Default of a page without a box. */
const letterPaper: Box = { left: 0, bottom: 0, right: 612, top: 792 };
const farAway = 1_000_000;

/** Copied content that shows text. */
interface CopiedContent {
  readonly resources: PdfDictionary;
  readonly bytes: Uint8Array;
  /** Cost in operators, including the forms that it draws. */
  readonly cost: number;
}

interface CopiedForm {
  readonly reference: PdfReference;
  readonly cost: number;
}

/**
 * A new PDF with the text of some pages of another one: content streams without drawings, forms that show text, fonts
 * with validated tables. It contains no compressed data, cyclic references, images, scripts or attachments, so that a
 * parser without work limits can read it.
 */
export class TextOnlyCopy {
  readonly #file: PdfFile;
  readonly #hiddenLayers: HiddenLayers;
  readonly #writer = new PdfWriter(maxCopyBytes);
  readonly #fontCopier: FontCopier;
  readonly #fonts = new Map<PdfValue, PdfReference>();
  readonly #forms = new Map<string, CopiedForm | 'open' | 'empty'>();
  readonly #pages: PdfReference[] = [];
  #blank: PdfReference | undefined;
  /** The visible area and the links of each page. */
  readonly areas: PageArea[] = [];
  /** Cost of its pages, in operators. */
  cost = 0;

  constructor(file: PdfFile, hiddenLayers: HiddenLayers) {
    this.#file = file;
    this.#hiddenLayers = hiddenLayers;
    this.#fontCopier = new FontCopier(file, this.#writer);
  }

  /**
   * Adds a page, with the appearances of its annotations. Returns false, without adding it, if it shows no text.
   * @throws DocumentError `too_large`
   */
  async addPage(
    page: PdfDictionary,
    { appearances, links }: Pick<PageAnnotations, 'appearances' | 'links'>,
  ): Promise<boolean> {
    const source = await this.#contentOf(page.get('Contents'));
    const resources = this.#file.dictionary(page.get('Resources'));
    const content =
      appearances.length === 0
        ? await this.#copyContent(source, resources, '', 0)
        : await this.#copyWithAppearances(source, resources, appearances);
    if (!content) return false;
    this.cost += content.cost;
    const entries = new Map<string, PdfValue>([
      ['Type', 'Page'],
      ['Contents', this.#writer.add(new Map(), content.bytes)],
      ['Resources', content.resources],
    ]);
    // pdf.js drops text outside the page without notice.
    entries.set('MediaBox', [-farAway, -farAway, farAway, farAway]);
    this.areas.push({ box: this.#pageBox(page), links });
    this.#pages.push(this.#writer.add(entries));
    return true;
  }

  async #copyWithAppearances(
    source: Uint8Array,
    resources: PdfDictionary,
    appearances: readonly PdfAppearance[],
  ): Promise<CopiedContent | undefined> {
    const names = appearances.map((_, index) => `Appearance-of-annotation-${index}`);
    const forms = appearances.map(({ form }, index) => [names[index] ?? '', form] as const);
    const draw = appearances.map(
      ({ x, y }, index) => `q 1 0 0 1 ${x.toFixed(3)} ${y.toFixed(3)} cm /${names[index]} Do Q\n`,
    );
    const encoder = new TextEncoder();
    const content = concatenate([encoder.encode('q\n'), source, encoder.encode(`\nQ\n${draw.join('')}`)]);
    const xobjects = new Map([...this.#file.dictionary(resources.get('XObject')), ...forms]);
    return this.#copyContent(content, new Map([...resources, ['XObject', xobjects]]), 'appearances', 0);
  }

  /** The visible area of a page (14.11.2). */
  #pageBox(page: PdfDictionary): Box {
    const media = toBox(readNumbers(this.#file, page.get('MediaBox'), 4)) ?? letterPaper;
    const crop = toBox(readNumbers(this.#file, page.get('CropBox'), 4));
    return (crop && intersect(crop, media)) ?? media;
  }

  /** Returns the PDF. No page can be added afterwards. */
  finish(): Uint8Array {
    return this.#writer.finish(this.#pages);
  }

  /** The content streams of a page, joined (7.8.2). */
  async #contentOf(value: PdfValue | undefined): Promise<Uint8Array> {
    const found = this.#file.get(value);
    const streams = (found instanceof PdfStream ? [found] : arrayOf(found)).slice(0, maxStreams);
    const pieces: Uint8Array[] = [];
    let size = 0;
    for (const item of streams) {
      const stream = this.#file.get(item);
      if (!(stream instanceof PdfStream)) continue;
      const bytes = await this.#file.read(stream, maxContentBytes);
      if (!bytes) continue;
      pieces.push(bytes);
      size += bytes.length + 1;
      if (size > maxContentBytes) throw pdfTooLarge();
    }
    if (pieces.length === 1 && pieces[0]) return pieces[0];
    const joined = new Uint8Array(size).fill(0x0a);
    let at = 0;
    for (const piece of pieces) {
      joined.set(piece, at);
      at += piece.length + 1;
    }
    return joined;
  }

  async #copyContent(
    source: Uint8Array,
    resources: PdfDictionary,
    scope: string,
    depth: number,
    isForm = false,
  ): Promise<CopiedContent | undefined> {
    const xobjects = this.#file.dictionary(resources.get('XObject'));
    const states = this.#file.dictionary(resources.get('ExtGState'));
    const fonts = this.#file.dictionary(resources.get('Font'));
    const filtered = filterContentStream(
      source,
      contentResources(this.#file, resources, this.#hiddenLayers),
      isForm,
    );
    let { cost, showsText } = filtered;
    const copiedForms = new Map<string, PdfValue>();
    for (const [name, count] of filtered.forms) {
      const form = await this.#copyForm(this.#file.get(xobjects.get(name)), resources, scope, depth + 1);
      copiedForms.set(name, form?.reference ?? this.#blankImage());
      cost += count * (form?.cost ?? 0);
      showsText ||= form !== undefined;
      if (cost > maxPageCost) throw pdfTooLarge();
    }
    if (cost > maxPageCost) throw pdfTooLarge();
    if (!showsText) return undefined;
    const copiedFonts = new Map<string, PdfValue>();
    for (const name of filtered.fonts) {
      const font = fonts.get(name);
      if (font !== undefined) copiedFonts.set(name, await this.#copyFont(font));
    }
    const copiedStates = new Map<string, PdfValue>();
    for (const name of filtered.states) {
      const [font, size] = arrayOf(this.#file.get(this.#file.dictionary(states.get(name)).get('Font')));
      if (font === undefined) continue;
      const setting = [await this.#copyFont(font), this.#file.get(size)];
      copiedStates.set(name, new Map<string, PdfValue>([['Font', setting]]));
    }
    const copied = new Map<string, PdfValue>([
      ['Font', copiedFonts],
      ['XObject', copiedForms],
      ['ExtGState', copiedStates],
    ]);
    return { resources: copied, bytes: filtered.bytes, cost };
  }

  /** Undefined for a form that shows no text or draws itself. */
  async #copyForm(
    form: PdfValue,
    inherited: PdfDictionary,
    scope: string,
    depth: number,
  ): Promise<CopiedForm | undefined> {
    if (!(form instanceof PdfStream) || depth > maxFormDepth) return undefined;
    const ownResources = form.dictionary.get('Resources');
    const key = ownResources === undefined ? `${form.number} in ${scope}` : String(form.number);
    const known = this.#forms.get(key);
    if (known !== undefined) return typeof known === 'string' ? undefined : known;
    this.#forms.set(key, 'open');
    const source = await this.#file.read(form, maxContentBytes);
    const resources = ownResources === undefined ? inherited : this.#file.dictionary(ownResources);
    const box = readNumbers(this.#file, form.dictionary.get('BBox'), 4);
    const content = await this.#copyContent(source ?? new Uint8Array(0), resources, key, depth, true);
    if (!content) {
      this.#forms.set(key, 'empty');
      return undefined;
    }
    const entries = new Map<string, PdfValue>([
      ['Type', 'XObject'],
      ['Subtype', 'Form'],
      ['BBox', box ?? [0, 0, 0, 0]],
      ['Resources', content.resources],
    ]);
    const matrix = readNumbers(this.#file, form.dictionary.get('Matrix'), 6);
    if (matrix) entries.set('Matrix', matrix);
    const copied = { reference: this.#writer.add(entries, content.bytes), cost: content.cost };
    this.#forms.set(key, copied);
    return copied;
  }

  async #copyFont(font: PdfValue): Promise<PdfReference> {
    const key = font instanceof PdfReference ? font.number : font;
    const known = this.#fonts.get(key);
    if (known) return known;
    const copied = await this.#fontCopier.copy(font);
    this.#fonts.set(key, copied);
    return copied;
  }

  /** Replaces a form without text: readers ignore images. */
  #blankImage(): PdfReference {
    this.#blank ??= this.#writer.add(new Map([['Subtype', 'Image']]), new Uint8Array(0));
    return this.#blank;
  }
}
