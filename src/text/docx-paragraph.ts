import type { DocxNumbering } from './docx-numbering.ts';
import type { DocxStyle } from './docx-styles.ts';
import { linkSuffix } from './link-text.ts';

interface Field {
  instruction: string;
  /** Where the result starts; undefined while the instruction is still being read. */
  resultStart?: number;
}

const maxInstructionCharacters = 4096;
const maxFieldDepth = 64;

function fieldUrl(instruction: string): string {
  return /^\s{0,16}HYPERLINK\s{1,16}"([^"]{1,2048})"/i.exec(instruction)?.[1] ?? '';
}

/** The text of one paragraph while it is being read. */
export class DocxParagraph {
  readonly #parts: string[] = [];
  readonly #links: { url: string; start: number }[] = [];
  readonly #fields: Field[] = [];
  styleId: string | undefined;
  outlineLevel: number | undefined;
  numId: string | undefined;
  listLevel: number | undefined;
  /** A revision deleted the paragraph mark: the next paragraph goes on in this one. */
  continues = false;
  /** Blocks of text boxes anchored in the paragraph. */
  readonly anchored: string[] = [];

  add(text: string): void {
    const field = this.#fields.at(-1);
    if (!field || field.resultStart !== undefined) this.#parts.push(text);
  }

  openLink(url: string): void {
    this.#links.push({ url, start: this.#parts.length });
  }

  openFieldLink(instruction: string): void {
    this.openLink(fieldUrl(instruction));
  }

  closeLink(): void {
    const link = this.#links.pop();
    if (link) this.#suffix(link.url, link.start);
  }

  beginField(): void {
    if (this.#fields.length < maxFieldDepth) this.#fields.push({ instruction: '' });
  }

  addInstruction(text: string): void {
    const field = this.#fields.at(-1);
    if (field && field.instruction.length < maxInstructionCharacters) field.instruction += text;
  }

  separateField(): void {
    const field = this.#fields.at(-1);
    if (field) field.resultStart = this.#parts.length;
  }

  endField(): void {
    const field = this.#fields.pop();
    if (field?.resultStart !== undefined) this.#suffix(fieldUrl(field.instruction), field.resultStart);
  }

  /** Fields may run over several paragraphs, as a table of contents does: this one starts inside of them. */
  takeFieldsOf(previous: DocxParagraph): void {
    for (const { resultStart } of previous.#fields) {
      if (resultStart !== undefined) this.#fields.push({ instruction: '', resultStart: 0 });
    }
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

  #suffix(url: string, start: number): void {
    if (url === '') return;
    const suffix = linkSuffix(this.#parts.slice(start).join(''), url);
    if (suffix !== '') this.#parts.push(suffix);
  }
}
