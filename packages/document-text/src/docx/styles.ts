import type { OoxmlPackage } from '../office/package.ts';
import type { XmlAttributes } from '../xml/scanner.ts';

/** Properties of a paragraph or character style that affect the text. */
export interface DocxStyle {
  readonly headingLevel?: number;
  readonly hidden?: boolean;
  readonly numId?: string;
  readonly listLevel?: number;
}

interface RawStyle {
  id: string;
  basedOn?: string;
  name?: string;
  outlineLevel?: number;
  hidden?: boolean;
  numId?: string;
  listLevel?: number;
}

/** Returns the value of an on-off property (`w:b`, `w:vanish`), which is on if it has no value (ECMA-376 17.17.4). */
export function isOn(attributes: XmlAttributes): boolean {
  const value = attributes.get('val')?.toLowerCase();
  return value !== '0' && value !== 'false' && value !== 'off' && value !== 'none';
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
  const result: { -readonly [K in keyof DocxStyle]: DocxStyle[K] } = {};
  let style = styles.get(id);
  for (let step = 0; style && step < 16; step += 1) {
    const level = headingLevel(style);
    if (result.headingLevel === undefined && level !== undefined) result.headingLevel = level;
    if (result.hidden === undefined && style.hidden !== undefined) result.hidden = style.hidden;
    if (result.numId === undefined && style.numId !== undefined) result.numId = style.numId;
    if (result.listLevel === undefined && style.listLevel !== undefined) result.listLevel = style.listLevel;
    style = style.basedOn === undefined ? undefined : styles.get(style.basedOn);
  }
  return result;
}

/** Reads the styles of a document by id, with inherited properties. */
export async function readDocxStyles(
  source: OoxmlPackage,
  part: string | undefined,
): Promise<ReadonlyMap<string, DocxStyle>> {
  const raw = new Map<string, RawStyle>();
  let style: RawStyle | undefined;
  if (part !== undefined) {
    await source.scan(part, {
      open(name, attributes) {
        if (name === 'style') style = { id: attributes.get('styleId') ?? '' };
        if (!style) return;
        if (name === 'name') style.name ??= attributes.get('val') ?? '';
        else if (name === 'basedOn') style.basedOn = attributes.get('val') ?? '';
        else if (name === 'outlineLvl') style.outlineLevel = boundedInteger(attributes.get('val'), 0, 9) ?? 9;
        else if (name === 'vanish') style.hidden = isOn(attributes);
        else if (name === 'numId') style.numId = attributes.get('val') ?? '0';
        else if (name === 'ilvl') style.listLevel = boundedInteger(attributes.get('val'), 0, 8) ?? 0;
      },
      close(name) {
        if (name !== 'style' || !style) return;
        source.budget.retain();
        raw.set(style.id, style);
        style = undefined;
      },
      text() {},
    });
  }
  return new Map([...raw.keys()].map((id) => [id, resolve(raw, id)]));
}
