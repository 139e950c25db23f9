import type { WorkBudget } from '../budget.ts';
import { FlowText } from '../markdown.ts';
import { OoxmlTable } from '../office/table.ts';
import type { DocxNumbering } from './numbering.ts';
import { DocxParagraph } from './paragraph.ts';
import type { Background } from './run-properties.ts';
import type { DocxStyle } from './styles.ts';

/** A container of paragraphs: the part itself, a table cell, a text box or a note. */
export class TextContainer {
  readonly flow: FlowText;
  readonly #tables: { readonly table: OoxmlTable; background: Background; isClipped: boolean }[] = [];
  readonly #budget: WorkBudget;
  /** Color behind the text. */
  background: Background;
  /** The container shows nothing of its text, such as a row of no height. */
  readonly isClipped: boolean;
  /** Headings in a table cell. */
  readonly headings: string[] = [];
  readonly #isCell: boolean;
  paragraph: DocxParagraph | undefined;
  /** The previous paragraph. A field or a deleted paragraph mark can continue into the next paragraph. */
  previous: DocxParagraph | undefined;

  constructor(budget: WorkBudget, background: Background, isClipped = false, isCell = false) {
    this.#budget = budget;
    this.flow = new FlowText(budget);
    this.background = background;
    this.isClipped = isClipped;
    this.#isCell = isCell;
  }

  /** The innermost open table. */
  get table(): OoxmlTable | undefined {
    return this.#tables.at(-1)?.table;
  }

  /** @param nested the container is a cell of another table */
  openTable(nested: boolean): void {
    const table = new OoxmlTable(nested);
    this.#tables.push({ table, background: this.background, isClipped: false });
  }

  closeTable(): void {
    this.flow.add(this.#tables.pop()?.table.toString() ?? '');
  }

  /** Sets the color behind the cells of the innermost table. */
  fillTable(background: Background): void {
    const open = this.#tables.at(-1);
    if (open) open.background = background;
  }

  openRow(): void {
    this.table?.openRow();
    this.clipRow(false);
  }

  /** The current row has no height, so that its text is not seen. */
  clipRow(isClipped: boolean): void {
    const open = this.#tables.at(-1);
    if (open) open.isClipped = isClipped;
  }

  /** Opens a cell of the innermost table as a container of its own. */
  openCell(): TextContainer {
    const open = this.#tables.at(-1);
    open?.table.openCell();
    return new TextContainer(
      this.#budget,
      open?.background ?? this.background,
      this.isClipped || open?.isClipped === true,
      true,
    );
  }

  openParagraph(): void {
    if (this.previous?.continues) {
      this.previous.continues = false;
      this.paragraph = this.previous;
      return;
    }
    this.paragraph = new DocxParagraph(this.background, this.isClipped);
    if (this.previous) this.paragraph.takeFieldsOf(this.previous);
  }

  closeParagraph(styles: ReadonlyMap<string, DocxStyle>, numbering: DocxNumbering): void {
    const { paragraph } = this;
    this.paragraph = undefined;
    if (!paragraph) return;
    this.previous = paragraph;
    if (paragraph.continues) return;
    const { block, tight, isHeading } = paragraph.toBlock(styles, numbering);
    if (isHeading && this.#isCell) this.headings.push(block);
    this.flow.add(block, tight);
    for (const box of paragraph.anchored ?? []) this.flow.add(box);
  }
}
