import type { XmlAttributes } from '../xml/scanner.ts';
import { type OoxmlPackage, type Relationship, targetOf } from '../office/package.ts';

const maxComments = 2000;

interface Comment {
  readonly author: string;
  readonly date: string;
  readonly isResolved: boolean;
  isReply: boolean;
  text: string;
}

/** Names of the authors by id, of classic (`commentAuthors.xml`) and modern comments (`authors.xml`). */
export async function readCommentAuthors(
  source: OoxmlPackage,
  relationships: ReadonlyMap<string, Relationship>,
): Promise<ReadonlyMap<string, string>> {
  const authors = new Map<string, string>();
  for (const kind of ['commentAuthors', 'authors']) {
    const part = targetOf(relationships, kind);
    if (part === undefined) continue;
    await source.scan(part, {
      open(name, attributes) {
        if (name !== 'cmAuthor' && name !== 'author') return;
        source.budget.retain();
        authors.set(attributes.get('id') ?? '', attributes.get('name') ?? '');
      },
      close() {},
      text() {},
    });
  }
  return authors;
}

/** Reads a comment part: classic (ECMA-376 part 1, 19.4) or modern (MS-PPTX 2.6.4), whose replies precede the text. */
async function readComments(
  source: OoxmlPackage,
  part: string,
  authors: ReadonlyMap<string, string>,
): Promise<Comment[]> {
  const threads: Comment[][] = [];
  const open: Comment[] = [];
  /** Threads of classic comments, by author and index of their first comment. */
  const classic = new Map<string, Comment[]>();
  let inText = false;
  let count = 0;
  await source.scan(part, {
    open(name, attributes) {
      if (name === 'cm' || name === 'reply') {
        source.budget.retain();
        const comment: Comment = {
          author: authors.get(attributes.get('authorId') ?? '') ?? '',
          date: attributes.get('dt') ?? attributes.get('created') ?? '',
          isResolved: ['resolved', 'closed'].includes(attributes.get('status') ?? ''),
          isReply: name === 'reply',
          text: '',
        };
        open.push(comment);
        if ((count += 1) > maxComments) {
          source.budget.cut();
        } else if (name === 'reply') {
          threads.at(-1)?.push(comment);
        } else {
          const thread = [comment];
          threads.push(thread);
          classic.set(threadKey(attributes), thread);
        }
      } else if (name === 'parentCm') {
        const [comment] = open;
        const thread = classic.get(threadKey(attributes));
        if (!comment || !thread || thread[0] === comment || threads.at(-1)?.[0] !== comment) return;
        comment.isReply = true;
        threads.pop();
        thread.push(comment);
      } else if (name === 't' || name === 'text') inText = true;
      else if (name === 'br' || name === 'p') {
        const comment = open.at(-1);
        if (comment && comment.text !== '') comment.text += ' ';
      }
    },
    close(name) {
      if (name === 'cm' || name === 'reply') open.pop();
      else if (name === 't' || name === 'text') inText = false;
    },
    text(text) {
      const comment = open.at(-1);
      if (!inText || !comment) return;
      source.budget.spendOnOutput(text);
      comment.text += text;
    },
  });
  return threads.flat();
}

/** Identifies a classic comment within its part. */
function threadKey(attributes: XmlAttributes): string {
  return `${attributes.get('authorId') ?? ''}:${attributes.get('idx') ?? ''}`;
}

function formatComment({ author, date, isResolved, isReply, text }: Comment): string {
  const day = /^\d{4}-\d\d-\d\d/.exec(date)?.[0];
  const byline = [author || 'unknown', day, isResolved ? 'resolved' : undefined].filter(
    (one) => one !== undefined,
  );
  const indent = isReply ? '  ' : '';
  return `${indent}- ${byline.join(', ')}: ${text.replaceAll(/\s+/g, ' ').trim()}`;
}

/** The comments of a slide, one line each, replies indented. Empty if there are none. */
export async function readSlideComments(
  source: OoxmlPackage,
  relationships: ReadonlyMap<string, Relationship>,
  authors: ReadonlyMap<string, string>,
): Promise<string> {
  const lines: string[] = [];
  for (const { kind, target, external } of relationships.values()) {
    if (kind !== 'comments' || external) continue;
    lines.push(...(await readComments(source, target, authors)).map(formatComment));
  }
  return lines.length === 0 ? '' : `Comments:\n${lines.join('\n')}`;
}
