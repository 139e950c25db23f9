import { readGraphic } from '../office/graphic.ts';
import { type OoxmlPackage, type Relationship, targetOf } from '../office/package.ts';
import { type ThemeColors, readThemeColors, themeColor } from '../office/theme.ts';
import { sectionBreak } from '../document.ts';
import { type Backdrop, plainBackdrop } from './canvas.ts';
import { PptxSlide } from './slide.ts';

/** A layout or master. */
interface Layer {
  /** The surface for the shapes of the next layer. */
  readonly backdrop: Backdrop;
  /** Text of shapes that are no placeholders, such as a confidentiality marking. Empty once a slide has returned it. */
  text: string;
  /** Number of passages that are not seen, and left out. */
  hiddenPassages: number;
  /** The master of a layout that shows its shapes. */
  readonly below: Layer | undefined;
}

/** Reads the layouts and masters of a presentation, each once. */
export class LayerReader {
  readonly #source: OoxmlPackage;
  readonly #size: { readonly width: number; readonly height: number };
  readonly #cached = new Map<string, Layer>();

  constructor(source: OoxmlPackage, size: { readonly width: number; readonly height: number }) {
    this.#source = source;
    this.#size = size;
  }

  /** The layout of a slide, on its master. */
  async ofSlide(relationships: ReadonlyMap<string, Relationship>): Promise<Layer> {
    const layout = targetOf(relationships, 'slideLayout');
    if (layout === undefined) return this.#blank(new Map());
    return await this.#read(layout, async (ofLayout) => {
      const master = targetOf(ofLayout, 'slideMaster');
      if (master === undefined) return this.#blank(new Map());
      return await this.#read(master, async (ofMaster) =>
        this.#blank(await this.#masterTheme(master, targetOf(ofMaster, 'theme'))),
      );
    });
  }

  #blank(theme: ThemeColors): Layer {
    return {
      backdrop: { ...plainBackdrop(theme), ...this.#size },
      text: '',
      hiddenPassages: 0,
      below: undefined,
    };
  }

  async #read(
    part: string,
    readBelow: (relationships: ReadonlyMap<string, Relationship>) => Promise<Layer>,
  ): Promise<Layer> {
    const known = this.#cached.get(part);
    if (known) return known;
    const relationships = await this.#source.relationships(part);
    const below = await readBelow(relationships);
    const slide = new PptxSlide(this.#source.budget, relationships, below.backdrop);
    await this.#source.scan(part, slide);
    const blocks = await readBlocks(this.#source, slide, relationships);
    const layer: Layer = {
      backdrop: slide.toBackdrop(),
      text: joinBlocks(blocks),
      hiddenPassages: slide.hiddenPassages,
      below: slide.showsMaster ? below : undefined,
    };
    this.#source.budget.retain();
    this.#cached.set(part, layer);
    return layer;
  }

  /** The colors of the theme under the names of the color map of the master. */
  async #masterTheme(master: string, themePart: string | undefined): Promise<ThemeColors> {
    const theme = new Map(await readThemeColors(this.#source, themePart));
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

/** The text of the shapes of a part, then of each of its charts and diagrams. */
export async function readBlocks(
  source: OoxmlPackage,
  slide: PptxSlide,
  relationships: ReadonlyMap<string, Relationship>,
): Promise<string[]> {
  const blocks = [slide.toString()];
  for (const id of slide.graphics) blocks.push(await readGraphic(source, relationships.get(id)));
  return blocks;
}

function joinBlocks(blocks: readonly string[]): string {
  return blocks.filter((block) => block !== '').join(sectionBreak);
}

/** The text of a layout and its master that no slide has returned yet, and the number of passages left out of it. */
export function takeLayerText(layout: Layer): Pick<Layer, 'text' | 'hiddenPassages'> {
  const blocks: string[] = [];
  let hiddenPassages = 0;
  for (let layer: Layer | undefined = layout; layer; layer = layer.below) {
    blocks.unshift(layer.text);
    hiddenPassages += layer.hiddenPassages;
    layer.text = '';
    layer.hiddenPassages = 0;
  }
  return { text: joinBlocks(blocks), hiddenPassages };
}
