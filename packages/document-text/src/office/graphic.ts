import type { WorkBudget } from '../budget.ts';
import { type CellFormat, formatCellNumber, parseCellFormat } from '../xlsx/cell-format.ts';
import type { XmlAttributes, XmlHandler } from '../xml/scanner.ts';
import { type OoxmlPackage, type Relationship, targetOf } from './package.ts';

/** Maximum characters of a chart or diagram. */
const maxGraphicCharacters = 16_384;
/** Additional cost of a word; of a number format, and of a value formatted with it. */
const wordCost = 60;
const formatCost = 400;
const graphicKinds: ReadonlyMap<string, string> = new Map([
  ['chart', 'Chart'],
  ['chartEx', 'Chart'],
  ['diagramData', 'Diagram'],
]);

/** Reads titles, categories, series and cached values of a chart, or the text of a diagram, in document order. */
class GraphicWords implements XmlHandler {
  readonly #words: string[] = [];
  /** Number of words beyond the limit. */
  #left = 0;
  readonly #budget: WorkBudget;
  #characters = 0;
  #current = '';
  #collects: '' | 'word' | 'format' = '';
  #inParagraph = false;
  #format: CellFormat | undefined;
  #date1904 = false;
  /** Number of references to cells whose values are not saved in the chart. */
  #unsaved = 0;

  constructor(budget: WorkBudget) {
    this.#budget = budget;
  }

  open(name: string, attributes: XmlAttributes): void {
    const isWord = name === 't' || name === 'v' || name === 'pt';
    this.#collects = isWord ? 'word' : name === 'formatCode' ? 'format' : '';
    // The runs of a paragraph are parts of one text.
    if (name === 'p' || (this.#collects !== '' && !this.#inParagraph)) this.#current = '';
    if (name === 'p') this.#inParagraph = true;
    else if (name === 'br') this.#current += ' ';
    else if (name === 'date1904') this.#date1904 = ['1', 'true'].includes(attributes.get('val') ?? '1');
    else if (name === 'numRef' || name === 'strRef') this.#unsaved += 1;
    else if (name === 'numCache' || name === 'strCache') {
      this.#unsaved -= 1;
      this.#format = undefined;
    }
  }

  close(name: string): void {
    const collected = this.#collects;
    this.#collects = '';
    if (name === 'p') this.#inParagraph = false;
    else if (this.#inParagraph) return;
    else if (collected === 'format') {
      this.#budget.spend(formatCost);
      this.#format = parseCellFormat(this.#current);
      return;
    } else if (collected === '') {
      if (name === 'numCache') this.#format = undefined;
      return;
    }
    this.#add(this.#current.trim());
    this.#current = '';
  }

  /** The words, and what is missing. */
  toString(): string {
    const missing = [
      this.#left > 0 ? `(and ${this.#left} more, not shown)` : '',
      this.#unsaved > 0 ? '(values not saved in the chart)' : '',
    ];
    return [this.#words.join(', '), ...missing].filter((part) => part !== '').join(' ');
  }

  text(text: string): void {
    if (this.#collects !== '' && this.#current.length < maxGraphicCharacters) this.#current += text;
  }

  #add(text: string): void {
    if (text === '') return;
    this.#budget.spend(wordCost);
    if (this.#format) this.#budget.spend(formatCost);
    const word = this.#format ? formatCellNumber(text, this.#format, this.#date1904) : text;
    this.#characters += word.length + 2;
    if (this.#characters < maxGraphicCharacters) this.#words.push(word);
    else this.#left += 1;
  }
}

async function readWords(source: OoxmlPackage, part: string): Promise<string> {
  const reader = new GraphicWords(source.budget);
  await source.scan(part, reader);
  const text = reader.toString();
  source.budget.spendOnOutput(text);
  return text;
}

/** The text of a chart or diagram, such as `Chart: Sales, Q1, Q2, 4.3`. Empty for other relationships. */
export async function readGraphic(
  source: OoxmlPackage,
  relationship: Relationship | undefined,
): Promise<string> {
  const kind = graphicKinds.get(relationship?.kind ?? '');
  if (!relationship || relationship.external || kind === undefined) return '';
  const parts = [await readWords(source, relationship.target)];
  // Text boxes drawn into a chart are a part of their own.
  const drawn = targetOf(await source.relationships(relationship.target), 'chartUserShapes');
  if (drawn !== undefined) parts.push(await readWords(source, drawn));
  const words = parts.filter((part) => part !== '').join(', ');
  return words === '' ? '' : `${kind}: ${words}`;
}

/** The texts of all charts and diagrams of a part, by relationship id. */
export async function readGraphics(
  source: OoxmlPackage,
  relationships: ReadonlyMap<string, Relationship>,
): Promise<ReadonlyMap<string, string>> {
  const graphics = new Map<string, string>();
  for (const [id, relationship] of relationships) {
    const text = await readGraphic(source, relationship);
    if (text !== '') graphics.set(id, text);
  }
  return graphics;
}
