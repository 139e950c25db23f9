import { parseHex, white } from '../color.ts';
import type { Relationship } from '../office/package.ts';
import type { OoxmlTable } from '../office/table.ts';
import { ShapeFill } from '../office/shape-fill.ts';
import type { XmlAttributes, XmlHandler } from '../xml/scanner.ts';
import { DocxInline, type DocxInlineContext } from './inline.ts';
import type { DocxNumbering } from './numbering.ts';
import type { DocxParagraph } from './paragraph.ts';
import { type Background, isOn, readShade } from './run-properties.ts';
import { boundedInteger } from './styles.ts';
import { TextContainer } from './text-container.ts';

/** State shared by all parts of a document. */
export interface DocxContext extends DocxInlineContext {
  readonly numbering: DocxNumbering;
  /** Number of embedded parts of other formats (`altChunk`), which are not read. */
  embeddedParts: number;
  /** Number of tracked insertions, deletions and moves. */
  trackedChanges: number;
  /** Color of the page. */
  background: Background;
}

/** A footnote, endnote or comment. */
export interface DocxNote {
  readonly author: string;
  readonly date: string;
  readonly text: string;
  /** `w14:paraId` of the last paragraph, which comment threads refer to. */
  readonly paragraphId: string;
}

/** Deleted and moved text, previous properties, and elements without text. */
const skippedElements = new Set([
  'del',
  'moveFrom',
  'delText',
  'delInstrText',
  'rPrChange',
  'pPrChange',
  'tblPrChange',
  'trPrChange',
  'tcPrChange',
  'numberingChange',
  'tblGrid',
  'sectPr',
  'tabs',
  'sdtPr',
  'sdtEndPr',
  'binData',
  'rt',
]);

/** Elements that each stand for one tracked change. */
const countedChanges = new Set(['ins', 'del', 'moveTo']);
/** Line and row height in twips of which nothing is legible, and indents that lead off the page. */
const maxTinyTwips = 40;
const offPageTwips = -10_000;
const farRightTwips = 20_000;

function clipsParagraph(name: string, attributes: XmlAttributes): boolean {
  if (name === 'spacing')
    return attributes.get('lineRule') === 'exact' && Number(attributes.get('line')) <= maxTinyTwips;
  if (name !== 'ind' && name !== 'framePr') return false;
  return ['left', 'start', 'x', 'y', 'firstLine'].some((edge) => {
    const twips = Number(attributes.get(edge));
    return twips < offPageTwips || twips > farRightTwips;
  });
}

/** Additional cost of a tag. */
const tagCost = 30;
const costs: ReadonlyMap<string, number> = new Map([
  ['p', 150],
  ['tc', 700],
  ['tbl', 300],
  ['txbxContent', 300],
]);

/** Reads a WordprocessingML part (ECMA-376 part 1, 17) as flowing text, with all tracked changes accepted. */
export class DocxBody implements XmlHandler {
  /** Notes and comments defined in the part, by `kind:id`. */
  readonly notes = new Map<string, DocxNote>();
  readonly #context: DocxContext;
  readonly #graphics: ReadonlyMap<string, string>;
  readonly #inline: DocxInline;
  readonly #root: TextContainer;
  readonly #containers: TextContainer[];
  /** For each open `mc:AlternateContent`: a choice was taken. */
  readonly #alternatives: boolean[] = [];
  #note: DocxNote = { author: '', date: '', text: '', paragraphId: '' };
  #noteKey = '';
  #skipDepth = 0;
  #inParagraphProperties = false;
  #inRowProperties = false;
  #inMarkProperties = false;
  #inTableProperties = false;
  readonly #shapeFill = new ShapeFill();
  /** The current drawing is marked as hidden. */
  #drawingHidden = false;

  /** @param graphics texts of charts and diagrams, by relationship id */
  constructor(
    context: DocxContext,
    relationships: ReadonlyMap<string, Relationship>,
    graphics: ReadonlyMap<string, string>,
  ) {
    this.#context = context;
    this.#graphics = graphics;
    this.#root = new TextContainer(context.budget, context.background);
    this.#containers = [this.#root];
    this.#inline = new DocxInline(context, relationships);
  }

  /** The text of the part in sections, without its notes. */
  toSections(): string[] {
    return this.#root.flow.toSections();
  }

  /** The text of the part as one string. */
  toString(): string {
    return this.#root.flow.toString();
  }

  get #container(): TextContainer {
    return this.#containers.at(-1) ?? this.#root;
  }

  open(name: string, attributes: XmlAttributes): void {
    this.#context.budget.spend(costs.get(name) ?? tagCost);
    if (this.#skipDepth > 0 || this.#skips(name)) {
      this.#skipDepth += 1;
      return;
    }
    const container = this.#container;
    switch (name) {
      case 'p':
        container.openParagraph();
        if (this.#noteKey !== '')
          this.#note = { ...this.#note, paragraphId: attributes.get('paraId') ?? this.#note.paragraphId };
        break;
      case 'pPr':
        this.#inParagraphProperties = true;
        break;
      case 'trPr':
        this.#inRowProperties = true;
        break;
      case 'tbl':
        container.openTable(this.#outerTable !== undefined);
        break;
      case 'tblPr':
        this.#inTableProperties = true;
        break;
      case 'tblStyle':
        if (this.#context.styles.byId.get(attributes.get('val') ?? '')?.fillsCells === true)
          container.fillTable('unknown');
        break;
      case 'tr':
        container.openRow();
        break;
      case 'trHeight':
        if (attributes.get('hRule') === 'exact' && Number(attributes.get('val')) <= maxTinyTwips)
          container.clipRow(true);
        break;
      case 'tc':
        this.#containers.push(container.openCell());
        break;
      case 'gridSpan':
        this.#outerTable?.spans(boundedInteger(attributes.get('val'), 1, 1000) ?? 1);
        break;
      case 'vMerge':
        if (attributes.get('val') !== 'restart') this.#outerTable?.continuesAbove();
        break;
      case 'txbxContent':
        this.#containers.push(this.#openTextBox(container));
        break;
      case 'background':
        this.#setPageColor(attributes);
        break;
      case 'footnote':
      case 'endnote':
      case 'comment':
        this.#containers.push(new TextContainer(this.#context.budget, white));
        this.#note = {
          author: attributes.get('author') ?? '',
          date: attributes.get('date') ?? '',
          text: '',
          paragraphId: '',
        };
        this.#noteKey = `${name}:${attributes.get('id') ?? ''}`;
        break;
      case 'AlternateContent':
        this.#alternatives.push(false);
        break;
      case 'Choice':
        if (this.#alternatives.length > 0) this.#alternatives[this.#alternatives.length - 1] = true;
        break;
      case 'altChunk':
        this.#context.embeddedParts += 1;
        break;
      case 'chart':
      case 'relIds':
        this.#addGraphic(attributes.getPrefixed('id') ?? attributes.get('dm') ?? '', container);
        break;
      case 'docPr':
        this.#drawingHidden = ['1', 'true'].includes(attributes.get('hidden') ?? '');
        if (container.paragraph) this.#openInParagraph(name, attributes, container.paragraph);
        break;
      case 'wsp':
        this.#shapeFill.reset('unknown');
        break;
      case 'shd':
        this.#shade(attributes, container);
        break;
      default:
        this.#shapeFill.open(name, attributes, this.#context.theme);
        if (container.paragraph) this.#openInParagraph(name, attributes, container.paragraph);
    }
  }

  close(name: string): void {
    if (this.#skipDepth > 0) {
      this.#skipDepth -= 1;
      return;
    }
    const container = this.#container;
    switch (name) {
      case 'p':
        container.closeParagraph(this.#context.styles.byId, this.#context.numbering);
        break;
      case 'pPr':
        this.#inParagraphProperties = false;
        this.#inMarkProperties = false;
        break;
      case 'trPr':
        this.#inRowProperties = false;
        break;
      case 'tblPr':
        this.#inTableProperties = false;
        break;
      case 'tbl':
        container.closeTable();
        break;
      case 'tr':
        container.table?.closeRow();
        break;
      case 'tc':
        this.#closeContainer().table?.closeCell(container.flow.toString(), container.headings);
        break;
      case 'txbxContent':
        this.#closeContainer().paragraph?.anchor(container.flow.toString());
        break;
      case 'footnote':
      case 'endnote':
      case 'comment':
        this.#closeContainer();
        this.#context.budget.retain();
        this.notes.set(this.#noteKey, { ...this.#note, text: container.flow.toString() });
        break;
      case 'AlternateContent':
        this.#alternatives.pop();
        break;
      default:
        this.#shapeFill.close(name);
        if (name === 'rPr') this.#inMarkProperties = false;
        if (!this.#inParagraphProperties) this.#inline.close(name, container.paragraph);
    }
  }

  text(text: string): void {
    const { paragraph } = this.#container;
    // Text of an inner container is copied to the outer one.
    if (this.#containers.length > 1) this.#context.budget.spendOnOutput(text);
    if (this.#skipDepth === 0 && paragraph) this.#inline.text(text, paragraph);
  }

  #skips(name: string): boolean {
    if (countedChanges.has(name)) this.#context.trackedChanges += 1;
    if (name === 'del' && this.#inRowProperties) this.#container.table?.deleteRow();
    if (name === 'del' && this.#inParagraphProperties && this.#container.paragraph)
      this.#container.paragraph.continues = true;
    if (name === 'Choice' || name === 'Fallback') return this.#alternatives.at(-1) === true;
    return skippedElements.has(name);
  }

  /** The table that contains the current container as a cell. */
  get #outerTable(): OoxmlTable | undefined {
    return this.#containers.at(-2)?.table;
  }

  #openInParagraph(name: string, attributes: XmlAttributes, paragraph: DocxParagraph): void {
    if (!this.#inParagraphProperties) {
      this.#inline.open(name, attributes, paragraph);
      return;
    }
    const value = attributes.get('val');
    if (name === 'rPr') this.#inMarkProperties = true;
    else if (this.#inMarkProperties) {
      if (name === 'specVanish' && isOn(attributes)) paragraph.continues = true;
    } else if (name === 'pStyle') this.#applyStyle(paragraph, value);
    else if (name === 'outlineLvl') paragraph.outlineLevel = boundedInteger(value, 0, 9);
    else if (name === 'numId') paragraph.numId = value;
    else if (name === 'ilvl') paragraph.listLevel = boundedInteger(value, 0, 8);
    else if (clipsParagraph(name, attributes)) paragraph.isClipped = true;
  }

  #applyStyle(paragraph: DocxParagraph, id: string | undefined): void {
    paragraph.styleId = id;
    const shade = this.#context.styles.byId.get(id ?? '')?.shade;
    if (shade !== undefined && shade !== 'auto') paragraph.background = shade;
  }

  /** `w:shd` of a run, a paragraph, a table or a cell. */
  #shade(attributes: XmlAttributes, container: TextContainer): void {
    const shade = readShade(attributes, this.#context.theme);
    const { paragraph } = container;
    if (paragraph && !this.#inParagraphProperties) this.#inline.open('shd', attributes, paragraph);
    else if (shade === undefined || shade === 'auto' || this.#inMarkProperties) return;
    else if (paragraph) paragraph.background = shade;
    else if (this.#inTableProperties) container.fillTable(shade);
    else container.background = shade;
  }

  #addGraphic(id: string, { paragraph }: TextContainer): void {
    const text = this.#graphics.get(id);
    if (text !== undefined && paragraph && !this.#drawingHidden && !this.#inline.isHidden(paragraph))
      paragraph.anchor(text);
  }

  #setPageColor(attributes: XmlAttributes): void {
    const color = parseHex(attributes.get('color') ?? '');
    if (!color) return;
    this.#context.background = color;
    this.#root.background = color;
  }

  #openTextBox(outer: TextContainer): TextContainer {
    const { fill } = this.#shapeFill;
    const isHidden =
      this.#drawingHidden || (outer.paragraph !== undefined && this.#inline.isHidden(outer.paragraph));
    return new TextContainer(this.#context.budget, fill === 'none' ? outer.background : fill, isHidden);
  }

  /** Closes the innermost container and returns the outer one. */
  #closeContainer(): TextContainer {
    if (this.#containers.length > 1) this.#containers.pop();
    return this.#container;
  }
}
