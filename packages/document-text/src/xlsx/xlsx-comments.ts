import type { OoxmlPackage } from '../office/package.ts';

const maxComments = 2000;
/** What Excel writes before a thread, for versions that know none. */
const threadPreface = /^\[Threaded comment\][^]{0,400}?Comment:\s{0,16}/;

/** The comments on the cells of a sheet, one line each: `B4 (Ana Ruiz): text`. */
export async function readSheetComments(source: OoxmlPackage, sheetPart: string): Promise<string[]> {
  const part = await source.related(sheetPart, 'comments');
  if (part === undefined) return [];
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
      if (name === 'author') authors.push(author.startsWith('tc=') ? '' : author.trim());
      if (name === 'author' || name === 't') collects = '';
      if (name !== 'comment' || lines.length >= maxComments) return;
      const body = text
        .replace(threadPreface, '')
        .replaceAll(/[\r\n]+/g, ' ')
        .trim();
      lines.push(`${reference}${author === '' ? '' : ` (${author})`}: ${body}`);
    },
    text(piece) {
      if (collects === 'author') author += piece;
      else if (collects === 'text') text += piece;
    },
  });
  return lines;
}
