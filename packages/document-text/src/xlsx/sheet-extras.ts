import type { WorkBudget } from '../budget.ts';
import { linkSuffix } from '../markdown.ts';
import type { Relationship } from '../office/package.ts';
import type { XmlAttributes } from '../xml/scanner.ts';

const maxLinks = 2000;
/** Cost of a link. */
const linkCost = 200;
const maxMarginCharacters = 1024;
const marginNames: ReadonlyMap<string, string> = new Map([
  ['oddHeader', 'Header'],
  ['evenHeader', 'Header'],
  ['firstHeader', 'Header'],
  ['oddFooter', 'Footer'],
  ['evenFooter', 'Footer'],
  ['firstFooter', 'Footer'],
]);

/** The text of a header or footer without its codes (ECMA-376 part 1, 18.3.1.39), its three parts separated by tabs. */
function readMargin(source: string): string {
  return source
    .replaceAll(/&(?:"[^"]*"|K[\dA-F]{6}|K\d\d[+-]\d{3}|\d{1,3})/g, '')
    .replaceAll(/&([&A-Z])/gi, (_, code: string) => {
      if (code === '&') return '&';
      return 'LCR'.includes(code.toUpperCase()) ? '\t' : '';
    })
    .replaceAll(/[ \r\n]+/g, ' ')
    .replaceAll(/ ?\t[ \t]*/g, '\t')
    .trim();
}

/** Collects content of a sheet beside its cells: links, headers and footers. */
export class SheetExtras {
  readonly #budget: WorkBudget;
  readonly #relationships: ReadonlyMap<string, Relationship>;
  readonly #links: string[] = [];
  /** Texts of cells that are URLs or addresses, whose links are not repeated. */
  readonly #shownUrls = new Set<string>();
  readonly #margins = new Set<string>();
  #moreLinks = 0;
  #margin: string | undefined;

  constructor(budget: WorkBudget, relationships: ReadonlyMap<string, Relationship>) {
    this.#budget = budget;
    this.#relationships = relationships;
  }

  open(name: string, attributes: XmlAttributes): void {
    if (name === 'hyperlink') {
      const relationship = this.#relationships.get(attributes.getPrefixed('id') ?? '');
      if (relationship?.external) this.#addLink(attributes.get('ref') ?? '', relationship.target);
    } else if (marginNames.has(name)) {
      this.#margin = '';
    }
  }

  text(text: string): void {
    if (this.#margin !== undefined && this.#margin.length < maxMarginCharacters) this.#margin += text;
  }

  close(name: string): void {
    const heading = marginNames.get(name);
    if (heading === undefined || this.#margin === undefined) return;
    const text = readMargin(this.#margin);
    this.#margin = undefined;
    this.#budget.spendOnOutput(text);
    // Page numbers alone are left out.
    if (/\p{L}|\d{4}/u.test(text)) this.#margins.add(`${heading}: ${text}`);
  }

  /** Takes the URL of a cell with the formula `HYPERLINK`. */
  addCell(text: string, formula: string, reference: string | undefined): void {
    const isUrl =
      text.length < 256 && (text.includes('@') || text.includes('://') || text.startsWith('www.'));
    if (isUrl && this.#shownUrls.size < maxLinks) this.#shownUrls.add(text.trim());
    const url = formula === '' ? undefined : /^HYPERLINK\("([^"]{1,240})"/i.exec(formula)?.[1];
    if (url !== undefined && url !== text) this.#addLink(reference ?? '', url);
  }

  /** The links, headers and footers as blocks of lines. */
  toBlocks(): string[] {
    const more = this.#moreLinks === 0 ? [] : [`(and ${this.#moreLinks} more, not shown)`];
    return [
      ...(this.#links.length === 0 ? [] : [['Links:', ...this.#links, ...more].join('\n')]),
      ...(this.#margins.size === 0 ? [] : [[...this.#margins].join('\n')]),
    ];
  }

  #addLink(reference: string, target: string): void {
    this.#budget.spend(linkCost);
    const bare = target.replace(/^(?:mailto|tel|sip):/i, '');
    if (this.#shownUrls.has(bare) || this.#shownUrls.has(bare.replace(/\/$/, ''))) return;
    const suffix = linkSuffix('', target);
    if (suffix === '') return;
    if (this.#links.length >= maxLinks) {
      this.#moreLinks += 1;
      return;
    }
    this.#budget.spendOnOutput(suffix);
    this.#links.push(`${reference}:${suffix.replace('(', '').slice(0, -1)}`);
  }
}
