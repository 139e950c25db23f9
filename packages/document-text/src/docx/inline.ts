import type { WorkBudget } from '../budget.ts';
import type { Relationship } from '../office/package.ts';
import type { ThemeColors } from '../office/theme.ts';
import type { XmlAttributes } from '../xml/scanner.ts';
import type { DocxParagraph } from './paragraph.ts';
import { MathText } from '../office/math.ts';
import { FormField } from './form-field.ts';
import { getSymbolText } from './symbols.ts';
import { type RunProperties, TextFillReader, hidesText, readRunProperty } from './run-properties.ts';
import type { DocxStyles } from './styles.ts';

const maxAlternativeText = 256;

const noteNames: ReadonlyMap<string, string> = new Map([
  ['footnoteReference', 'footnote'],
  ['endnoteReference', 'endnote'],
  ['commentReference', 'comment'],
]);

/** State of the document that inline content uses. */
export interface DocxInlineContext {
  readonly budget: WorkBudget;
  readonly styles: DocxStyles;
  readonly theme: ThemeColors;
  /** Numbers of notes and comments by `kind:id`, in the order of their references. */
  readonly references: Map<string, number>;
  hiddenPassages: number;
}

/** Reads the content of paragraphs: runs, breaks, links, fields, references, alternative texts of images. */
export class DocxInline {
  readonly #context: DocxInlineContext;
  readonly #relationships: ReadonlyMap<string, Relationship>;
  #inText = false;
  #inInstruction = false;
  #run: RunProperties = {};
  /** The text of the current run is hidden; undefined until it is needed. */
  #hidden: boolean | undefined = false;
  #previousHidden = false;
  readonly #textFill = new TextFillReader();
  #math: MathText | undefined;
  /** The form field that is open: its state has no text of its own. */
  #formField: FormField | undefined;

  constructor(context: DocxInlineContext, relationships: ReadonlyMap<string, Relationship>) {
    this.#context = context;
    this.#relationships = relationships;
  }

  open(name: string, attributes: XmlAttributes, paragraph: DocxParagraph): void {
    if (this.#math) {
      this.#math.open(name, attributes);
      return;
    }
    if (this.#formField?.isOpen === true) {
      this.#formField.open(name, attributes);
      return;
    }
    if (this.#textFill.open(this.#run, name, attributes, this.#context.theme)) return;
    switch (name) {
      case 'r':
        this.#run = { ...this.#baseOf(paragraph) };
        this.#hidden = undefined;
        break;
      case 'rStyle':
        Object.assign(this.#run, this.#context.styles.byId.get(attributes.get('val') ?? '')?.run);
        break;
      case 'vanish':
      case 'sz':
      case 'w':
      case 'spacing':
      case 'color':
      case 'highlight':
      case 'shd':
        readRunProperty(this.#run, name, attributes, this.#context.theme);
        break;
      case 'oMath':
        this.#math = new MathText();
        break;
      case 't':
        this.#inText = true;
        break;
      case 'tab':
      case 'ptab':
        this.#add('\t', paragraph);
        break;
      case 'br':
      case 'cr':
        this.#add('\n', paragraph);
        break;
      case 'noBreakHyphen':
        this.#add('-', paragraph);
        break;
      case 'sym':
        this.#add(getSymbolText(attributes.get('char'), attributes.get('font')), paragraph);
        break;
      case 'hyperlink':
        paragraph.openLink(this.#externalTarget(attributes.getPrefixed('id')));
        break;
      case 'fldSimple':
        paragraph.openFieldLink(attributes.get('instr') ?? '');
        break;
      case 'fldChar':
        this.#field(attributes.get('fldCharType'), paragraph);
        break;
      case 'ffData':
        this.#formField = new FormField();
        break;
      case 'instrText':
        this.#inInstruction = true;
        break;
      case 'textpath':
        this.#add(attributes.get('string') ?? '', paragraph);
        break;
      case 'docPr':
        this.#describe(attributes.get('descr'), paragraph);
        break;
      default:
        this.#reference(noteNames.get(name), attributes, paragraph);
    }
  }

  close(name: string, paragraph: DocxParagraph | undefined): void {
    if (this.#math) {
      if (this.#math.close() && paragraph) {
        this.#run = {};
        this.#hidden = paragraph.isClipped;
        if (this.#math.isCut) this.#context.budget.cut();
        this.#add(this.#math.toString(), paragraph);
        this.#math = undefined;
      }
      return;
    }
    if (this.#formField?.isOpen === true) {
      this.#formField.close(name);
      return;
    }
    if (this.#textFill.close()) return;
    if (name === 't') this.#inText = false;
    else if (name === 'instrText') this.#inInstruction = false;
    else if (name === 'hyperlink' || name === 'fldSimple') paragraph?.closeLink();
  }

  text(text: string, paragraph: DocxParagraph): void {
    if (this.#math) this.#math.text(text);
    else if (this.#inInstruction) paragraph.addInstruction(text);
    else if (this.#inText) this.#add(text, paragraph);
  }

  /** Properties of the paragraph style, or of the document. */
  #baseOf(paragraph: DocxParagraph): RunProperties {
    const { styles } = this.#context;
    const own = paragraph.styleId === undefined ? undefined : styles.byId.get(paragraph.styleId)?.run;
    return own ? { ...styles.defaultRun, ...own } : styles.defaultRun;
  }

  /** The current run is not seen. */
  isHidden(paragraph: DocxParagraph): boolean {
    return (this.#hidden ??= paragraph.isClipped || hidesText(this.#run, paragraph.background));
  }

  #add(text: string, paragraph: DocxParagraph): void {
    if (!this.isHidden(paragraph)) {
      this.#previousHidden = false;
      this.#context.budget.spendOnOutput(text, paragraph.isLong ? 3 : 1);
      paragraph.add(text);
    } else if (text.trim() !== '') {
      if (!this.#previousHidden) this.#context.hiddenPassages += 1;
      this.#previousHidden = true;
    }
  }

  #field(type: string | undefined, paragraph: DocxParagraph): void {
    if (type === 'begin') paragraph.beginField();
    else if (type === 'separate') paragraph.separateField();
    else if (type === 'end') {
      paragraph.endField();
      this.#add(this.#formField?.toString() ?? '', paragraph);
      this.#formField = undefined;
    }
  }

  #externalTarget(id: string | undefined): string {
    const relationship = id === undefined ? undefined : this.#relationships.get(id);
    return relationship?.external ? relationship.target : '';
  }

  #describe(description: string | undefined, paragraph: DocxParagraph): void {
    const text = description?.replaceAll(/[ \t\r\n]+/g, ' ').trim() ?? '';
    if (text !== '') this.#add(`[image: ${text.slice(0, maxAlternativeText)}]`, paragraph);
  }

  #reference(kind: string | undefined, attributes: XmlAttributes, paragraph: DocxParagraph): void {
    if (kind === undefined || this.isHidden(paragraph)) return;
    const key = `${kind}:${attributes.get('id') ?? ''}`;
    const { references } = this.#context;
    const number = references.get(key) ?? references.size + 1;
    if (number > references.size) this.#context.budget.retain();
    references.set(key, number);
    paragraph.add(`[note ${number}]`);
  }
}
