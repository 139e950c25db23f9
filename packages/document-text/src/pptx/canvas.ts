import { type Color, blend, white } from '../color.ts';
import { ShapeFill } from '../office/shape-fill.ts';
import { type ThemeColors, parseDrawingColor } from '../office/theme.ts';
import type { XmlAttributes, XmlHandler } from '../xml/scanner.ts';

/** A rectangle on a slide, in English metric units. */
interface Rectangle {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** A filled shape or picture behind later shapes. */
interface Area extends Rectangle {
  readonly fill: Color | 'unknown';
}

/** The surface on which a slide is drawn: size, colors, and what layout and master show. */
export interface Backdrop {
  readonly width: number;
  readonly height: number;
  readonly theme: ThemeColors;
  readonly background: Color | 'unknown';
  readonly areas: readonly Area[];
}

/** A white surface of unknown size. */
export function plainBackdrop(theme: ThemeColors): Backdrop {
  return { width: 0, height: 0, theme, background: white, areas: [] };
}

interface Transform {
  readonly x: number;
  readonly y: number;
  readonly scaleX: number;
  readonly scaleY: number;
}

interface Group {
  transform: Transform;
  isHidden: boolean;
  off: readonly [number, number];
  ext: readonly [number, number];
  childOff: readonly [number, number];
}

const shapes = new Set(['sp', 'pic', 'cxnSp', 'graphicFrame']);
const identity: Transform = { x: 0, y: 0, scaleX: 1, scaleY: 1 };
const maxAreas = 300;

function pair(
  attributes: XmlAttributes,
  first: string,
  second: string,
): readonly [number, number] | undefined {
  const one = attributes.get(first);
  const two = attributes.get(second);
  return one === undefined || two === undefined ? undefined : [Number(one), Number(two)];
}

/** Follows the shapes of a slide, layout or master: where they are, what fills them, and whether they are hidden. */
export class SlideCanvas implements XmlHandler {
  readonly #backdrop: Backdrop;
  #areas: Area[];
  readonly #groups: Group[] = [];
  readonly #fill = new ShapeFill();
  #background: Color | 'unknown';
  #inBackground = false;
  #shapeHidden = false;
  #isPlaceholder = false;
  #off: readonly [number, number] | undefined;
  #ext: readonly [number, number] | undefined;
  #kind = '';
  /** Color behind the text of the current shape, once it is needed. */
  #behindText: Color | 'unknown' | undefined;

  constructor(backdrop: Backdrop) {
    this.#backdrop = backdrop;
    this.#background = backdrop.background;
    this.#areas = [...backdrop.areas];
  }

  /** The surface for the next layer. */
  toBackdrop(): Backdrop {
    return { ...this.#backdrop, background: this.#background, areas: this.#areas };
  }

  /** Removes the shapes of the layers behind. Their background stays. */
  clearAreas(): void {
    this.#areas = [];
  }

  open(name: string, attributes: XmlAttributes): void {
    if (name === 'bg') this.#inBackground = true;
    if (this.#inBackground) this.#openBackground(name, attributes);
    else if (shapes.has(name)) this.#openShape(name);
    else if (name === 'grpSp') {
      const outer = this.#groups.at(-1);
      this.#groups.push({
        transform: outer?.transform ?? identity,
        isHidden: outer?.isHidden ?? false,
        off: [0, 0],
        ext: [0, 0],
        childOff: [0, 0],
      });
    } else this.#openProperty(name, attributes);
  }

  close(name: string): void {
    this.#fill.close(name);
    if (name === 'bg') this.#inBackground = false;
    else if (name === 'grpSp') this.#groups.pop();
    else if (shapes.has(name)) this.#closeShape(name);
  }

  text(): void {}

  /** The current shape is hidden, or lies outside of the slide. */
  get isHidden(): boolean {
    if (this.#shapeHidden || this.#groups.at(-1)?.isHidden === true) return true;
    const place = this.#rectangle();
    if (!place || this.#backdrop.width === 0) return false;
    const { width, height } = this.#backdrop;
    return place.x + place.width <= 0 || place.y + place.height <= 0 || place.x >= width || place.y >= height;
  }

  /** The color behind the text of the current shape. */
  get textBackground(): Color | 'unknown' {
    return (this.#behindText ??= this.#findBackground());
  }

  #findBackground(): Color | 'unknown' {
    const { fill } = this.#fill;
    const isFilled = typeof fill === 'object';
    if (this.#kind === 'graphicFrame' || fill === 'unknown') return 'unknown';
    if (isFilled && fill.alpha >= 1) return fill;
    const behind = this.#colorBehind();
    return isFilled && behind !== 'unknown' ? blend(fill, behind) : behind;
  }

  #openShape(name: string): void {
    this.#kind = name;
    this.#shapeHidden = false;
    this.#isPlaceholder = false;
    this.#off = undefined;
    this.#ext = undefined;
    this.#behindText = undefined;
    this.#fill.reset(name === 'pic' ? 'unknown' : 'none');
  }

  #openProperty(name: string, attributes: XmlAttributes): void {
    switch (name) {
      case 'cNvPr':
        if (['1', 'true'].includes(attributes.get('hidden') ?? '')) this.#hide();
        break;
      case 'ph':
        this.#isPlaceholder = true;
        break;
      case 'fillRef':
        if (!this.#fill.isExplicit && attributes.get('idx') !== '0') this.#fill.reset('unknown');
        break;
      case 'off':
      case 'ext':
      case 'chOff':
      case 'chExt':
        this.#place(name, attributes);
        break;
      default:
        this.#fill.open(name, attributes, this.#backdrop.theme);
    }
  }

  #hide(): void {
    const group = this.#groups.at(-1);
    if (this.#kind !== '') this.#shapeHidden = true;
    else if (group) group.isHidden = true;
  }

  #place(name: string, attributes: XmlAttributes): void {
    const isOffset = name === 'off' || name === 'chOff';
    const value = isOffset ? pair(attributes, 'x', 'y') : pair(attributes, 'cx', 'cy');
    if (!value) return;
    const group = this.#groups.at(-1);
    if (this.#kind !== '') {
      if (name === 'off') this.#off ??= value;
      else if (name === 'ext') this.#ext ??= value;
    } else if (group) {
      if (name === 'off') group.off = value;
      else if (name === 'ext') group.ext = value;
      else if (name === 'chOff') group.childOff = value;
      else group.transform = compose(this.#groups.at(-2)?.transform ?? identity, group, value);
    }
  }

  #closeShape(name: string): void {
    const place = this.#rectangle();
    const { fill } = this.#fill;
    const isShown = fill !== 'none' && !this.isHidden && !this.#isPlaceholder && name !== 'cxnSp';
    if (isShown && place && this.#areas.length < maxAreas) this.#areas.push({ ...place, fill });
    this.#kind = '';
  }

  #rectangle(): Rectangle | undefined {
    if (!this.#off || !this.#ext) return undefined;
    const { x, y, scaleX, scaleY } = this.#groups.at(-1)?.transform ?? identity;
    return {
      x: x + this.#off[0] * scaleX,
      y: y + this.#off[1] * scaleY,
      width: this.#ext[0] * scaleX,
      height: this.#ext[1] * scaleY,
    };
  }

  /** The color below the middle of the current shape. Unknown if its place is, and anything is drawn. */
  #colorBehind(): Color | 'unknown' {
    const place = this.#rectangle();
    if (!place) return this.#areas.length > 0 ? 'unknown' : this.#background;
    const x = place.x + place.width / 2;
    const y = place.y + place.height / 2;
    const area = this.#areas.findLast(
      (one) => x >= one.x && y >= one.y && x <= one.x + one.width && y <= one.y + one.height,
    );
    return area?.fill ?? this.#background;
  }

  #openBackground(name: string, attributes: XmlAttributes): void {
    if (name === 'gradFill' || name === 'blipFill' || name === 'pattFill') this.#background = 'unknown';
    else if (name === 'bgRef' && attributes.get('idx') !== '1001') this.#background = 'unknown';
    else {
      const color = parseDrawingColor(name, attributes, this.#backdrop.theme);
      if (color && (name !== 'gs' || this.#background !== 'unknown')) this.#background = color;
    }
  }
}

function compose(outer: Transform, group: Group, childExt: readonly [number, number]): Transform {
  const scaleX = childExt[0] === 0 ? 1 : group.ext[0] / childExt[0];
  const scaleY = childExt[1] === 0 ? 1 : group.ext[1] / childExt[1];
  return {
    x: outer.x + (group.off[0] - group.childOff[0] * scaleX) * outer.scaleX,
    y: outer.y + (group.off[1] - group.childOff[1] * scaleY) * outer.scaleY,
    scaleX: scaleX * outer.scaleX,
    scaleY: scaleY * outer.scaleY,
  };
}
