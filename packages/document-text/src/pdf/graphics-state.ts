import { type Color, type PdfColorSpace, black, deviceSpaces, isSameColor, toColor } from './colors.ts';
import {
  type Box,
  type Matrix,
  boxOf,
  centerOf,
  containsPoint,
  emptyBox,
  identity,
  intersect,
  isEmptyBox,
  multiply,
  transform,
} from './geometry.ts';
import { PaintedAreas } from './painted-areas.ts';
import { PdfPath } from './path.ts';

/** The part of an `ExtGState` that decides about visibility. */
export interface PdfTransparency {
  /** Opacity of fills; undefined if it is not set. */
  readonly fillAlpha?: number | undefined;
  /** A blend mode other than `Normal` does not cover the text below. */
  readonly isBlended?: boolean | undefined;
}

/**
 * Reason why a text is not seen: hidden; invisible (render mode 3) or covered by an image, as OCR layers are; the same
 * without an image; or drawn in the color of the stream that draws its form.
 */
export type TextVisibility = 'hidden' | 'behindImage' | 'invisible' | 'inheritedColor';

/** Bytes of a content stream that show text. */
export interface ShownText {
  readonly start: number;
  readonly end: number;
  /** Marked content and forms separate sections. */
  readonly section: number;
  visibility: TextVisibility | undefined;
}

interface TrackedText extends ShownText {
  /** The narrowest and the widest area that it can cover. */
  readonly narrow: Box;
  /** It is a clipping path, through which a later image or fill is seen. */
  readonly isClip: boolean;
}

interface State {
  ctm: Matrix;
  clip: Box | undefined;
  fill: Color;
  fillSpace: PdfColorSpace;
  isFillInherited: boolean;
  stroke: Color;
  strokeSpace: PdfColorSpace;
  alpha: number;
  isBlended: boolean;
  mode: number;
  size: number;
  leading: number;
  scale: number;
}

const minAlpha = 0.06;
/** Estimated widths of a character, as fractions of the font size. */
const narrowCharacter = 0.25;
const wideCharacter = 1.2;
const maxStates = 64;
/** Work limit of one stream. Beyond it, texts are not compared with later fills. */
const maxComparisons = 200_000;

/** Tracks the graphics state of a content stream (ISO 32000-1, 8.4) as far as it decides whether text is seen. */
export class PdfGraphics {
  readonly #states: State[] = [];
  readonly #painted = new PaintedAreas();
  readonly #texts: TrackedText[] = [];
  #state: State;
  #textMatrix: Matrix = identity;
  #lineMatrix: Matrix = identity;
  /** Characters shown since the last known position. */
  #advance = 0;
  readonly #path = new PdfPath();
  #clipsNext = false;
  #section = 0;
  #comparisonsLeft = maxComparisons;

  /** @param isForm its initial color is that of the stream that draws it */
  constructor(isForm: boolean) {
    this.#state = {
      ctm: identity,
      clip: undefined,
      fill: black,
      fillSpace: 'gray',
      isFillInherited: isForm,
      stroke: black,
      strokeSpace: 'gray',
      alpha: 1,
      isBlended: false,
      mode: 0,
      size: 1,
      leading: 0,
      scale: 1,
    };
  }

  /** The shown texts with their visibility. */
  shownTexts(): readonly ShownText[] {
    for (const text of this.#texts) {
      if (text.visibility !== 'invisible') continue;
      const isOverImage = this.#painted.hasImageAt(...centerOf(text.narrow));
      if (isOverImage) text.visibility = 'behindImage';
    }
    return this.#texts;
  }

  /** Further paths are ignored. */
  get isPathFull(): boolean {
    return this.#path.isFull;
  }

  /** Applies an operator. @param numbers its operands, at most six */
  apply(operator: string, numbers: readonly number[]): void {
    const state = this.#state;
    const [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0] = numbers;
    switch (operator) {
      case 'q':
        if (this.#states.length < maxStates) this.#states.push({ ...state });
        return;
      case 'Q':
        this.#state = this.#states.pop() ?? state;
        return;
      case 'cm':
        state.ctm = multiply([a, b, c, d, e, f], state.ctm);
        return;
      case 'BT':
        this.#moveTo(identity);
        return;
      case 'Tm':
        this.#moveTo([a, b, c, d, e, f]);
        return;
      case 'TD':
        state.leading = -b;
        this.#moveBy(a, b);
        return;
      case 'Td':
        this.#moveBy(a, b);
        return;
      case 'T*':
        this.#moveBy(0, -state.leading);
        return;
      case 'TL':
        state.leading = a;
        return;
      case 'Tz':
        state.scale = a / 100;
        return;
      case 'Tf':
        state.size = numbers.at(-1) ?? 1;
        return;
      case 'Tr':
        state.mode = a;
        return;
      default:
        this.#applyToPathOrColor(operator, numbers);
    }
  }

  /** Sets a color space: `cs` or `CS`. */
  setColorSpace(operator: string, space: PdfColorSpace): void {
    const initial = space === 'unknown' ? undefined : black;
    if (operator === 'cs') {
      this.#state.fillSpace = space;
      this.#setFill(initial);
    } else {
      this.#state.strokeSpace = space;
      this.#state.stroke = initial;
    }
  }

  setTransparency({ fillAlpha, isBlended }: PdfTransparency): void {
    if (fillAlpha !== undefined) this.#state.alpha = fillAlpha;
    if (isBlended !== undefined) this.#state.isBlended = isBlended;
  }

  /** Draws an image. @param isOpaque it hides the text below */
  drawImage(isOpaque: boolean): void {
    const area = boxOf(this.#state.ctm, 0, 0, 1, 1);
    this.#paint(area, undefined, true, isOpaque);
  }

  /** Draws a form. Returns the reason why its text is not seen. @param area its bounding box in its own matrix */
  drawForm(area: Box | undefined): TextVisibility | undefined {
    const { ctm, clip, alpha } = this.#state;
    const box = area && boxOf(ctm, area.left, area.bottom, area.right, area.top);
    const isClipped = box && clip && !isEmptyBox(box) && !intersect(box, clip);
    const isUnseen = this.#isUnseen(box ? centerOf(box) : [ctm[4], ctm[5]]);
    // Its content can be a background.
    if (box) this.#paint(box, undefined, false, false);
    if (alpha < minAlpha || isClipped) return 'hidden';
    return isUnseen ? 'inheritedColor' : undefined;
  }

  /** Starts another section: marked content begins or ends, or a form is drawn. */
  startSection(): void {
    this.#section += 1;
  }

  /** Records a text at the current position. @param characters at most */
  show(start: number, end: number, operator: string, characters: number): void {
    if (operator === "'" || operator === '"') this.#moveBy(0, -this.#state.leading);
    const { ctm, clip, size, scale, mode, alpha, isFillInherited } = this.#state;
    const matrix = multiply(this.#textMatrix, ctm);
    const width = size * scale * narrowCharacter;
    const bottom = size * -0.25;
    const narrow = boxOf(
      matrix,
      this.#advance * width,
      size * 0.1,
      (this.#advance + characters) * width,
      size * 0.4,
    );
    this.#advance += characters;
    const wide = boxOf(matrix, 0, bottom, this.#advance * size * scale * wideCharacter, size);
    const isClipped = clip !== undefined && (isEmptyBox(clip) || !intersect(wide, clip));
    const first: readonly [number, number] = transform(
      matrix,
      this.#advance === characters ? width : 0,
      size * 0.3,
    );
    let visibility: TextVisibility | undefined;
    if (isClipped || size === 0) visibility = 'hidden';
    else if (mode === 3 || alpha < minAlpha) visibility = 'invisible';
    else if (isFillInherited && mode !== 1) visibility = 'inheritedColor';
    else if (mode < 4 && this.#isUnseen(first)) visibility = 'hidden';
    this.#texts.push({ start, end, section: this.#section, visibility, narrow, isClip: mode > 3 });
  }

  /** Returns true if text here would have the color of its background. */
  #isUnseen([x, y]: readonly [number, number]): boolean {
    const { fill, stroke, mode } = this.#state;
    const isStrokeOnly = mode === 1;
    const color = isStrokeOnly ? stroke : fill;
    if (!color) return false;
    const background = this.#painted.colorAt(x, y);
    if (!background || !isSameColor(color, background)) return false;
    return mode !== 2 || (stroke !== undefined && isSameColor(stroke, background));
  }

  #paint(area: Box, color: Color, isImage: boolean, isOpaque: boolean): void {
    const visible = this.#state.clip ? intersect(area, this.#state.clip) : area;
    if (!visible || this.#state.alpha < minAlpha) return;
    this.#painted.add(visible, color, isImage);
    if (!isOpaque || this.#state.alpha < 1 || this.#state.isBlended) return;
    for (const text of this.#texts) {
      this.#comparisonsLeft -= 1;
      if (this.#comparisonsLeft < 0) return;
      if (text.isClip || text.visibility === 'hidden' || text.visibility === 'behindImage') continue;
      const { left, bottom, right, top } = text.narrow;
      if (containsPoint(visible, left, bottom) && containsPoint(visible, right, top))
        text.visibility = isImage ? 'behindImage' : 'hidden';
    }
  }

  #moveTo(matrix: Matrix): void {
    this.#textMatrix = matrix;
    this.#lineMatrix = matrix;
    this.#advance = 0;
  }

  #moveBy(x: number, y: number): void {
    this.#moveTo(multiply([1, 0, 0, 1, x, y], this.#lineMatrix));
  }

  #setFill(color: Color): void {
    this.#state.fill = color;
    this.#state.isFillInherited = false;
  }

  #applyToPathOrColor(operator: string, numbers: readonly number[]): void {
    const state = this.#state;
    switch (operator) {
      case 'g':
      case 'rg':
      case 'k':
        this.#setFill(toColor(deviceSpaces[operator], numbers));
        return;
      case 'G':
      case 'RG':
      case 'K':
        state.stroke = toColor(deviceSpaces[operator], numbers);
        return;
      case 'sc':
      case 'scn':
        this.#setFill(toColor(state.fillSpace, numbers));
        return;
      case 'SC':
      case 'SCN':
        state.stroke = toColor(state.strokeSpace, numbers);
        return;
      case 're':
      case 'm':
      case 'l':
      case 'c':
      case 'v':
      case 'y':
        this.#path.add(operator, numbers, state.ctm);
        return;
      case 'W':
      case 'W*':
        this.#clipsNext = true;
        return;
      case 'sh':
        if (state.clip) this.#paint(state.clip, undefined, false, false);
        return;
      default:
        this.#finishPath(operator);
    }
  }

  /** Ends a path with a painting operator (8.5.3). */
  #finishPath(operator: string): void {
    const { clip, fill } = this.#state;
    if (/^[fFBb]/.test(operator)) {
      for (const { area, isRectangle } of this.#path.areas()) {
        const color = isRectangle ? fill : undefined;
        this.#paint(area, color, false, color !== undefined);
      }
    }
    const bounds = this.#clipsNext ? this.#path.bounds() : undefined;
    if (bounds) this.#state.clip = clip ? (intersect(clip, bounds) ?? emptyBox) : bounds;
    this.#path.clear();
    this.#clipsNext = false;
  }
}
