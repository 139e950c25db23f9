import type { OoxmlPackage } from '../office/package.ts';
import type { DocxNote } from './body.ts';

/** State of a comment thread, by the id of the last paragraph of a comment. */
export interface CommentState {
  readonly parent: string | undefined;
  readonly isResolved: boolean;
}

/** Reads `commentsExtended.xml` (MS-DOCX 2.5.4.1): replies and resolved threads. */
export async function readCommentStates(
  source: OoxmlPackage,
  part: string | undefined,
): Promise<ReadonlyMap<string, CommentState>> {
  const states = new Map<string, CommentState>();
  if (part === undefined) return states;
  await source.scan(part, {
    open(name, attributes) {
      if (name !== 'commentEx') return;
      source.budget.retain();
      states.set(attributes.get('paraId') ?? '', {
        parent: attributes.get('paraIdParent'),
        isResolved: ['1', 'true'].includes(attributes.get('done') ?? ''),
      });
    },
    close() {},
    text() {},
  });
  return states;
}

/** The day of an ISO 8601 date. */
export function dayOf(date: string): string | undefined {
  return /^\d{4}-\d\d-\d\d/.exec(date)?.[0];
}

/**
 * The notes and comments as lines, in the order of their references. Comments without reference follow, so that none is
 * lost.
 */
export function formatNotes(
  notes: ReadonlyMap<string, DocxNote>,
  references: Map<string, number>,
  states: ReadonlyMap<string, CommentState>,
): string[] {
  const byParagraph = new Map<string, string>();
  for (const [key, note] of notes) {
    if (!key.startsWith('comment:')) continue;
    if (!references.has(key)) references.set(key, references.size + 1);
    if (note.paragraphId !== '') byParagraph.set(note.paragraphId, key);
  }
  return [...references].flatMap(([key, number]) => {
    const note = notes.get(key);
    if (!note) return [];
    const text = note.text.replaceAll('\n\n', '\n');
    if (!key.startsWith('comment:')) return [`[note ${number}] ${text}`];
    const state = states.get(note.paragraphId);
    const parent = references.get(byParagraph.get(state?.parent ?? '') ?? '');
    const byline = [
      note.author || 'unknown',
      dayOf(note.date),
      parent === undefined ? undefined : `reply to note ${parent}`,
      state?.isResolved ? 'resolved' : undefined,
    ];
    return [`[note ${number}] comment by ${byline.filter((one) => one !== undefined).join(', ')}: ${text}`];
  });
}
