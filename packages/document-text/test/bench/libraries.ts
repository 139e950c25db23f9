/* oxlint-disable no-console -- a command-line program */
// Compares this package with other libraries on test/fixtures/documents: words and table rows found, CPU time.
// npm run bench:libraries -- [--libraries DIR] [--write]
import { execFileSync } from 'node:child_process';
import { readFile, readdir, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import contents from '../fixtures/documents/contents.json' with { type: 'json' };
import { readWhole } from '../support/read-whole.ts';
import { countFound, isRow, wantedWords } from '../support/word-recall.ts';

const { values: options } = parseArgs({
  options: {
    libraries: { type: 'string' },
    only: { type: 'string' },
    write: { type: 'boolean', default: false },
  },
});
const packageFolder = fileURLToPath(new URL('../..', import.meta.url));
const fixtures = join(packageFolder, 'test/fixtures/documents');
const repetitions = 3;

type ReadText = (bytes: Uint8Array, name: string) => Promise<string>;

interface Library {
  readonly name: string;
  readonly kinds: readonly string[];
  /** Loads the library. Undefined if it is not installed. */
  load(): Promise<ReadText | undefined>;
}

/** Imports a package from `--libraries`, or from this package. */
async function importPackage(name: string): Promise<Record<string, unknown> | undefined> {
  for (const folder of [options.libraries, packageFolder]) {
    if (folder === undefined) continue;
    try {
      const path = createRequire(pathToFileURL(join(folder, 'package.json'))).resolve(name);
      const found = (await import(pathToFileURL(path).href)) as Record<string, unknown>;
      return { ...(found['default'] as Record<string, unknown> | undefined), ...found };
    } catch {
      // Not installed there.
    }
  }
  return undefined;
}

/** The function `key` of a package, called with any arguments. */
async function importFunction(name: string, key: string) {
  const found = (await importPackage(name))?.[key];
  return typeof found === 'function' ? (found as (...values: unknown[]) => unknown) : undefined;
}

const libraries: readonly Library[] = [
  {
    name: 'document-text',
    kinds: ['docx', 'xlsx', 'pptx', 'pdf', 'html'],
    load: () => Promise.resolve(async (bytes, name) => (await readWhole(bytes, { name })).text),
  },
  {
    name: 'mammoth',
    kinds: ['docx'],
    async load() {
      const convert = await importFunction('mammoth', 'convertToHtml');
      if (!convert) return undefined;
      return async (bytes) => {
        const { value } = (await convert({ buffer: Buffer.from(bytes) })) as { value: string };
        // Rows on lines of their own, as in the text of the other libraries.
        return value
          .replaceAll(/<\/p>\s*<\/t[dh]>/g, '\t')
          .replaceAll(/<\/(?:tr|p|h\d|li)>/g, '\n')
          .replaceAll(/<[^>]*>/g, ' ');
      };
    },
  },
  {
    name: 'SheetJS',
    kinds: ['xlsx'],
    async load() {
      const sheetJs = await importPackage('xlsx');
      const read = await importFunction('xlsx', 'read');
      if (!sheetJs || !read) return undefined;
      const { sheet_to_csv: toCsv } = sheetJs['utils'] as { sheet_to_csv: (sheet: unknown) => string };
      return (bytes) => {
        const { Sheets: sheets } = read(bytes, { type: 'array' }) as { Sheets: Record<string, unknown> };
        return Promise.resolve(Object.values(sheets).map(toCsv).join('\n'));
      };
    },
  },
  {
    name: 'officeparser',
    kinds: ['docx', 'xlsx', 'pptx', 'pdf', 'html'],
    async load() {
      const parse = await importFunction('officeparser', 'parseOffice');
      if (!parse) return undefined;
      return async (bytes, name) => {
        const fileType = name.split('.').at(-1);
        const parsed = (await parse(Buffer.from(bytes), { fileType })) as {
          to(format: 'text'): Promise<{ value: string }>;
        };
        return (await parsed.to('text')).value;
      };
    },
  },
  {
    name: 'unpdf',
    kinds: ['pdf'],
    async load() {
      const extract = await importFunction('unpdf', 'extractText');
      if (!extract) return undefined;
      return async (bytes) =>
        ((await extract(bytes.slice(), { mergePages: false })) as { text: string[] }).text.join('\n');
    },
  },
];

interface Result {
  readonly files: number;
  readonly failed: number;
  readonly words: number;
  readonly rows: number;
  readonly milliseconds: number;
}

async function measure(read: ReadText, kind: string, names: readonly string[]): Promise<Result> {
  const sum = { failed: 0, wanted: 0, found: 0, rows: 0, foundRows: 0, microseconds: 0 };
  for (const name of names) {
    const bytes = new Uint8Array(await readFile(join(fixtures, name)));
    const text = contents[name.split('.')[0] as keyof typeof contents];
    const wanted = wantedWords(text, kind);
    sum.wanted += wanted.length;
    sum.rows += text.table.length;
    try {
      const result = await read(bytes, name);
      const lines = result.split('\n');
      sum.found += countFound(wanted, result);
      sum.foundRows += text.table.filter((cells) => lines.some((line) => isRow(line, cells))).length;
      const start = process.cpuUsage();
      for (let index = 0; index < repetitions; index += 1) await read(bytes, name);
      const { user, system } = process.cpuUsage(start);
      sum.microseconds += (user + system) / repetitions;
    } catch {
      sum.failed += 1;
    }
  }
  return {
    files: names.length,
    failed: sum.failed,
    words: sum.found / sum.wanted,
    rows: sum.foundRows / sum.rows,
    milliseconds: sum.microseconds / 1000 / Math.max(1, names.length - sum.failed),
  };
}

function percent(part: number): string {
  return `${(100 * part).toFixed(1)} %`;
}

/** The table rows of one library. */
async function measureLibrary(library: Library): Promise<string[]> {
  const read = await library.load();
  if (!read) {
    console.error(`${library.name} is not installed: left out.`);
    return [];
  }
  const allNames = await readdir(fixtures);
  const rows: string[] = [];
  for (const kind of library.kinds) {
    const names = allNames.filter((name) => name.endsWith(`.${kind}`));
    const result = await measure(read, kind, names);
    const cells = [
      kind,
      library.name,
      String(result.files),
      String(result.failed),
      percent(result.words),
      percent(result.rows),
      result.milliseconds.toFixed(1),
    ];
    rows.push(`| ${cells.join(' | ')} |`);
  }
  return rows;
}

/** Measures a library in a process of its own: two copies of pdf.js in one process disturb each other. */
function measureInProcess(name: string): string[] {
  const path = fileURLToPath(import.meta.url);
  const folder = options.libraries === undefined ? [] : ['--libraries', options.libraries];
  const output = execFileSync(process.execPath, [path, '--only', name, ...folder], { encoding: 'utf8' });
  return output.split('\n').filter((line) => line.startsWith('| '));
}

async function main(): Promise<void> {
  const only = libraries.find(({ name }) => name === options.only);
  if (only) {
    console.log((await measureLibrary(only)).join('\n'));
    return;
  }
  const kinds = libraries[0]?.kinds ?? [];
  const rows = libraries.flatMap(({ name }) => measureInProcess(name));
  const table = [
    '| Format | Library | Files | Failed | Words | Table rows on one line | CPU ms per file |',
    '|---|---|--:|--:|--:|--:|--:|',
    ...kinds.flatMap((kind) => rows.filter((row) => row.startsWith(`| ${kind} |`))),
  ].join('\n');
  console.log(table);
  if (!options.write) return;
  const path = join(packageFolder, 'README.md');
  const readme = await readFile(path, 'utf8');
  const marked = /(<!-- bench:libraries -->\n)[^]*?(<!-- \/bench:libraries -->)/;
  await writeFile(
    path,
    readme.replace(marked, (_, start: string, end: string) => `${start}\n${table}\n\n${end}`),
  );
}

await main();
