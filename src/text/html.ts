import { cutNote, type HiddenTextReport } from './extracted-document.ts';
import { HtmlLayers } from './html-layers.ts';
import { scanHtml, type HtmlHandler } from './html-scanner.ts';
import { hiddenSelectors, type StyleFacts } from './html-style.ts';
import { ReadingBudget } from './reading-budget.ts';
import { HtmlVisibility, isVisible, plainLook, type TextLook } from './html-visibility.ts';

/** The text of an HTML document. */
export interface HtmlText {
  readonly text: string;
  readonly title: string;
  readonly hidden: HiddenTextReport;
  /** What the reader should know, in our words: that it was too long. */
  readonly notes: readonly string[];
}

function words(text: string): ReadonlySet<string> {
  return new Set(text.split(' '));
}

const silent = words('script template svg canvas iframe noembed noframes object audio video datalist');
const tightBlocks = words(
  'div li dt dd address figcaption summary option center form fieldset tr caption legend',
);
const looseBlocks = words(
  'p h1 h2 h3 h4 h5 h6 ul ol dl blockquote pre table section article header footer main aside nav figure details hr',
);
const maxTitleCharacters = 256;
const maxAlternativeText = 256;
const maxCssCharacters = 256 * 1024;
/** What a character of a style sheet costs. */
const cssCost = 24;
/** What a link costs beyond another element. */
const linkCost = 400;

class HtmlReader implements HtmlHandler {
  readonly #budget: ReadingBudget;
  readonly #visibility: HtmlVisibility;
  readonly #looks: TextLook[] = [plainLook];
  readonly #layers: HtmlLayers;
  /** Depth below an element whose content is not shown; `#gone` where a style hides it. */
  #awayDepth = 0;
  #gone = false;
  #counted = false;
  #afterInvisible = false;
  #preDepth = 0;
  #css = '';
  #collects: '' | 'title' | 'style' = '';
  #title = '';
  #passages = 0;
  #comments = 0;

  constructor(budget: ReadingBudget) {
    this.#budget = budget;
    this.#visibility = new HtmlVisibility(budget);
    this.#layers = new HtmlLayers(budget);
  }

  open(name: string, attributes: ReadonlyMap<string, string>): void {
    if (this.#awayDepth > 0) {
      this.#awayDepth += 1;
      return;
    }
    const facts = this.#visibility.facts(attributes);
    const gone = this.#visibility.isGone(facts, attributes);
    if (gone || silent.has(name)) {
      this.#awayDepth = 1;
      this.#gone = gone;
      this.#counted = false;
      return;
    }
    this.#looks.push(this.#visibility.look(this.#looks.at(-1) ?? plainLook, facts, attributes));
    if (name === 'title' || name === 'style') this.#collects = name;
    this.#openBlock(name, attributes, facts);
    this.#openElement(name, attributes);
  }

  close(name: string): void {
    if (this.#awayDepth > 0) {
      this.#awayDepth -= 1;
      return;
    }
    this.#looks.pop();
    if (name === 'a') this.#layers.current.closeLink();
    else if (name === 'title') this.#collects = '';
    else if (name === 'style') this.#closeStyle();
    else if (name === 'td' || name === 'th') this.#layers.closeCell(name === 'th');
    else if (tightBlocks.has(name) || looseBlocks.has(name)) this.#closeBlock(name);
  }

  text(text: string): void {
    if (this.#awayDepth > 0) {
      if (this.#gone && !this.#counted && text.trim() !== '') {
        this.#counted = true;
        this.#passages += 1;
      }
    } else if (this.#collects === 'title') {
      if (this.#title.length < maxTitleCharacters) this.#title += text;
    } else if (this.#collects === 'style') {
      if (this.#css.length < maxCssCharacters) this.#css += text;
    } else {
      this.#visibleText(text);
    }
  }

  comment(text: string): void {
    // The ends of conditional comments stand alone where the content is for everybody.
    if (text.trim() !== '' && !/^\[(?:if [^\]]{1,64}|endif)\]$/.test(text)) this.#comments += 1;
  }

  result(): HtmlText {
    const hidden = { passages: this.#passages, comments: this.#comments, characters: 0 };
    const title = this.#title
      .replaceAll(/[ \t\r\n]+/g, ' ')
      .trim()
      .slice(0, maxTitleCharacters);
    return {
      text: this.#layers.current.toString(),
      title,
      hidden,
      notes: this.#budget.isCut ? [cutNote] : [],
    };
  }

  #visibleText(text: string): void {
    if (!isVisible(this.#looks.at(-1) ?? plainLook)) {
      if (text.trim() === '') return;
      if (!this.#afterInvisible) this.#passages += 1;
      this.#afterInvisible = true;
      return;
    }
    this.#budget.show(text.length);
    if (text.trim() !== '') this.#afterInvisible = false;
    if (this.#preDepth > 0) {
      this.#layers.current.preformatted(text);
    } else {
      this.#layers.current.text(text);
    }
  }

  #openBlock(name: string, attributes: ReadonlyMap<string, string>, facts: StyleFacts): void {
    const loose = looseBlocks.has(name);
    if (!loose && !tightBlocks.has(name)) return;
    const blocks = this.#layers.current;
    blocks.endBlock();
    const close = facts.flush === true || attributes.get('class')?.startsWith('Mso') === true;
    blocks.tight = !loose || blocks.inList || (name === 'p' && close);
    blocks.heading = /^h[1-6]$/.test(name) ? Number(name[1]) : 0;
    blocks.wordListLevel = facts.listLevel ?? 0;
  }

  #openElement(name: string, attributes: ReadonlyMap<string, string>): void {
    const blocks = this.#layers.current;
    switch (name) {
      case 'br':
        blocks.lineBreak();
        break;
      case 'a':
        this.#budget.spend(linkCost);
        blocks.openLink(attributes.get('href') ?? '');
        break;
      case 'img':
        this.#image(attributes);
        break;
      case 'ul':
      case 'ol':
        blocks.openList(name === 'ol', Number.parseInt(attributes.get('start') ?? '1', 10) || 1);
        break;
      case 'li':
        blocks.openItem();
        break;
      case 'blockquote':
        blocks.openQuote();
        break;
      case 'pre':
        this.#preDepth += 1;
        break;
      case 'hr':
        blocks.addBlock('---', false);
        break;
      case 'table':
        this.#layers.openTable(attributes);
        break;
      case 'td':
      case 'th':
        this.#layers.openCell(attributes);
        break;
      default:
        break;
    }
  }

  #closeBlock(name: string): void {
    const blocks = this.#layers.current;
    blocks.endBlock();
    blocks.heading = 0;
    blocks.wordListLevel = 0;
    blocks.tight = true;
    if (name === 'ul' || name === 'ol') blocks.closeList();
    else if (name === 'blockquote') blocks.closeQuote();
    else if (name === 'pre') this.#preDepth = Math.max(0, this.#preDepth - 1);
    else if (name === 'tr') this.#layers.closeRow();
    else if (name === 'table') this.#layers.closeTable();
  }

  #closeStyle(): void {
    this.#budget.spend(this.#css.length * cssCost);
    for (const selector of hiddenSelectors(this.#css)) this.#visibility.hiddenSelectors.add(selector);
    this.#css = '';
    this.#collects = '';
  }

  #image(attributes: ReadonlyMap<string, string>): void {
    const alternative = attributes.get('alt')?.trim() ?? '';
    const dot = [attributes.get('width'), attributes.get('height')].some(
      (size) => Number.parseInt(size ?? '9', 10) < 3,
    );
    if (alternative !== '' && !dot) this.#visibleText(`[image: ${alternative.slice(0, maxAlternativeText)}]`);
  }
}

/**
 * HTML of a mail, a message or a page as Markdown-like text: headings, lists, tables, quotes, and links with their
 * address in brackets. Scripts, styles and pictures are left out; so is what a person does not see, which is counted.
 * The text is still to be cleaned (`cleanUntrusted`): what looks like mark-up in it is what the document says.
 */
export function htmlToText(source: string): HtmlText {
  const budget = new ReadingBudget();
  const reader = new HtmlReader(budget);
  scanHtml(source, reader, budget);
  return reader.result();
}
