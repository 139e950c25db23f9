import { type Color, black, parseHex, white } from '../color.ts';
import type { XmlAttributes } from '../xml/scanner.ts';
import type { OoxmlPackage } from './package.ts';

/** Colors of a theme by name: `dk1`, `lt1`, `accent1`. */
export type ThemeColors = ReadonlyMap<string, Color>;

const schemeNames = new Set(
  'dk1 lt1 dk2 lt2 accent1 accent2 accent3 accent4 accent5 accent6 hlink folHlink'.split(' '),
);
/** Names of Word and PowerPoint for the colors of the scheme, as the usual color map assigns them. */
const aliases: Readonly<Record<string, string>> = {
  bg1: 'lt1',
  tx1: 'dk1',
  bg2: 'lt2',
  tx2: 'dk2',
  background1: 'lt1',
  text1: 'dk1',
  background2: 'lt2',
  text2: 'dk2',
  light1: 'lt1',
  dark1: 'dk1',
  light2: 'lt2',
  dark2: 'dk2',
  hyperlink: 'hlink',
  followedHyperlink: 'folHlink',
};
const defaultColors: ThemeColors = new Map([
  ['dk1', black],
  ['lt1', white],
]);

/** Reads the color scheme of a theme part. Black on white without one. */
export async function readThemeColors(source: OoxmlPackage, part: string | undefined): Promise<ThemeColors> {
  const colors = new Map(defaultColors);
  let name = '';
  if (part !== undefined) {
    await source.scan(part, {
      open(element, attributes) {
        if (schemeNames.has(element)) name = element;
        else if (name !== '') {
          const color = parseDrawingColor(element, attributes, defaultColors);
          if (color) colors.set(name, color);
        }
      },
      close(element) {
        if (element === name) name = '';
      },
      text() {},
    });
  }
  return colors;
}

/** The color of the scheme under any of its names. */
export function themeColor(theme: ThemeColors, name: string): Color | undefined {
  return theme.get(name) ?? theme.get(aliases[name] ?? '');
}

const presetColors: ReadonlyMap<string, Color> = new Map(Object.entries({ white, black }));

/** The color of an element of DrawingML (ECMA-376 part 1, 20.1.2.3), without its modifications. */
export function parseDrawingColor(
  element: string,
  attributes: XmlAttributes,
  theme: ThemeColors,
): Color | undefined {
  switch (element) {
    case 'srgbClr':
      return parseHex(attributes.get('val') ?? '');
    case 'sysClr':
      return (
        parseHex(attributes.get('lastClr') ?? '') ?? (attributes.get('val') === 'window' ? white : black)
      );
    case 'schemeClr':
      return themeColor(theme, attributes.get('val') ?? '');
    case 'prstClr':
      return presetColors.get(attributes.get('val') ?? '');
    case 'scrgbClr': {
      const channel = (name: string): number =>
        (Number.parseFloat(attributes.get(name) ?? '0') * 255) / 100_000;
      return { red: channel('r'), green: channel('g'), blue: channel('b'), alpha: 1 };
    }
    default:
      return undefined;
  }
}

/** Applies a child of a DrawingML color: `alpha`, `lumMod`, `lumOff`, `shade`, `tint`. */
export function modifyColor(color: Color, element: string, attributes: XmlAttributes): Color {
  const amount = Number.parseFloat(attributes.get('val') ?? '') / 100_000;
  if (!(amount >= 0)) return color;
  switch (element) {
    case 'alpha':
      return { ...color, alpha: Math.min(1, amount) };
    case 'lumMod':
    case 'shade':
      return mix(color, black, Math.min(1, amount));
    case 'lumOff':
      return mapChannels(color, (channel) => Math.min(255, channel + amount * 255));
    case 'tint':
      return mix(color, white, Math.min(1, amount));
    default:
      return color;
  }
}

function mapChannels({ red, green, blue, alpha }: Color, map: (channel: number) => number): Color {
  return { red: map(red), green: map(green), blue: map(blue), alpha };
}

/** Mixes with a gray. @param share of the color itself */
export function mix(color: Color, gray: Color, share: number): Color {
  return mapChannels(color, (channel) => channel * share + gray.red * (1 - share));
}
