import { type RawSection, type UnsanitizedDocument, nothingHidden, sectionBreak } from '../document.ts';
import { separate } from '../text-builder.ts';
import type { OoxmlPackage, Relationship } from '../office/package.ts';
import { readCommentAuthors, readSlideComments } from './comments.ts';
import { LayerReader, readBlocks, takeLayerText } from './layers.ts';
import { PptxSlide } from './slide.ts';

const maxSlides = 2000;

/** Slides in presentation order, and their size in English metric units. */
async function listSlides(
  source: OoxmlPackage,
  mainPart: string,
  relationships: ReadonlyMap<string, Relationship>,
): Promise<{ readonly parts: readonly string[]; readonly width: number; readonly height: number }> {
  const parts: string[] = [];
  let width = 0;
  let height = 0;
  await source.scanRequired(mainPart, {
    open(name, attributes) {
      if (name === 'sldSz') {
        width = Number(attributes.get('cx') ?? 0);
        height = Number(attributes.get('cy') ?? 0);
      }
      if (name !== 'sldId') return;
      const relationship = relationships.get(attributes.getPrefixed('id') ?? '');
      if (relationship?.kind === 'slide' && !relationship.external) parts.push(relationship.target);
    },
    close() {},
    text() {},
  });
  if (parts.length > maxSlides) source.budget.cut();
  return { parts: parts.slice(0, maxSlides), width, height };
}

/** Text of a slide or notes page, and the number of passages left out of it. */
interface SlideText<T> {
  readonly text: T;
  readonly hiddenPassages: number;
}

async function readNotes(
  source: OoxmlPackage,
  relationships: ReadonlyMap<string, Relationship>,
): Promise<SlideText<string>> {
  for (const relationship of relationships.values()) {
    if (relationship.kind !== 'notesSlide' || relationship.external) continue;
    const notes = new PptxSlide(source.budget, await source.relationships(relationship.target));
    await source.scan(relationship.target, notes);
    return { text: notes.toString().replaceAll(/^- /gm, ''), hiddenPassages: notes.hiddenPassages };
  }
  return { text: '', hiddenPassages: 0 };
}

/** State shared by all slides. */
interface DeckContext {
  readonly source: OoxmlPackage;
  readonly authors: ReadonlyMap<string, string>;
  readonly layers: LayerReader;
  /** Footers that a slide has returned: they repeat on every slide. */
  readonly footers: Set<string>;
}

async function readSlide(
  { source, authors, layers, footers }: DeckContext,
  part: string,
  number: number,
): Promise<SlideText<RawSection>> {
  const relationships = await source.relationships(part);
  const layout = await layers.ofSlide(relationships);
  const slide = new PptxSlide(source.budget, relationships, layout.backdrop);
  await source.scanRequired(part, slide);
  const heading = `## Slide ${number}${slide.title === '' ? '' : `: ${slide.title}`}${slide.hidden ? ' (hidden)' : ''}`;
  const blocks = [heading, ...(await readBlocks(source, slide, relationships))];
  const layer = slide.showsMaster ? takeLayerText(layout) : { text: '', hiddenPassages: 0 };
  if (layer.text !== '') blocks.push(`Layout text: ${layer.text}`);
  if (slide.footer !== '' && !footers.has(slide.footer)) {
    source.budget.retain();
    footers.add(slide.footer);
    blocks.push(`Footer: ${slide.footer}`);
  }
  const notes = await readNotes(source, relationships);
  if (notes.text !== '') blocks.push(`Notes: ${notes.text}`);
  blocks.push(await readSlideComments(source, relationships, authors));
  return {
    text: separate(
      blocks.filter((block) => block !== ''),
      sectionBreak,
    ),
    hiddenPassages: slide.hiddenPassages + layer.hiddenPassages + notes.hiddenPassages,
  };
}

/**
 * Reads a presentation, slide by slide in presentation order: titles, bullets, tables, text of charts and diagrams,
 * speaker notes, comments. Footers and the text of layouts and masters follow the first slide that shows them. Hidden
 * slides are marked; text that is not seen is left out and counted.
 * @throws DocumentError `damaged`
 */
export async function readPptx(source: OoxmlPackage, mainPart: string): Promise<UnsanitizedDocument> {
  const sections: RawSection[] = [];
  let passages = 0;
  const relationships = await source.relationships(mainPart);
  const { parts, width, height } = await listSlides(source, mainPart, relationships);
  const authors = await readCommentAuthors(source, relationships);
  const layers = new LayerReader(source, { width, height });
  const context = { source, authors, layers, footers: new Set<string>() };
  for (const part of parts) {
    if (source.budget.isSpent) break;
    const slide = await readSlide(context, part, sections.length + 1);
    sections.push(slide.text);
    passages += slide.hiddenPassages;
  }
  return {
    format: 'pptx',
    unit: 'slide',
    sections,
    hidden: { ...nothingHidden, passages },
    notes: [],
  };
}
