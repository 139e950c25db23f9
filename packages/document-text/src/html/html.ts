import { WorkBudget } from '../budget.ts';
import { type HiddenTextReport, truncatedNote } from '../document.ts';
import { HtmlLayout } from './layout.ts';
import { type HtmlHandler, scanHtml } from './scanner.ts';
import { hiddenSelectors } from './style.ts';
import { HtmlVisibility, type ComputedStyle, isVisible, defaultStyle } from './visibility.ts';

/** The text of an HTML document. */
export interface HtmlText {
  readonly text: string;
  readonly title: string;
  readonly hidden: HiddenTextReport;
  /** Contains `truncatedNote` if the budget was spent. */
  readonly notes: readonly string[];
}

const elementsWithoutText = new Set([
  'script',
  'template',
  'svg',
  'canvas',
  'iframe',
  'noembed',
  'noframes',
  'object',
  'audio',
  'video',
  'datalist',
]);
const maxTitleCharacters = 256;
const maxAlternativeText = 256;
const maxCssCharacters = 256 * 1024;
/** Cost of a character of a style sheet. */
const cssCost = 24;

class HtmlReader implements HtmlHandler {
  readonly #budget: WorkBudget;
  readonly #visibility: HtmlVisibility;
  readonly #styles: ComputedStyle[] = [defaultStyle];
  readonly #layout: HtmlLayout;
  /** Depth inside an element whose content is skipped. */
  #skipDepth = 0;
  /** The skipped element is hidden, so its text counts as a hidden passage. */
  #isHidden = false;
  #isCounted = false;
  /** The previous text was invisible: further text continues the same passage. */
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
    if (this.#skipDepth > 0) {
      this.#skipDepth += 1;
      return;
    }
    const declarations = this.#visibility.declarations(attributes);
    const isHidden = this.#visibility.isHidden(declarations, attributes);
    if (isHidden || elementsWithoutText.has(name)) {
      this.#skipDepth = 1;
      this.#isHidden = isHidden;
      this.#isCounted = false;
      return;
    }
    this.#styles.push(
      this.#visibility.computeStyle(this.#styles.at(-1) ?? defaultStyle, declarations, attributes),
    );
    if (name === 'title' || name === 'style') this.#collects = name;
    this.#layout.open(name, attributes, declarations);
    if (name === 'img') this.#image(attributes);
  }

  close(name: string): void {
    if (this.#skipDepth > 0) {
      this.#skipDepth -= 1;
      return;
    }
    this.#styles.pop();
    if (name === 'title') this.#collects = '';
    else if (name === 'style') this.#closeStyle();
    else this.#layout.close(name);
  }

  text(text: string): void {
    if (this.#skipDepth > 0) {
      if (this.#isHidden && !this.#isCounted && text.trim() !== '') {
        this.#isCounted = true;
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
    // Downlevel-revealed conditional comments, whose content is visible, consist of the markers alone.
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
    if (!isVisible(this.#styles.at(-1) ?? defaultStyle)) {
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
    const isTrackingPixel = [attributes.get('width'), attributes.get('height')].some(
      (size) => Number.parseInt(size ?? '9', 10) < 3,
    );
    if (alternative !== '' && !isTrackingPixel)
      this.#visibleText(`[image: ${alternative.slice(0, maxAlternativeText)}]`);
  }
}

/**
 * Converts HTML to Markdown-like text: headings, lists, tables, quotes, and links with their URL in parentheses. Scripts,
 * styles and images are left out. Hidden text is left out and counted. The result is not sanitized (`cleanUntrusted`).
 */
export function htmlToText(source: string): HtmlText {
  const budget = new WorkBudget();
  const reader = new HtmlReader(budget);
  scanHtml(source, reader, budget);
  return reader.result();
}
