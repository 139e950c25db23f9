import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

/** Graph's published contract, where the folder lies beside the repository. */
export interface Contract {
  request(request: {
    method: string;
    url: string;
    headers: Record<string, string>;
    body?: unknown;
  }): readonly string[];
  response(
    request: { method: string; url: string },
    status: number,
    body: unknown,
    options: { strict: boolean },
  ): readonly string[];
}

const folder = fileURLToPath(new URL('../../../../shared/graph-contract', import.meta.url));

/** Whether the contract is there; tests that need it are skipped by name where it is not. */
export const hasContract = existsSync(folder);

/** The checker of the contract; undefined where it is not there. */
export async function loadContract(): Promise<Contract | undefined> {
  if (!hasContract) return undefined;
  const spec: unknown = JSON.parse(await readFile(`${folder}/openapi-subset.json`, 'utf8'));
  const { makeChecker } = (await import(/* @vite-ignore */ `${folder}/check.mjs`)) as {
    readonly makeChecker: (spec: unknown) => Contract;
  };
  return makeChecker(spec);
}
