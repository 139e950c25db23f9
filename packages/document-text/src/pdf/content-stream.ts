import { ByteBuilder } from '../byte-builder.ts';
import { decodePdfName, endOfPdfString, isPdfRegular, isPdfSpace } from './lexer.ts';

/** A content stream without the operators that show no text. */
interface PdfContent {
  readonly bytes: Uint8Array;
  /** Estimated cost of interpreting it, in operators. Long strings count as several. */
  readonly cost: number;
  /** An operator shows text. */
  readonly showsText: boolean;
  /** Names of the fonts that it selects. */
  readonly fonts: ReadonlySet<string>;
  /** Names of the graphics states that it sets. */
  readonly states: ReadonlySet<string>;
  /** Number of times that each form XObject is drawn, by name. */
  readonly forms: ReadonlyMap<string, number>;
}

/** Tells which named resources can affect text. */
interface PdfContentFilter {
  isForm(name: string): boolean;
  setsFont(state: string): boolean;
}

/** Bytes that cost a reader as much as one operator: of shown text, and of any content. */
const textBytesPerOperator = 4;
const bytesPerOperator = 64;
/** Depth up to which empty `q … Q` pairs are removed. */
const maxSavedStates = 64;

/** Replaces any marked-content operator: readers end a piece of text at one. */
const markedContent = new TextEncoder().encode('/P BMC\n');

/** A `q` operator without its `Q` yet, with the output before it. */
interface SavedState {
  readonly length: number;
  readonly cost: number;
  showsText: boolean;
}

/**
 * Reduces a content stream (ISO 32000-1, 7.8.2) to the operators that place and show text. Paths, images, colors and
 * `q … Q` pairs without text are removed. Takes linear time.
 */
export function filterContentStream(source: Uint8Array, filter: PdfContentFilter): PdfContent {
  return new ContentStreamFilter(source, filter).run();
}

class ContentStreamFilter {
  readonly #source: Uint8Array;
  readonly #filter: PdfContentFilter;
  readonly #output: ByteBuilder;
  readonly #fonts = new Set<string>();
  readonly #states = new Set<string>();
  readonly #forms = new Map<string, number>();
  readonly #saved: SavedState[] = [];
  /** Open `q` operators beyond `maxSavedStates`, which are not copied. */
  #unsavedDepth = 0;
  #cost = 0;
  #showsText = false;
  /** Start of the operands of the next operator. */
  #operandStart = 0;
  /** Last name among the operands. */
  #name = '';
  #arrayDepth = 0;
  /** The operands contain a dictionary, which no text operator accepts. */
  #hasDictionary = false;

  constructor(source: Uint8Array, filter: PdfContentFilter) {
    this.#source = source;
    this.#filter = filter;
    this.#output = new ByteBuilder(source.length * 2 + 64);
  }

  run(): PdfContent {
    for (let at = 0; at < this.#source.length;) at = this.#readToken(at);
    return {
      bytes: this.#output.bytes(),
      cost: this.#cost,
      showsText: this.#showsText,
      fonts: this.#fonts,
      states: this.#states,
      forms: this.#forms,
    };
  }

  /** Reads the token at `at` and returns the start of the next one. */
  #readToken(at: number): number {
    const source = this.#source;
    const code = source[at] ?? 0;
    if (isPdfSpace(code)) return at + 1;
    if (code === 0x25) return this.#skipComment(at);
    if (code === 0x28) return endOfPdfString(source, at, source.length);
    if (code === 0x2f) return this.#readName(at + 1);
    if (code === 0x3c && source[at + 1] !== 0x3c) {
      const end = source.indexOf(0x3e, at);
      return end < 0 ? source.length : end + 1;
    }
    if (!isPdfRegular(code)) return this.#readDelimiter(at, code);
    if (isNumberStart(code)) {
      let end = at + 1;
      while (isNumberPart(source[end]) || isExponent(source, end)) end += 1;
      return end;
    }
    return this.#readOperator(at);
  }

  #skipComment(start: number): number {
    const source = this.#source;
    const isFirst = source.subarray(this.#operandStart, start).every(isPdfSpace);
    let at = start;
    while (at < source.length && source[at] !== 0x0a && source[at] !== 0x0d) at += 1;
    if (isFirst) this.#operandStart = at;
    return at;
  }

  #readName(start: number): number {
    const end = endOfWord(this.#source, start);
    this.#name = decodePdfName(this.#source, start, end);
    return end;
  }

  #readDelimiter(at: number, code: number): number {
    if (code === 0x5b) this.#arrayDepth += 1;
    else if (code === 0x5d) this.#arrayDepth = Math.max(0, this.#arrayDepth - 1);
    else this.#hasDictionary = true;
    return at + (code === 0x3c ? 2 : 1);
  }

  #readOperator(start: number): number {
    const end = endOfWord(this.#source, start);
    if (this.#arrayDepth > 0) return end;
    const effect = effectOfOperator(this.#source, start, end);
    const next = effect === undefined ? end : this.#apply(effect, start, end);
    this.#operandStart = next;
    this.#name = '';
    this.#hasDictionary = false;
    return next;
  }

  /** Applies the operator from `start` to `end` and returns the start of the next token. */
  #apply(effect: PdfEffect, start: number, end: number): number {
    switch (effect) {
      case 'save':
        this.#save(start, end);
        return end;
      case 'restore':
        this.#restore(start, end);
        return end;
      case 'mark':
        this.#output.add(markedContent);
        this.#cost += 1;
        return end;
      case 'image':
        return endOfInlineImage(this.#source, end);
      case 'draw':
      case 'state':
      case 'font':
      case 'show':
      case 'keep':
        if (!this.#hasDictionary) this.#copyWithOperands(effect, end);
        return end;
    }
  }

  #save(start: number, end: number): void {
    if (this.#saved.length >= maxSavedStates) {
      this.#unsavedDepth += 1;
      return;
    }
    this.#saved.push({ length: this.#output.length, cost: this.#cost, showsText: false });
    this.#copy(start, end);
  }

  /** Copies a `Q`, or removes everything since its `q` if no text was shown. */
  #restore(start: number, end: number): void {
    if (this.#unsavedDepth > 0) {
      this.#unsavedDepth -= 1;
      return;
    }
    const state = this.#saved.pop();
    if (state && !state.showsText) {
      this.#output.truncate(state.length);
      this.#cost = state.cost;
    } else {
      this.#copy(start, end);
    }
  }

  #copyWithOperands(effect: 'keep' | 'show' | 'font' | 'draw' | 'state', end: number): void {
    const name = this.#name;
    switch (effect) {
      case 'draw':
        if (!this.#filter.isForm(name)) return;
        this.#forms.set(name, (this.#forms.get(name) ?? 0) + 1);
        this.#keepSavedStates();
        break;
      case 'state':
        if (!this.#filter.setsFont(name)) return;
        this.#states.add(name);
        break;
      case 'font':
        this.#fonts.add(name);
        break;
      case 'show':
        this.#cost += (end - this.#operandStart) / textBytesPerOperator;
        this.#showsText = true;
        this.#keepSavedStates();
        break;
      case 'keep':
        break;
    }
    this.#copy(this.#operandStart, end);
  }

  /** Marks the open states as showing text. Outer states of a marked one are marked already. */
  #keepSavedStates(): void {
    for (let index = this.#saved.length - 1; index >= 0; index -= 1) {
      const state = this.#saved[index];
      if (!state || state.showsText) return;
      state.showsText = true;
    }
  }

  #copy(start: number, end: number): void {
    if (end - start === 1) this.#output.push(this.#source[start] ?? 0);
    else this.#output.add(this.#source.subarray(start, end));
    this.#output.push(0x0a);
    this.#cost += 1 + (end - start) / bytesPerOperator;
  }
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

/** Returns the position after the `EI` of an inline image (8.9.7). Plain text has to follow it. */
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

/** Effect of an operator on text. */
type PdfEffect = 'keep' | 'show' | 'font' | 'save' | 'restore' | 'draw' | 'state' | 'mark' | 'image';

/** The bytes of an operator as a number. */
function toKey(operator: string): number {
  return new TextEncoder().encode(operator).reduceRight((code, byte) => code * 256 + byte, 0);
}

const textOperators = ['cm', 'BT', 'ET', 'EMC', 'Tc', 'Tw', 'Tz', 'TL', 'Tr', 'Ts', 'Td', 'TD', 'Tm', 'T*'];

/** By `toKey` of the operator. Operators without an entry do not affect text. */
const effects: ReadonlyMap<number, PdfEffect> = new Map(
  Object.entries({
    ...Object.fromEntries(textOperators.map((name) => [name, 'keep' as const])),
    ...Object.fromEntries(['Tj', 'TJ', "'", '"'].map((name) => [name, 'show' as const])),
    Tf: 'font',
    q: 'save',
    Q: 'restore',
    Do: 'draw',
    gs: 'state',
    BMC: 'mark',
    BDC: 'mark',
    ID: 'image',
  } as const).map(([operator, effect]) => [toKey(operator), effect]),
);

function effectOfOperator(source: Uint8Array, start: number, end: number): PdfEffect | undefined {
  const length = end - start;
  if (length > 3) return undefined;
  const first = source[start] ?? 0;
  if (length === 1) return first === 0x71 ? 'save' : first === 0x51 ? 'restore' : effects.get(first);
  return effects.get(
    first + (source[start + 1] ?? 0) * 256 + (length === 3 ? (source[start + 2] ?? 0) * 65_536 : 0),
  );
}
