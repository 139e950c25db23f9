/** `npm run build`: bundles the Worker into dist/worker. wrangler runs it before `wrangler dev` and `wrangler deploy`. */
import { bundle } from './lib/bundle.ts';
import { readOptions, runCommand } from './lib/command-line.ts';

await runCommand('npm run build', async () => {
  readOptions({ options: {} });
  await bundle();
});
