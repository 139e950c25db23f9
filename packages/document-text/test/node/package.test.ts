import { execFileSync } from 'node:child_process';
import {
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { findPackageJSON } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

const folder = fileURLToPath(new URL('../..', import.meta.url));

interface Manifest {
  readonly exports: Readonly<Record<string, unknown>>;
  readonly dependencies: Readonly<Record<string, string>>;
}

function readManifest(path: string): Manifest {
  return JSON.parse(readFileSync(path, 'utf8')) as Manifest;
}

/** The first block of the README in this language. */
function readmeBlock(language: string): string {
  const readme = readFileSync(`${folder}/README.md`, 'utf8');
  return new RegExp(`^\`\`\`${language}\\n([^]*?)^\`\`\``, 'm').exec(readme)?.[1] ?? '';
}

describe('npm run pack', () => {
  const project = mkdtempSync(`${tmpdir()}/document-text-`);
  const installed = `${project}/node_modules/document-text`;
  let files: readonly string[] = [];

  /** Extracts the tarball as `npm install` does, with links to the dependencies, and without a request. */
  beforeAll(() => {
    const tarball = execFileSync('npm', ['run', 'pack', '--silent'], {
      cwd: folder,
      encoding: 'utf8',
    }).trim();
    mkdirSync(installed, { recursive: true });
    execFileSync('tar', ['-xzf', tarball, '-C', installed, '--strip-components=1']);
    files = execFileSync('tar', ['-tzf', tarball], { encoding: 'utf8' })
      .trim()
      .split('\n')
      .map((path) => path.replace(/^package\//, ''));
    const { dependencies } = readManifest(`${installed}/package.json`);
    for (const name of Object.keys(dependencies)) {
      const source = dirname(findPackageJSON(name, import.meta.url) ?? '');
      mkdirSync(dirname(`${project}/node_modules/${name}`), { recursive: true });
      symlinkSync(source, `${project}/node_modules/${name}`);
    }
    copyFileSync(`${folder}/test/fixtures/documents/report.libreoffice.docx`, `${project}/report.docx`);
  }, 120_000);

  afterAll(() => rmSync(project, { recursive: true, force: true }));

  it('includes JavaScript, declarations, README, changelog and license only', () => {
    const others = files.filter((path) => !/^dist\/[\w./-]+(?:\.js|\.d\.ts)$/.test(path));
    expect(others.toSorted()).toEqual(['CHANGELOG.md', 'LICENSE', 'README.md', 'package.json']);
  });

  it('includes every file that the package imports', () => {
    const imports = files
      .filter((path) => path.endsWith('.js'))
      .flatMap((path) => {
        const source = readFileSync(`${installed}/${path}`, 'utf8');
        return [...source.matchAll(/(?:from|import\() ?'(\.[^']+)'/g)].map(([, target]) =>
          new URL(target ?? '', `file:///${path}`).pathname.slice(1),
        );
      });
    expect(imports.length).toBeGreaterThan(50);
    expect(imports.filter((path) => !files.includes(path))).toEqual([]);
  });

  it('declares every package that its files import', () => {
    const imported = files
      .filter((path) => /\.(?:js|ts)$/.test(path))
      .flatMap((path) => {
        const source = readFileSync(`${installed}/${path}`, 'utf8');
        return [
          ...source.matchAll(/^(?:import|export)\b.*? from '([^.'][^']*)'|import\('([^.'][^']*)'\)/gm),
        ].map(([, name, dynamic]) => name ?? dynamic ?? '');
      })
      .filter((name) => !name.startsWith('node:'));
    const { dependencies } = readManifest(`${installed}/package.json`);
    expect(new Set(imported)).toEqual(new Set(Object.keys(dependencies)));
  });

  it('exports the entry points of the workspace', () => {
    const names = (path: string) => Object.keys(readManifest(path).exports);
    expect(names(`${installed}/package.json`)).toEqual(names(`${folder}/package.json`));
  });

  it('runs the example of the README in Node.js', () => {
    writeFileSync(`${project}/example.mjs`, readmeBlock('js'));
    const output = execFileSync(process.execPath, ['example.mjs'], { cwd: project, encoding: 'utf8' });
    expect(output).toMatch(/^# Quarterly report of the Northwind branch\n/);
  });

  it('reads a PDF in Node.js', () => {
    copyFileSync(`${folder}/test/fixtures/documents/report.libreoffice.pdf`, `${project}/report.pdf`);
    writeFileSync(`${project}/pdf.mjs`, readmeBlock('js').replaceAll('report.docx', 'report.pdf'));
    const output = execFileSync(process.execPath, ['pdf.mjs'], { cwd: project, encoding: 'utf8' });
    expect(output.replaceAll(/\s+/g, ' ')).toContain('Quarterly report of the Northwind branch');
  });

  it('declares types for Node.js and for bundlers', () => {
    writeFileSync(
      `${project}/types.mts`,
      `import { type ExtractedDocument, readDocument } from 'document-text';
const document = await readDocument(new Uint8Array(), { name: 'a' });
if (document.format !== 'image' && 'sections' in document) {
  const { sections }: ExtractedDocument = document;
  console.log(sections[0]?.length satisfies number | undefined);
}
// @ts-expect-error -- there is no such format
console.log(document.format === 'odt');
`,
    );
    const check = (module: string, moduleResolution: string) => {
      const compilerOptions = {
        noEmit: true,
        strict: true,
        target: 'es2024',
        types: [],
        module,
        moduleResolution,
      };
      writeFileSync(
        `${project}/tsconfig.json`,
        JSON.stringify({
          compilerOptions: { ...compilerOptions, lib: ['es2024', 'dom'] },
          files: ['types.mts'],
        }),
      );
      return execFileSync('npx', ['tsc', '-p', project], { cwd: folder, encoding: 'utf8' });
    };
    expect(check('nodenext', 'nodenext')).toBe('');
    expect(check('esnext', 'bundler')).toBe('');
  });
});
