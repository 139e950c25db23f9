import { readdirSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import type * as Vite from 'vite';
import { readWorkerdSettings } from '../cloudflare/wrangler-config.ts';
import { selfContainedPages } from './self-contained-page.ts';

/** The root of the project. */
export const root = fileURLToPath(new URL('../..', import.meta.url));

/** Fixture Worker for the official conformance suite. */
export const conformanceFixture = 'test/conformance/fixture/worker.ts';
/** The connector with Durable Objects that fail on command. */
export const failingObjects = 'test/e2e/faults/worker.ts';

type BuildResult = Awaited<ReturnType<typeof Vite.build>>;

const conditions = ['workerd', 'worker', 'browser', 'module', 'import'];

/** Name of the file beside the bundle with the settings for workerd. */
export const workerdSettingsFile = 'workerd.json';
/** Name of the file beside the bundle with the source modules of each output file, as paths from the root. */
export const sourceModulesFile = 'source-modules.json';

/**
 * Bundles a Worker for workerd, minified. Dynamic imports (PDF support, views) become separate modules, which are not
 * parsed at start-up.
 * @param main entry point; default: the connector
 * @returns the folder with `index.js`, the other modules and `workerd.json`
 */
export async function bundle(main?: string): Promise<string> {
  const outDir = `${root}dist/${main === undefined ? 'worker' : basename(dirname(main))}`;
  // Imported here, since commands that bundle nothing use this file, too.
  const { build } = await import('vite');
  const built = await build({
    root,
    configFile: false,
    publicDir: false,
    logLevel: 'warn',
    plugins: [selfContainedPages()],
    resolve: { conditions },
    ssr: { noExternal: true, resolve: { conditions } },
    build: {
      ssr: main ?? 'src/index.ts',
      outDir,
      emptyOutDir: false,
      target: 'es2024',
      minify: true,
      sourcemap: true,
      rolldownOptions: {
        external: /^(?:cloudflare|node):/,
        // workerd treats each export of the entry point as a handler or Durable Object, so others must not be added.
        preserveEntrySignatures: 'strict',
        output: { entryFileNames: 'index.js', chunkFileNames: '[name].js' },
      },
    },
  });
  removeStaleModules(outDir, built);
  writeFileSync(`${outDir}/${sourceModulesFile}`, JSON.stringify(sourceModules(built), undefined, 1));
  const settings = readWorkerdSettings(`${root}wrangler.toml`);
  writeFileSync(`${outDir}/${workerdSettingsFile}`, JSON.stringify(settings));
  return outDir;
}

/** The modules that contribute code to each output file, from the module graph of the bundler. */
function sourceModules(built: BuildResult): Readonly<Record<string, readonly string[]>> {
  const chunks = 'output' in built ? built.output.filter((file) => file.type === 'chunk') : [];
  return Object.fromEntries(
    chunks.map(({ fileName, modules }) => [
      fileName,
      Object.entries(modules)
        // Virtual modules of the bundler begin with a NUL character.
        .filter(([id, { renderedLength }]) => renderedLength > 0 && !id.startsWith('\0'))
        .map(([id]) => relative(root, id))
        .toSorted(),
    ]),
  );
}

/** wrangler uploads every module of the folder. It is not emptied before a build, because tests may run from it. */
function removeStaleModules(outDir: string, built: BuildResult): void {
  if (!('output' in built)) return;
  const current = new Set(built.output.map(({ fileName }) => fileName));
  for (const name of readdirSync(outDir)) {
    if (/\.js(?:\.map)?$/.test(name) && !current.has(name)) rmSync(`${outDir}/${name}`);
  }
}
