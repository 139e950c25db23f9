/* oxlint-disable no-console -- a command-line program */
/** `npm run pack`: JavaScript and declarations of the package, as the tarball that `npm pack` makes of them. */
import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import manifest from '../package.json' with { type: 'json' };

const folder = fileURLToPath(new URL('..', import.meta.url));
const staged = `${folder}dist/package`;
const copied = ['README.md', 'CHANGELOG.md', 'LICENSE'];

rmSync(`${folder}dist`, { recursive: true, force: true });
mkdirSync(staged, { recursive: true });
execFileSync('npx', ['tsc', '-p', 'scripts/tsconfig.dist.json'], { cwd: folder, stdio: 'inherit' });
for (const file of copied) cpSync(folder + file, `${staged}/${file}`);

const { devDependencies: _unused, scripts: _workspaceOnly, ...published } = manifest;
const packed = {
  ...published,
  engines: { node: '>=24' },
  files: ['dist', ...copied],
  exports: { '.': { types: './dist/index.d.ts', default: './dist/index.js' } },
};
writeFileSync(`${staged}/package.json`, `${JSON.stringify(packed, null, 2)}\n`);
const output = execFileSync('npm', ['pack', '--json', '--pack-destination', '..'], {
  cwd: staged,
  encoding: 'utf8',
  stdio: ['ignore', 'pipe', 'inherit'],
});
const [tarball] = Object.values(JSON.parse(output) as Record<string, { readonly filename: string }>);
console.log(`${folder}dist/${tarball?.filename}`);
