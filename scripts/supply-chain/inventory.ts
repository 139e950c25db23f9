import { readFileSync, readdirSync } from 'node:fs';
import { join, relative } from 'node:path';
import { root, sourceModulesFile } from '../lib/bundle.ts';

/** A package of which code is in the bundle. */
export interface BundledPackage {
  readonly name: string;
  readonly version: string;
  /** SPDX expression; undefined for embedded code, whose package.json is not installed. */
  readonly license: string | undefined;
  /** Hash of the package in package-lock.json, such as `sha512-…`. */
  readonly integrity: string | undefined;
  /** Names of its dependencies. */
  readonly dependencies: readonly string[];
  /** The package that contains a copy of its code. npm does not know of it. */
  readonly embeddedIn?: string;
}

interface Manifest {
  readonly name: string;
  readonly version: string;
  readonly license?: string;
  readonly dependencies?: Readonly<Record<string, string>>;
}

interface Lock {
  readonly packages: Readonly<Record<string, { readonly integrity?: string }>>;
}

const folder = 'node_modules/';
/** Marks that bundlers leave where the code of a package begins. */
const embeddedRegion = /^\/\/#region \S*\/\.pnpm\/(@?[^@/\s]+)@([\d.]+)/gm;
/** Embedded code without such a mark: the module, and its version in it. */
const embeddedVersions: Readonly<Record<string, { readonly name: string; readonly version: RegExp }>> = {
  'node_modules/unpdf/dist/pdfjs.mjs': { name: 'pdfjs-dist', version: /apiVersion:`([\d.]+)`/ },
};

/** Source modules of the bundle by the module graph of the bundler, as paths from the root. */
export function modulesOfGraph(outDir: string): ReadonlySet<string> {
  const modules = JSON.parse(readFileSync(`${outDir}/${sourceModulesFile}`, 'utf8')) as Record<
    string,
    string[]
  >;
  return new Set(Object.values(modules).flat());
}

/** Source modules of the bundle by its source maps, as paths from the root. */
export function modulesOfSourceMaps(outDir: string): ReadonlySet<string> {
  const maps = readdirSync(outDir).filter((name) => name.endsWith('.js.map'));
  return new Set(
    maps.flatMap((name) => {
      const { sources } = JSON.parse(readFileSync(`${outDir}/${name}`, 'utf8')) as { sources: string[] };
      return sources.map((source) => relative(root, join(outDir, source)));
    }),
  );
}

/** The installed folder of the package that a module belongs to; undefined for a module of this project. */
export function packageFolder(module: string): string | undefined {
  const start = module.lastIndexOf(folder);
  if (start === -1) return undefined;
  const [scope = '', name = ''] = module.slice(start + folder.length).split('/');
  return module.slice(0, start + folder.length) + (scope.startsWith('@') ? `${scope}/${name}` : scope);
}

/**
 * The packages that source modules belong to, with those whose code they contain a copy of, sorted by name.
 * @param modules paths from the root
 */
export function readInventory(modules: ReadonlySet<string>): readonly BundledPackage[] {
  const { packages: locked } = readJson('package-lock.json') as Lock;
  const found = new Map<string, BundledPackage>();
  for (const module of modules) {
    const path = packageFolder(module);
    if (path === undefined) continue;
    const { name, version, license, dependencies = {} } = readJson(`${path}/package.json`) as Manifest;
    const { integrity } = locked[path] ?? {};
    found.set(path, { name, version, license, integrity, dependencies: Object.keys(dependencies) });
    for (const embedded of embeddedPackages(module)) {
      found.set(`${path}/${embedded.name}`, {
        ...embedded,
        license: undefined,
        integrity: undefined,
        dependencies: [],
        embeddedIn: name,
      });
    }
  }
  return [...found.values()].toSorted((a, b) => a.name.localeCompare(b.name, 'en'));
}

function embeddedPackages(module: string): readonly { readonly name: string; readonly version: string }[] {
  const text = readFileSync(root + module, 'utf8');
  const marked = [...text.matchAll(embeddedRegion)].map(([, name = '', version = '']) => ({
    name: name.replace('+', '/'),
    version,
  }));
  const known = embeddedVersions[module];
  if (!known) return marked;
  const version = known.version.exec(text)?.[1];
  if (version === undefined) throw new Error(`${module}: the version of ${known.name} was not found.`);
  return [...marked, { name: known.name, version }];
}

function readJson(path: string): unknown {
  return JSON.parse(readFileSync(root + path, 'utf8'));
}
