import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, test } from 'vitest';
import manifest from '../../package.json' with { type: 'json' };
import {
  billOfMaterialsProblems,
  inventoryProblems,
  lockProblems,
  purposeProblems,
} from '../../scripts/checks/bill-of-materials.ts';
import { bundle } from '../../scripts/lib/bundle.ts';
import {
  type BundledPackage,
  modulesOfGraph,
  packageFolder,
  readInventory,
} from '../../scripts/supply-chain/inventory.ts';
import { type BillOfMaterials, billOfMaterials } from '../../scripts/supply-chain/sbom.ts';
import { type VexDocument, vexProblems } from '../../scripts/supply-chain/vex.ts';

const hono: BundledPackage = {
  name: 'hono',
  version: '1.0.0',
  license: 'MIT',
  integrity: 'sha512-AAAA',
  dependencies: [],
};

describe('the bill of materials of the bundle', () => {
  let bill: BillOfMaterials;
  let packages: readonly BundledPackage[];

  beforeAll(async () => {
    const outDir = await bundle();
    bill = billOfMaterials(outDir);
    packages = readInventory(modulesOfGraph(outDir));
    // Bundling takes two seconds on an idle machine.
  });

  test('agrees with source maps, lock file, table of packages and VEX document', async () => {
    expect(await billOfMaterialsProblems()).toEqual([]);
  });

  test('names the packages that handle tokens and requests', () => {
    const names = bill.components.map(({ name }) => name);
    expect(names).toEqual(expect.arrayContaining(['hono', 'jose', 'zod', '@modelcontextprotocol/server']));
  });

  test('names code that a package contains a copy of', () => {
    expect(bill.components).toContainEqual(
      expect.objectContaining({
        name: 'pdfjs-dist',
        properties: [{ name: 'embedded-in', value: 'unpdf' }],
      }),
    );
  });

  test('names no development package', () => {
    const names = bill.components.map(({ name }) => name);
    const development = Object.keys(manifest.devDependencies).filter((name) => name !== 'fflate');
    expect(names.filter((name) => development.includes(name))).toEqual([]);
  });

  test('has the members that CycloneDX 1.6 requires, and refers to its own components only', () => {
    expect(bill).toMatchObject({ bomFormat: 'CycloneDX', specVersion: '1.6', version: 1 });
    expect(bill.serialNumber).toMatch(
      /^urn:uuid:[\da-f]{8}-[\da-f]{4}-8[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/,
    );
    const refs = [bill.metadata.component, ...bill.components].map((one) => one['bom-ref']);
    expect(new Set(refs).size).toBe(refs.length);
    expect(bill.dependencies.map(({ ref }) => ref).toSorted()).toEqual(refs.toSorted());
    for (const { dependsOn } of bill.dependencies) {
      for (const ref of dependsOn) expect(refs).toContain(ref);
    }
  });

  test('every component is reached from the application', () => {
    const dependsOn = new Map(bill.dependencies.map((one) => [one.ref, one.dependsOn]));
    const reached = new Set<string>();
    const visit = (ref: string): void => {
      if (reached.has(ref)) return;
      reached.add(ref);
      for (const next of dependsOn.get(ref) ?? []) visit(next);
    };
    visit(bill.metadata.component['bom-ref']);
    expect(bill.components.map((one) => one['bom-ref']).filter((ref) => !reached.has(ref))).toEqual([]);
  });

  test('has a license and a hash of every package that npm installs', () => {
    for (const one of packages.filter(({ embeddedIn }) => embeddedIn === undefined)) {
      expect([one.name, one.license, one.integrity]).toEqual([
        one.name,
        expect.any(String),
        expect.stringMatching(/^sha512-/),
      ]);
    }
  });
});

describe('packageFolder', () => {
  test.each([
    ['node_modules/hono/dist/hono.js', 'node_modules/hono'],
    ['node_modules/@scope/name/index.js', 'node_modules/@scope/name'],
    ['node_modules/agents/node_modules/zod/index.js', 'node_modules/agents/node_modules/zod'],
    ['src/index.ts', undefined],
  ])('of %s is %s', (module, expected) => {
    expect(packageFolder(module)).toBe(expected);
  });
});

describe('checks of the bill of materials', () => {
  test('report a package that only the source maps have', () => {
    expect(inventoryProblems([], [hono])).toEqual([expect.stringContaining('hono@1.0.0 is in a source map')]);
  });

  test('report a package that no source map has', () => {
    expect(inventoryProblems([hono], [])).toEqual([
      expect.stringContaining('hono@1.0.0 is in no source map'),
    ]);
  });

  test('report another version of a package', () => {
    expect(inventoryProblems([hono], [{ ...hono, version: '1.0.1' }])).toHaveLength(2);
  });

  test.each([
    ['that is not locked', {}, 'is not in package-lock.json'],
    ['of another version', { version: '2.0.0' }, 'is not in package-lock.json'],
    ['for development', { version: '1.0.0', dev: true }, 'a development dependency'],
  ])('report a package %s', (_, locked, problem) => {
    expect(lockProblems([hono], { packages: { 'node_modules/hono': locked } })).toEqual([
      expect.stringContaining(problem),
    ]);
  });

  test('report a package without a purpose, and a purpose without a package', () => {
    expect(purposeProblems([hono], ['zod'])).toEqual([
      expect.stringContaining('hono is in the bundle'),
      expect.stringContaining('zod is not in the bundle'),
    ]);
  });
});

describe('vexProblems', () => {
  const product = `pkg:npm/${manifest.name}@${manifest.version}`;
  const statement = {
    vulnerability: { name: 'CVE-2026-0001' },
    products: [{ '@id': product, subcomponents: [{ '@id': 'pkg:npm/hono@1.0.0' }] }],
    status: 'not_affected',
    justification: 'vulnerable_code_not_present',
  };
  const document = (changes: object): VexDocument => ({
    '@context': 'https://openvex.dev/ns/v0.2.0',
    '@id': 'urn:test',
    author: 'test',
    timestamp: '2026-11-30T00:00:00Z',
    version: 1,
    statements: [{ ...statement, ...changes }],
  });

  test('accepts a statement about a package of the bundle', () => {
    expect(vexProblems(document({}), [hono])).toEqual([]);
  });

  test.each([
    ['another product', { products: [{ '@id': 'pkg:npm/other@1.0.0' }] }, 'the product is'],
    [
      'a package at another version',
      { products: [{ '@id': product, subcomponents: [{ '@id': 'pkg:npm/hono@0.9.0' }] }] },
      'not in the bundle',
    ],
    ['no justification', { justification: undefined }, 'no justification'],
    ['an affected product without advice', { status: 'affected' }, 'no action_statement'],
    ['an unknown status', { status: 'harmless' }, 'unknown status'],
    ['no identifier', { vulnerability: { name: 'a flaw' } }, 'no identifier'],
  ])('reports %s', (_, changes, problem) => {
    expect(vexProblems(document(changes), [hono])).toEqual([expect.stringContaining(problem)]);
  });
});

describe('.github/dependabot.yml', () => {
  const text = readFileSync(new URL('../../.github/dependabot.yml', import.meta.url), 'utf8');

  test.each(['npm', 'github-actions', 'docker'])('updates %s weekly, and waits before it', (ecosystem) => {
    const [, entry = ''] = text.split(`package-ecosystem: ${ecosystem}\n`);
    expect(entry.split('- package-ecosystem')[0]).toMatch(
      /interval: weekly\n\s+cooldown:\n\s+default-days: 7/,
    );
  });
});
