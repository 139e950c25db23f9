import { type RawSection, type UnsanitizedDocument, nothingHidden, sectionBreak } from '../document.ts';
import { separate } from '../text-builder.ts';
import type { OoxmlPackage, Relationship } from '../office/package.ts';
import { readGraphic } from '../office/graphic.ts';
import { readCommentAuthors, readSlideComments } from './comments.ts';
import { BackdropReader } from './backdrop.ts';
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
  readonly backdrops: BackdropReader;
}

async function readSlide(
  { source, authors, backdrops }: DeckContext,
  part: string,
  number: number,
): Promise<SlideText<RawSection>> {
  const relationships = await source.relationships(part);
  const slide = new PptxSlide(source.budget, relationships, await backdrops.ofSlide(relationships));
  await source.scanRequired(part, slide);
  const heading = `## Slide ${number}${slide.title === '' ? '' : `: ${slide.title}`}${slide.hidden ? ' (hidden)' : ''}`;
  const blocks = [heading, slide.toString()];
  for (const id of slide.graphics) blocks.push(await readGraphic(source, relationships.get(id)));
  const notes = await readNotes(source, relationships);
  if (notes.text !== '') blocks.push(`Notes: ${notes.text}`);
  blocks.push(await readSlideComments(source, relationships, authors));
  return {
    text: separate(
      blocks.filter((block) => block !== ''),
      sectionBreak,
    ),
    hiddenPassages: slide.hiddenPassages + notes.hiddenPassages,
  };
}

/**
 * Reads a presentation, slide by slide in presentation order: titles, bullets, tables, text of charts and diagrams,
 * speaker notes, comments. Hidden slides are marked; text that is not seen is left out and counted.
 * @throws DocumentError `damaged`
 */
export async function readPptx(source: OoxmlPackage, mainPart: string): Promise<UnsanitizedDocument> {
  const sections: RawSection[] = [];
  let passages = 0;
  const relationships = await source.relationships(mainPart);
  const { parts, width, height } = await listSlides(source, mainPart, relationships);
  const authors = await readCommentAuthors(source, relationships);
  const context = { source, authors, backdrops: new BackdropReader(source, { width, height }) };
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
