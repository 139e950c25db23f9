import { AppError } from '../../../../src/lib/app-error.ts';
import type { PdfFile } from './file.ts';
import { arrayOf, type PdfDictionary, PdfReference, type PdfValue } from './objects.ts';

const maxPages = 2000;
const maxNodes = 20_000;
const maxDepth = 64;
const branches: ReadonlySet<PdfValue> = new Set(['Pages', 'Catalog']);
const inheritedKeys = ['Resources', 'MediaBox', 'CropBox'];

function unreadable(): AppError {
  return new AppError(
    'unreadable_content',
    'The PDF is damaged or truncated and cannot be read. Ask for an intact copy of the file.',
  );
}

/** The root of the tree of pages: that of the last catalogue that has one. */
function findTree(file: PdfFile): PdfDictionary {
  for (const root of file.trailer('Root')) {
    const tree = file.dictionary(file.dictionary(root).get('Pages'));
    if (tree.size > 0) return tree;
  }
  let found: PdfDictionary | undefined;
  for (const number of file.numbers()) {
    const object = file.dictionary(new PdfReference(number));
    if (object.get('Type') !== 'Catalog') continue;
    const tree = file.dictionary(object.get('Pages'));
    if (tree.size > 0) found = tree;
  }
  if (!found) throw unreadable();
  return found;
}

/**
 * The pages of a PDF in order (ISO 32000-1, 7.7.3), each with what it inherits.
 * @throws AppError `unreadable_content` where there are no pages; `too_large`
 */
export function listPdfPages(file: PdfFile): PdfDictionary[] {
  const pages: PdfDictionary[] = [];
  const seen = new Set<PdfDictionary>();
  const visit = (node: PdfDictionary, inherited: readonly (readonly [string, PdfValue])[], depth: number) => {
    if (seen.has(node)) return;
    seen.add(node);
    if (seen.size > maxNodes || depth > maxDepth) throw unreadable();
    const own = inheritedKeys.flatMap((key) => {
      const value = node.get(key);
      return value === undefined ? [] : [[key, value] as const];
    });
    const kids = file.get(node.get('Kids'));
    if (!Array.isArray(kids)) {
      if (branches.has(file.get(node.get('Type')))) return;
      pages.push(new Map([...inherited, ...node]));
      if (pages.length > maxPages) {
        throw new AppError('too_large', `The PDF has more than ${maxPages} pages. Ask for a part of it.`);
      }
      return;
    }
    for (const kid of arrayOf(kids)) {
      const child = file.dictionary(kid);
      if (child.size > 0) visit(child, [...inherited, ...own], depth + 1);
    }
  };
  visit(findTree(file), [], 0);
  if (pages.length === 0) throw unreadable();
  return pages;
}
