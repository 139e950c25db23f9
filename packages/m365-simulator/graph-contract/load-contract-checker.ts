import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { CheckedRequest, ContractChecker } from './check-contract.ts';

/** Beside the repository, where it is there at all. */
const folder = fileURLToPath(new URL('../../../../shared/graph-contract/', import.meta.url));

interface ContractModule {
  makeChecker(contract: unknown): { request(request: CheckedRequest): string[] };
}

/** The checker of Graph's published contract, or undefined where this machine does not have it. */
export async function loadContractChecker(): Promise<ContractChecker | undefined> {
  if (!existsSync(`${folder}check.mjs`)) return undefined;
  // The checker wants `ajv` beside itself. It is not there, so the import is pointed at this project's.
  const ajv = pathToFileURL(createRequire(import.meta.url).resolve('ajv/dist/2020.js')).href;
  const source = readFileSync(`${folder}check.mjs`, 'utf8').replace("'ajv/dist/2020.js'", `'${ajv}'`);
  const module = (await import(
    /* @vite-ignore */ `data:text/javascript;base64,${Buffer.from(source).toString('base64')}`
  )) as ContractModule;
  const checker = module.makeChecker(JSON.parse(readFileSync(`${folder}openapi-subset.json`, 'utf8')));
  return (request) => {
    try {
      return checker.request(request);
    } catch (error) {
      // It decodes the query without asking whether that is possible.
      return [`the checker failed: ${String(error)}`];
    }
  };
}
