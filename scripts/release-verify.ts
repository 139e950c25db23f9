/**
 * `npm run release:verify`: builds the Worker twice, in two folders with different paths, time zones and languages, and
 * compares the SHA-256 of every file. Prints the hashes in the format of `sha256sum`.
 */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  copyFileSync,
  linkSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  readlinkSync,
  rmSync,
  symlinkSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { projectFiles } from './checks/project-files.ts';
import { root } from './lib/bundle.ts';
import { OperatorError, readOptions, runCommand } from './lib/command-line.ts';

const environments = [
  { folder: 'first', TZ: 'UTC', LANG: 'C' },
  { folder: 'second/with a longer path', TZ: 'Pacific/Kiritimati', LANG: 'de_DE.UTF-8' },
];

await runCommand('npm run -s release:verify [> SHA256SUMS]', async () => {
  readOptions({ options: {} });
  mkdirSync(`${root}.serve`, { recursive: true });
  const parent = mkdtempSync(`${root}.serve/release-`);
  try {
    const [first = [], second = []] = environments.map(({ folder, ...environment }) =>
      buildIn(join(parent, folder), environment),
    );
    const different = first.filter((line) => !second.includes(line));
    if (different.length > 0 || first.length !== second.length) {
      throw new OperatorError(`The two builds differ: ${different.join(', ')}`);
    }
    console.log(first.join('\n'));
    console.error(`${first.length} files, equal in both builds.`);
  } finally {
    rmSync(parent, { recursive: true });
  }
});

/** Builds a copy of the project. Returns a line per file. */
function buildIn(folder: string, environment: Readonly<Record<string, string>>): readonly string[] {
  for (const path of projectFiles()) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    copyFileSync(join(root, path), join(folder, path));
  }
  linkTree(join(root, 'node_modules'), join(folder, 'node_modules'));
  const { status } = spawnSync(process.execPath, ['scripts/build.ts'], {
    cwd: folder,
    env: { ...process.env, ...environment },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  if (status !== 0) throw new OperatorError(`The build in ${folder} failed.`);
  const outDir = join(folder, 'dist/worker');
  return readdirSync(outDir)
    .toSorted()
    .map((name) => {
      const hash = createHash('sha256')
        .update(readFileSync(join(outDir, name)))
        .digest('hex');
      return `${hash}  worker/${name}`;
    });
}

/** Copies a tree with hard links to its files: installed packages are not written by a build. */
function linkTree(from: string, to: string): void {
  mkdirSync(to, { recursive: true });
  for (const entry of readdirSync(from, { withFileTypes: true })) {
    // Caches of tools, which must not influence a build.
    if (entry.name === '.cache' || entry.name === '.vite') continue;
    const [source, target] = [join(from, entry.name), join(to, entry.name)];
    if (entry.isDirectory()) linkTree(source, target);
    else if (entry.isFile()) linkSync(source, target);
    else symlinkSync(readlinkSync(source), target);
  }
}
