import { WorkBudget } from '../budget.ts';
import { type HiddenTextReport, truncatedNote } from '../document.ts';
import { words } from '../text-builder.ts';
import { HtmlLayout } from './layout.ts';
import { type HtmlHandler, scanHtml } from './scanner.ts';
import { hiddenSelectors } from './style.ts';
import { HtmlVisibility, type ComputedStyle, isVisible, defaultStyle } from './visibility.ts';

/** The text of an HTML document. */
export interface HtmlText {
  readonly text: string;
  readonly title: string;
  readonly hidden: HiddenTextReport;
  /** What the reader should know, in our words: that it was too long. */
  readonly notes: readonly string[];
}

const elementsWithoutText = words(
  'script template svg canvas iframe noembed noframes object audio video datalist',
);
const maxTitleCharacters = 256;
const maxAlternativeText = 256;
const maxCssCharacters = 256 * 1024;
/** What a character of a style sheet costs. */
const cssCost = 24;

class HtmlReader implements HtmlHandler {
  readonly #budget: WorkBudget;
  readonly #visibility: HtmlVisibility;
  readonly #looks: ComputedStyle[] = [defaultStyle];
  readonly #layout: HtmlLayout;
  /** Depth below an element whose content is not shown; `#gone` where a style hides it. */
  #awayDepth = 0;
  #gone = false;
  #counted = false;
  #afterInvisible = false;
  #css = '';
  #collects: '' | 'title' | 'style' = '';
  #title = '';
  #passages = 0;
  #comments = 0;

  constructor(budget: WorkBudget) {
    this.#budget = budget;
    this.#visibility = new HtmlVisibility(budget);
    this.#layout = new HtmlLayout(budget);
  }

  open(name: string, attributes: ReadonlyMap<string, string>): void {
    if (this.#awayDepth > 0) {
      this.#awayDepth += 1;
      return;
    }
    const facts = this.#visibility.declarations(attributes);
    const gone = this.#visibility.isHidden(facts, attributes);
    if (gone || elementsWithoutText.has(name)) {
      this.#awayDepth = 1;
      this.#gone = gone;
      this.#counted = false;
      return;
    }
    this.#looks.push(this.#visibility.computeStyle(this.#looks.at(-1) ?? defaultStyle, facts, attributes));
    if (name === 'title' || name === 'style') this.#collects = name;
    this.#layout.open(name, attributes, facts);
    if (name === 'img') this.#image(attributes);
  }

  close(name: string): void {
    if (this.#awayDepth > 0) {
      this.#awayDepth -= 1;
      return;
    }
    this.#looks.pop();
    if (name === 'title') this.#collects = '';
    else if (name === 'style') this.#closeStyle();
    else this.#layout.close(name);
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
      text: this.#layout.toString(),
      title,
      hidden,
      notes: this.#budget.isCut ? [truncatedNote] : [],
    };
  }

  #visibleText(text: string): void {
    if (!isVisible(this.#looks.at(-1) ?? defaultStyle)) {
      if (text.trim() === '') return;
      if (!this.#afterInvisible) this.#passages += 1;
      this.#afterInvisible = true;
      return;
    }
    this.#budget.spendOnOutput(text.length);
    if (text.trim() !== '') this.#afterInvisible = false;
    this.#layout.text(text);
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
  const budget = new WorkBudget();
  const reader = new HtmlReader(budget);
  scanHtml(source, reader, budget);
  return reader.result();
}
