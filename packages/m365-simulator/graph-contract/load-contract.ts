import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';
import type { CheckedRequest, ContractChecker } from './check-contract.ts';
import { checkRequest } from './graph-rules.ts';

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

/** Folder with the OpenAPI description as `openapi-subset.json` and its `check.mjs`, for a stricter check. */
const folder = process.env['GRAPH_CONTRACT_DIR'];

/** Whether the OpenAPI description is available. Tests that need it are skipped otherwise. */
export const hasOpenApi = folder !== undefined && existsSync(`${folder}/check.mjs`);

/**
 * Documented, but not part of the OpenAPI subset.
 * @see https://learn.microsoft.com/graph/api/organization-list
 * @see https://learn.microsoft.com/graph/api/user-list-manager
 * @see https://learn.microsoft.com/graph/api/user-list-directreports
 * @see https://learn.microsoft.com/graph/api/presence-get
 * @see https://learn.microsoft.com/graph/api/resources/planner-overview
 * @see https://learn.microsoft.com/graph/api/resources/todo-overview
 * @see https://learn.microsoft.com/graph/api/resources/onenote-api-overview
 */
const withoutOpenApi =
  /\/v1\.0\/(?:organization|groups|(?:me\/)?(?:planner|todo)\/[^?]+|(?:me|(?:groups|sites)\/[^/?]+)\/onenote\/[^?]+|(?:me|users\/[^/?]+)\/(?:manager|directReports|presence))(?:\?|$)/;

/** Loads the OpenAPI description. Returns undefined when it is not available. */
export async function loadOpenApi(): Promise<GraphContract | undefined> {
  if (!hasOpenApi) return undefined;
  // The checker imports `ajv` by a path relative to itself. The import is replaced by the copy of this project.
  const ajv = pathToFileURL(createRequire(import.meta.url).resolve('ajv/dist/2020.js')).href;
  const source = (await readFile(`${folder}/check.mjs`, 'utf8')).replace("'ajv/dist/2020.js'", `'${ajv}'`);
  const { makeChecker } = (await import(
    /* @vite-ignore */ `data:text/javascript;base64,${Buffer.from(source).toString('base64')}`
  )) as { makeChecker: (openApi: unknown) => GraphContract };
  return makeChecker(JSON.parse(await readFile(`${folder}/openapi-subset.json`, 'utf8')));
}

/** Returns the checker of documented rules, and of the OpenAPI description where it is available. */
export async function createContractChecker(): Promise<ContractChecker> {
  const openApi = await loadOpenApi();
  return (request) => {
    try {
      const isDescribed = openApi && !withoutOpenApi.test(request.url);
      return [...new Set([...checkRequest(request), ...(isDescribed ? openApi.request(request) : [])])];
    } catch (error) {
      // Thrown on a query that is not valid percent-encoding.
      return [`the checker failed: ${String(error)}`];
    }
  };
}
