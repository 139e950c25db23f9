/** The build of wrangler.toml: what `wrangler dev` and `wrangler deploy` take. */
import { bundle } from './bundle.ts';

await bundle();
