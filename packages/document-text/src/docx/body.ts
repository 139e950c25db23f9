import type { WorkBudget } from '../budget.ts';
import { FlowText } from '../markdown.ts';
import type { Relationship } from '../office/package.ts';
import { OoxmlTable } from '../office/table.ts';
import type { XmlAttributes, XmlHandler } from '../xml/scanner.ts';
import { DocxInline, type DocxInlineContext } from './inline.ts';
import type { DocxNumbering } from './numbering.ts';
import { DocxParagraph } from './paragraph.ts';
import { type DocxStyle, boundedInteger, isOn } from './styles.ts';

/** State shared by all parts of a document. */
export interface DocxContext extends DocxInlineContext {
  readonly numbering: DocxNumbering;
  /** Number of embedded parts of other formats (`altChunk`), which are not read. */
  embeddedParts: number;
}

/** A footnote, endnote or comment. */
export interface DocxNote {
  readonly author: string;
  readonly date: string;
  readonly text: string;
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
  readonly #inline: DocxInline;
  readonly #root: TextContainer;
  readonly #containers: TextContainer[];
  /** For each open `mc:AlternateContent`: a choice was taken. */
  readonly #alternatives: boolean[] = [];
  #note: DocxNote = { author: '', date: '', text: '' };
  #noteKey = '';
  #skipDepth = 0;
  #inParagraphProperties = false;
  #inRowProperties = false;

  constructor(context: DocxContext, relationships: ReadonlyMap<string, Relationship>) {
    this.#context = context;
    this.#root = new TextContainer(context.budget);
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
        break;
      case 'pPr':
        this.#inParagraphProperties = true;
        break;
      case 'trPr':
        this.#inRowProperties = true;
        break;
      case 'tbl':
        container.tables.push(new OoxmlTable(this.#outerTable !== undefined));
        break;
      case 'tr':
        container.table?.openRow();
        break;
      case 'tc':
        container.table?.openCell();
        this.#containers.push(new TextContainer(this.#context.budget));
        break;
      case 'gridSpan':
        this.#outerTable?.spans(boundedInteger(attributes.get('val'), 1, 1000) ?? 1);
        break;
      case 'vMerge':
        if (attributes.get('val') !== 'restart') this.#outerTable?.continuesAbove();
        break;
      case 'txbxContent':
        this.#containers.push(new TextContainer(this.#context.budget));
        break;
      case 'footnote':
      case 'endnote':
      case 'comment':
        this.#containers.push(new TextContainer(this.#context.budget));
        this.#note = { author: attributes.get('author') ?? '', date: attributes.get('date') ?? '', text: '' };
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
      default:
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
        container.closeParagraph(this.#context.styles, this.#context.numbering);
        break;
      case 'pPr':
        this.#inParagraphProperties = false;
        break;
      case 'trPr':
        this.#inRowProperties = false;
        break;
      case 'tbl':
        container.flow.add(container.tables.pop()?.toString() ?? '');
        break;
      case 'tr':
        container.table?.closeRow();
        break;
      case 'tc':
        this.#closeContainer().table?.closeCell(container.flow.toString());
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
        this.#inline.close(name, container.paragraph);
    }
  }

  text(text: string): void {
    const { paragraph } = this.#container;
    // Text of an inner container is copied to the outer one.
    if (this.#containers.length > 1) this.#context.budget.spendOnOutput(text.length);
    if (this.#skipDepth === 0 && paragraph) this.#inline.text(text, paragraph);
  }

  #skips(name: string): boolean {
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
    if (name === 'pStyle') paragraph.styleId = value;
    else if (name === 'outlineLvl') paragraph.outlineLevel = boundedInteger(value, 0, 9);
    else if (name === 'numId') paragraph.numId = value;
    else if (name === 'ilvl') paragraph.listLevel = boundedInteger(value, 0, 8);
    else if (name === 'specVanish' && isOn(attributes)) paragraph.continues = true;
  }

  /** Closes the innermost container and returns the outer one. */
  #closeContainer(): TextContainer {
    if (this.#containers.length > 1) this.#containers.pop();
    return this.#container;
  }
}

/** A container of paragraphs: the part itself, a table cell, a text box or a note. */
class TextContainer {
  readonly flow: FlowText;
  readonly tables: OoxmlTable[] = [];
  paragraph: DocxParagraph | undefined;
  /** The previous paragraph. A field or a deleted paragraph mark can continue into the next paragraph. */
  previous: DocxParagraph | undefined;

  constructor(budget: WorkBudget) {
    this.flow = new FlowText(budget);
  }

  /** The innermost open table. */
  get table(): OoxmlTable | undefined {
    return this.tables.at(-1);
  }

  openParagraph(): void {
    if (this.previous?.continues) {
      this.previous.continues = false;
      this.paragraph = this.previous;
      return;
    }
    this.paragraph = new DocxParagraph();
    if (this.previous) this.paragraph.takeFieldsOf(this.previous);
  }

  closeParagraph(styles: ReadonlyMap<string, DocxStyle>, numbering: DocxNumbering): void {
    const { paragraph } = this;
    this.paragraph = undefined;
    if (!paragraph) return;
    this.previous = paragraph;
    if (paragraph.continues) return;
    const { block, tight } = paragraph.toBlock(styles, numbering);
    this.flow.add(block, tight);
    for (const box of paragraph.anchored ?? []) this.flow.add(box);
  }
}
