import type { WorkBudget } from '../budget.ts';
import {
  type StyleDeclarations,
  isLowContrast,
  maxStyleCharacters,
  parseCssColor,
  parseStyle,
} from './style.ts';

/** The style of the text in an element. */
export interface ComputedStyle {
  readonly invisible: boolean;
  readonly tiny: boolean;
  readonly color: number | 'transparent';
  readonly background: number | 'unknown';
}

/** Black on white, normal size. */
export const defaultStyle: ComputedStyle = {
  invisible: false,
  tiny: false,
  color: 0x000000,
  background: 0xffffff,
};

const white = 0xffffff;
/** Cost per character of a `style` attribute that is not cached. */
const styleCost = 16;

/** Returns true if text with this style is visible. White text on an unknown background counts as visible. */
export function isVisible(style: ComputedStyle): boolean {
  if (style.invisible || style.tiny || style.color === 'transparent') return false;
  if (style.background === 'unknown' || style.color === 0x000000) return true;
  return !isLowContrast(style.color, style.background);
}

const noDeclarations: StyleDeclarations = {};

/** Computes the visibility of elements from attributes and style sheets. Caches parsed styles, which mail repeats. */
export class HtmlVisibility {
  /** Selectors that the style sheets of the document hide. */
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
    const parsed = parseStyle(style);
    this.#styles.set(style, parsed);
    return parsed;
  }

  /** Returns true if the element and its content are not displayed. */
  isHidden(style: StyleDeclarations, attributes: ReadonlyMap<string, string>): boolean {
    if (style.hidden === true || attributes.has('hidden')) return true;
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

  /** Returns the style of the text in an element. */
  computeStyle(
    outer: ComputedStyle,
    style: StyleDeclarations,
    attributes: ReadonlyMap<string, string>,
  ): ComputedStyle {
    if (attributes.size === 0) return outer;
    const color = style.color ?? parseCssColor(attributes.get('color') ?? '');
    const background = style.background ?? parseCssColor(attributes.get('bgcolor') ?? '');
    const hasImage = attributes.has('background');
    const { invisible, tiny } = style;
    if (
      color === undefined &&
      background === undefined &&
      !hasImage &&
      invisible === undefined &&
      tiny === undefined
    ) {
      return outer;
    }
    return {
      invisible: invisible ?? outer.invisible,
      tiny: tiny ?? outer.tiny,
      color: color ?? outer.color,
      background: hasImage
        ? 'unknown'
        : background === 'transparent'
          ? white
          : (background ?? outer.background),
    };
  }
}
