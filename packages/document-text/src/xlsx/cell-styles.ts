import { type Color, black, isLowContrast, parseHex, white } from '../color.ts';
import type { OoxmlPackage } from '../office/package.ts';
import { type ThemeColors, mix } from '../office/theme.ts';
import type { XmlAttributes } from '../xml/scanner.ts';
import { type CellFormat, getBuiltInFormat, parseCellFormat } from './cell-format.ts';

/** How the value of a cell is shown. */
export interface CellStyle {
  readonly format: CellFormat;
  /** The value is not seen: no contrast, no size, or the format `;;;`. */
  readonly hidden: 'no' | 'yes' | 'without-table';
}

interface Font {
  color: Color | undefined;
  points: number;
}

/** Font size in points up to which text is not legible. */
const maxTinyPoints = 2;
const themeNames = 'lt1 dk1 lt2 dk2 accent1 accent2 accent3 accent4 accent5 accent6 hlink folHlink'.split(
  ' ',
);
/** The palette of indexed colors (ECMA-376 part 1, 18.8.27), from 8 on; 0 to 7 repeat the first eight. */
const palette =
  '000000 ffffff ff0000 00ff00 0000ff ffff00 ff00ff 00ffff 800000 008000 000080 808000 800080 008080 c0c0c0 808080 ' +
  '9999ff 993366 ffffcc ccffff 660066 ff8080 0066cc ccccff 000080 ff00ff ffff00 00ffff 800080 800000 008080 0000ff ' +
  '00ccff ccffff ccffcc ffff99 99ccff ff99cc cc99ff ffcc99 3366ff 33cccc 99cc00 ffcc00 ff9900 ff6600 666699 969696 ' +
  '003366 339966 003300 333300 993300 993366 333399 333333';
const indexedColors = palette.split(' ');

/** The color of `color`, `fgColor` and the like (ECMA-376 part 1, 18.8.19). Undefined for automatic colors. */
export function readSheetColor(attributes: XmlAttributes, theme: ThemeColors): Color | undefined {
  const value = attributes.get('rgb');
  const index = attributes.get('indexed');
  const name = attributes.get('theme');
  const base =
    value !== undefined
      ? parseHex(value.slice(-6))
      : name !== undefined
        ? theme.get(themeNames[Number(name)] ?? '')
        : index !== undefined
          ? parseHex(indexedColors[Number(index) < 8 ? Number(index) : Number(index) - 8] ?? '')
          : undefined;
  const tint = Number.parseFloat(attributes.get('tint') ?? '0');
  if (!base || !tint) return base;
  return tint > 0 ? mix(base, white, 1 - Math.min(1, tint)) : mix(base, black, 1 + Math.max(-1, tint));
}

/** Reads the styles part (ECMA-376 part 1, 18.8). */
class StyleReader {
  readonly styles: CellStyle[] = [];
  readonly #theme: ThemeColors;
  readonly #formats = new Map<number, CellFormat>();
  readonly #fonts: Font[] = [];
  readonly #fills: (Color | 'none' | 'unknown')[] = [];
  #list = '';

  constructor(theme: ThemeColors) {
    this.#theme = theme;
  }

  /** Returns true if an object was stored. */
  open(name: string, attributes: XmlAttributes): boolean {
    if (name === 'fonts' || name === 'fills' || name === 'cellXfs' || name === 'dxfs') this.#list = name;
    if (name === 'numFmt' && this.#list !== 'dxfs') {
      const code = attributes.get('formatCode') ?? '';
      this.#formats.set(Number(attributes.get('numFmtId')), parseCellFormat(code));
      return true;
    }
    switch (this.#list) {
      case 'fonts':
        return this.#openFont(name, attributes);
      case 'fills':
        return this.#openFill(name, attributes);
      case 'cellXfs':
        if (name === 'xf') this.styles.push(this.#toStyle(attributes));
        return false;
      default:
        return false;
    }
  }

  close(name: string): void {
    if (name === this.#list) this.#list = '';
  }

  #openFont(name: string, attributes: XmlAttributes): boolean {
    if (name === 'font') return this.#fonts.push({ color: undefined, points: 11 }) > 0;
    const font = this.#fonts.at(-1);
    if (font && name === 'color') font.color = readSheetColor(attributes, this.#theme);
    else if (font && name === 'sz') font.points = Number.parseFloat(attributes.get('val') ?? '11');
    return false;
  }

  #openFill(name: string, attributes: XmlAttributes): boolean {
    if (name === 'fill') return this.#fills.push('none') > 0;
    const last = this.#fills.length - 1;
    if (name === 'gradientFill') this.#fills[last] = 'unknown';
    else if (name === 'patternFill') {
      const type = attributes.get('patternType') ?? 'none';
      this.#fills[last] = type === 'none' ? 'none' : 'unknown';
    } else if (name === 'fgColor' && this.#fills[last] === 'unknown')
      this.#fills[last] = readSheetColor(attributes, this.#theme) ?? 'unknown';
    return false;
  }

  #toStyle(attributes: XmlAttributes): CellStyle {
    const id = Number(attributes.get('numFmtId') ?? 0);
    const format = this.#formats.get(id) ?? getBuiltInFormat(id);
    const font = this.#fonts[Number(attributes.get('fontId') ?? 0)];
    const fill = this.#fills[Number(attributes.get('fillId') ?? 0)] ?? 'none';
    return {
      format,
      hidden:
        format.hidesValue || (font && font.points <= maxTinyPoints)
          ? 'yes'
          : hiddenByColor(font?.color, fill),
    };
  }
}

function hiddenByColor(color: Color | undefined, fill: Color | 'none' | 'unknown'): CellStyle['hidden'] {
  if (!color || fill === 'unknown') return 'no';
  if (fill === 'none') return isLowContrast(color, white) ? 'without-table' : 'no';
  return isLowContrast(color, fill) ? 'yes' : 'no';
}

/** Reads the styles of cells, by index. */
export async function readCellStyles(
  source: OoxmlPackage,
  part: string | undefined,
  theme: ThemeColors,
): Promise<readonly CellStyle[]> {
  const reader = new StyleReader(theme);
  if (part !== undefined) {
    await source.scan(part, {
      open(name, attributes) {
        if (reader.open(name, attributes)) source.budget.retain();
      },
      close(name) {
        reader.close(name);
      },
      text() {},
    });
  }
  return reader.styles;
}
