import type { WorkBudget } from '../budget.ts';
import { FlowText, linkSuffix } from '../markdown.ts';
import type { Relationship } from '../office/package.ts';
import { type Backdrop, SlideCanvas, plainBackdrop } from './canvas.ts';
import { RunStyleReader } from './run-style.ts';
import { MathText } from '../office/math.ts';
import { OoxmlTable } from '../office/table.ts';
import type { XmlAttributes, XmlHandler } from '../xml/scanner.ts';

/** Placeholders for numbers, dates and headers, which repeat on every slide. */
const repeatedPlaceholders: ReadonlySet<string> = new Set(['sldNum', 'dt', 'hdr', 'sldImg']);
/** Root elements of the parts whose shapes are drawn behind those of slides. */
const layers: ReadonlySet<string> = new Set(['sldLayout', 'sldMaster']);
const shapes: ReadonlySet<string> = new Set(['sp', 'pic', 'graphicFrame', 'cxnSp']);
const maxAlternativeText = 256;
/** Additional cost of a tag. */
const tagCost = 120;
/** Additional cost of a shape, which is compared with the shapes behind it. */
const shapeCost = 500;

interface Paragraph {
  level: number;
  bullet: boolean | undefined;
  text: string;
  /** Text of the current run. */
  run: string;
  linkId?: string | undefined;
}

/**
 * Reads a slide or notes page (ECMA-376 part 1, 19.3): title, bullets, tables, links, alternative texts of images. Of a
 * layout or master, whose placeholders and fields slides do not show, it reads the other shapes.
 */
export class PptxSlide implements XmlHandler {
  /** Text of the title placeholder. */
  title = '';
  /** Text of the footer placeholder. */
  footer = '';
  /** The presentation skips the slide. */
  hidden = false;
  /** The shapes of the layout and master are shown. */
  showsMaster = true;
  /** Relationship ids of charts and diagrams, in document order. */
  readonly graphics: string[] = [];
  /** Number of passages that are not seen, and left out. */
  hiddenPassages = 0;
  readonly #budget: WorkBudget;
  readonly #relationships: ReadonlyMap<string, Relationship>;
  readonly #flow: FlowText;
  readonly #alternatives: boolean[] = [];
  #placeholder: string | undefined;
  #isLayer = false;
  /** Alternative text of the current shape. */
  #description: string | undefined;
  #paragraph: Paragraph | undefined;
  #table: OoxmlTable | undefined;
  #cell: string[] | undefined;
  #inText = false;
  #skipDepth = 0;
  readonly #canvas: SlideCanvas;
  readonly #runStyle: RunStyleReader;
  #math: MathText | undefined;
  /** The previous text was hidden: further hidden text continues the same passage. */
  #afterHidden = false;

  /** @param backdrop surface of the slide, without which no shape lies outside */
  constructor(
    budget: WorkBudget,
    relationships: ReadonlyMap<string, Relationship>,
    backdrop: Backdrop = plainBackdrop(new Map()),
  ) {
    this.#budget = budget;
    this.#canvas = new SlideCanvas(backdrop);
    this.#runStyle = new RunStyleReader(backdrop.theme);
    this.#flow = new FlowText(budget);
    this.#relationships = relationships;
  }

  /** The text of the slide without its title. */
  toString(): string {
    return this.#flow.toString();
  }

  /** The surface for the next layer. */
  toBackdrop(): Backdrop {
    return this.#canvas.toBackdrop();
  }

  open(name: string, attributes: XmlAttributes): void {
    this.#budget.spend(tagCost);
    if (this.#skipDepth > 0 || this.#skips(name)) {
      this.#skipDepth += 1;
      return;
    }
    if (this.#math) {
      this.#math.open(name, attributes);
      return;
    }
    this.#canvas.open(name, attributes);
    this.#runStyle.open(name, attributes);
    switch (name) {
      case 'sld':
      case 'sldLayout':
      case 'sldMaster':
        this.hidden = isFalse(attributes.get('show'));
        this.showsMaster = !isFalse(attributes.get('showMasterSp'));
        if (!this.showsMaster) this.#canvas.clearAreas();
        this.#isLayer = layers.has(name);
        break;
      case 'sp':
      case 'pic':
      case 'graphicFrame':
      case 'cxnSp':
        this.#budget.spend(shapeCost);
        this.#placeholder = undefined;
        this.#runStyle.reset();
        this.#afterHidden = false;
        break;
      case 'ph':
        this.#placeholder = attributes.get('type') ?? 'body';
        break;
      case 'cNvPr':
        this.#description = this.#canvas.isHidden ? undefined : attributes.get('descr');
        break;
      case 'p':
        this.#paragraph = { level: 0, bullet: undefined, text: '', run: '' };
        break;
      case 'pPr':
        if (this.#paragraph) this.#paragraph.level = Math.min(Number(attributes.get('lvl') ?? 0) || 0, 8);
        break;
      case 'buNone':
      case 'buChar':
      case 'buAutoNum':
      case 'buBlip':
        if (this.#paragraph) this.#paragraph.bullet = name !== 'buNone';
        break;
      case 't':
        this.#inText = true;
        break;
      case 'oMath':
        this.#math = new MathText();
        break;
      case 'br':
        if (this.#paragraph) this.#paragraph.text += '\n';
        break;
      case 'hlinkClick':
        if (this.#paragraph) this.#paragraph.linkId = attributes.getPrefixed('id');
        break;
      case 'chart':
      case 'relIds':
        this.graphics.push(attributes.getPrefixed('id') ?? attributes.get('dm') ?? '');
        break;
      default:
        this.#openTablePart(name, attributes);
    }
  }

  close(name: string): void {
    if (this.#skipDepth > 0) {
      this.#skipDepth -= 1;
      return;
    }
    if (this.#math && !this.#math.close()) return;
    this.#canvas.close(name);
    this.#runStyle.close();
    switch (name) {
      case 't':
        this.#inText = false;
        break;
      case 'oMath':
        this.#closeMath();
        break;
      case 'r':
      case 'fld':
        this.#closeRun();
        break;
      case 'p':
        this.#closeParagraph();
        break;
      case 'tc':
        this.#table?.closeCell(this.#cell?.join('\n') ?? '');
        this.#cell = undefined;
        break;
      case 'tr':
        this.#table?.closeRow();
        break;
      case 'tbl':
        this.#flow.add(this.#table?.toString() ?? '');
        this.#table = undefined;
        break;
      case 'AlternateContent':
        this.#alternatives.pop();
        break;
      default:
        if (shapes.has(name)) this.#placeholder = undefined;
        // `nvSpPr`, `nvPicPr` and the like, after `ph`.
        else if (name.startsWith('nv')) this.#describe();
    }
  }

  text(text: string): void {
    if (this.#math && this.#skipDepth === 0) this.#math.text(text);
    else this.#addText(text);
  }

  #closeMath(): void {
    const math = this.#math;
    this.#math = undefined;
    if (math?.isCut === true) this.#budget.cut();
    this.#inText = true;
    this.#addText(math?.toString() ?? '');
    this.#inText = false;
    this.#closeRun();
  }

  #addText(text: string): void {
    if (this.#skipDepth > 0 || !this.#inText || !this.#paragraph || this.#isPrompt) return;
    if (this.#canvas.isHidden || this.#runStyle.hidesText(this.#canvas.textBackground)) {
      if (text.trim() === '') return;
      if (!this.#afterHidden) this.hiddenPassages += 1;
      this.#afterHidden = true;
      return;
    }
    this.#afterHidden = false;
    this.#budget.spendOnOutput(text);
    this.#paragraph.run += text;
  }

  /** The text of a placeholder of a layout or master, such as `Click to edit Master title style`. */
  get #isPrompt(): boolean {
    return this.#isLayer && this.#placeholder !== undefined;
  }

  #skips(name: string): boolean {
    // A layout does not contain the number of a slide.
    if (name === 'fld') return this.#isLayer;
    const taken = this.#alternatives.at(-1) === true;
    if (name === 'AlternateContent') this.#alternatives.push(false);
    else if (name === 'Choice' && !taken && this.#alternatives.length > 0)
      this.#alternatives[this.#alternatives.length - 1] = true;
    else if (name === 'Choice' || name === 'Fallback') return taken;
    return false;
  }

  #openTablePart(name: string, attributes: XmlAttributes): void {
    if (name === 'tbl') this.#table = new OoxmlTable(false);
    else if (name === 'tr') this.#table?.openRow();
    else if (name === 'tc') {
      this.#cell = [];
      this.#table?.openCell();
      // Cells covered by a merged cell are present, marked and empty.
      if (attributes.get('vMerge') === '1' || attributes.get('hMerge') === '1') this.#table?.continuesAbove();
    }
  }

  #closeRun(): void {
    const paragraph = this.#paragraph;
    if (!paragraph) return;
    const { run, linkId } = paragraph;
    const relationship = linkId === undefined ? undefined : this.#relationships.get(linkId);
    paragraph.text += relationship?.external ? run + linkSuffix(run, relationship.target) : run;
    paragraph.run = '';
    paragraph.linkId = undefined;
  }

  #closeParagraph(): void {
    this.#closeRun();
    const paragraph = this.#paragraph;
    this.#paragraph = undefined;
    const text = paragraph?.text.trim() ?? '';
    if (!paragraph || text === '') return;
    if (this.#cell) {
      this.#cell.push(text);
      return;
    }
    const kind = this.#placeholder;
    if (kind !== undefined && repeatedPlaceholders.has(kind)) return;
    if (kind === 'title' || kind === 'ctrTitle') {
      this.title =
        this.title === '' ? text.replaceAll('\n', ' ') : `${this.title} ${text.replaceAll('\n', ' ')}`;
      return;
    }
    if (kind === 'ftr') {
      this.footer = this.footer === '' ? text : `${this.footer}\n${text}`;
      return;
    }
    const bullet = paragraph.bullet ?? (kind === 'body' || kind === 'obj' || paragraph.level > 0);
    if (!bullet) {
      this.#flow.add(text);
      return;
    }
    const indent = '  '.repeat(paragraph.level);
    this.#flow.add(`${indent}- ${text.replaceAll('\n', `\n${indent}  `)}`, true);
  }

  #describe(): void {
    const text = this.#isPrompt ? '' : this.#description?.replaceAll(/[ \t\r\n]+/g, ' ').trim();
    this.#description = undefined;
    if (text) this.#flow.add(`[image: ${text.slice(0, maxAlternativeText)}]`);
  }
}

function isFalse(value: string | undefined): boolean {
  return value === '0' || value === 'false';
}
