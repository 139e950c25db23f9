import { white } from '../color.ts';
import { type OoxmlPackage, type Relationship, targetOf } from '../office/package.ts';
import { type ThemeColors, readThemeColors, themeColor } from '../office/theme.ts';
import { type Backdrop, SlideCanvas } from './canvas.ts';

/** A white surface of unknown size. */
export function plainBackdrop(theme: ThemeColors): Backdrop {
  return { width: 0, height: 0, theme, background: white, areas: [] };
}

/** Reads the layouts and masters of a presentation, each once. */
export class BackdropReader {
  readonly #source: OoxmlPackage;
  readonly #size: { readonly width: number; readonly height: number };
  readonly #cached = new Map<string, Backdrop>();

  constructor(source: OoxmlPackage, size: { readonly width: number; readonly height: number }) {
    this.#source = source;
    this.#size = size;
  }

  /** The surface of a slide: its layout on its master. */
  async ofSlide(relationships: ReadonlyMap<string, Relationship>): Promise<Backdrop> {
    const layout = targetOf(relationships, 'slideLayout');
    if (layout === undefined) return { ...plainBackdrop(new Map()), ...this.#size };
    return await this.#draw(layout, async () => {
      const master = targetOf(await this.#source.relationships(layout), 'slideMaster');
      if (master === undefined) return { ...plainBackdrop(new Map()), ...this.#size };
      return await this.#draw(master, async () => ({
        ...plainBackdrop(await this.#masterTheme(master)),
        ...this.#size,
      }));
    });
  }

  async #draw(part: string, behind: () => Promise<Backdrop>): Promise<Backdrop> {
    const known = this.#cached.get(part);
    if (known) return known;
    const canvas = new SlideCanvas(await behind());
    await this.#source.scan(part, canvas);
    const drawn = canvas.toBackdrop();
    this.#source.budget.retain();
    this.#cached.set(part, drawn);
    return drawn;
  }

  /** The colors of the theme under the names of the color map of the master. */
  async #masterTheme(master: string): Promise<ThemeColors> {
    const theme = new Map(
      await readThemeColors(this.#source, targetOf(await this.#source.relationships(master), 'theme')),
    );
    await this.#source.scan(master, {
      open(name, attributes) {
        if (name !== 'clrMap') return;
        for (const alias of ['bg1', 'tx1', 'bg2', 'tx2']) {
          const color = themeColor(theme, attributes.get(alias) ?? '');
          if (color) theme.set(alias, color);
        }
      },
      close() {},
      text() {},
    });
    return theme;
  }
}
