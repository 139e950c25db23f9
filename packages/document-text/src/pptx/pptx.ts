import { DocumentError } from '../errors.ts';
import { nothingHidden, type ExtractedDocument } from '../document.ts';
import type { OoxmlPackage, Relationship } from '../office/package.ts';
import { PptxSlide } from './slide.ts';

const maxSlides = 2000;
const maxGraphicCharacters = 4096;

async function listSlides(source: OoxmlPackage, mainPart: string): Promise<string[]> {
  const relationships = await source.relationships(mainPart);
  const parts: string[] = [];
  await source.scanRequired(mainPart, {
    open(name, attributes) {
      if (name !== 'sldId') return;
      const relationship = relationships.get(attributes.getPrefixed('id') ?? '');
      if (relationship?.kind === 'slide' && !relationship.external) parts.push(relationship.target);
    },
    close() {},
    text() {},
  });
  if (parts.length > maxSlides) {
    throw new DocumentError(
      'too_large',
      `The presentation has more than ${maxSlides} slides. Ask for one with fewer.`,
    );
  }
  return parts;
}

/** Reads the text of a chart (titles, categories, cached values) or a diagram, in document order. */
async function readGraphic(source: OoxmlPackage, part: string): Promise<string> {
  const words: string[] = [];
  let characters = 0;
  let collects = false;
  let current = '';
  await source.scan(part, {
    open(name) {
      collects = name === 't' || name === 'v';
      if (collects) current = '';
    },
    close() {
      if (!collects) return;
      collects = false;
      const word = current.trim();
      characters += word.length + 2;
      if (word !== '' && characters < maxGraphicCharacters) words.push(word);
    },
    text(text) {
      if (collects) current += text;
    },
  });
  const text = words.join(', ');
  source.budget.spendOnOutput(text.length);
  return text;
}

async function readNotes(
  source: OoxmlPackage,
  relationships: ReadonlyMap<string, Relationship>,
): Promise<string> {
  for (const relationship of relationships.values()) {
    if (relationship.kind !== 'notesSlide' || relationship.external) continue;
    const notes = new PptxSlide(source.budget, await source.relationships(relationship.target));
    await source.scan(relationship.target, notes);
    return notes.toString().replaceAll(/^- /gm, '');
  }
  return '';
}

async function readSlide(source: OoxmlPackage, part: string, number: number): Promise<string> {
  const relationships = await source.relationships(part);
  const slide = new PptxSlide(source.budget, relationships);
  await source.scanRequired(part, slide);
  const heading = `## Slide ${number}${slide.title === '' ? '' : `: ${slide.title}`}${slide.hidden ? ' (hidden)' : ''}`;
  const blocks = [heading, slide.toString()];
  for (const id of slide.graphics) {
    const relationship = relationships.get(id);
    if (!relationship || relationship.external) continue;
    const words = await readGraphic(source, relationship.target);
    if (words !== '') blocks.push(`${relationship.kind === 'chart' ? 'Chart' : 'Diagram'}: ${words}`);
  }
  const notes = await readNotes(source, relationships);
  if (notes !== '') blocks.push(`Notes: ${notes}`);
  return blocks.filter((block) => block !== '').join('\n\n');
}

/**
 * Reads a presentation, slide by slide in presentation order: titles, bullets, tables, text of charts and diagrams,
 * speaker notes. Hidden slides are marked.
 * @throws DocumentError `damaged`, `too_large`
 */
export async function readPptx(source: OoxmlPackage, mainPart: string): Promise<ExtractedDocument> {
  const sections: string[] = [];
  for (const part of await listSlides(source, mainPart)) {
    if (source.budget.isSpent) break;
    sections.push(await readSlide(source, part, sections.length + 1));
  }
  return {
    format: 'pptx',
    unit: 'slide',
    sections,
    hidden: nothingHidden,
    notes: [],
  };
}
