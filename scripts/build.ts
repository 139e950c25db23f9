/** The build of wrangler.toml: what `wrangler dev` and `wrangler deploy` take. */
import { bundle } from './lib/bundle.ts';

await bundle();
