import { type CSSToken } from '@csstools/css-tokenizer';
import type { WorkBudget } from '../budget.ts';
import type { CascadedValues } from './computed-style.ts';
import { LayerOrder, type LayerPath, compareLayers } from './layers.ts';
import { type Longhand, expandDeclaration } from './longhands.ts';
import { type CompiledSelector, SelectorMatcher, type StyledElement, compileSelectors } from './selector.ts';
import { type CssDeclaration, type CssRule, parseStyleAttribute, parseStyleSheet } from './style-sheet.ts';

/** The longhands that a rule or `style` attribute sets, apart from those that it marks as important. */
interface Declarations {
  readonly normal: readonly Longhand[];
  readonly important: readonly Longhand[];
}

interface Rule extends Declarations {
  readonly selector: CompiledSelector;
  readonly order: number;
  readonly layer: LayerPath;
}

/**
 * Cost of a character of a style sheet, and of a `style` attribute; of such an attribute, for which a tokenizer is made; of
 * a rule, of one that an element is compared with, and of one that matches, which is sorted; of a class of an element.
 */
const cssCost = 24;
const attributeCost = 90;
const styleCost = 8000;
const ruleCost = 4000;
const candidateCost = 4;
const matchCost = 30;
const classCost = 15;
/** Cost of a character of a selector, which is compiled. */
const selectorCost = 100;
/** Maximum entries of a cache, which is emptied when it is full. */
const maxCached = 256;
const noValues: CascadedValues = new Map();

function expandAll(declarations: readonly CssDeclaration[]): Declarations {
  const expand = (important: boolean): Longhand[] =>
    declarations.filter((one) => one.important === important).flatMap(expandDeclaration);
  return { normal: expand(false), important: expand(true) };
}

/** The style sheets of a document, and the values that they and `style` attributes give to elements (CSS Cascade 5). */
export class Cascade {
  readonly #budget: WorkBudget;
  readonly #matcher: SelectorMatcher;
  /** By class, id or tag name of the rightmost compound. */
  readonly #rules = new Map<string, Rule[]>();
  readonly #layers = new LayerOrder();
  readonly #attributes = new Map<string, Declarations>();
  readonly #cached = new Map<string, CascadedValues>();
  #count = 0;
  /** Selectors refer to previous siblings, or to what follows an element. */
  usesSiblings = false;
  usesLookAhead = false;

  constructor(budget: WorkBudget) {
    this.#budget = budget;
    this.#matcher = new SelectorMatcher(budget);
  }

  /** The document has style rules. */
  get hasRules(): boolean {
    return this.#count > 0;
  }

  /** Adds a style sheet. Returns the URLs that it imports. */
  add(css: string): readonly string[] {
    this.#budget.spend(css.length * cssCost);
    if (this.#budget.isSpent) return [];
    const sheet = parseStyleSheet(css, (rule) => this.#addRule(rule), this.#layers);
    return sheet.imports;
  }

  /** Returns false if the budget is spent. */
  #addRule({ selector, declarations, layer }: CssRule): boolean {
    const expanded = expandAll(declarations);
    if (expanded.normal.length + expanded.important.length === 0) return !this.#budget.isSpent;
    this.usesSiblings ||= /[+~]|-of-type/.test(selector);
    this.usesLookAhead ||= /:(?:last|only|nth-last|empty)/i.test(selector);
    this.#budget.spend(selector.length * selectorCost);
    if (this.#budget.isSpent) return false;
    for (const compiled of compileSelectors(selector)) {
      this.#budget.spend(ruleCost);
      if (this.#budget.isSpent) return false;
      const rule = { ...expanded, selector: compiled, order: (this.#count += 1), layer };
      const rules = this.#rules.get(compiled.key);
      if (rules) rules.push(rule);
      else this.#rules.set(compiled.key, [rule]);
    }
    return true;
  }

  /** The cascaded values of an element. */
  valuesOf(element: StyledElement): CascadedValues {
    const style = element.attributes.get('style');
    const rules = this.#count === 0 ? [] : this.#matchingRules(element);
    if (style === undefined && rules.length === 0) return noValues;
    const key = `${rules.map(({ order }) => order).join(' ')}|${style ?? ''}`;
    const known = this.#cached.get(key);
    if (known) return known;
    this.#budget.retain();
    const own = style === undefined ? undefined : this.#declarationsOf(style);
    const attribute = own ? [own] : [];
    // Important declarations of earlier layers override those of later ones and of no layer (CSS Cascade 5, 6.4.4).
    const byImportance = rules.toSorted((left, right) => compareLayers(right.layer, left.layer));
    const important: Declarations[] = [...byImportance, ...attribute];
    const values = new Map<string, readonly CSSToken[]>();
    for (const [property, value] of [...rules, ...attribute].flatMap(({ normal }) => normal))
      setValue(values, property, value);
    for (const [property, value] of important.flatMap((one) => one.important))
      setValue(values, property, value);
    remember(this.#cached, key, values);
    return values;
  }

  #declarationsOf(style: string): Declarations {
    const known = this.#attributes.get(style);
    if (known) return known;
    this.#budget.spend(styleCost + style.length * attributeCost);
    const declarations = this.#budget.isSpent
      ? { normal: [], important: [] }
      : expandAll(parseStyleAttribute(style));
    remember(this.#attributes, style, declarations);
    return declarations;
  }

  /** The matching rules in ascending order of precedence. */
  #matchingRules(element: StyledElement): Rule[] {
    const id = element.attributes.get('id');
    const classes = element.attributes.get('class')?.toLowerCase().split(/\s+/) ?? [];
    this.#budget.spend(classes.length * classCost);
    const keys = new Set(['*', element.name, ...classes.map((name) => `.${name}`)]);
    if (id !== undefined) keys.add(`#${id.toLowerCase()}`);
    const found: Rule[] = [];
    for (const key of keys) {
      const candidates = this.#rules.get(key) ?? [];
      this.#budget.spend(candidates.length * candidateCost);
      if (this.#budget.isSpent) break;
      for (const rule of candidates) if (this.#matcher.matches(rule.selector, element)) found.push(rule);
    }
    this.#budget.spend(found.length * matchCost);
    return found.toSorted(
      (left, right) =>
        compareLayers(left.layer, right.layer) ||
        left.selector.specificity - right.selector.specificity ||
        left.order - right.order,
    );
  }
}

/** Adds an entry to a cache of bounded size. */
export function remember<K, V>(cache: Map<K, V>, key: K, value: V): void {
  if (cache.size >= maxCached) cache.clear();
  cache.set(key, value);
}

function setValue(
  values: Map<string, readonly CSSToken[]>,
  property: string,
  value: readonly CSSToken[],
): void {
  if (property === 'all') {
    for (const name of values.keys()) if (!name.startsWith('--')) values.delete(name);
  }
  values.set(property, value);
}
