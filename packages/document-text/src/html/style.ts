/** Declarations that affect the visibility of text. Absent members are inherited. */
export interface StyleDeclarations {
  /** The element and its content are not displayed. */
  readonly hidden?: boolean;
  readonly invisible?: boolean;
  /** Font size of one pixel or less. */
  readonly tiny?: boolean;
  readonly color?: number | 'transparent';
  /** `unknown` for images and gradients. */
  readonly background?: number | 'unknown';
  /** The bottom margin is zero: the next paragraph follows without a blank line. */
  readonly noBottomMargin?: boolean;
  /** Level (1-based) of a list item that Word wrote as a paragraph. */
  readonly listLevel?: number;
}

/** Maximum characters parsed of one `style` attribute. */
export const maxStyleCharacters = 4096;
/** Positions and indents below this are off screen. */
const offScreenPixels = -900;

function parseLength(value: string | undefined): number {
  return Number.parseFloat(value ?? 'NaN');
}

function parseDeclarations(style: string): Map<string, string> {
  const found = new Map<string, string>();
  for (const declaration of style.slice(0, maxStyleCharacters).toLowerCase().split(';')) {
    const colon = declaration.indexOf(':');
    if (colon < 0) continue;
    const value = declaration
      .slice(colon + 1)
      .replace('!important', '')
      .trim();
    found.set(declaration.slice(0, colon).trim(), value);
  }
  return found;
}

function hasHidingDeclaration(style: ReadonlyMap<string, string>): boolean {
  if (style.get('display') === 'none' || parseLength(style.get('opacity')) === 0) return true;
  if (
    /^rect\(0(?:px)?[ ,]/.test(style.get('clip') ?? '') ||
    style.get('transform')?.startsWith('scale(0)') === true
  )
    return true;
  if (
    ['text-indent', 'left', 'top', 'margin-left'].some(
      (name) => parseLength(style.get(name)) < offScreenPixels,
    )
  )
    return true;
  if (style.get('overflow') !== 'hidden') return false;
  return ['max-height', 'height', 'max-width', 'width'].some((name) => parseLength(style.get(name)) === 0);
}

function getBackground(style: ReadonlyMap<string, string>): number | 'unknown' | undefined {
  if (style.has('background-image') && style.get('background-image') !== 'none') return 'unknown';
  const value = style.get('background-color') ?? style.get('background');
  if (value === undefined) return undefined;
  if (value.includes('url(') || value.includes('gradient')) return 'unknown';
  const color = parseCssColor(value) ?? parseCssColor(value.split(' ')[0] ?? '');
  if (color === 'transparent' || value === 'none' || value === 'inherit' || value === 'initial')
    return undefined;
  return color ?? 'unknown';
}

/** Reads the declarations of a `style` attribute. */
export function parseStyle(text: string): StyleDeclarations {
  const style = parseDeclarations(text);
  const result: { -readonly [K in keyof StyleDeclarations]: StyleDeclarations[K] } = {};
  if (hasHidingDeclaration(style)) result.hidden = true;
  const visibility = style.get('visibility');
  if (visibility !== undefined) result.invisible = visibility === 'hidden' || visibility === 'collapse';
  const size = parseLength(
    style.get('font-size') ?? (/^0(?:px|pt|em)?[ /]/.test(style.get('font') ?? '') ? '0' : undefined),
  );
  if (!Number.isNaN(size))
    result.tiny = /(?:em|%)$/.test(style.get('font-size') ?? '') ? size === 0 : size <= 1;
  const color = parseCssColor(style.get('color') ?? '');
  if (color !== undefined) result.color = color;
  else if (style.has('color')) result.color = 0x808080;
  const background = getBackground(style);
  if (background !== undefined) result.background = background;
  if (parseLength(style.get('margin')) === 0 || parseLength(style.get('margin-bottom')) === 0)
    result.noBottomMargin = true;
  const level = /\blevel([1-9])\b/.exec(style.get('mso-list') ?? '')?.[1];
  if (level !== undefined) result.listLevel = Number(level);
  return result;
}

/** A selector with a single class or id, which is the usual form in mail. Other selectors are ignored. */
const simpleSelector = /^[a-z]{0,16}([.#][\w-]{1,64})$/i;

function hidingSelectors(selectors: string, body: string): string[] {
  // Rules without a block, such as `@import`, end with a semicolon.
  const own = selectors.slice(selectors.lastIndexOf(';') + 1).replace('<!--', '');
  if (own.includes('@') || !parseStyle(body).hidden) return [];
  return own.split(',').flatMap((part) => simpleSelector.exec(part.trim())?.[1] ?? []);
}

/** Returns the classes and ids that a style sheet hides outside of media queries: `.preheader`, `#hidden`. */
export function hiddenSelectors(css: string): Set<string> {
  const found = new Set<string>();
  let depth = 0;
  let start = 0;
  let selectors = '';
  for (let at = 0; at < css.length; at += 1) {
    const code = css.charCodeAt(at);
    if (code === 0x2f && css.charCodeAt(at + 1) === 0x2a) {
      const end = css.indexOf('*/', at + 2);
      at = end < 0 ? css.length : end + 1;
      if (depth === 0) start = at + 1;
    } else if (code === 0x7b) {
      depth += 1;
      if (depth === 1) selectors = css.slice(start, at);
      start = at + 1;
    } else if (code === 0x7d) {
      if (depth === 1)
        for (const selector of hidingSelectors(selectors, css.slice(start, at))) found.add(selector);
      depth = Math.max(0, depth - 1);
      start = at + 1;
    }
  }
  return found;
}

/** Named colors close to white or black. Other names are not used to hide text. */
const namedColors: ReadonlyMap<string, number> = new Map([
  ['white', 0xffffff],
  ['snow', 0xfffafa],
  ['ivory', 0xfffff0],
  ['ghostwhite', 0xf8f8ff],
  ['floralwhite', 0xfffaf0],
  ['mintcream', 0xf5fffa],
  ['azure', 0xf0ffff],
  ['whitesmoke', 0xf5f5f5],
  ['window', 0xffffff],
  ['black', 0x000000],
  ['windowtext', 0x000000],
]);

/** Parses a CSS or HTML color as 0xRRGGBB. Undefined if it is not recognized. */
export function parseCssColor(text: string): number | 'transparent' | undefined {
  const value = text.trim().toLowerCase().slice(0, 64);
  if (value === 'transparent') return 'transparent';
  const hex = /^#?([0-9a-f]{6}|[0-9a-f]{3})$/.exec(value)?.[1];
  if (hex) return Number.parseInt(hex.length === 3 ? hex.replaceAll(/./g, '$&$&') : hex, 16);
  const parts = /^rgba?\((\d{1,3})[ ,]{1,3}(\d{1,3})[ ,]{1,3}(\d{1,3})(?:[ ,/]{1,3}([\d.]{1,6})%?)?\)$/.exec(
    value,
  );
  if (!parts) return namedColors.get(value);
  if (parts[4] !== undefined && Number(parts[4]) === 0) return 'transparent';
  const [red = 0, green = 0, blue = 0] = parts.slice(1, 4).map((part) => Math.min(Number(part), 255));
  return red * 0x10000 + green * 0x100 + blue;
}

const maxChannelDifference = 10;

/** Returns true if text of one color is not legible on the other. */
export function isLowContrast(text: number, background: number): boolean {
  for (const shift of [16, 8, 0]) {
    if (Math.abs(((text >> shift) & 0xff) - ((background >> shift) & 0xff)) > maxChannelDifference)
      return false;
  }
  return true;
}
