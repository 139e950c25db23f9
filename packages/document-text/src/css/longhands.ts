import { type CSSToken, TokenType } from '@csstools/css-tokenizer';
import { parseColor } from './color.ts';
import type { CssDeclaration } from './style-sheet.ts';
import { functionOf, keyword, readLength, splitComponents } from './values.ts';

type Tokens = readonly CSSToken[];

const wide = new Set(['inherit', 'initial', 'unset', 'revert', 'revert-layer']);
const sizeWords = new Set(['auto', 'none', 'min-content', 'max-content', 'fit-content', 'stretch', 'normal']);
const fontSizeWords = new Set(
  'xx-small x-small small medium large x-large xx-large xxx-large smaller larger'.split(' '),
);
const displayWords = new Set(
  (
    'none block inline inline-block flex inline-flex grid inline-grid table inline-table table-row table-cell ' +
    'table-row-group table-header-group table-footer-group table-column table-column-group table-caption ' +
    'list-item contents flow flow-root ruby run-in -webkit-box -webkit-inline-box -webkit-flex -ms-flexbox'
  ).split(' '),
);
const overflowWords = new Set(['visible', 'hidden', 'clip', 'scroll', 'auto', 'overlay']);
const backgroundWords = new Set(
  (
    'none repeat repeat-x repeat-y no-repeat space round scroll fixed local center top bottom left right cover ' +
    'contain border-box padding-box content-box text'
  ).split(' '),
);

function isWord(words: ReadonlySet<string>): (value: Tokens) => boolean {
  return (value) =>
    splitComponents(value).every(([token]) => token?.[0] === TokenType.Ident && words.has(keyword([token])));
}

function isSingle(value: Tokens): boolean {
  return splitComponents(value).length === 1;
}

function isNumeric(value: Tokens): boolean {
  return isSingle(value) && readLength(value) !== undefined;
}

function isLength(value: Tokens): boolean {
  return isNumeric(value) || (isSingle(value) && isWord(sizeWords)(value));
}

/** A length with keywords that do not matter here. */
function isIndent(value: Tokens): boolean {
  const components = splitComponents(value);
  const lengths = components.filter((component) => !/^(?:hanging|each-line)$/.test(keyword(component)));
  return lengths.length === 1 && lengths.every(isLength);
}

function isColor(value: Tokens): boolean {
  return isSingle(value) && (keyword(value) === 'currentcolor' || parseColor(value) !== undefined);
}

function isAnything(): boolean {
  return true;
}

/** A list of functions and keywords. */
function isList(functions: RegExp, keywords = /^none$/): (value: Tokens) => boolean {
  return (value) =>
    splitComponents(value).every(
      (component) => functions.test(functionOf(component)?.name ?? '') || keywords.test(keyword(component)),
    );
}

const transforms =
  /^(?:matrix(?:3d)?|perspective|rotate(?:3d|[xyz])?|scale(?:3d|[xyz])?|skew[xy]?|translate(?:3d|[xyz])?)$/;
const shapes = /^(?:inset|circle|ellipse|polygon|path|rect|xywh|shape|url)$/;
const shapeWords = /^(?:none|(?:margin|border|padding|content|fill|stroke|view)-box)$/;
const filters =
  /^(?:alpha|blur|brightness|contrast|drop-shadow|grayscale|hue-rotate|invert|opacity|saturate|sepia|url)$/;

/** Known functions, also behind the `progid:` of Internet Explorer. */
function isFilter(value: Tokens): boolean {
  const functions = splitComponents(value).flatMap((component) => functionOf(component) ?? []);
  return keyword(value) === 'none' || functions.some(({ name }) => filters.test(name));
}

function isRotation(value: Tokens): boolean {
  return splitComponents(value).every(
    ([token]) =>
      token?.[0] === TokenType.Dimension ||
      token?.[0] === TokenType.Number ||
      /^(?:none|[xyz])$/.test(keyword(token && [token])),
  );
}

function isLengths(value: Tokens): boolean {
  return keyword(value) === 'none' || splitComponents(value).every(isNumeric);
}

function isImages(value: Tokens): boolean {
  return keyword(value) === 'none' || splitComponents(value).some(isImage);
}

/** Properties that affect the visibility or layout of text, and which values of them are valid. */
const properties: ReadonlyMap<string, (value: Tokens) => boolean> = new Map([
  ['display', isWord(displayWords)],
  ['visibility', isWord(new Set(['visible', 'hidden', 'collapse']))],
  ['content-visibility', isWord(new Set(['visible', 'auto', 'hidden']))],
  ['backface-visibility', isWord(new Set(['visible', 'hidden']))],
  ['color', isColor],
  ['-webkit-text-fill-color', isColor],
  ['-webkit-text-security', isWord(new Set(['none', 'circle', 'disc', 'square']))],
  ['background-color', isColor],
  ['background-image', isImages],
  ['background-clip', isWord(new Set(['border-box', 'padding-box', 'content-box', 'border-area', 'text']))],
  ['font-size', (value) => isNumeric(value) || (isSingle(value) && isWord(fontSizeWords)(value))],
  ['mso-list', isAnything],
  ['opacity', isNumeric],
  ['zoom', isNumeric],
  ['font-size-adjust', isNumeric],
  ['clip', isList(/^rect$/, /^auto$/)],
  ['clip-path', isList(shapes, shapeWords)],
  ['transform', isList(transforms)],
  ['scale', isLengths],
  ['translate', isLengths],
  ['rotate', isRotation],
  ['filter', isFilter],
  ['mask-image', isImages],
  ['text-indent', isIndent],
  ...['overflow-x', 'overflow-y'].map((name) => [name, isWord(overflowWords)] as const),
  ...(
    'width height max-width max-height line-height letter-spacing left top right bottom margin-left ' +
    'margin-top margin-right margin-bottom padding-left'
  )
    .split(' ')
    .map((name) => [name, isLength] as const),
]);

const aliases: Readonly<Record<string, string>> = {
  '-webkit-opacity': 'opacity',
  '-moz-opacity': 'opacity',
  '-webkit-transform': 'transform',
  '-ms-transform': 'transform',
  '-webkit-filter': 'filter',
  '-webkit-clip-path': 'clip-path',
  '-webkit-mask-image': 'mask-image',
  '-webkit-mask': 'mask-image',
  mask: 'mask-image',
  '-webkit-background-clip': 'background-clip',
  'inline-size': 'width',
  'block-size': 'height',
  'max-inline-size': 'max-width',
  'max-block-size': 'max-height',
  'inset-inline-start': 'left',
  'inset-inline-end': 'right',
  'inset-block-start': 'top',
  'inset-block-end': 'bottom',
  'margin-inline-start': 'margin-left',
  'margin-inline-end': 'margin-right',
  'margin-block-start': 'margin-top',
  'margin-block-end': 'margin-bottom',
  'margin-inline': 'margin-left',
  'inset-inline': 'left',
  'inset-block': 'top',
};
const sides = ['top', 'right', 'bottom', 'left'] as const;

/** A longhand property with its value. */
export type Longhand = readonly [property: string, value: Tokens];

function expandSides(prefix: string, value: Tokens): Longhand[] {
  const parts = splitComponents(value);
  const isValid = parts.every((part) => isLength(part) || hasVariable(part) || isWideKeyword(part));
  if (!isValid || parts.length > 4) return [];
  const [top = [], right = top, bottom = top, left = right] = parts;
  const values = [top, right, bottom, left];
  return sides.map((side, index) => [`${prefix}${side}`, values[index] ?? top]);
}

function isImage(component: Tokens): boolean {
  const [first] = component;
  return (
    first?.[0] === TokenType.URL ||
    first?.[0] === TokenType.BadURL ||
    /^url$|gradient$|image|element|paint/.test(functionOf(component)?.name ?? '')
  );
}

function expandBackground(value: Tokens): Longhand[] {
  const components = splitComponents(value);
  const color = components.findLast(isColor);
  const isValid = components.every(
    (component) => keyword(component) === '' || isColor(component) || backgroundWords.has(keyword(component)),
  );
  if (!isValid) return [];
  const images = components.filter(isImage).flat();
  const clip = components.find((component) => keyword(component) === 'text');
  return [
    ['background-color', color ?? []],
    ['background-image', images],
    ...(clip ? [['background-clip', clip] as const] : []),
  ];
}

function expandFont(value: Tokens): Longhand[] {
  const components = splitComponents(value);
  const size = components.findIndex((component) => {
    const [token] = component;
    if (token?.[0] === TokenType.Number) return token[4].value === 0;
    return fontSizeWords.has(keyword(component)) || (keyword(component) === '' && isLength(component));
  });
  const found = components[size];
  if (!found) return [];
  const hasLine = components[size + 1]?.[0]?.[1] === '/';
  const line = hasLine ? components[size + 2] : undefined;
  return [['font-size', found], ...(line ? [['line-height', line] as const] : [])];
}

function hasVariable(value: Tokens): boolean {
  return value.some((token) => token[0] === TokenType.Function && token[4].value.toLowerCase() === 'var');
}

/**
 * The longhand properties that a declaration sets. Empty if its value is invalid, so that an earlier declaration stays in
 * force, or if it does not matter here. Values with `var()` are expanded again when they are computed.
 */
export function expandDeclaration({ property: name, value }: CssDeclaration): readonly Longhand[] {
  if (name.startsWith('--')) return [[name, value]];
  const property = aliases[name] ?? name;
  const isWide = wide.has(keyword(value)) && value.length === 1;
  const isKnown = isWide || hasVariable(value);
  switch (property) {
    case 'all':
      return isWide ? [['all', value]] : [];
    case 'font':
      return isKnown ? [['font-size', value]] : expandFont(value);
    case 'background':
      return isKnown ? [['background-color', value]] : expandBackground(value);
    case 'margin':
      return expandSides('margin-', value);
    case 'inset':
      return expandSides('', value);
    case 'padding':
      return expandSides('padding-', value).filter(([longhand]) => longhand === 'padding-left');
    case 'overflow': {
      const [x = [], y = x] = splitComponents(value);
      return isKnown || isWord(overflowWords)(value)
        ? [
            ['overflow-x', x],
            ['overflow-y', y],
          ]
        : [];
    }
    default: {
      const isValid = properties.get(property);
      return isValid && (isKnown || isValid(value)) ? [[property, value]] : [];
    }
  }
}

/** Returns true for `inherit`, `initial`, `unset` and `revert`. */
export function isWideKeyword(value: Tokens): boolean {
  return wide.has(keyword(value));
}
