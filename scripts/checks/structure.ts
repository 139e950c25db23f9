import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { root } from '../lib/bundle.ts';
import { projectFiles } from './project-files.ts';

const maxLines = 350;
/** The texts of one language are one file, whatever their number. */
const messageCatalog = /^src\/http\/messages\/[a-z]{2}\.ts$/;
const shortLines = 30;
const maxShortShare = 0.07;
const tinyLines = 15;
const maxTinyFiles = 10;

/** Problems of the Worker's and of document-text's source files: their size, and cycles of imports. */
export function structureProblems(): readonly string[] {
  const sources = new Map(
    projectFiles()
      .filter((path) => /^(?:src|packages\/document-text\/src)\/.*(?<!\.d)\.tsx?$/.test(path))
      .map((path) => [path, readFileSync(root + path, 'utf8')]),
  );
  return [
    ...sizeProblems(sources),
    ...importCycles(sources).map((cycle) => `import cycle: ${cycle.join(' -> ')}`),
  ];
}

/** Files that are too long, and too many files that are very short. */
export function sizeProblems(sources: ReadonlyMap<string, string>): readonly string[] {
  const files = [...sources].map(([path, text]) => ({ path, lines: text.split('\n').length - 1 }));
  return [
    ...files
      .filter(({ path, lines }) => lines > maxLines && !messageCatalog.test(path))
      .map(({ path, lines }) => `${path}: ${lines} lines, more than ${maxLines}`),
    ...tooMany(
      files.filter(({ lines }) => lines < tinyLines),
      tinyLines,
      maxTinyFiles,
    ),
    ...tooMany(
      files.filter(({ lines }) => lines < shortLines),
      shortLines,
      Math.floor(maxShortShare * files.length),
    ),
  ];
}

function tooMany(files: readonly { readonly path: string }[], lines: number, max: number): string[] {
  if (files.length <= max) return [];
  const paths = files.map(({ path }) => path).join(', ');
  return [`${files.length} files have fewer than ${lines} lines, more than ${max}: ${paths}`];
}

/**
 * Cycles among the relative imports of these files, found by depth-first search. Type imports count.
 * @param sources text by path
 */
export function importCycles(sources: ReadonlyMap<string, string>): readonly (readonly string[])[] {
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
function importedFiles(path: string, text: string): readonly string[] {
  const specifiers = text.matchAll(/(?:\bfrom|\bimport)\s*\(?\s*'(\.[^']+)'/g);
  return [...specifiers].map(([, specifier = '']) => join(dirname(path), specifier));
}
