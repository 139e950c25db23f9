import type { PdfColorSpace } from './colors.ts';
import type { PdfContentResources, PdfDrawing } from './content-stream.ts';
import type { PdfFile } from './file.ts';
import { boxOf, identity, toBox } from './geometry.ts';
import {
  type PdfDictionary,
  PdfReference,
  PdfStream,
  type PdfValue,
  arrayOf,
  isDictionary,
} from './objects.ts';

/** Object numbers of the optional content groups that are not shown (ISO 32000-1, 8.11.4.3). */
export type HiddenLayers = ReadonlySet<number>;

const maxLayers = 10_000;

/** Reads which optional content groups are off in the default configuration. */
export function readHiddenLayers(file: PdfFile): HiddenLayers {
  const [root] = file.trailer('Root');
  const properties = file.dictionary(file.dictionary(root).get('OCProperties'));
  const settings = file.dictionary(properties.get('D'));
  const numbers = (value: PdfValue | undefined) =>
    arrayOf(file.get(value))
      .slice(0, maxLayers)
      .flatMap((item) => (item instanceof PdfReference ? [item.number] : []));
  const off = new Set(numbers(settings.get('OFF')));
  if (file.get(settings.get('BaseState')) !== 'OFF') return off;
  const on = new Set(numbers(settings.get('ON')));
  return new Set(numbers(properties.get('OCGs')).filter((layer) => !on.has(layer)));
}

/** Returns true if optional content of this group or membership is not shown. */
export function isHiddenContent(file: PdfFile, value: PdfValue | undefined, hidden: HiddenLayers): boolean {
  if (hidden.size === 0 || value === undefined) return false;
  if (value instanceof PdfReference && hidden.has(value.number)) return true;
  const groups = file.dictionary(value).get('OCGs');
  const members =
    groups instanceof PdfReference && !Array.isArray(file.get(groups)) ? [groups] : arrayOf(file.get(groups));
  return (
    members.length > 0 &&
    members.slice(0, maxLayers).every((item) => item instanceof PdfReference && hidden.has(item.number))
  );
}

/** The bounding box of a form in the space of the stream that draws it. */
function formArea(file: PdfFile, form: PdfDictionary) {
  const box = toBox(readNumbers(file, form.get('BBox'), 4));
  if (!box) return undefined;
  const [a, b, c, d, e, f] = readNumbers(file, form.get('Matrix'), 6) ?? identity;
  return boxOf([a ?? 1, b ?? 0, c ?? 0, d ?? 1, e ?? 0, f ?? 0], box.left, box.bottom, box.right, box.top);
}

/** Reads an array of `count` numbers. */
export function readNumbers(file: PdfFile, value: PdfValue | undefined, count: number): number[] | undefined {
  const numbers = arrayOf(file.get(value))
    .map((item) => file.get(item))
    .filter((item) => typeof item === 'number');
  return numbers.length === count ? numbers : undefined;
}

/** The named resources of a page or form (ISO 32000-1, 7.8.3). */
export function contentResources(
  file: PdfFile,
  resources: PdfDictionary,
  hidden: HiddenLayers,
): PdfContentResources {
  const category = (name: string) => file.dictionary(resources.get(name));
  const xobjects = category('XObject');
  const states = category('ExtGState');
  const spaces = category('ColorSpace');
  const properties = category('Properties');
  return {
    drawing: memoized((name) => {
      const found = file.get(xobjects.get(name));
      return found instanceof PdfStream ? toDrawing(file, found.dictionary, hidden) : undefined;
    }),
    state: memoized((name) => {
      const state = file.dictionary(states.get(name));
      const alpha = file.get(state.get('ca'));
      const blend = file.get(state.get('BM'));
      const mode = Array.isArray(blend) ? file.get(arrayOf(blend)[0]) : blend;
      return {
        setsFont: state.has('Font'),
        fillAlpha: typeof alpha === 'number' ? alpha : undefined,
        isBlended: mode === null ? undefined : mode !== 'Normal' && mode !== 'Compatible',
      };
    }),
    colorSpace: memoized((name) => toColorSpace(file, spaces.get(name) ?? name)),
    isHiddenLayer: memoized((name) => isHiddenContent(file, properties.get(name), hidden)),
  };
}

function toDrawing(file: PdfFile, dictionary: PdfDictionary, hidden: HiddenLayers): PdfDrawing {
  if (file.get(dictionary.get('Subtype')) === 'Form') {
    const isHidden = isHiddenContent(file, dictionary.get('OC'), hidden);
    return { kind: 'form', area: formArea(file, dictionary), isHidden };
  }
  const isOpaque = !['SMask', 'Mask', 'SMaskInData'].some((key) => dictionary.has(key));
  return { kind: 'image', isOpaque: isOpaque && file.get(dictionary.get('ImageMask')) !== true };
}

/** Components of an ICC profile (8.6.5.5). */
const profileSpaces: ReadonlyMap<PdfValue, PdfColorSpace> = new Map([
  [1, 'gray'],
  [3, 'rgb'],
  [4, 'cmyk'],
]);
const namedSpaces: ReadonlyMap<PdfValue, PdfColorSpace> = new Map([
  ['DeviceGray', 'gray'],
  ['CalGray', 'gray'],
  ['DeviceRGB', 'rgb'],
  ['CalRGB', 'rgb'],
  ['DeviceCMYK', 'cmyk'],
  ['Separation', 'tint'],
  ['DeviceN', 'tint'],
]);

function toColorSpace(file: PdfFile, value: PdfValue): PdfColorSpace {
  const found = file.get(value);
  const [family, parameter] = Array.isArray(found) ? arrayOf(found) : [found];
  const name = file.get(family);
  if (name === 'ICCBased') {
    const profile = file.get(parameter);
    const dictionary =
      profile instanceof PdfStream ? profile.dictionary : isDictionary(profile) ? profile : undefined;
    return profileSpaces.get(file.get(dictionary?.get('N'))) ?? 'unknown';
  }
  return namedSpaces.get(name) ?? 'unknown';
}

function memoized<T>(compute: (name: string) => T): (name: string) => T {
  const results = new Map<string, T>();
  return (name) => {
    const known = results.get(name);
    if (known !== undefined) return known;
    const result = compute(name);
    results.set(name, result);
    return result;
  };
}
