import type { WorkBudget } from '../budget.ts';
import { Cascade, remember } from '../css/cascade.ts';
import { rgb } from '../color.ts';
import { parseHtmlColor } from '../css/color.ts';
import {
  type CascadedValues,
  type ComputedStyle,
  type PresentationHints,
  computeStyle,
  defaultStyle,
} from '../css/computed-style.ts';
import { matchesMediaText } from '../css/conditions.ts';
import type { LookAhead, StyledElement } from '../css/selector.ts';
import { type HtmlHandler, scanHtml } from './scanner.ts';
import type { HtmlSource } from './source.ts';

type Attributes = ReadonlyMap<string, string>;

/** Pixels of `<font size="1">` to `7`. */
const fontSizes = [10, 13, 16, 18, 24, 32, 48];
/** Additional cost of an element whose siblings are kept for selectors. */
const siblingCost = 200;
const maxDataSheets = 8;
/** Elements that are in the `head` of a document when they come before its body. */
const headElements = new Set('head base link meta noscript script style template title'.split(' '));

interface OpenElement {
  readonly element: StyledElement;
  readonly style: ComputedStyle;
  children: number;
  lastChild: StyledElement | undefined;
}

/** Collects the style sheets of a document, which may follow the elements that they style. */
class SheetCollector implements HtmlHandler {
  readonly sheets: string[] = [];
  #css: string[] | undefined;
  #templates = 0;

  open(name: string, attributes: Attributes): void {
    if (name === 'template') this.#templates += 1;
    if (this.#templates > 0 || (name !== 'style' && name !== 'link')) return;
    if (!matchesMediaText(attributes.get('media') ?? '')) return;
    if (name === 'link') {
      if (/^stylesheet$/i.test(attributes.get('rel')?.trim() ?? ''))
        this.sheets.push(dataSheet(attributes.get('href') ?? ''));
    } else if (/^(?:text\/css)?$/i.test(attributes.get('type')?.trim() ?? '')) {
      this.#css = [];
    }
  }

  close(name: string): void {
    if (name === 'template') this.#templates -= 1;
    if (name !== 'style' || !this.#css) return;
    this.sheets.push(this.#css.join(''));
    this.#css = undefined;
  }

  text(text: string): void {
    this.#css?.push(text);
  }

  comment(): void {}
}

/** The style sheet in a `data:` URL; empty for other URLs, which are never loaded. */
function dataSheet(url: string): string {
  const parts = /^\s*data:text\/css(?:;charset=[\w-]{1,40})?(;base64)?,([^]*)$/i.exec(url);
  if (!parts) return '';
  try {
    return parts[1] === undefined ? decodeURIComponent(parts[2] ?? '') : atob(parts[2] ?? '');
  } catch {
    return '';
  }
}

/** Records for each element, in document order, what follows its start tag. */
class LookAheadRecorder implements HtmlHandler {
  readonly elements: LookAhead[] = [];
  readonly #open: {
    name: string;
    ordinal: number;
    children: { name: string; ordinal: number }[];
    hasText: boolean;
  }[] = [{ name: '', ordinal: -1, children: [], hasText: false }];
  readonly #budget: WorkBudget;

  constructor(budget: WorkBudget) {
    this.#budget = budget;
  }

  open(name: string): void {
    this.#budget.spend(siblingCost);
    const ordinal = this.elements.push({ indexFromEnd: 0, typeIndexFromEnd: 0, isEmpty: false }) - 1;
    this.#open.at(-1)?.children.push({ name, ordinal });
    this.#open.push({ name, ordinal, children: [], hasText: false });
  }

  close(): void {
    const closed = this.#open.pop();
    if (!closed) return;
    const isEmpty = closed.children.length === 0 && !closed.hasText;
    const own = this.elements[closed.ordinal];
    if (own) this.elements[closed.ordinal] = { ...own, isEmpty };
    this.finish(closed.children);
  }

  /** Numbers siblings from the end. */
  finish(children: readonly { name: string; ordinal: number }[] = this.#open[0]?.children ?? []): void {
    const types = new Map<string, number>();
    for (const [index, { name, ordinal }] of [...children].toReversed().entries()) {
      const typeIndexFromEnd = (types.get(name) ?? 0) + 1;
      types.set(name, typeIndexFromEnd);
      const own = this.elements[ordinal];
      if (own) this.elements[ordinal] = { ...own, indexFromEnd: index + 1, typeIndexFromEnd };
    }
  }

  text(): void {
    const open = this.#open.at(-1);
    if (open) open.hasText = true;
  }

  comment(): void {}
}

/** The stack of open elements with their computed styles. */
export class ElementStyles {
  readonly #budget: WorkBudget;
  readonly #cascade: Cascade;
  readonly #lookAhead: readonly LookAhead[];
  readonly #root: OpenElement = {
    element: {
      name: '',
      attributes: new Map(),
      parent: undefined,
      previous: undefined,
      index: 1,
      ahead: undefined,
    },
    style: defaultStyle,
    children: 0,
    lastChild: undefined,
  };
  readonly #open: OpenElement[] = [];
  #impliedHtml: OpenElement | undefined;
  #impliedBody: OpenElement | undefined;
  /** The last result for the same values: rows and paragraphs repeat them. */
  readonly #computed = new Map<CascadedValues, { outer: ComputedStyle; style: ComputedStyle }>();

  private constructor(budget: WorkBudget, cascade: Cascade, lookAhead: readonly LookAhead[]) {
    this.#budget = budget;
    this.#cascade = cascade;
    this.#lookAhead = lookAhead;
  }

  /** Reads the style sheets of a document. */
  static read(source: HtmlSource, budget: WorkBudget): ElementStyles {
    const cascade = new Cascade(budget);
    if (source.matches(/<(?:style|link)\b/i)) {
      const collector = new SheetCollector();
      scanHtml(source, collector, budget);
      const sheets = [...collector.sheets];
      for (let at = 0; at < sheets.length && at < collector.sheets.length + maxDataSheets; at += 1)
        sheets.push(...cascade.add(sheets[at] ?? '').map(dataSheet));
    }
    const recorder = new LookAheadRecorder(budget);
    if (cascade.usesLookAhead) {
      scanHtml(source, recorder, budget);
      recorder.finish();
    }
    return new ElementStyles(budget, cascade, recorder.elements);
  }

  /** The style of the innermost open element, or of the body that the document leaves out. */
  get current(): ComputedStyle {
    return this.#parentOf('').style;
  }

  /** The element that contains the next one. Selectors match the `html` and `body` that a document leaves out. */
  #parentOf(name: string): OpenElement {
    const last = this.#open.at(-1);
    if (!this.#cascade.hasRules) return last ?? this.#root;
    if (last && last.element.name !== 'html') return last;
    if (name === 'html') return this.#root;
    const html = last ?? (this.#impliedHtml ??= this.#imply('html', this.#root));
    if (name === 'body' || (!this.#impliedBody && headElements.has(name))) return html;
    const body = this.#impliedBody ?? this.#imply('body', html);
    // White space before an element is not in the body.
    if (name !== '') this.#impliedBody = body;
    return body;
  }

  #imply(name: string, parent: OpenElement): OpenElement {
    const element = {
      ...this.#root.element,
      name,
      parent: parent === this.#root ? undefined : parent.element,
      index: name === 'html' ? 1 : 2,
    };
    const style = this.#styleOf(element, parent.style);
    // Unlike `hidden`, this applies to all text within.
    return {
      element,
      style: style.hidden ? { ...style, hidden: false, opacity: 0 } : style,
      children: 0,
      lastChild: undefined,
    };
  }

  /** Opens an element. @param ordinal 0-based number in document order */
  open(name: string, attributes: Attributes, ordinal: number): ComputedStyle {
    const parent = this.#parentOf(name);
    parent.children += 1;
    if (this.#cascade.usesSiblings) this.#budget.spend(siblingCost);
    const element: StyledElement = {
      name,
      attributes,
      parent: parent === this.#root ? undefined : parent.element,
      previous: parent.lastChild,
      index: parent.children,
      ahead: this.#lookAhead[ordinal],
    };
    if (this.#cascade.usesSiblings) parent.lastChild = element;
    const style = this.#styleOf(element, parent.style);
    this.#push(parent, element, style);
    return style;
  }

  close(): void {
    this.#open.pop();
  }

  /** Without rules, no selector refers to the element: only its style is kept. */
  #push(parent: OpenElement, element: StyledElement, style: ComputedStyle): void {
    if (this.#cascade.hasRules) this.#open.push({ element, style, children: 0, lastChild: undefined });
    else this.#open.push(style === parent.style ? parent : { ...this.#root, style });
  }

  #styleOf(element: StyledElement, outer: ComputedStyle): ComputedStyle {
    const { name, attributes } = element;
    if (attributes.size === 0 && !this.#cascade.hasRules && !hintedElements.has(name)) return plain(outer);
    const values = this.#cascade.valuesOf(element);
    const hint = hintsOf(name, attributes, outer);
    if (hint === undefined) {
      if (values.size === 0) return plain(outer);
      const known = this.#computed.get(values);
      if (known?.outer === outer) return known.style;
    }
    const style = computeStyle(outer, values, hint ?? {});
    if (hint === undefined) remember(this.#computed, values, { outer, style });
    return style;
  }
}

/** The inherited style of an element without declarations. */
function plain(outer: ComputedStyle): ComputedStyle {
  return outer.noBottomMargin || outer.listLevel > 0
    ? { ...outer, noBottomMargin: false, listLevel: 0 }
    : outer;
}

/** Elements that browsers do not display (HTML, 15.3.1; MathML Core, 2.1). */
const undisplayedElements = new Set(['rp', 'mphantom', 'annotation', 'annotation-xml']);
const hintedElements = new Set(['dialog', 'mark', ...undisplayedElements]);

/** Presentational attributes and the style sheet of browsers (HTML, 15.3). Undefined if there are none. */
function hintsOf(name: string, attributes: Attributes, outer: ComputedStyle): PresentationHints | undefined {
  const hidden =
    attributes.has('hidden') ||
    attributes.has('popover') ||
    (name === 'dialog' && !attributes.has('open')) ||
    undisplayedElements.has(name) ||
    (name === 'input' && attributes.get('type')?.toLowerCase() === 'hidden');
  const isLink = name === 'a' && attributes.has('href');
  const isMark = name === 'mark';
  const background = attributes.has('background')
    ? ('unknown' as const)
    : (parseHtmlColor(attributes.get('bgcolor')) ?? (isMark ? rgb(0xffff00) : undefined));
  const color =
    (name === 'font' || name === 'basefont' ? parseHtmlColor(attributes.get('color')) : undefined) ??
    (name === 'body' ? parseHtmlColor(attributes.get('text')) : undefined) ??
    (isLink ? outer.linkColor : isMark ? rgb(0) : undefined);
  const fontSize = name === 'font' ? parseFontSize(attributes.get('size')) : undefined;
  const linkColor = name === 'body' ? parseHtmlColor(attributes.get('link')) : undefined;
  if (!hidden && !background && !color && fontSize === undefined && !linkColor) return undefined;
  return { hidden, background, color, fontSize, linkColor };
}

function parseFontSize(size: string | undefined): number | undefined {
  const parts = /^\s*([+-]?)(\d{1,3})/.exec(size ?? '');
  if (!parts) return undefined;
  const number = Number(parts[2]);
  const level = parts[1] === '+' ? 3 + number : parts[1] === '-' ? 3 - number : number;
  return fontSizes[Math.min(7, Math.max(1, level)) - 1];
}
