import { createHash } from 'node:crypto';
import { readFileSync, readdirSync } from 'node:fs';
import manifest from '../../package.json' with { type: 'json' };
import { type BundledPackage, modulesOfGraph, readInventory } from './inventory.ts';

type Hash = { readonly alg: 'SHA-256' | 'SHA-512'; readonly content: string };

/** A component of CycloneDX 1.6. */
export interface Component {
  readonly type: 'application' | 'library' | 'file';
  readonly 'bom-ref': string;
  readonly name: string;
  readonly version?: string;
  readonly purl?: string;
  readonly hashes?: readonly Hash[];
  readonly licenses?: readonly { readonly expression: string }[];
  readonly components?: readonly Component[];
  readonly properties?: readonly { readonly name: string; readonly value: string }[];
}

/**
 * A software bill of materials.
 * @see https://cyclonedx.org/docs/1.6/json/
 */
export interface BillOfMaterials {
  readonly $schema: string;
  readonly bomFormat: 'CycloneDX';
  readonly specVersion: '1.6';
  readonly serialNumber: string;
  readonly version: 1;
  readonly metadata: { readonly component: Component };
  readonly components: readonly Component[];
  readonly dependencies: readonly { readonly ref: string; readonly dependsOn: readonly string[] }[];
}

/**
 * The bill of materials of a bundle: its files with hashes, and the packages of which code is in it. Equal bundles have
 * equal bills: there is no time in it, and the serial number is derived from the content.
 * @param outDir folder of the bundle
 */
export function billOfMaterials(outDir: string): BillOfMaterials {
  const packages = readInventory(modulesOfGraph(outDir));
  const files = bundleFiles(outDir);
  const application: Component = {
    type: 'application',
    'bom-ref': packageUrl(manifest),
    name: manifest.name,
    version: manifest.version,
    purl: packageUrl(manifest),
    licenses: [{ expression: manifest.license }],
    components: files,
  };
  const components = packages.map(toComponent);
  const refs = new Map(packages.map((one) => [one.name, packageUrl(one)]));
  const refsOf = (names: readonly string[]) => names.flatMap((name) => refs.get(name) ?? []);
  return {
    $schema: 'http://cyclonedx.org/schema/bom-1.6.schema.json',
    bomFormat: 'CycloneDX',
    specVersion: '1.6',
    serialNumber: serialNumber(JSON.stringify([application, components])),
    version: 1,
    metadata: { component: application },
    components,
    dependencies: [
      // document-text is part of this repository: its dependencies are those of the application.
      { ref: packageUrl(manifest), dependsOn: refsOf(directDependencies(packages)) },
      ...packages.map((one) => ({
        ref: packageUrl(one),
        dependsOn: refsOf([...one.dependencies, ...embeddedIn(one.name, packages)]),
      })),
    ],
  };
}

function toComponent(one: BundledPackage): Component {
  const { name, version, license, integrity, embeddedIn: holder } = one;
  return {
    type: 'library',
    'bom-ref': packageUrl(one),
    name,
    version,
    purl: packageUrl(one),
    ...(integrity === undefined ? {} : { hashes: [toHash(integrity)] }),
    ...(license === undefined ? {} : { licenses: [{ expression: license }] }),
    ...(holder === undefined ? {} : { properties: [{ name: 'embedded-in', value: holder }] }),
  };
}

/** Every file that wrangler uploads. */
function bundleFiles(outDir: string): readonly Component[] {
  const names = readdirSync(outDir).filter((name) => name.endsWith('.js'));
  return names.toSorted().map((name) => {
    const content = createHash('sha256')
      .update(readFileSync(`${outDir}/${name}`))
      .digest('hex');
    return { type: 'file', 'bom-ref': `file:${name}`, name, hashes: [{ alg: 'SHA-256', content }] };
  });
}

/** Package names that no other package of the bundle brings. */
function directDependencies(packages: readonly BundledPackage[]): readonly string[] {
  const brought = new Set(packages.flatMap(({ dependencies }) => dependencies));
  const direct = { ...manifest.dependencies, ...readDocumentTextDependencies() };
  return packages
    .filter(({ name, embeddedIn: holder }) => holder === undefined && (name in direct || !brought.has(name)))
    .map(({ name }) => name);
}

function readDocumentTextDependencies(): Readonly<Record<string, string>> {
  const url = new URL('../../packages/document-text/package.json', import.meta.url);
  return (JSON.parse(readFileSync(url, 'utf8')) as { dependencies: Record<string, string> }).dependencies;
}

function embeddedIn(holder: string, packages: readonly BundledPackage[]): readonly string[] {
  return packages.filter((one) => one.embeddedIn === holder).map(({ name }) => name);
}

/** @see https://github.com/package-url/purl-spec */
export function packageUrl({ name, version }: { readonly name: string; readonly version: string }): string {
  return `pkg:npm/${name.replace('@', '%40')}@${version}`;
}

/** The hash of an entry of package-lock.json. */
function toHash(integrity: string): Hash {
  return {
    alg: 'SHA-512',
    content: Buffer.from(integrity.replace(/^sha512-/, ''), 'base64').toString('hex'),
  };
}

/** A UUID (RFC 9562, version 8) of the content. */
function serialNumber(content: string): string {
  const hex = createHash('sha256').update(content).digest('hex');
  const variant = ((Number.parseInt(hex[16] ?? '0', 16) & 3) | 8).toString(16);
  return `urn:uuid:${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
