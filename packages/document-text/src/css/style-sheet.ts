import { type CSSToken, TokenType, tokenizer } from '@csstools/css-tokenizer';
import { matchesMedia, matchesSupports } from './conditions.ts';
import { LayerOrder, type LayerPath, unlayered } from './layers.ts';
import { splitOutside } from './values.ts';

/** One declaration. Comments and white space around the value are left out. */
export interface CssDeclaration {
  /** In lower case, except custom properties. */
  readonly property: string;
  readonly value: readonly CSSToken[];
  readonly important: boolean;
}

/** A style rule of a style sheet. */
export interface CssRule {
  /** Selector list as text, without nesting. */
  readonly selector: string;
  readonly declarations: readonly CssDeclaration[];
  readonly layer: LayerPath;
}

/** Returns false to stop. */
type TakeRule = (rule: CssRule) => boolean;

const maxNesting = 16;
/** A longer selector or value is ignored, as far as memory is concerned; the rest of the rule is read. */
const maxTokens = 2048;
const maxSelectorCharacters = 16_384;

interface Block {
  /** Selector list of the enclosing rule; undefined at the top level, empty in a `style` attribute. */
  readonly selector: string | undefined;
  readonly scope: string;
  readonly layer: LayerPath;
  readonly depth: number;
  /** Declarations of the enclosing rule that are not passed on yet. */
  readonly declarations: CssDeclaration[];
}

/** Reads a style sheet (CSS Syntax 3, CSS Nesting, Cascade 5) token by token, without keeping the tokens. */
class StyleSheetParser {
  readonly imports: string[] = [];
  readonly #takeRule: TakeRule;
  readonly #layers: LayerOrder;
  readonly #next: () => CSSToken;
  readonly #endOfFile: () => boolean;
  #isStopped = false;

  constructor(css: string, takeRule: TakeRule, layers: LayerOrder) {
    const source = tokenizer({ css });
    this.#layers = layers;
    this.#takeRule = takeRule;
    this.#next = () => source.nextToken();
    this.#endOfFile = () => this.#isStopped || source.endOfFile();
  }

  /** Reads rules and declarations until the end of the block. */
  block(block: Block): void {
    let collected: CSSToken[] = [];
    let nesting = 0;
    while (!this.#endOfFile()) {
      const token = this.#next();
      const type = token[0];
      if (type === TokenType.EOF || (type === TokenType.CloseCurly && nesting === 0 && block.depth > 0))
        break;
      const isNestedName = isCustomProperty(collected);
      if (type === TokenType.AtKeyword && collected.length === 0) {
        this.#takeDeclarations(block);
        this.#atRule(token[4].value.toLowerCase(), block);
      } else if (type === TokenType.OpenCurly && !isNestedName && nesting === 0) {
        this.#takeDeclarations(block);
        this.#rule(collected, block);
        collected = [];
      } else if (type === TokenType.Semicolon && nesting === 0) {
        addDeclaration(collected, block.declarations);
        collected = [];
      } else {
        nesting = Math.max(0, nesting + nestingChange(type));
        const isSpace = type === TokenType.Whitespace || type === TokenType.CDO || type === TokenType.CDC;
        if (
          type !== TokenType.Comment &&
          !(isSpace && collected.length === 0) &&
          collected.length < maxTokens
        )
          collected.push(token);
      }
    }
    addDeclaration(collected, block.declarations);
    this.#takeDeclarations(block);
  }

  /** Passes on the declarations so far, which come before the rules within the block. */
  #takeDeclarations({ selector, declarations, layer }: Block): void {
    if (!selector || declarations.length === 0) return;
    const rule = { selector, declarations: declarations.splice(0), layer };
    this.#isStopped ||= !this.#takeRule(rule);
  }

  #rule(prelude: readonly CSSToken[], outer: Block): void {
    const selector = nestSelector(selectorText(prelude), outer);
    const depth = outer.depth + 1;
    if (depth > maxNesting || selector === '') this.#skipBlock();
    else this.block({ ...outer, selector, depth, declarations: [] });
  }

  #atRule(name: string, outer: Block): void {
    const prelude: CSSToken[] = [];
    while (!this.#endOfFile()) {
      const token = this.#next();
      if (token[0] === TokenType.EOF || token[0] === TokenType.Semicolon) {
        if (name === 'import') this.#import(prelude);
        else if (name === 'layer') this.#orderLayers(prelude, outer.layer);
        return;
      }
      if (token[0] === TokenType.OpenCurly) break;
      if (token[0] !== TokenType.Comment && prelude.length < maxTokens) prelude.push(token);
    }
    const inner = this.#enterAtRule(name, prelude, outer);
    if (!inner || inner.depth > maxNesting) this.#skipBlock();
    else this.block(inner);
  }

  #import(prelude: readonly CSSToken[]): void {
    for (const token of prelude) {
      if (token[0] === TokenType.URL || token[0] === TokenType.String) this.imports.push(token[4].value);
    }
  }

  /** A statement such as `@layer base, theme;` */
  #orderLayers(prelude: readonly CSSToken[], outer: LayerPath): void {
    for (const name of selectorText(prelude).split(',')) this.#layers.enter(outer, name.trim());
  }

  /** The content of an at-rule whose condition is met; undefined if it does not apply or contains no style rules. */
  #enterAtRule(name: string, prelude: readonly CSSToken[], outer: Block): Block | undefined {
    const inner = { ...outer, depth: outer.depth + 1 };
    switch (name) {
      case 'media':
        return matchesMedia(prelude) ? inner : undefined;
      case 'supports':
        return matchesSupports(prelude) ? inner : undefined;
      case 'layer':
        return { ...inner, layer: this.#layers.enter(outer.layer, selectorText(prelude)) };
      case 'scope': {
        // `(root) to (limit)`: the limit is ignored.
        const [start = ''] = selectorText(prelude).split(/\bto\b/);
        const root = start.trim();
        const isWrapped = root.startsWith('(') && root.endsWith(')');
        return { ...inner, scope: isWrapped ? root.slice(1, -1) : '' };
      }
      case 'starting-style':
      case 'container':
      default:
        return undefined;
    }
  }

  #skipBlock(): void {
    for (let depth = 1; depth > 0 && !this.#endOfFile();) {
      const type = this.#next()[0];
      if (type === TokenType.OpenCurly) depth += 1;
      else if (type === TokenType.CloseCurly) depth -= 1;
    }
  }
}

function isCustomProperty(tokens: readonly CSSToken[]): boolean {
  const [name, colon] = tokens;
  return name?.[0] === TokenType.Ident && name[4].value.startsWith('--') && colon?.[0] === TokenType.Colon;
}

function nestingChange(type: TokenType): number {
  switch (type) {
    case TokenType.OpenParen:
    case TokenType.Function:
    case TokenType.OpenSquare:
    case TokenType.OpenCurly:
      return 1;
    case TokenType.CloseParen:
    case TokenType.CloseSquare:
    case TokenType.CloseCurly:
      return -1;
    default:
      return 0;
  }
}

function selectorText(tokens: readonly CSSToken[]): string {
  return tokens
    .map((token) => (token[0] === TokenType.Whitespace ? ' ' : token[1]))
    .join('')
    .trim();
}

/**
 * Expands `&` and the implied descendant combinator of a nested rule, and the root of `@scope`. Empty if the result is
 * too long.
 */
function nestSelector(own: string, outer: Block): string {
  const enclosing = outer.selector ?? outer.scope;
  const insertions = enclosing === '' ? 0 : own.split(/[,&]|:scope/).length;
  if (own.length + insertions * (enclosing.length + 12) > maxSelectorCharacters) return '';
  if (own === '') return '';
  if (outer.selector !== undefined) {
    const parent = `:is(${outer.selector})`;
    return splitOutside(own, ',')
      .map((part) => (part.includes('&') ? part.replaceAll('&', parent) : `${parent} ${part}`))
      .join(',');
  }
  if (outer.scope === '') return own;
  return own.includes(':scope')
    ? own.replaceAll(':scope', `:is(${outer.scope})`)
    : `:is(${outer.scope}) :is(${own})`;
}

function addDeclaration(tokens: readonly CSSToken[], declarations: CssDeclaration[]): void {
  const colon = tokens.findIndex(
    (token) => token[0] !== TokenType.Whitespace && token[0] !== TokenType.Ident,
  );
  const name = tokens[0];
  if (name?.[0] !== TokenType.Ident || colon < 1 || tokens[colon]?.[0] !== TokenType.Colon) return;
  const property = name[4].value.startsWith('--') ? name[4].value : name[4].value.toLowerCase();
  const value = trimSpace(tokens.slice(colon + 1));
  const [mark, word] = value.filter((token) => token[0] !== TokenType.Whitespace).slice(-2);
  const important =
    mark?.[0] === TokenType.Delim &&
    mark[4].value === '!' &&
    word?.[0] === TokenType.Ident &&
    word[4].value.toLowerCase() === 'important';
  const own = important ? trimSpace(value.slice(0, value.lastIndexOf(mark))) : value;
  if (own.length > 0) declarations.push({ property, value: own, important });
}

function trimSpace(tokens: readonly CSSToken[]): readonly CSSToken[] {
  let start = 0;
  let end = tokens.length;
  while (start < end && tokens[start]?.[0] === TokenType.Whitespace) start += 1;
  while (end > start && tokens[end - 1]?.[0] === TokenType.Whitespace) end -= 1;
  return tokens.slice(start, end);
}

/**
 * Reads a style sheet and passes each rule to `takeRule`. Returns the URLs of `@import` rules.
 * @param layers the layers of the style sheets before
 */
export function parseStyleSheet(
  css: string,
  takeRule: TakeRule,
  layers = new LayerOrder(),
): { readonly imports: readonly string[] } {
  const parser = new StyleSheetParser(css, takeRule, layers);
  parser.block({ selector: undefined, scope: '', layer: unlayered, depth: 0, declarations: [] });
  return parser;
}

/** Reads the declarations of a `style` attribute. */
export function parseStyleAttribute(style: string): readonly CssDeclaration[] {
  const declarations: CssDeclaration[] = [];
  const parser = new StyleSheetParser(style, () => true, new LayerOrder());
  parser.block({ selector: '', scope: '', layer: unlayered, depth: 0, declarations });
  return declarations;
}
