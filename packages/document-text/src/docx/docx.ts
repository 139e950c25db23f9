import { type UnsanitizedDocument, nothingHidden } from '../document.ts';
import { white } from '../color.ts';
import { readGraphics } from '../office/graphic.ts';
import { readThemeColors } from '../office/theme.ts';
import { type OoxmlPackage, type Relationship, targetOf } from '../office/package.ts';
import { DocxBody, type DocxContext, type DocxNote } from './body.ts';
import { formatNotes, readCommentStates } from './comments.ts';
import { DocxNumbering } from './numbering.ts';
import { readDocxStyles } from './styles.ts';

/** Reads a part beside the main part. */
async function readPart(source: OoxmlPackage, context: DocxContext, part: string): Promise<DocxBody> {
  const relationships = await source.relationships(part);
  const body = new DocxBody(context, relationships, await readGraphics(source, relationships));
  await source.scan(part, body);
  return body;
}

async function readNotes(
  source: OoxmlPackage,
  context: DocxContext,
  relationships: ReadonlyMap<string, Relationship>,
): Promise<Map<string, DocxNote>> {
  const notes = new Map<string, DocxNote>();
  for (const kind of ['footnotes', 'endnotes', 'comments']) {
    const part = targetOf(relationships, kind);
    if (part === undefined) continue;
    const body = await readPart(source, context, part);
    for (const [key, note] of body.notes) notes.set(key, note);
  }
  return notes;
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
    const body = await readPart(source, context, target);
    const text = body.toString().replaceAll('\n\n', '\n');
    // Page numbers alone are left out.
    if (/\p{L}|\d{4}/u.test(text)) lines.add(`${kind === 'header' ? 'Header' : 'Footer'}: ${text}`);
  }
  return [...lines];
}

/**
 * Reads a Word document: headings, lists and tables as Markdown, footnotes and comments numbered and listed at the end,
 * tracked changes accepted, hidden text left out and counted.
 * @throws DocumentError `damaged`, `too_large`
 */
export async function readDocx(source: OoxmlPackage, mainPart: string): Promise<UnsanitizedDocument> {
  const relationships = await source.relationships(mainPart);
  const theme = await readThemeColors(source, targetOf(relationships, 'theme'));
  const context: DocxContext = {
    budget: source.budget,
    theme,
    styles: await source.budget.withHalfOfRest(() =>
      readDocxStyles(source, targetOf(relationships, 'styles'), theme),
    ),
    numbering: await source.budget.withHalfOfRest(() =>
      DocxNumbering.read(source, targetOf(relationships, 'numbering')),
    ),
    references: new Map(),
    hiddenPassages: 0,
    embeddedParts: 0,
    trackedChanges: 0,
    background: white,
  };
  const body = new DocxBody(context, relationships, await readGraphics(source, relationships));
  await source.scanRequired(mainPart, body);
  const sections = body.toSections();
  const notes = await readNotes(source, context, relationships);
  const states = await readCommentStates(source, targetOf(relationships, 'commentsExtended'));
  const lines = formatNotes(notes, context.references, states);
  if (lines.length > 0) sections.push(`Notes and comments:\n\n${lines.join('\n\n')}`);
  const margins = await readHeadersAndFooters(source, context, relationships);
  if (margins.length > 0) sections.push(margins.join('\n'));
  return {
    format: 'docx',
    unit: 'text',
    sections,
    hidden: { ...nothingHidden, passages: context.hiddenPassages },
    notes: [
      ...(context.embeddedParts > 0
        ? ['Parts of other formats inserted into the document are not shown.']
        : []),
      ...(context.trackedChanges > 0
        ? [`Tracked changes, shown as accepted: ${context.trackedChanges}.`]
        : []),
    ],
  };
}
