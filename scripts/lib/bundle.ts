import { basename, dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';

/** The root of the project. */
export const root = fileURLToPath(new URL('../..', import.meta.url));

/** The Worker that the official conformance suite tests in place of the connector. */
export const conformanceFixture = 'test/conformance/fixture/worker.ts';
/** The connector with objects that fail on command. */
export const failingObjects = 'test/e2e/faults/worker.ts';

const conditions = ['workerd', 'worker', 'browser', 'module', 'import'];

/**
 * Bundles a Worker for workerd: minified, and what only some calls need (the reader of PDF) in modules of their own,
 * which are not parsed at start-up.
 * @param main its entry, where it is not the connector's
 * @returns the folder that holds `index.js` and the other modules
 */
export async function bundle(main?: string): Promise<string> {
  const outDir = `${root}dist/${main === undefined ? 'worker' : basename(dirname(main))}`;
  await build({
    root,
    configFile: false,
    publicDir: false,
    logLevel: 'warn',
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
        // workerd takes each export of the entry for a handler or an object, so it may have no others.
        preserveEntrySignatures: 'strict',
        output: { entryFileNames: 'index.js', chunkFileNames: '[name].js' },
      },
    },
  });
  return outDir;
}
