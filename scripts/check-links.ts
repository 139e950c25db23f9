/** Part of `npm run check`: links and anchors of every Markdown file lead somewhere. */
import { existsSync, readFileSync } from 'node:fs';
import { root } from './lib/bundle.ts';
import { brokenLinks } from './checks/broken-links.ts';
import { projectFiles } from './checks/project-files.ts';

const paths = projectFiles().filter((path) => path.endsWith('.md'));
const broken = brokenLinks({
  documents: new Map(paths.map((path) => [path, readFileSync(root + path, 'utf8')])),
  exists: (path) => existsSync(root + path),
});
for (const { document, line, target, problem } of broken)
  console.error(`${document}:${line}: ${target} ${problem}`);
console.log(`${paths.length} documents, ${broken.length} broken links.`);
process.exitCode = broken.length === 0 ? 0 : 1;
