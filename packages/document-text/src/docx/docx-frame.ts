import type { DocxNumbering } from './numbering.ts';
import { DocxParagraph } from './paragraph.ts';
import type { DocxStyle } from './styles.ts';
import { FlowText } from '../markdown.ts';
import type { OoxmlTable } from '../office/table.ts';
import type { ReadingBudget } from '../budget.ts';

/** What text flows into: the part itself, a cell, a text box, a note. */
export class DocxFrame {
  readonly flow: FlowText;
  readonly tables: OoxmlTable[] = [];
  paragraph: DocxParagraph | undefined;
  /** The paragraph before: a field, or a deleted paragraph mark, may reach into the next one. */
  previous: DocxParagraph | undefined;

  constructor(budget: ReadingBudget) {
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
