import { ByteBuilder } from '../byte-builder.ts';
import { decodePdfName, endOfPdfString, isPdfRegular, isPdfSpace } from './lexer.ts';

/** What is left of a content stream when everything is taken out that draws no text. */
interface PdfContent {
  readonly bytes: Uint8Array;
  /** What it costs a reader, in operators: long strings count as several. */
  readonly cost: number;
  /** Whether any operator shows text. */
  readonly showsText: boolean;
  /** Names of the fonts that are set. */
  readonly fonts: ReadonlySet<string>;
  /** Names of the graphics states that are set. */
  readonly states: ReadonlySet<string>;
  /** How often each form is drawn, by name. */
  readonly forms: ReadonlyMap<string, number>;
}

/** Says which of the named resources matter to text. */
interface PdfContentFilter {
  isForm(name: string): boolean;
  setsFont(state: string): boolean;
}

/** So many bytes of text, or of anything, cost a reader as much as an operator. */
const textBytesPerOperator = 4;
const bytesPerOperator = 64;
/** Graphics states may be saved inside of each other this often; deeper ones are not told apart. */
const maxSaved = 64;

/** Where marked content starts, readers end a piece of text. How it is marked does not matter. */
const markedContent = new TextEncoder().encode('/P BMC\n');

/** A graphics state that was saved: what was put out before it. */
interface Saved {
  readonly length: number;
  readonly cost: number;
  shows: boolean;
}

/**
 * Reduces a content stream (ISO 32000-1, 7.8.2) to what places and shows text: paths, pictures, colours, marks and
 * saved states without text are dropped. Linear in its length.
 */
export function filterContentStream(source: Uint8Array, filter: PdfContentFilter): PdfContent {
  const output = new ByteBuilder(source.length * 2 + 64);
  const fonts = new Set<string>();
  const states = new Set<string>();
  const forms = new Map<string, number>();
  const saved: Saved[] = [];
  let unsaved = 0;
  let cost = 0;
  let showsText = false;
  let operands = 0;
  let name = '';
  let brackets = 0;
  /** Whether the operands hold a dictionary, which no operator of text takes. */
  let complex = false;

  const put = (from: number, to: number) => {
    if (to - from === 1) output.push(source[from] ?? 0);
    else output.add(source.subarray(from, to));
    output.push(0x0a);
    cost += 1 + (to - from) / bytesPerOperator;
  };
  const markShown = () => {
    for (let index = saved.length - 1; index >= 0; index -= 1) {
      const state = saved[index];
      if (!state || state.shows) return;
      state.shows = true;
    }
  };
  const restore = (from: number, to: number) => {
    if (unsaved > 0) {
      unsaved -= 1;
      return;
    }
    const state = saved.pop();
    if (state && !state.shows) {
      output.truncate(state.length);
      cost = state.cost;
    } else {
      put(from, to);
    }
  };
  /** What an operator does that stands from `word` to `to`; returns where to go on. */
  const operate = (effect: PdfEffect, word: number, to: number): number => {
    switch (effect) {
      case 'save':
        if (saved.length < maxSaved) {
          saved.push({ length: output.length, cost, shows: false });
          put(word, to);
        } else {
          unsaved += 1;
        }
        return to;
      case 'restore':
        restore(word, to);
        return to;
      case 'mark':
        output.add(markedContent);
        cost += 1;
        return to;
      case 'picture':
        return endOfInlineImage(source, to);
      case 'draw':
      case 'state':
      case 'font':
      case 'show':
      case 'keep':
        if (!complex) place(effect, to);
        return to;
    }
  };
  const place = (effect: 'keep' | 'show' | 'font' | 'draw' | 'state', to: number) => {
    switch (effect) {
      case 'draw':
        if (!filter.isForm(name)) return;
        forms.set(name, (forms.get(name) ?? 0) + 1);
        markShown();
        break;
      case 'state':
        if (!filter.setsFont(name)) return;
        states.add(name);
        break;
      case 'font':
        fonts.add(name);
        break;
      case 'show':
        cost += (to - operands) / textBytesPerOperator;
        showsText = true;
        markShown();
        break;
      case 'keep':
        break;
    }
    put(operands, to);
  };

  for (let at = 0; at < source.length;) {
    const code = source[at] ?? 0;
    if (isPdfSpace(code)) {
      at += 1;
    } else if (code === 0x25) {
      const isFirst = source.subarray(operands, at).every(isPdfSpace);
      while (at < source.length && source[at] !== 0x0a && source[at] !== 0x0d) at += 1;
      if (isFirst) operands = at;
    } else if (code === 0x28) {
      at = endOfPdfString(source, at, source.length);
    } else if (code === 0x2f) {
      const start = at + 1;
      at = endOfWord(source, start);
      name = decodePdfName(source, start, at);
    } else if (code === 0x3c && source[at + 1] !== 0x3c) {
      const end = source.indexOf(0x3e, at);
      at = end < 0 ? source.length : end + 1;
    } else if (!isPdfRegular(code)) {
      if (code === 0x5b) brackets += 1;
      else if (code === 0x5d) brackets = Math.max(0, brackets - 1);
      else complex = true;
      at += code === 0x3c ? 2 : 1;
    } else if (isNumberStart(code)) {
      at += 1;
      while (isNumberPart(source[at]) || isExponent(source, at)) at += 1;
    } else {
      const word = at;
      at = endOfWord(source, at);
      if (brackets > 0) continue;
      const effect = effectOfOperator(source, word, at);
      if (effect !== undefined) at = operate(effect, word, at);
      operands = at;
      name = '';
      complex = false;
    }
  }
  return { bytes: output.bytes(), cost, showsText, fonts, states, forms };
}

function endOfWord(source: Uint8Array, start: number): number {
  let at = start;
  while (isPdfRegular(source[at])) at += 1;
  return at;
}

function isNumberPart(code: number | undefined): boolean {
  return code !== undefined && ((code >= 0x30 && code <= 0x39) || code === 0x2e || code === 0x2d);
}

function isExponent(source: Uint8Array, at: number): boolean {
  return ((source[at] ?? 0) & 0xdf) === 0x45 && isNumberPart(source[at + 1]);
}

function isNumberStart(code: number): boolean {
  return isNumberPart(code) || code === 0x2b;
}

/** Behind the `EI` that ends the data of a picture within the content (8.9.7): plain text goes on there. */
function endOfInlineImage(source: Uint8Array, start: number): number {
  for (let at = source.indexOf(0x45, start); at >= 0; at = source.indexOf(0x45, at + 1)) {
    const isEnd = source[at + 1] === 0x49 && isPdfSpace(source[at - 1]) && !isPdfRegular(source[at + 2]);
    if (
      isEnd &&
      source.subarray(at + 2, at + 12).every((code) => isPdfSpace(code) || (code > 0x20 && code < 0x7f))
    )
      return at + 2;
  }
  return source.length;
}

/** What an operator of a content stream means to text. */
type PdfEffect = 'keep' | 'show' | 'font' | 'save' | 'restore' | 'draw' | 'state' | 'mark' | 'picture';

function packed(operator: string): number {
  return new TextEncoder().encode(operator).reduceRight((code, byte) => code * 256 + byte, 0);
}

/** By the bytes of the operator. Those that are not listed draw no text. */
const effects: ReadonlyMap<number, PdfEffect> = new Map(
  Object.entries({
    ...Object.fromEntries(
      'cm BT ET EMC Tc Tw Tz TL Tr Ts Td TD Tm T*'.split(' ').map((name) => [name, 'keep' as const]),
    ),
    ...Object.fromEntries(['Tj', 'TJ', "'", '"'].map((name) => [name, 'show' as const])),
    Tf: 'font',
    q: 'save',
    Q: 'restore',
    Do: 'draw',
    gs: 'state',
    BMC: 'mark',
    BDC: 'mark',
    ID: 'picture',
  } as const).map(([operator, effect]) => [packed(operator), effect]),
);

/** What the operator means that is written from `start` to `end`; undefined for one that draws no text. */
function effectOfOperator(source: Uint8Array, start: number, end: number): PdfEffect | undefined {
  const length = end - start;
  if (length > 3) return undefined;
  const first = source[start] ?? 0;
  if (length === 1) return first === 0x71 ? 'save' : first === 0x51 ? 'restore' : effects.get(first);
  return effects.get(
    first + (source[start + 1] ?? 0) * 256 + (length === 3 ? (source[start + 2] ?? 0) * 65_536 : 0),
  );
}
