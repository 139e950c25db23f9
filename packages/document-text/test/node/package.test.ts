import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const folder = fileURLToPath(new URL('../..', import.meta.url));

/** The files that `npm pack` puts into the package. */
function packedFiles(): string[] {
  const output = execFileSync('npm', ['pack', '--dry-run', '--json', '--ignore-scripts'], {
    cwd: folder,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const [packed] = Object.values(JSON.parse(output) as Record<string, { files: { path: string }[] }>);
  return (packed?.files ?? []).map(({ path }) => path);
}

describe('npm pack', () => {
  const files = packedFiles();

  it('includes sources, README, changelog and license only', () => {
    const others = files.filter((path) => !/^src\/[\w./-]+\.ts$/.test(path));
    expect(others.toSorted()).toEqual(['CHANGELOG.md', 'LICENSE', 'README.md', 'package.json']);
  });

  it('includes every source that the package imports', () => {
    const imports = files
      .filter((path) => path.endsWith('.ts'))
      .flatMap((path) => {
        const source = readFileSync(`${folder}/${path}`, 'utf8');
        return [...source.matchAll(/(?:from|import\() ?'(\.[^']+)'/g)].map(([, target]) =>
          new URL(target ?? '', `file:///${path}`).pathname.slice(1),
        );
      });
    expect(imports.length).toBeGreaterThan(50);
    expect(imports.filter((path) => !files.includes(path))).toEqual([]);
  });

  it('declares every package that its sources import', () => {
    const { dependencies } = JSON.parse(readFileSync(`${folder}/package.json`, 'utf8')) as {
      dependencies: Record<string, string>;
    };
    const imported = files
      .filter((path) => path.endsWith('.ts'))
      .flatMap((path) => {
        const source = readFileSync(`${folder}/${path}`, 'utf8');
        return [...source.matchAll(/(?:from|import\() ?'([^.'][^']*)'/g)].map(([, name]) => name ?? '');
      })
      .filter((name) => !name.startsWith('node:'));
    expect(new Set(imported)).toEqual(new Set(Object.keys(dependencies)));
  });
});
