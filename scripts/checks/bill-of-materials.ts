import { readFileSync } from 'node:fs';
import { bundle, root } from '../lib/bundle.ts';
import {
  type BundledPackage,
  modulesOfGraph,
  modulesOfSourceMaps,
  readInventory,
} from '../supply-chain/inventory.ts';
import { packagePurposes } from '../supply-chain/packages.ts';
import { type VexDocument, vexProblems } from '../supply-chain/vex.ts';

/**
 * Builds the Worker, and compares the packages of the bundler's module graph with those of the source maps, with
 * package-lock.json, with the table of packages and with the VEX document.
 */
export async function billOfMaterialsProblems(): Promise<readonly string[]> {
  const outDir = await bundle();
  const packages = readInventory(modulesOfGraph(outDir));
  const lock = JSON.parse(readFileSync(`${root}package-lock.json`, 'utf8')) as Lock;
  const vex = JSON.parse(readFileSync(`${root}docs/openvex.json`, 'utf8')) as VexDocument;
  return [
    ...inventoryProblems(packages, readInventory(modulesOfSourceMaps(outDir))),
    ...lockProblems(packages, lock),
    ...purposeProblems(packages, Object.keys(packagePurposes)),
    ...vexProblems(vex, packages),
  ];
}

interface Lock {
  readonly packages: Readonly<Record<string, { readonly version?: string; readonly dev?: boolean }>>;
}

/** Packages that one of the two sources of the inventory lacks. */
export function inventoryProblems(
  graph: readonly BundledPackage[],
  sourceMaps: readonly BundledPackage[],
): readonly string[] {
  const [ofGraph, ofMaps] = [graph, sourceMaps].map((all) => new Set(all.map(toText)));
  return [
    ...[...(ofGraph ?? [])]
      .filter((text) => !ofMaps?.has(text))
      .map((text) => `${text} is in no source map of the bundle`),
    ...[...(ofMaps ?? [])]
      .filter((text) => !ofGraph?.has(text))
      .map((text) => `${text} is in a source map, but not in the bill of materials`),
  ];
}

/** Packages of the bundle that are locked for development only, or not at this version. */
export function lockProblems(packages: readonly BundledPackage[], lock: Lock): readonly string[] {
  return packages
    .filter(({ embeddedIn }) => embeddedIn === undefined)
    .flatMap((one) => {
      const locked = Object.entries(lock.packages).filter(
        ([path, { version }]) => path.endsWith(`node_modules/${one.name}`) && version === one.version,
      );
      if (locked.length === 0) return [`${toText(one)} is not in package-lock.json`];
      return locked.every(([, { dev }]) => dev)
        ? [`${toText(one)} is in the bundle, but a development dependency`]
        : [];
    });
}

/** Packages without a purpose, and purposes without a package. */
export function purposeProblems(
  packages: readonly BundledPackage[],
  purposes: readonly string[],
): readonly string[] {
  const names = new Set(packages.map(({ name }) => name));
  return [
    ...[...names]
      .filter((name) => !purposes.includes(name))
      .map((name) => `${name} is in the bundle: state its purpose in scripts/supply-chain/packages.ts`),
    ...purposes
      .filter((name) => !names.has(name))
      .map((name) => `${name} is not in the bundle: remove it from scripts/supply-chain/packages.ts`),
  ];
}

function toText({ name, version }: BundledPackage): string {
  return `${name}@${version}`;
}
