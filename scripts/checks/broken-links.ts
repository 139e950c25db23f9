import { dirname, normalize } from 'node:path';

/** The Markdown files of the project by path, and what else links may lead to. */
export interface LinkedFiles {
  readonly documents: ReadonlyMap<string, string>;
  /** Whether there is a file or folder at this path. */
  readonly exists: (path: string) => boolean;
}

/** A link that leads nowhere. */
export interface BrokenLink {
  readonly document: string;
  readonly line: number;
  readonly target: string;
  readonly problem: string;
}

const inlineLink = /!?\[(?:[^\][]|\[[^\][]*\])*\]\(([^()\s]+(?:\([^()\s]*\)[^()\s]*)?)(?:\s+"[^"]*")?\)/g;

/**
 * Links of Markdown documents to files that do not exist, and to headings that a document does not have. Addresses
 * elsewhere are looked at for their form alone: a check must not depend on other people's servers.
 */
export function brokenLinks({ documents, exists }: LinkedFiles): readonly BrokenLink[] {
  const anchors = new Map([...documents].map(([path, text]) => [path, anchorsOf(text)]));
  const broken: BrokenLink[] = [];
  for (const [document, text] of documents) {
    for (const { line, content } of proseLines(text)) {
      for (const [, target = ''] of content.matchAll(inlineLink)) {
        const problem = problemOf(document, target);
        if (problem !== undefined) broken.push({ document, line, target, problem });
      }
    }
  }
  return broken;

  function problemOf(document: string, target: string): string | undefined {
    if (/^[a-z][a-z0-9+.-]*:/i.test(target)) {
      return /^(https:\/\/|mailto:)/.test(target) && URL.canParse(target) ? undefined : 'is no https address';
    }
    const [path = '', anchor] = target.split('#');
    const file = path === '' ? document : normalize(`${dirname(document)}/${decodeURIComponent(path)}`);
    if (file.startsWith('..')) return 'leads out of the repository';
    if (!exists(file)) return 'there is no such file';
    const known = anchors.get(file);
    if (anchor === undefined || known === undefined || known.has(anchor)) return undefined;
    return `${file} has no heading for #${anchor}`;
  }
}

/** Lines outside code blocks, without their code spans. */
function* proseLines(text: string): Generator<{ readonly line: number; readonly content: string }> {
  let fence: string | undefined;
  for (const [index, content] of text.split('\n').entries()) {
    const mark = /^\s*(`{3,}|~{3,})/.exec(content)?.[1];
    if (mark !== undefined && (fence === undefined || mark.startsWith(fence))) {
      fence = fence === undefined ? mark : undefined;
      continue;
    }
    if (fence === undefined) yield { line: index + 1, content: content.replaceAll(/`[^`]*`/g, '') };
  }
}

/** Ids that GitHub gives to the headings, and those that stand in HTML. */
function anchorsOf(text: string): ReadonlySet<string> {
  const anchors = new Set<string>();
  const counts = new Map<string, number>();
  let fence = false;
  for (const line of text.split('\n')) {
    if (/^\s*(```|~~~)/.test(line)) fence = !fence;
    const heading = fence ? undefined : /^#{1,6}\s+(.+?)\s*#*$/.exec(line)?.[1];
    if (heading !== undefined) {
      const slug = slugOf(heading);
      const count = counts.get(slug) ?? 0;
      counts.set(slug, count + 1);
      anchors.add(count === 0 ? slug : `${slug}-${count}`);
    }
    for (const [, id = ''] of line.matchAll(/<a (?:id|name)="([^"]+)"/g)) anchors.add(id);
  }
  return anchors;
}

/** @see https://github.com/gjtorikian/html-pipeline/blob/main/lib/html_pipeline/node_filter/table_of_contents_filter.rb */
function slugOf(heading: string): string {
  return heading
    .replaceAll(/\[([^\]]*)\]\([^)]*\)/g, '$1')
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{M}\p{N}\p{Pc}\- ]/gu, '')
    .replaceAll(' ', '-');
}
