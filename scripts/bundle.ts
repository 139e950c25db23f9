import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

/** The root of the project. */
export const root = fileURLToPath(new URL('..', import.meta.url));

/** The Worker that the official conformance suite tests in place of the connector. */
export const conformanceFixture = 'test/conformance/fixture/worker.ts';

/**
 * Bundles a Worker as a deployment would, without deploying.
 * @param main its entry, where it is not that of wrangler.toml
 * @returns the folder that holds the modules
 */
export async function bundle(main?: string): Promise<string> {
  const outdir = `${root}dist/${main === undefined ? 'worker' : 'fixture'}`;
  await promisify(execFile)(
    process.execPath,
    [
      `${root}node_modules/wrangler/bin/wrangler.js`,
      'deploy',
      ...(main === undefined ? [] : [main]),
      '--dry-run',
      '--outdir',
      outdir,
    ],
    { cwd: root, env: { ...process.env, CI: '1', WRANGLER_SEND_METRICS: 'false' } },
  );
  return outdir;
}
