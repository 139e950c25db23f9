import type { OoxmlPackage } from '../office/package.ts';
import type { Color } from '../color.ts';
import type { ThemeColors } from '../office/theme.ts';
import type { XmlAttributes } from '../xml/scanner.ts';
import { type RunProperties, readRunProperty, readShade } from './run-properties.ts';

/** Properties of a paragraph or character style that affect the text. */
export interface DocxStyle {
  readonly headingLevel?: number;
  readonly run: RunProperties;
  /** Fill of a paragraph. */
  readonly shade?: Color | 'auto';
  /** A table style that fills cells. */
  readonly fillsCells: boolean;
  readonly numId?: string;
  readonly listLevel?: number;
}

/** The styles of a document. */
export interface DocxStyles {
  readonly byId: ReadonlyMap<string, DocxStyle>;
  /** Properties of runs in paragraphs without style. */
  readonly defaultRun: RunProperties;
}

interface RawStyle {
  id: string;
  basedOn?: string;
  name?: string;
  outlineLevel?: number;
  run: RunProperties;
  shade?: Color | 'auto';
  fillsCells: boolean;
  numId?: string;
  listLevel?: number;
}

/** Parses an integer. Undefined if it is outside of `min` to `max`. */
export function boundedInteger(text: string | undefined, min: number, max: number): number | undefined {
  const value = Number(text ?? Number.NaN);
  return Number.isInteger(value) && value >= min && value <= max ? value : undefined;
}

function headingLevel(style: RawStyle): number | undefined {
  const name = style.name?.toLowerCase() ?? '';
  if (name === 'title') return 1;
  const numbered = /^heading ([1-9])$/.exec(name)?.[1];
  if (numbered) return Number(numbered);
  return style.outlineLevel !== undefined && style.outlineLevel < 9 ? style.outlineLevel + 1 : undefined;
}

function resolve(styles: ReadonlyMap<string, RawStyle>, id: string): DocxStyle {
  const result: { -readonly [K in keyof DocxStyle]: DocxStyle[K] } = { run: {}, fillsCells: false };
  let style = styles.get(id);
  for (let step = 0; style && step < 16; step += 1) {
    const level = headingLevel(style);
    if (result.headingLevel === undefined && level !== undefined) result.headingLevel = level;
    if (result.numId === undefined && style.numId !== undefined) result.numId = style.numId;
    if (result.listLevel === undefined && style.listLevel !== undefined) result.listLevel = style.listLevel;
    if (result.shade === undefined && style.shade !== undefined) result.shade = style.shade;
    result.run = { ...style.run, ...result.run };
    result.fillsCells ||= style.fillsCells;
    style = style.basedOn === undefined ? undefined : styles.get(style.basedOn);
  }
  return result;
}

/** Reads the parts of one style. */
class StyleReader {
  readonly raw = new Map<string, RawStyle>();
  readonly documentDefaults: RunProperties = {};
  defaultParagraph: string | undefined;
  readonly #theme: ThemeColors;
  #style: RawStyle | undefined;
  #place: '' | 'run' | 'table' | 'defaults' = '';

  constructor(theme: ThemeColors) {
    this.#theme = theme;
  }

  open(name: string, attributes: XmlAttributes): void {
    if (name === 'style') {
      this.#style = { id: attributes.get('styleId') ?? '', run: {}, fillsCells: false };
      if (attributes.get('type') === 'paragraph' && /^(?:1|true|on)$/.test(attributes.get('default') ?? ''))
        this.defaultParagraph = this.#style.id;
    } else if (name === 'rPrDefault') this.#place = 'defaults';
    else if (name === 'rPr' && this.#style && this.#place === '') this.#place = 'run';
    else if (name === 'tblStylePr' || name === 'tcPr' || name === 'tblPr') this.#place = 'table';
    else if (this.#place === 'defaults')
      readRunProperty(this.documentDefaults, name, attributes, this.#theme);
    else if (this.#style) this.#readProperty(this.#style, name, attributes);
  }

  /** Returns true at the end of a style. */
  close(name: string): boolean {
    const ends: readonly string[] = {
      defaults: ['rPrDefault'],
      run: ['rPr'],
      table: ['tblStylePr', 'tcPr', 'tblPr'],
      '': [],
    }[this.#place];
    if (ends.includes(name)) this.#place = '';
    if (name !== 'style' || !this.#style) return false;
    this.raw.set(this.#style.id, this.#style);
    this.#style = undefined;
    return true;
  }

  #readProperty(style: RawStyle, name: string, attributes: XmlAttributes): void {
    if (this.#place === 'run') {
      readRunProperty(style.run, name, attributes, this.#theme);
    } else if (this.#place === 'table') {
      if (name === 'shd') style.fillsCells ||= readShade(attributes, this.#theme) !== 'auto';
    } else if (name === 'shd') {
      const shade = readShade(attributes, this.#theme);
      if (shade) style.shade = shade;
    } else if (name === 'name') style.name ??= attributes.get('val') ?? '';
    else if (name === 'basedOn') style.basedOn = attributes.get('val') ?? '';
    else if (name === 'outlineLvl') style.outlineLevel = boundedInteger(attributes.get('val'), 0, 9) ?? 9;
    else if (name === 'numId') style.numId = attributes.get('val') ?? '0';
    else if (name === 'ilvl') style.listLevel = boundedInteger(attributes.get('val'), 0, 8) ?? 0;
  }
}

/** Reads the styles of a document by id, with inherited properties. */
export async function readDocxStyles(
  source: OoxmlPackage,
  part: string | undefined,
  theme: ThemeColors,
): Promise<DocxStyles> {
  const reader = new StyleReader(theme);
  if (part !== undefined) {
    await source.scan(part, {
      open(name, attributes) {
        reader.open(name, attributes);
      },
      close(name) {
        if (reader.close(name)) source.budget.retain();
      },
      text() {},
    });
  }
  const byId = new Map([...reader.raw.keys()].map((id) => [id, resolve(reader.raw, id)]));
  const paragraphRun = byId.get(reader.defaultParagraph ?? '')?.run;
  return { byId, defaultRun: { ...reader.documentDefaults, ...paragraphRun } };
}
