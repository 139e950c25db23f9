import { ByteBuilder } from '../byte-builder.ts';
import type { PdfColorSpace } from './colors.ts';
import {
  type PdfOperator,
  countCharacters,
  endOfInlineImage,
  endOfWord,
  findOperator,
  isExponent,
  isNumberPart,
  isNumberStart,
  readNumbersBetween,
} from './content-operators.ts';
import type { Box } from './geometry.ts';
import { PdfGraphics, type PdfTransparency } from './graphics-state.ts';
import {
  endOfMarkedContent,
  markHiddenText,
  openTag,
  unseenColorTag,
  visibilityTags,
} from './visibility-marks.ts';
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

/** An XObject that a content stream draws. */
export type PdfDrawing =
  | { readonly kind: 'form'; readonly area: Box | undefined; readonly isHidden: boolean }
  | { readonly kind: 'image'; readonly isOpaque: boolean };

/** Describes the named resources of a content stream. */
export interface PdfContentResources {
  /** Undefined if there is no such XObject. */
  drawing(name: string): PdfDrawing | undefined;
  state(name: string): PdfTransparency & { readonly setsFont: boolean };
  colorSpace(name: string): PdfColorSpace;
  /** Returns true for optional content that is not shown. */
  isHiddenLayer(name: string): boolean;
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
 * `q … Q` pairs without text are removed; text that is not seen is enclosed in marked content ({@link visibilityTags}).
 * Takes linear time.
 * @param isForm it inherits its initial color
 */
export function filterContentStream(
  source: Uint8Array,
  resources: PdfContentResources,
  isForm = false,
): PdfContent {
  return new ContentStreamFilter(source, resources, isForm).run();
}

class ContentStreamFilter {
  readonly #source: Uint8Array;
  readonly #resources: PdfContentResources;
  readonly #graphics: PdfGraphics;
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

  constructor(source: Uint8Array, resources: PdfContentResources, isForm: boolean) {
    this.#source = source;
    this.#resources = resources;
    this.#graphics = new PdfGraphics(isForm);
    this.#output = new ByteBuilder(source.length * 5 + 64);
  }

  run(): PdfContent {
    for (let at = 0; at < this.#source.length;) at = this.#readToken(at);
    return {
      bytes: markHiddenText(this.#output.bytes(), this.#graphics.shownTexts()),
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
    const effect = findOperator(this.#source, start, end);
    const next = effect === undefined ? end : this.#apply(effect, start, end);
    this.#operandStart = next;
    this.#name = '';
    this.#hasDictionary = false;
    return next;
  }

  /** Applies the operator from `start` to `end` and returns the start of the next token. */
  #apply({ effect, operator }: PdfOperator, start: number, end: number): number {
    switch (effect) {
      case 'save':
        this.#save(start, end);
        return end;
      case 'restore':
        this.#restore(start, end);
        return end;
      case 'mark': {
        const isHidden =
          operator === 'BDC' && !this.#hasDictionary && this.#resources.isHiddenLayer(this.#name);
        this.#graphics.startSection();
        this.#output.add(isHidden ? openTag(visibilityTags.hidden) : markedContent);
        this.#cost += 1;
        return end;
      }
      case 'image':
        this.#graphics.drawImage(false);
        return endOfInlineImage(this.#source, end);
      case 'space':
        this.#graphics.setColorSpace(operator, this.#resources.colorSpace(this.#name));
        return end;
      case 'path':
        if (!this.#graphics.isPathFull) this.#graphics.apply(operator, this.#numbers(start));
        return end;
      case 'paint':
        this.#graphics.apply(operator, this.#numbers(start));
        return end;
      case 'draw':
      case 'state':
      case 'font':
      case 'show':
      case 'keep':
        if (!this.#hasDictionary) this.#copyWithOperands(effect, operator, start, end);
        return end;
    }
  }

  #numbers(end: number): number[] {
    return readNumbersBetween(this.#source, this.#operandStart, end);
  }

  #save(start: number, end: number): void {
    if (this.#saved.length >= maxSavedStates) {
      this.#unsavedDepth += 1;
      return;
    }
    this.#graphics.apply('q', []);
    this.#saved.push({ length: this.#output.length, cost: this.#cost, showsText: false });
    this.#copy(start, end);
  }

  /** Copies a `Q`, or removes everything since its `q` if no text was shown. */
  #restore(start: number, end: number): void {
    if (this.#unsavedDepth > 0) {
      this.#unsavedDepth -= 1;
      return;
    }
    this.#graphics.apply('Q', []);
    const state = this.#saved.pop();
    if (state && !state.showsText) {
      this.#output.truncate(state.length);
      this.#cost = state.cost;
    } else {
      this.#copy(start, end);
    }
  }

  #copyWithOperands(
    effect: 'keep' | 'show' | 'font' | 'draw' | 'state',
    operator: string,
    start: number,
    end: number,
  ): void {
    const name = this.#name;
    switch (effect) {
      case 'draw':
        this.#draw(name, end);
        return;
      case 'state': {
        const state = this.#resources.state(name);
        this.#graphics.setTransparency(state);
        if (!state.setsFont) return;
        this.#states.add(name);
        break;
      }
      case 'font':
        this.#fonts.add(name);
        this.#graphics.apply(operator, this.#numbers(start));
        break;
      case 'show': {
        const size = end - this.#operandStart;
        this.#cost += size / textBytesPerOperator;
        this.#showsText = true;
        this.#keepSavedStates();
        const from = this.#output.length;
        this.#copy(this.#operandStart, end);
        this.#graphics.show(
          from,
          this.#output.length,
          operator,
          countCharacters(this.#source, this.#operandStart, start),
        );
        return;
      }
      case 'keep':
        if (operator === 'EMC') this.#graphics.startSection();
        else this.#graphics.apply(operator, this.#numbers(start));
        break;
    }
    this.#copy(this.#operandStart, end);
  }

  /** Draws an XObject. Images are not copied. */
  #draw(name: string, end: number): void {
    const drawing = this.#resources.drawing(name);
    if (drawing?.kind === 'image') this.#graphics.drawImage(drawing.isOpaque);
    if (drawing?.kind !== 'form') return;
    this.#forms.set(name, (this.#forms.get(name) ?? 0) + 1);
    this.#keepSavedStates();
    this.#graphics.startSection();
    const visibility = this.#graphics.drawForm(drawing.area);
    const tag =
      drawing.isHidden || visibility === 'hidden' ? visibilityTags.hidden : visibility && unseenColorTag;
    if (tag !== undefined) this.#output.add(openTag(tag));
    this.#copy(this.#operandStart, end);
    if (tag !== undefined) this.#output.add(endOfMarkedContent);
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
