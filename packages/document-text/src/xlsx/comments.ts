import type { OoxmlPackage, Relationship } from '../office/package.ts';
import { unescapeCellText } from './cell-text.ts';

const maxComments = 2000;
/** Text that Excel writes before a threaded comment for versions without threads. */
const threadPreface = /^\[Threaded comment\][^]{0,400}?Comment:\s{0,16}/;

function oneLineOf(text: string): string {
  return text.replaceAll(/[\r\n]+/g, ' ').trim();
}

/** Display names by person id (MS-XLSX 2.1.60), which threaded comments refer to. */
export async function readPersons(
  source: OoxmlPackage,
  relationships: ReadonlyMap<string, Relationship>,
): Promise<ReadonlyMap<string, string>> {
  const persons = new Map<string, string>();
  for (const { kind, target, external } of relationships.values()) {
    if (kind !== 'person' || external) continue;
    await source.scan(target, {
      open(name, attributes) {
        if (name !== 'person') return;
        source.budget.retain();
        persons.set(attributes.get('id') ?? '', attributes.get('displayName') ?? '');
      },
      close() {},
      text() {},
    });
  }
  return persons;
}

/** Reads threaded comments (MS-XLSX 2.1.59) with author, day and replies, one line each. */
async function readThreads(
  source: OoxmlPackage,
  part: string,
  persons: ReadonlyMap<string, string>,
): Promise<string[]> {
  const threads = new Map<string, string[]>();
  let byline = '';
  let key = '';
  let text: string | undefined;
  let count = 0;
  await source.scan(part, {
    open(name, attributes) {
      if (name === 'threadedComment') {
        source.budget.retain();
        const parent = attributes.get('parentId');
        key = parent ?? attributes.get('id') ?? '';
        const details = [
          persons.get(attributes.get('personId') ?? '') || 'unknown',
          /^\d{4}-\d\d-\d\d/.exec(attributes.get('dT') ?? '')?.[0],
          ['1', 'true'].includes(attributes.get('done') ?? '') ? 'resolved' : undefined,
        ].filter((one) => one !== undefined);
        byline = `${attributes.get('ref') ?? ''}${parent === undefined ? '' : ' reply'} (${details.join(', ')})`;
      } else if (name === 'text') text = '';
    },
    close(name) {
      if (name !== 'text' || text === undefined) return;
      const thread = threads.get(key) ?? [];
      threads.set(key, thread);
      if ((count += 1) > maxComments) source.budget.cut();
      else thread.push(`${byline}: ${oneLineOf(unescapeCellText(text, source.budget))}`);
      text = undefined;
    },
    text(piece) {
      if (text === undefined) return;
      source.budget.spendOnOutput(piece);
      text += piece;
    },
  });
  return [...threads.values()].flat();
}

/** Reads notes (classic comments), one line each: `B4 (Ana Ruiz): text`. */
async function readNotes(source: OoxmlPackage, part: string, hasThreads: boolean): Promise<string[]> {
  const authors: string[] = [];
  const lines: string[] = [];
  let reference = '';
  let author = '';
  let text = '';
  let collects: '' | 'author' | 'text' = '';
  await source.scan(part, {
    open(name, attributes) {
      if (name === 'author') {
        collects = 'author';
        author = '';
      } else if (name === 'comment') {
        reference = attributes.get('ref') ?? '';
        author = authors[Number(attributes.get('authorId'))] ?? '';
        text = '';
      } else if (name === 't') collects = 'text';
    },
    close(name) {
      if (name === 'author') authors.push(author.trim());
      if (name === 'author' || name === 't') collects = '';
      if (name !== 'comment') return;
      if (lines.length >= maxComments) {
        source.budget.cut();
        return;
      }
      // Excel repeats each thread as a note of an author without name.
      const isThread = author.startsWith('tc=');
      if (isThread && hasThreads) return;
      const body = oneLineOf(text.replace(threadPreface, ''));
      lines.push(`${reference}${author === '' || isThread ? '' : ` (${author})`}: ${body}`);
    },
    text(piece) {
      if (collects === 'author') author += piece;
      else if (collects === 'text') {
        source.budget.spendOnOutput(piece);
        text += piece;
      }
    },
  });
  return lines;
}

/** The comments of a sheet: threads first, then notes. */
export async function readSheetComments(
  source: OoxmlPackage,
  relationships: ReadonlyMap<string, Relationship>,
  persons: ReadonlyMap<string, string>,
): Promise<string[]> {
  const targetsOf = (kind: string): string[] =>
    [...relationships.values()].flatMap((one) => (one.kind === kind && !one.external ? one.target : []));
  const threads: string[] = [];
  for (const part of targetsOf('threadedComment'))
    threads.push(...(await readThreads(source, part, persons)));
  const notes: string[] = [];
  for (const part of targetsOf('comments'))
    notes.push(...(await readNotes(source, part, threads.length > 0)));
  return [...threads, ...notes];
}
