import type { WorkBudget } from '../budget.ts';
import {
  type StyleDeclarations,
  isLowContrast,
  maxStyleCharacters,
  parseCssColor,
  parseStyle,
} from './style.ts';

/** What an element hands on to the text in it. */
export interface ComputedStyle {
  readonly invisible: boolean;
  readonly tiny: boolean;
  readonly color: number | 'transparent';
  readonly background: number | 'unknown';
}

/** Black on white at full size. */
export const defaultStyle: ComputedStyle = {
  invisible: false,
  tiny: false,
  color: 0x000000,
  background: 0xffffff,
};

const white = 0xffffff;
/** What a character of a style costs that was not seen before. */
const styleCost = 16;

/** Whether a person sees text that looks like this. White on an unknown ground passes. */
export function isVisible(look: ComputedStyle): boolean {
  if (look.invisible || look.tiny || look.color === 'transparent') return false;
  if (look.background === 'unknown' || look.color === 0x000000) return true;
  return !isLowContrast(look.color, look.background);
}

const noDeclarations: StyleDeclarations = {};

/** Judges elements by their attributes and by the style sheet. Keeps what it parsed: mail repeats its styles endlessly. */
export class HtmlVisibility {
  /** Selectors of the document's style sheets that hide. */
  readonly hiddenSelectors = new Set<string>();
  readonly #budget: WorkBudget;
  readonly #styles = new Map<string, StyleDeclarations>();

  constructor(budget: WorkBudget) {
    this.#budget = budget;
  }

  declarations(attributes: ReadonlyMap<string, string>): StyleDeclarations {
    const style = attributes.get('style');
    if (style === undefined) return noDeclarations;
    const known = this.#styles.get(style);
    if (known) return known;
    this.#budget.retain();
    this.#budget.spend(Math.min(style.length, maxStyleCharacters) * styleCost);
    const facts = parseStyle(style);
    this.#styles.set(style, facts);
    return facts;
  }

  /** Whether the element and all in it are out of sight. */
  isHidden(facts: StyleDeclarations, attributes: ReadonlyMap<string, string>): boolean {
    if (facts.hidden === true || attributes.has('hidden')) return true;
    if (this.hiddenSelectors.size === 0) return false;
    const id = attributes.get('id');
    if (id !== undefined && this.hiddenSelectors.has(`#${id}`)) return true;
    const classes = attributes.get('class');
    if (classes === undefined) return false;
    return classes
      .slice(0, 512)
      .split(' ')
      .some((name) => this.hiddenSelectors.has(`.${name}`));
  }

  /** How text in the element looks, given how it looks around it. */
  computeStyle(
    outer: ComputedStyle,
    facts: StyleDeclarations,
    attributes: ReadonlyMap<string, string>,
  ): ComputedStyle {
    if (attributes.size === 0) return outer;
    const color = facts.color ?? parseCssColor(attributes.get('color') ?? '');
    const ground = facts.background ?? parseCssColor(attributes.get('bgcolor') ?? '');
    const picture = attributes.has('background');
    const { invisible, tiny } = facts;
    if (
      color === undefined &&
      ground === undefined &&
      !picture &&
      invisible === undefined &&
      tiny === undefined
    ) {
      return outer;
    }
    return {
      invisible: invisible ?? outer.invisible,
      tiny: tiny ?? outer.tiny,
      color: color ?? outer.color,
      background: picture ? 'unknown' : ground === 'transparent' ? white : (ground ?? outer.background),
    };
  }
}
