/** An sRGB color. Channels are 0 to 255, alpha is 0 to 1. */
export interface Color {
  readonly red: number;
  readonly green: number;
  readonly blue: number;
  readonly alpha: number;
}

export const black: Color = { red: 0, green: 0, blue: 0, alpha: 1 };
export const white: Color = { red: 255, green: 255, blue: 255, alpha: 1 };

/** A color from 0xRRGGBB. */
export function rgb(value: number): Color {
  return { red: (value >> 16) & 0xff, green: (value >> 8) & 0xff, blue: value & 0xff, alpha: 1 };
}

/** Parses 3, 4, 6 or 8 hexadecimal digits. */
export function parseHex(hex: string): Color | undefined {
  if (!/^(?:[0-9a-f]{3,4}|[0-9a-f]{6}|[0-9a-f]{8})$/i.test(hex)) return undefined;
  const long = hex.length < 6 ? hex.replaceAll(/./g, '$&$&') : hex;
  const alpha = long.length === 8 ? Number.parseInt(long.slice(6), 16) / 255 : 1;
  return { ...rgb(Number.parseInt(long.slice(0, 6), 16)), alpha };
}

/** The color that a partly transparent color has on an opaque background. */
export function blend(color: Color, background: Color): Color {
  if (color.alpha >= 1) return color;
  const mix = (over: number, under: number): number => over * color.alpha + under * (1 - color.alpha);
  return {
    red: mix(color.red, background.red),
    green: mix(color.green, background.green),
    blue: mix(color.blue, background.blue),
    alpha: 1,
  };
}

function luminance({ red, green, blue }: Color): number {
  const linear = (channel: number): number => {
    const value = channel / 255;
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
  };
  return 0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue);
}

/** Text with less contrast (WCAG 2, 1.4.3, which requires 4.5) is not legible. */
const minContrast = 1.2;
/** Colors that differ more in a channel are told apart by their hue. */
const maxChannelDifference = 40;

/** Returns true if text of one color is not legible on the other. */
export function isLowContrast(text: Color, background: Color): boolean {
  const difference = Math.max(
    Math.abs(text.red - background.red),
    Math.abs(text.green - background.green),
    Math.abs(text.blue - background.blue),
  );
  if (difference > maxChannelDifference) return false;
  const [high = 0, low = 0] = [luminance(text), luminance(background)].toSorted(
    (left, right) => right - left,
  );
  return (high + 0.05) / (low + 0.05) < minContrast;
}
