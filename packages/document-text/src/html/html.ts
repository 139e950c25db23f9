import { WorkBudget } from '../budget.ts';
import { type HiddenTextReport, sectionBreak, truncatedNote } from '../document.ts';
import { isVisible } from '../css/computed-style.ts';
import { HtmlLayout } from './layout.ts';
import { type HtmlHandler, scanHtml } from './scanner.ts';
import { HtmlSource } from './source.ts';
import { ElementStyles } from './element-styles.ts';

/** The text of an HTML document. */
export interface HtmlText extends HtmlDetails {
  readonly text: string;
}

interface HtmlDetails {
  readonly title: string;
  readonly hidden: HiddenTextReport;
  /** Contains `truncatedNote` if the budget was spent. */
  readonly notes: readonly string[];
}

/** The text of an HTML document in sections, to be joined with blank lines. */
interface HtmlSections extends HtmlDetails {
  readonly sections: string[];
}

/** Elements whose content is never text of the document, however they are styled. */
const metadataElements = new Set([
  'script',
  'style',
  'template',
  'noembed',
  'noframes',
  'meta',
  'link',
  'base',
]);
const elementsWithoutText = new Set(['svg', 'canvas', 'iframe', 'object', 'audio', 'video', 'datalist']);
/** Types of `input` whose value is not shown. */
const inputsWithoutText = new Set([
  'checkbox',
  'color',
  'file',
  'hidden',
  'image',
  'password',
  'radio',
  'range',
]);
/**
 * The markers of downlevel-revealed conditional comments, whose content is not in a comment, such as `<!--[if !mso]><!-->`
 * and `<!--<![endif]-->`; and an XML declaration, which is a comment in HTML.
 */
const emptyComment = /^(?:\[if [^\]]{1,64}\](?:> ?(?:<!(?:--)?)?)?$|(?:<!)?\[endif\]$|\?xml\b)/;
const maxTitleCharacters = 256;
const maxAlternativeText = 256;

class HtmlReader implements HtmlHandler {
  readonly #budget: WorkBudget;
  readonly #styles: ElementStyles;
  readonly #layout: HtmlLayout;
  /** Depth inside an element whose content is skipped. */
  #skipDepth = 0;
  /** The skipped element is hidden, so its text counts as a hidden passage. */
  #isHidden = false;
  #isCounted = false;
  /** The previous text was invisible: further text continues the same passage. */
  #afterInvisible = false;
  #inTitle = false;
  /** Depth inside metadata, whose text is neither shown nor hidden. */
  #metadataDepth = 0;
  #ordinal = -1;
  #title = '';
  #passages = 0;
  #comments = 0;

  constructor(budget: WorkBudget, styles: ElementStyles) {
    this.#budget = budget;
    this.#styles = styles;
    this.#layout = new HtmlLayout(budget);
  }

  open(name: string, attributes: ReadonlyMap<string, string>): void {
    this.#ordinal += 1;
    if (this.#metadataDepth > 0 || metadataElements.has(name)) {
      // Selectors count it among the siblings.
      if (this.#metadataDepth + this.#skipDepth === 0) {
        this.#styles.open(name, attributes, this.#ordinal);
        this.#styles.close();
      }
      this.#metadataDepth += 1;
      return;
    }
    if (this.#skipDepth > 0) {
      this.#skipDepth += 1;
      return;
    }
    const style = this.#styles.open(name, attributes, this.#ordinal);
    if (style.hidden || elementsWithoutText.has(name)) {
      this.#styles.close();
      this.#skipDepth = 1;
      this.#isHidden = style.hidden;
      this.#isCounted = false;
      return;
    }
    if (name === 'title') this.#inTitle = true;
    this.#layout.open(name, attributes, style);
    if (name === 'img') this.#image(attributes);
    if (name === 'input' && !inputsWithoutText.has(attributes.get('type')?.toLowerCase() ?? ''))
      this.#visibleText(`${attributes.get('value') ?? ''} `);
  }

  close(name: string): void {
    if (this.#metadataDepth > 0) {
      this.#metadataDepth -= 1;
      return;
    }
    if (this.#skipDepth > 0) {
      this.#skipDepth -= 1;
      return;
    }
    this.#styles.close();
    if (name === 'title') this.#inTitle = false;
    else this.#layout.close(name);
  }

  text(text: string): void {
    if (this.#metadataDepth > 0) return;
    if (this.#skipDepth > 0) {
      if (this.#isHidden && !this.#isCounted && text.trim() !== '') {
        this.#isCounted = true;
        this.#passages += 1;
      }
    } else if (this.#inTitle) {
      if (this.#title.length < maxTitleCharacters) this.#title += text;
    } else {
      this.#visibleText(text);
    }
  }

  comment(text: string): void {
    const content = text.trim();
    if (content !== '' && !emptyComment.test(content)) this.#comments += 1;
  }

  result(): HtmlSections {
    const hidden = { passages: this.#passages, comments: this.#comments, characters: 0 };
    const title = this.#title
      .replaceAll(/[ \t\r\n]+/g, ' ')
      .trim()
      .slice(0, maxTitleCharacters);
    return {
      sections: this.#layout.toSections(),
      title,
      hidden,
      notes: this.#budget.isCut ? [truncatedNote] : [],
    };
  }

  #visibleText(text: string): void {
    if (!isVisible(this.#styles.current)) {
      if (text.trim() === '') return;
      if (!this.#afterInvisible) this.#passages += 1;
      this.#afterInvisible = true;
      return;
    }
    this.#budget.spendOnOutput(text);
    if (text.trim() !== '') this.#afterInvisible = false;
    this.#layout.text(text);
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
  const { sections, ...details } = readHtmlText([source]);
  return { text: sections.join(sectionBreak), ...details };
}

/** As {@link htmlToText}. @param pieces the HTML, split anywhere */
export function readHtmlText(pieces: readonly string[]): HtmlSections {
  const budget = new WorkBudget();
  const source = new HtmlSource(pieces);
  const reader = new HtmlReader(budget, ElementStyles.read(source, budget));
  scanHtml(source, reader, budget);
  return reader.result();
}
