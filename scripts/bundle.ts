import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

/** The root of the project. */
export const root = fileURLToPath(new URL('..', import.meta.url));

/**
 * Bundles the Worker as a deployment would, without deploying.
 * @returns the folder that holds `index.js`
 */
export async function bundle(): Promise<string> {
  const outdir = `${root}dist/worker`;
  await promisify(execFile)(
    process.execPath,
    [`${root}node_modules/wrangler/bin/wrangler.js`, 'deploy', '--dry-run', '--outdir', outdir],
    { cwd: root, env: { ...process.env, CI: '1', WRANGLER_SEND_METRICS: 'false' } },
  );
  return outdir;
}
