import { type ExtractedDocument, nothingHidden } from '../document.ts';
import type { OoxmlPackage, Relationship } from '../office/package.ts';
import { DocxBody, type DocxContext, type DocxNote } from './body.ts';
import { DocxNumbering } from './numbering.ts';
import { readDocxStyles } from './styles.ts';

function getTarget(relationships: ReadonlyMap<string, Relationship>, kind: string): string | undefined {
  for (const relationship of relationships.values()) {
    if (relationship.kind === kind && !relationship.external) return relationship.target;
  }
  return undefined;
}

async function readNotes(
  source: OoxmlPackage,
  context: DocxContext,
  relationships: ReadonlyMap<string, Relationship>,
): Promise<Map<string, DocxNote>> {
  const notes = new Map<string, DocxNote>();
  for (const kind of ['footnotes', 'endnotes', 'comments']) {
    const part = getTarget(relationships, kind);
    if (part === undefined) continue;
    const body = new DocxBody(context, await source.relationships(part));
    await source.scan(part, body);
    for (const [key, note] of body.notes) notes.set(key, note);
  }
  return notes;
}

function formatNote(key: string, number: number, note: DocxNote): string {
  const day = /^\d{4}-\d\d-\d\d/.exec(note.date)?.[0];
  const byline = key.startsWith('comment:')
    ? `comment by ${note.author || 'unknown'}${day === undefined ? '' : `, ${day}`}: `
    : '';
  return `[note ${number}] ${byline}${note.text.replaceAll('\n\n', '\n')}`;
}

/** Distinct headers and footers. Documents repeat them for first, odd and even pages. */
async function readHeadersAndFooters(
  source: OoxmlPackage,
  context: DocxContext,
  relationships: ReadonlyMap<string, Relationship>,
): Promise<string[]> {
  const lines = new Set<string>();
  for (const { kind, target, external } of relationships.values()) {
    if (external || (kind !== 'header' && kind !== 'footer')) continue;
    const body = new DocxBody(context, await source.relationships(target));
    await source.scan(target, body);
    const text = body.toString().replaceAll('\n\n', '\n');
    // Page numbers alone are left out.
    if (/\p{L}/u.test(text)) lines.add(`${kind === 'header' ? 'Header' : 'Footer'}: ${text}`);
  }
  return [...lines];
}

/**
 * Reads a Word document: headings, lists and tables as Markdown, footnotes and comments numbered and listed at the end,
 * tracked changes accepted, hidden text left out and counted.
 * @throws DocumentError `damaged`, `too_large`
 */
export async function readDocx(source: OoxmlPackage, mainPart: string): Promise<ExtractedDocument> {
  const relationships = await source.relationships(mainPart);
  const context: DocxContext = {
    budget: source.budget,
    styles: await source.budget.withHalfOfRest(() =>
      readDocxStyles(source, getTarget(relationships, 'styles')),
    ),
    numbering: await source.budget.withHalfOfRest(() =>
      DocxNumbering.read(source, getTarget(relationships, 'numbering')),
    ),
    references: new Map(),
    hiddenPassages: 0,
    embeddedParts: 0,
  };
  const body = new DocxBody(context, relationships);
  await source.scanRequired(mainPart, body);
  const sections = body.toSections();
  const notes = await readNotes(source, context, relationships);
  const lines = [...context.references].flatMap(([key, number]) => {
    const note = notes.get(key);
    return note ? [formatNote(key, number, note)] : [];
  });
  if (lines.length > 0) sections.push(`Notes and comments:\n\n${lines.join('\n\n')}`);
  const margins = await readHeadersAndFooters(source, context, relationships);
  if (margins.length > 0) sections.push(margins.join('\n'));
  return {
    format: 'docx',
    unit: 'text',
    sections,
    hidden: { ...nothingHidden, passages: context.hiddenPassages },
    notes:
      context.embeddedParts > 0 ? ['Parts of other formats inserted into the document are not shown.'] : [],
  };
}
