import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { CheckedRequest, ContractChecker } from './check-contract.ts';

/** Checks requests and responses against the OpenAPI description of Microsoft Graph. Returns the violations. */
export interface GraphContract {
  request(request: CheckedRequest): readonly string[];
  response(
    request: { readonly method: string; readonly url: string },
    status: number,
    body: unknown,
    options: { readonly strict: boolean },
  ): readonly string[];
}

/** Folder with `check.mjs` and `openapi-subset.json`. Default: beside the repository. */
const folder =
  process.env['GRAPH_CONTRACT_DIR'] ??
  fileURLToPath(new URL('../../../../shared/graph-contract', import.meta.url));

/** Whether the contract is available. Tests that need it are skipped otherwise. */
export const hasContract = existsSync(`${folder}/check.mjs`);

/** Loads the contract. Returns undefined when it is not available. */
export async function loadContract(): Promise<GraphContract | undefined> {
  if (!hasContract) return undefined;
  // The checker imports `ajv` by a path relative to itself. The import is replaced by the copy of this project.
  const ajv = pathToFileURL(createRequire(import.meta.url).resolve('ajv/dist/2020.js')).href;
  const source = (await readFile(`${folder}/check.mjs`, 'utf8')).replace("'ajv/dist/2020.js'", `'${ajv}'`);
  const { makeChecker } = (await import(
    /* @vite-ignore */ `data:text/javascript;base64,${Buffer.from(source).toString('base64')}`
  )) as { makeChecker: (openApi: unknown) => GraphContract };
  return makeChecker(JSON.parse(await readFile(`${folder}/openapi-subset.json`, 'utf8')));
}

/** Returns the request checker of the contract, or undefined when the contract is not available. */
export async function loadContractChecker(): Promise<ContractChecker | undefined> {
  const contract = await loadContract();
  if (!contract) return undefined;
  return (request) => {
    try {
      return contract.request(request);
    } catch (error) {
      // The checker throws on a query that is not valid percent-encoding.
      return [`the checker failed: ${String(error)}`];
    }
  };
}
