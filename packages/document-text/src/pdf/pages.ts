import { DocumentError } from '../errors.ts';
import type { PdfFile } from './file.ts';
import { type PdfDictionary, PdfReference, type PdfValue, arrayOf } from './objects.ts';

const maxDepth = 64;
const branches: ReadonlySet<PdfValue> = new Set(['Pages', 'Catalog']);
const inheritedKeys = ['Resources', 'MediaBox', 'CropBox'];

function damagedPdf(): DocumentError {
  return new DocumentError(
    'damaged',
    'The PDF is damaged or truncated and cannot be read. Ask for an intact copy of the file.',
  );
}

/** The page tree of the last catalog that has one. */
function findPageTree(file: PdfFile): PdfValue {
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
  if (!found) throw damagedPdf();
  return found;
}

type Inherited = readonly (readonly [string, PdfValue])[];

interface PageEntry {
  readonly page: PdfValue;
  readonly inherited: Inherited;
}

/** The pages of a PDF in order (ISO 32000-1, 7.7.3). Only their references are kept; a page is read when it is used. */
export class PdfPages {
  readonly #file: PdfFile;
  readonly #entries: PageEntry[] = [];
  readonly #seen = new Set<PdfValue>();

  /** @throws DocumentError `damaged` if there are no pages; `too_large` */
  constructor(file: PdfFile) {
    this.#file = file;
    this.#visit(findPageTree(file), [], 0);
    this.#seen.clear();
    if (this.#entries.length === 0) throw damagedPdf();
  }

  get count(): number {
    return this.#entries.length;
  }

  /** The page with this index (0-based) and its inherited attributes. */
  at(index: number): PdfDictionary | undefined {
    const entry = this.#entries[index];
    return entry && new Map([...entry.inherited, ...this.#file.dictionary(entry.page)]);
  }

  #visit(value: PdfValue, inherited: Inherited, depth: number): void {
    const key = value instanceof PdfReference ? value.number : value;
    if (this.#seen.has(key)) return;
    this.#seen.add(key);
    if (depth > maxDepth) throw damagedPdf();
    const node = this.#file.dictionary(value);
    if (node.size === 0) return;
    const kids = this.#file.get(node.get('Kids'));
    if (!Array.isArray(kids)) {
      if (!branches.has(this.#file.get(node.get('Type')))) this.#entries.push({ page: value, inherited });
      return;
    }
    const own = inheritedKeys.flatMap((name) => {
      const attribute = node.get(name);
      return attribute === undefined ? [] : [[name, attribute] as const];
    });
    const passedOn = own.length === 0 ? inherited : [...inherited, ...own];
    for (const kid of arrayOf(kids)) this.#visit(kid, passedOn, depth + 1);
  }
}
