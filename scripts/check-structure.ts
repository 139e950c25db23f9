/**
 * Part of `npm run check`: the files of the Worker and of document-text are of a readable size and import each other
 * without cycles. Type imports count as imports.
 */
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { root } from './lib/bundle.ts';
import { projectFiles } from './checks/project-files.ts';

const maxLines = 350;
const shortLines = 30;
const maxShortShare = 0.07;
const tinyLines = 15;
const maxTinyFiles = 10;

const sources = new Map(
  projectFiles()
    .filter((path) => /^(?:src|packages\/document-text\/src)\/.*(?<!\.d)\.tsx?$/.test(path))
    .map((path) => [path, readFileSync(root + path, 'utf8')]),
);
const problems = [...sizeProblems(), ...importCycles().map((cycle) => `import cycle: ${cycle.join(' -> ')}`)];
for (const problem of problems) console.error(problem);
console.log(`${sources.size} source files, ${problems.length} structure problems.`);
process.exitCode = problems.length === 0 ? 0 : 1;

function sizeProblems(): string[] {
  const lengths = [...sources].map(([path, text]) => ({ path, lines: text.split('\n').length - 1 }));
  const tooLong = lengths.filter(({ lines }) => lines > maxLines);
  const tiny = lengths.filter(({ lines }) => lines < tinyLines);
  const short = lengths.filter(({ lines }) => lines < shortLines);
  const maxShortFiles = Math.floor(maxShortShare * lengths.length);
  return [
    ...tooLong.map(({ path, lines }) => `${path}: ${lines} lines, more than ${maxLines}`),
    ...tooMany(tiny, tinyLines, maxTinyFiles),
    ...tooMany(short, shortLines, maxShortFiles),
  ];
}

function tooMany(files: readonly { readonly path: string }[], lines: number, max: number): string[] {
  if (files.length <= max) return [];
  const paths = files.map(({ path }) => path).join(', ');
  return [`${files.length} files have fewer than ${lines} lines, more than ${max}: ${paths}`];
}

/** One cycle per strongly connected group of files, found by depth-first search. */
function importCycles(): string[][] {
  const imports = new Map([...sources].map(([path, text]) => [path, importedFiles(path, text)]));
  const finished = new Set<string>();
  const path: string[] = [];
  const cycles: string[][] = [];
  const visit = (file: string): void => {
    const start = path.indexOf(file);
    if (start !== -1) cycles.push([...path.slice(start), file]);
    if (start !== -1 || finished.has(file)) return;
    path.push(file);
    for (const imported of imports.get(file) ?? []) visit(imported);
    path.pop();
    finished.add(file);
  };
  for (const file of sources.keys()) visit(file);
  return cycles;
}

/** Relative imports and re-exports of one file, `import type` and `import()` included. */
function importedFiles(path: string, text: string): string[] {
  const specifiers = text.matchAll(/(?:\bfrom|\bimport)\s*\(?\s*'(\.[^']+)'/g);
  return [...specifiers].map(([, specifier = '']) => join(dirname(path), specifier));
}
