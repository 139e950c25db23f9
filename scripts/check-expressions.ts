/**
 * Part of `npm run check`: every regular expression of the Worker takes time in proportion to what it reads. What was
 * found safe is kept in `node_modules/.cache`, so that only new expressions are looked at: the first time takes a minute.
 */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { check } from 'recheck';
import { root } from './lib/bundle.ts';
import { projectFiles } from './checks/project-files.ts';
import { regularExpressions } from './checks/regular-expressions.ts';

const cacheFile = `${root}node_modules/.cache/linear-expressions.json`;
const known = new Set<string>(existsSync(cacheFile) ? JSON.parse(readFileSync(cacheFile, 'utf8')) : []);
const safe = new Set<string>();
let problems = 0;

/** One that neither repeats nor chooses cannot but be linear. The tool does not know the flag `v` yet. */
function isPlain(pattern: string): boolean {
  return !/[*+?{|]/.test(pattern.replaceAll(/\\[pP]\{[^}]*\}/g, ''));
}

async function verdictOn(pattern: string, flags: string): Promise<string> {
  if (isPlain(pattern)) return 'safe';
  const diagnostics = await check(pattern, flags, { timeout: 120_000, randomSeed: 1 });
  return diagnostics.status === 'vulnerable' ? `is ${diagnostics.complexity.summary}` : diagnostics.status;
}

for (const file of projectFiles().filter((path) => /^src\/.*(?<!\.d)\.tsx?$/.test(path))) {
  const { expressions, unknownLines } = regularExpressions(file, readFileSync(root + file, 'utf8'));
  for (const line of unknownLines) {
    console.error(`${file}:${line}: an expression whose text is not a constant of this file`);
    problems += 1;
  }
  for (const { line, pattern, flags } of expressions) {
    const text = `/${pattern}/${flags}`;
    const verdict = known.has(text) || safe.has(text) ? 'safe' : await verdictOn(pattern, flags);
    if (verdict === 'safe') {
      safe.add(text);
    } else {
      console.error(`${file}:${line}: ${text} ${verdict}`);
      problems += 1;
    }
  }
}
mkdirSync(`${root}node_modules/.cache`, { recursive: true });
writeFileSync(cacheFile, JSON.stringify([...safe]));
console.log(`${safe.size} regular expressions are linear, ${problems} problems.`);
process.exitCode = problems === 0 ? 0 : 1;
