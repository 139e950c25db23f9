/** Part of `npm run check`: no file looks like it holds a secret. */
import { readFileSync, statSync } from 'node:fs';
import { root } from './bundle.ts';
import { foundSecrets } from './checks/found-secrets.ts';
import { projectFiles } from './checks/project-files.ts';

const maxBytes = 4 * 1024 * 1024;
/** Integrity hashes of packages are long and random by nature. */
const skipped = new Set(['package-lock.json']);

const files = projectFiles().filter((path) => !skipped.has(path) && statSync(root + path).size <= maxBytes);
const found = files.flatMap((path) => foundSecrets(path, readFileSync(root + path, 'utf8')));
for (const { file, line, kind } of found) console.error(`${file}:${line}: looks like a ${kind}`);
console.log(`${files.length} files, ${found.length} possible secrets.`);
process.exitCode = found.length === 0 ? 0 : 1;
