import type { WorkBudget } from '../budget.ts';
import { FlowText } from '../markdown.ts';
import type { Relationship } from '../office/package.ts';
import { OoxmlTable } from '../office/table.ts';
import { words } from '../text-builder.ts';
import type { XmlAttributes, XmlHandler } from '../xml/scanner.ts';
import { DocxInline, type DocxInlineContext } from './inline.ts';
import type { DocxNumbering } from './numbering.ts';
import { DocxParagraph } from './paragraph.ts';
import { type DocxStyle, boundedInteger, isOn } from './styles.ts';

/** What all parts of one document share. */
export interface DocxContext extends DocxInlineContext {
  readonly numbering: DocxNumbering;
  /** Parts of other formats inserted into the flow, which are not read. */
  embeddedParts: number;
}

/** A footnote, endnote or comment. */
export interface DocxNote {
  readonly author: string;
  readonly date: string;
  readonly text: string;
}

/** Deleted and moved-away text, former properties, and what holds no text of the document. */
const skipped = words(
  'del moveFrom delText delInstrText rPrChange pPrChange tblPrChange trPrChange tcPrChange numberingChange ' +
    'tblGrid sectPr tabs sdtPr sdtEndPr binData rt',
);

/** What tags of a document cost beyond those of a sheet. */
const tagCost = 30;
const costs: ReadonlyMap<string, number> = new Map([
  ['p', 150],
  ['tc', 700],
  ['tbl', 300],
  ['txbxContent', 300],
]);

/** Reads one WordprocessingML part (ECMA-376 part 1, 17) as flow text, with tracked changes as accepted. */
export class DocxBody implements XmlHandler {
  /** Notes and comments that the part defines, by `kind:id`. */
  readonly notes = new Map<string, DocxNote>();
  readonly #context: DocxContext;
  readonly #inline: DocxInline;
  readonly #root: TextContainer;
  readonly #frames: TextContainer[];
  /** For each open `mc:AlternateContent`: whether a choice was taken. */
  readonly #alternatives: boolean[] = [];
  #note: DocxNote = { author: '', date: '', text: '' };
  #noteKey = '';
  #skipDepth = 0;
  #inParagraphProperties = false;
  #inRowProperties = false;

  constructor(context: DocxContext, relationships: ReadonlyMap<string, Relationship>) {
    this.#context = context;
    this.#root = new TextContainer(context.budget);
    this.#frames = [this.#root];
    this.#inline = new DocxInline(context, relationships);
  }

  /** The same in sections. */
  toSections(): string[] {
    return this.#root.flow.toSections();
  }

  /** The text of the part, without its notes. */
  toString(): string {
    return this.#root.flow.toString();
  }

  get #frame(): TextContainer {
    return this.#frames.at(-1) ?? this.#root;
  }

  open(name: string, attributes: XmlAttributes): void {
    this.#context.budget.spend(costs.get(name) ?? tagCost);
    if (this.#skipDepth > 0 || this.#skips(name)) {
      this.#skipDepth += 1;
      return;
    }
    const frame = this.#frame;
    switch (name) {
      case 'p':
        frame.openParagraph();
        break;
      case 'pPr':
        this.#inParagraphProperties = true;
        break;
      case 'trPr':
        this.#inRowProperties = true;
        break;
      case 'tbl':
        frame.tables.push(new OoxmlTable(this.#outerTable !== undefined));
        break;
      case 'tr':
        frame.table?.openRow();
        break;
      case 'tc':
        frame.table?.openCell();
        this.#frames.push(new TextContainer(this.#context.budget));
        break;
      case 'gridSpan':
        this.#outerTable?.spans(boundedInteger(attributes.get('val'), 1, 1000) ?? 1);
        break;
      case 'vMerge':
        if (attributes.get('val') !== 'restart') this.#outerTable?.continuesAbove();
        break;
      case 'txbxContent':
        this.#frames.push(new TextContainer(this.#context.budget));
        break;
      case 'footnote':
      case 'endnote':
      case 'comment':
        this.#frames.push(new TextContainer(this.#context.budget));
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
        if (frame.paragraph) this.#openInParagraph(name, attributes, frame.paragraph);
    }
  }

  close(name: string): void {
    if (this.#skipDepth > 0) {
      this.#skipDepth -= 1;
      return;
    }
    const frame = this.#frame;
    switch (name) {
      case 'p':
        frame.closeParagraph(this.#context.styles, this.#context.numbering);
        break;
      case 'pPr':
        this.#inParagraphProperties = false;
        break;
      case 'trPr':
        this.#inRowProperties = false;
        break;
      case 'tbl':
        frame.flow.add(frame.tables.pop()?.toString() ?? '');
        break;
      case 'tr':
        frame.table?.closeRow();
        break;
      case 'tc':
        this.#leave().table?.closeCell(frame.flow.toString());
        break;
      case 'txbxContent':
        this.#leave().paragraph?.anchor(frame.flow.toString());
        break;
      case 'footnote':
      case 'endnote':
      case 'comment':
        this.#leave();
        this.#context.budget.retain();
        this.notes.set(this.#noteKey, { ...this.#note, text: frame.flow.toString() });
        break;
      case 'AlternateContent':
        this.#alternatives.pop();
        break;
      default:
        this.#inline.close(name, frame.paragraph);
    }
  }

  text(text: string): void {
    const { paragraph } = this.#frame;
    // It is copied into what stands around the frame.
    if (this.#frames.length > 1) this.#context.budget.spendOnOutput(text.length);
    if (this.#skipDepth === 0 && paragraph) this.#inline.text(text, paragraph);
  }

  #skips(name: string): boolean {
    if (name === 'del' && this.#inRowProperties) this.#frame.table?.deleteRow();
    if (name === 'del' && this.#inParagraphProperties && this.#frame.paragraph)
      this.#frame.paragraph.continues = true;
    if (name === 'Choice' || name === 'Fallback') return this.#alternatives.at(-1) === true;
    return skipped.has(name);
  }

  /** The table in a cell of which the current frame is. */
  get #outerTable(): OoxmlTable | undefined {
    return this.#frames.at(-2)?.table;
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

  /** Leaves the innermost frame and returns the one around it. */
  #leave(): TextContainer {
    if (this.#frames.length > 1) this.#frames.pop();
    return this.#frame;
  }
}

/** What text flows into: the part itself, a cell, a text box, a note. */
class TextContainer {
  readonly flow: FlowText;
  readonly tables: OoxmlTable[] = [];
  paragraph: DocxParagraph | undefined;
  /** The paragraph before: a field, or a deleted paragraph mark, may reach into the next one. */
  previous: DocxParagraph | undefined;

  constructor(budget: WorkBudget) {
    this.flow = new FlowText(budget);
  }

  /** The innermost table of the frame. */
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
