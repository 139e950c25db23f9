/** `npm run sbom`: builds the Worker and prints the bill of materials of its bundle, CycloneDX 1.6. */
import { bundle } from './lib/bundle.ts';
import { readOptions, runCommand } from './lib/command-line.ts';
import { billOfMaterials } from './supply-chain/sbom.ts';

await runCommand('npm run -s sbom > sbom.cdx.json', async () => {
  readOptions({ options: {} });
  console.log(JSON.stringify(billOfMaterials(await bundle()), undefined, 2));
});
