import { readFileSync } from 'node:fs';
import { root } from '../lib/bundle.ts';
import { projectFiles } from './project-files.ts';

/** Files with promises that are kept, and how long. */
const keptFor: Readonly<Record<string, string>> = {
  'src/graph/create-client.ts': 'one tool call',
  'src/m365/calendar/search.ts': 'one tool call',
  'src/mcp/call-tool.ts': 'one tool call',
  'src/tools/params.ts': 'one tool call',
  'src/tenants/policy-cache.ts': 'one Durable Object',
  'src/vault/vault.ts': 'one Durable Object',
};

/** Variables and members with the type of a promise, and collections of promises. Return types and parameters are none. */
const keptPromise =
  /^\s*(?:let |const |readonly )?#?\w+\??: [^()=;\n]*\bPromise<[^;\n]*[;=]|\bnew (?:Weak)?(?:Map|Set)<[^()\n]*\bPromise<|\b(?:let|const) \w+ = Promise\.resolve\(/m;

/**
 * Source files of the Worker that keep a promise longer than a request: another request must not await it. See State in
 * docs/architecture.md.
 */
export function sharedPromiseProblems(): readonly string[] {
  const paths = projectFiles().filter((path) => /^src\/(?!views\/).*(?<!\.d)\.tsx?$/.test(path));
  return paths
    .filter((path) => !Object.hasOwn(keptFor, path) && keepsPromise(readFileSync(root + path, 'utf8')))
    .map((path) => `${path}: keeps a promise. Requests share plain data only, see lib/shared-work.ts`);
}

/** Whether a source text keeps a promise in a variable, a member or a collection. */
export function keepsPromise(source: string): boolean {
  return keptPromise.test(source);
}
