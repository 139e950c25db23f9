import {
  AttributeAction,
  type AttributeSelector,
  type PseudoSelector,
  type Selector,
  SelectorType,
  parse,
} from 'css-what';
import type { WorkBudget } from '../budget.ts';

/** An element as selectors see it. */
export interface StyledElement {
  readonly name: string;
  readonly attributes: ReadonlyMap<string, string>;
  readonly parent: StyledElement | undefined;
  readonly previous: StyledElement | undefined;
  /** 1-based position among the siblings. */
  readonly index: number;
  /** Position from the end, number of children and text: known only if the document was read before. */
  readonly ahead: LookAhead | undefined;
}

/** Properties of an element that depend on what follows its start tag. */
export interface LookAhead {
  /** 1-based position among the siblings, from the end. */
  readonly indexFromEnd: number;
  readonly typeIndexFromEnd: number;
  readonly isEmpty: boolean;
}

type Combinator = SelectorType.Descendant | SelectorType.Child | SelectorType.Adjacent | SelectorType.Sibling;

/** A complex selector, from right to left. */
interface Complex {
  readonly compounds: readonly (readonly Selector[])[];
  /** Combinator on the left of the compound with the same index. */
  readonly combinators: readonly Combinator[];
}

/** A compiled selector. */
export interface CompiledSelector extends Complex {
  /** Specificity as one number. */
  readonly specificity: number;
  /** A class, id or tag name that the element must have: `.a`, `#a`, `a`; `*` for any. */
  readonly key: string;
}

const stepCost = 3;
const nestedCost = 2;
/** Cost of a character of an attribute that is compared; of a long one, whose copies outlive several comparisons. */
const valueCost = 2;
const longValueCost = 15;
const longValueCharacters = 1024;
const maxAncestorSteps = 512;

function compile(tokens: readonly Selector[]): Complex | undefined {
  const compounds: Selector[][] = [[]];
  const combinators: Combinator[] = [];
  for (const token of tokens) {
    switch (token.type) {
      case SelectorType.Descendant:
      case SelectorType.Child:
      case SelectorType.Adjacent:
      case SelectorType.Sibling:
        combinators.unshift(token.type);
        compounds.unshift([]);
        break;
      case SelectorType.PseudoElement:
      case SelectorType.ColumnCombinator:
      case SelectorType.Parent:
        return undefined;
      default:
        compounds[0]?.push(token);
    }
  }
  return compounds.every((compound) => compound.length > 0) ? { compounds, combinators } : undefined;
}

/** Compiles a selector list. Empty if it is invalid, as CSS ignores the whole rule then. */
export function compileSelectors(list: string): CompiledSelector[] {
  return parseSelectors(list).flatMap((tokens) => {
    const complex = compile(tokens);
    if (!complex) return [];
    return [{ ...complex, specificity: specificityOf(tokens), key: keyOf(complex.compounds[0] ?? []) }];
  });
}

function parseSelectors(list: string): Selector[][] {
  try {
    return parse(list.replaceAll(/:-(?:webkit|moz)-any(?=\()/gi, ':is'));
  } catch {
    return [];
  }
}

function keyOf(compound: readonly Selector[]): string {
  let key = '*';
  for (const token of compound) {
    if (
      token.type === SelectorType.Attribute &&
      token.name === 'id' &&
      token.action === AttributeAction.Equals
    )
      return `#${token.value.toLowerCase()}`;
    if (
      token.type === SelectorType.Attribute &&
      token.name === 'class' &&
      token.action === AttributeAction.Element
    )
      key = `.${token.value.toLowerCase()}`;
    else if (token.type === SelectorType.Tag && key === '*') key = token.name.toLowerCase();
  }
  return key;
}

const classWeight = 1000;
const idWeight = 1_000_000;

function specificityOf(tokens: readonly Selector[]): number {
  let sum = 0;
  for (const token of tokens) {
    if (token.type === SelectorType.Tag) sum += 1;
    else if (token.type === SelectorType.Attribute)
      sum += token.name === 'id' && token.action === AttributeAction.Equals ? idWeight : classWeight;
    else if (token.type === SelectorType.Pseudo) {
      if (!Array.isArray(token.data)) sum += classWeight;
      else if (token.name !== 'where') sum += Math.max(0, ...token.data.map(specificityOf));
    }
  }
  return Math.min(sum, 1e9);
}

/** Matches selectors against elements, within a work budget. */
export class SelectorMatcher {
  readonly #budget: WorkBudget;
  readonly #nested = new WeakMap<readonly Selector[], Complex | undefined>();

  constructor(budget: WorkBudget) {
    this.#budget = budget;
  }

  matches(selector: Complex, element: StyledElement): boolean {
    return this.#matchesFrom(selector, 0, element);
  }

  #matchesFrom(selector: Complex, at: number, element: StyledElement): boolean {
    this.#budget.spend(stepCost);
    if (this.#budget.isSpent) return false;
    if (!selector.compounds[at]?.every((token) => this.#matchesSimple(token, element))) return false;
    const combinator = selector.combinators[at];
    switch (combinator) {
      case undefined:
        return true;
      case SelectorType.Child:
        return element.parent !== undefined && this.#matchesFrom(selector, at + 1, element.parent);
      case SelectorType.Adjacent:
        return element.previous !== undefined && this.#matchesFrom(selector, at + 1, element.previous);
      default: {
        const step = combinator === SelectorType.Descendant ? 'parent' : 'previous';
        let other = element[step];
        for (let steps = 0; other && steps < maxAncestorSteps && !this.#budget.isSpent; steps += 1) {
          if (this.#matchesFrom(selector, at + 1, other)) return true;
          other = other[step];
        }
        return false;
      }
    }
  }

  #matchesSimple(token: Selector, element: StyledElement): boolean {
    switch (token.type) {
      case SelectorType.Universal:
        return true;
      case SelectorType.Tag:
        return token.name.toLowerCase() === element.name;
      case SelectorType.Attribute:
        return matchesAttribute(token, element, this.#budget);
      case SelectorType.Pseudo:
        return this.#matchesPseudo(token, element);
      default:
        return false;
    }
  }

  #matchesPseudo({ name, data }: PseudoSelector, element: StyledElement): boolean {
    this.#budget.spend(stepCost);
    switch (name) {
      case 'is':
      case 'where':
      case 'matches':
        return Array.isArray(data) && data.some((tokens) => this.#matchesTokens(tokens, element));
      case 'not':
        return Array.isArray(data) && !data.some((tokens) => this.#matchesTokens(tokens, element));
      case 'root':
      case 'scope':
        return element.name === 'html';
      case 'link':
      case 'any-link':
        return (element.name === 'a' || element.name === 'area') && element.attributes.has('href');
      case 'lang':
        return typeof data === 'string' && matchesLanguage(data, element, this.#budget);
      case 'empty':
        return element.ahead?.isEmpty === true;
      case 'defined':
      case 'enabled':
      case 'read-only':
      case 'dir':
        return name !== 'dir' || data === 'ltr';
      default:
        return matchesPosition(name, typeof data === 'string' ? data : '', element, this.#budget);
    }
  }

  #matchesTokens(tokens: readonly Selector[], element: StyledElement): boolean {
    this.#budget.spend(nestedCost);
    let complex = this.#nested.get(tokens);
    if (complex === undefined && !this.#nested.has(tokens)) {
      complex = compile(tokens);
      this.#nested.set(tokens, complex);
    }
    return complex !== undefined && this.#matchesFrom(complex, 0, element);
  }
}

function matchesAttribute(token: AttributeSelector, element: StyledElement, budget: WorkBudget): boolean {
  const actual = element.attributes.get(token.name.toLowerCase());
  if (actual === undefined) return token.action === AttributeAction.Not;
  if (token.action === AttributeAction.Exists) return true;
  budget.spend(actual.length * (actual.length > longValueCharacters ? longValueCost : valueCost));
  if (budget.isSpent) return false;
  // Class and id ignore case in quirks mode, which most mail has; other attributes only with `i` or by HTML.
  const ignoresCase = token.ignoreCase !== false;
  const value = ignoresCase ? actual.toLowerCase() : actual;
  const wanted = ignoresCase ? token.value.toLowerCase() : token.value;
  switch (token.action) {
    case AttributeAction.Equals:
      return value === wanted;
    case AttributeAction.Not:
      return value !== wanted;
    case AttributeAction.Element:
      return wanted !== '' && ` ${value.replaceAll(/[\t\n\f\r]/g, ' ')} `.includes(` ${wanted} `);
    case AttributeAction.Start:
      return wanted !== '' && value.startsWith(wanted);
    case AttributeAction.End:
      return wanted !== '' && value.endsWith(wanted);
    case AttributeAction.Any:
      return wanted !== '' && value.includes(wanted);
    case AttributeAction.Hyphen:
      return value === wanted || value.startsWith(`${wanted}-`);
    default:
      return false;
  }
}

function matchesLanguage(data: string, element: StyledElement, budget: WorkBudget): boolean {
  for (let one: StyledElement | undefined = element; one && !budget.isSpent; one = one.parent) {
    const language = one.attributes.get('lang')?.toLowerCase();
    budget.spend(stepCost + (language?.length ?? 0) * valueCost);
    if (language === undefined) continue;
    return data
      .toLowerCase()
      .split(',')
      .some((part) => {
        const wanted = part.trim().replaceAll(/["']/g, '');
        return language === wanted || language.startsWith(`${wanted}-`);
      });
  }
  return false;
}

/** Position among the previous siblings of the same name. */
function typeIndex(element: StyledElement, budget: WorkBudget): number {
  let index = 1;
  for (let one = element.previous; one && !budget.isSpent; one = one.previous) {
    budget.spend(stepCost);
    if (one.name === element.name) index += 1;
  }
  return index;
}

function matchesPosition(name: string, data: string, element: StyledElement, budget: WorkBudget): boolean {
  const { ahead, index } = element;
  switch (name) {
    case 'first-child':
      return index === 1;
    case 'last-child':
      return ahead?.indexFromEnd === 1;
    case 'only-child':
      return index === 1 && ahead?.indexFromEnd === 1;
    case 'first-of-type':
      return typeIndex(element, budget) === 1;
    case 'last-of-type':
      return ahead?.typeIndexFromEnd === 1;
    case 'only-of-type':
      return ahead?.typeIndexFromEnd === 1 && typeIndex(element, budget) === 1;
    case 'nth-child':
      return matchesNth(data, index);
    case 'nth-of-type':
      return matchesNth(data, typeIndex(element, budget));
    case 'nth-last-child':
      return ahead !== undefined && matchesNth(data, ahead.indexFromEnd);
    case 'nth-last-of-type':
      return ahead !== undefined && matchesNth(data, ahead.typeIndexFromEnd);
    default:
      // States that depend on the user (`:hover`, `:checked`), and unknown ones.
      return false;
  }
}

/** Evaluates `an+b`, `odd` or `even` (CSS Syntax 3, 6). */
function matchesNth(formula: string, index: number): boolean {
  const text = formula.trim().toLowerCase().replaceAll(/\s+/g, '');
  if (text === 'odd') return index % 2 === 1;
  if (text === 'even') return index % 2 === 0;
  const parts = /^([+-]?\d*)n([+-]\d+)?$/.exec(text);
  if (!parts) return /^[+-]?\d+$/.test(text) && Number(text) === index;
  const sign = parts[1] ?? '';
  const step = sign === '' || sign === '+' ? 1 : sign === '-' ? -1 : Number(sign);
  const rest = index - Number(parts[2] ?? 0);
  return step === 0 ? rest === 0 : rest % step === 0 && rest / step >= 0;
}
