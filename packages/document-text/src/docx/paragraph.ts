import { linkSuffix } from '../markdown.ts';
import type { DocxNumbering } from './numbering.ts';
import type { DocxStyle } from './styles.ts';

/** A place in the text. */
interface Place {
  readonly part: number;
  readonly character: number;
}

interface Link {
  readonly url: string;
  readonly start: Place;
}

interface Field {
  instruction: string;
  /** Where the result starts; undefined while the instruction is still being read. */
  result?: Place;
}

/** A longer label is a text of its own, which is not searched for the address. */
const maxLabelCharacters = 4096;
const longCharacters = 256 * 1024;

const maxInstructionCharacters = 4096;
const maxFieldDepth = 64;

function parseFieldUrl(instruction: string): string {
  return /^\s{0,16}HYPERLINK\s{1,16}"([^"]{1,2048})"/i.exec(instruction)?.[1] ?? '';
}

/** The text of one paragraph while it is being read. Most have a text and nothing else. */
export class DocxParagraph {
  readonly #parts: string[] = [];
  #characters = 0;
  #links: Link[] | undefined;
  #fields: Field[] | undefined;
  /** Fields of earlier paragraphs that the text is the result of. */
  #outerFields = 0;
  styleId: string | undefined;
  outlineLevel: number | undefined;
  numId: string | undefined;
  listLevel: number | undefined;
  /** A revision deleted the paragraph mark: the next paragraph goes on in this one. */
  continues = false;
  /** Blocks of text boxes anchored in the paragraph. */
  anchored: string[] | undefined;

  add(text: string): void {
    const field = this.#fields?.at(-1);
    if (text === '' || (field && field.result === undefined)) return;
    this.#parts.push(text);
    this.#characters += text.length;
  }

  /** Whether it is longer than paragraphs are: all of it is kept, and copied at its end. */
  get isLong(): boolean {
    return this.#characters > longCharacters;
  }

  anchor(box: string): void {
    (this.anchored ??= []).push(box);
  }

  openLink(url: string): void {
    (this.#links ??= []).push({ url, start: this.#place() });
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
    if (field) field.result = this.#place();
  }

  endField(): void {
    const field = this.#fields?.pop();
    if (field?.result) this.#suffix(parseFieldUrl(field.instruction), field.result);
    else if (!field) this.#outerFields = Math.max(0, this.#outerFields - 1);
  }

  /** Fields may run over several paragraphs, as a table of contents does: this one starts inside of them. */
  takeFieldsOf(previous: DocxParagraph): void {
    const own = previous.#fields?.filter(({ result }) => result !== undefined).length ?? 0;
    this.#outerFields = Math.min(previous.#outerFields + own, maxFieldDepth);
  }

  /** The finished block, with the mark of its heading or list. Items of a list are `tight`. */
  toBlock(
    styles: ReadonlyMap<string, DocxStyle>,
    numbering: DocxNumbering,
  ): { block: string; tight: boolean } {
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
      };
    }
    if (mark === undefined) return { block: text, tight: false };
    const indent = '  '.repeat(listLevel);
    return { block: `${indent}${mark} ${text.replaceAll('\n', `\n${indent}  `)}`, tight: true };
  }

  #place(): Place {
    return { part: this.#parts.length, character: this.#characters };
  }

  #suffix(url: string, start: Place): void {
    if (url === '') return;
    const isLong = this.#characters - start.character > maxLabelCharacters;
    this.add(linkSuffix(isLong ? '' : this.#parts.slice(start.part).join(''), url));
  }
}
