import { linkSuffix } from '../markdown.ts';
import type { DocxNumbering } from './numbering.ts';
import type { Background } from './run-properties.ts';
import type { DocxStyle } from './styles.ts';

/** A position in the text. */
interface Position {
  readonly part: number;
  readonly character: number;
}

interface Link {
  readonly url: string;
  readonly start: Position;
}

interface Field {
  instruction: string;
  /** Start of the result; undefined while the instruction is read. */
  result?: Position;
}

/** A longer label is not searched for the URL. */
const maxLabelCharacters = 4096;
const longCharacters = 256 * 1024;

const maxInstructionCharacters = 4096;
const maxFieldDepth = 64;

function parseFieldUrl(instruction: string): string {
  return /^\s{0,16}HYPERLINK\s{1,16}"([^"]{1,2048})"/i.exec(instruction)?.[1] ?? '';
}

/** Builds the text of one paragraph. Members for rare content are allocated on demand. */
export class DocxParagraph {
  readonly #parts: string[] = [];
  #characters = 0;
  #links: Link[] | undefined;
  #fields: Field[] | undefined;
  /** Open fields of earlier paragraphs whose result includes this paragraph. */
  #outerFields = 0;
  styleId: string | undefined;
  outlineLevel: number | undefined;
  numId: string | undefined;
  listLevel: number | undefined;
  /** A tracked change deletes the paragraph mark: the next paragraph continues this one. */
  continues = false;
  /** Texts of text boxes anchored in the paragraph. */
  anchored: string[] | undefined;
  /** Color behind the text. */
  background: Background;
  /** The paragraph shows nothing of its text: no line height, or off the page. */
  isClipped: boolean;

  constructor(background: Background, isClipped: boolean) {
    this.background = background;
    this.isClipped = isClipped;
  }

  add(text: string): void {
    const field = this.#fields?.at(-1);
    if (text === '' || (field && field.result === undefined)) return;
    this.#parts.push(text);
    this.#characters += text.length;
  }

  /** Unusually long. Its text costs more, because it stays in memory and is copied at the end. */
  get isLong(): boolean {
    return this.#characters > longCharacters;
  }

  anchor(box: string): void {
    (this.anchored ??= []).push(box);
  }

  openLink(url: string): void {
    (this.#links ??= []).push({ url, start: this.#position() });
  }

  openFieldLink(instruction: string): void {
    this.openLink(parseFieldUrl(instruction));
  }

  closeLink(): void {
    const link = this.#links?.pop();
    if (link) this.#suffix(link.url, link.start);
  }

  beginField(): void {
    this.#fields ??= [];
    if (this.#fields.length < maxFieldDepth) this.#fields.push({ instruction: '' });
  }

  addInstruction(text: string): void {
    const field = this.#fields?.at(-1);
    if (field && field.instruction.length < maxInstructionCharacters) field.instruction += text;
  }

  separateField(): void {
    const field = this.#fields?.at(-1);
    if (field) field.result = this.#position();
  }

  endField(): void {
    const field = this.#fields?.pop();
    if (field?.result) this.#suffix(parseFieldUrl(field.instruction), field.result);
    else if (!field) this.#outerFields = Math.max(0, this.#outerFields - 1);
  }

  /** Continues the open fields of the previous paragraph, such as a table of contents. */
  takeFieldsOf(previous: DocxParagraph): void {
    const own = previous.#fields?.filter(({ result }) => result !== undefined).length ?? 0;
    this.#outerFields = Math.min(previous.#outerFields + own, maxFieldDepth);
  }

  /** Returns the finished block with its heading or list label. List items are `tight`. */
  toBlock(
    styles: ReadonlyMap<string, DocxStyle>,
    numbering: DocxNumbering,
  ): { block: string; tight: boolean; isHeading?: boolean } {
    const text = this.#parts.join('').trim();
    const style = this.styleId === undefined ? undefined : styles.get(this.styleId);
    const numId = this.numId ?? style?.numId;
    const listLevel = this.listLevel ?? style?.listLevel ?? 0;
    const mark = numId === undefined || text === '' ? undefined : numbering.mark(numId, listLevel);
    const outline = this.outlineLevel === undefined ? style?.headingLevel : this.outlineLevel + 1;
    if (text === '') return { block: '', tight: false };
    if (outline !== undefined && outline < 10) {
      const number = mark === undefined || mark === '-' ? '' : `${mark} `;
      return {
        block: `${'#'.repeat(Math.min(outline, 6))} ${number}${text.replaceAll('\n', ' ')}`,
        tight: false,
        isHeading: true,
      };
    }
    if (mark === undefined) return { block: text, tight: false };
    const indent = '  '.repeat(listLevel);
    return { block: `${indent}${mark} ${text.replaceAll('\n', `\n${indent}  `)}`, tight: true };
  }

  #position(): Position {
    return { part: this.#parts.length, character: this.#characters };
  }

  #suffix(url: string, start: Position): void {
    if (url === '') return;
    const isLong = this.#characters - start.character > maxLabelCharacters;
    this.add(linkSuffix(isLong ? '' : this.#parts.slice(start.part).join(''), url));
  }
}
