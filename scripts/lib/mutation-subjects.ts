import { globSync } from 'node:fs';

/** Files that mutation testing changes, with the tests that have to notice it. */
export interface MutationSubject {
  /** Globs, relative to the root. */
  readonly mutate: readonly string[];
  readonly tests: readonly string[];
}

/** The code that protects data. Each subject is a run of its own: with its tests alone, a mutant takes about a second. */
export const mutationSubjects: readonly MutationSubject[] = [
  {
    mutate: ['src/vault/{client,entry,exchange-failures,messages,store,vault}.ts'],
    tests: ['test/unit/vault/*.test.ts', 'test/unit/policy/vault-*.test.ts'],
  },
  {
    mutate: [
      'src/oauth/{clients,client-limits,client-metadata,redirect-uri,resource-indicator}.ts',
      'src/oauth/{authorization-flow,authorize,authorize-request,callback,consent,parameters,pkce,sessions}.ts',
      'src/oauth/{code-grant,refresh-grant,revocation,sealed-tokens,sign-in-checks,step-up,token-request}.ts',
      'src/oauth/storage/{browser-session,grant,user}.ts',
    ],
    tests: ['test/unit/oauth/*.test.ts'],
  },
  {
    mutate: [
      'src/tenants/{access-rules,bound-client,granted-permissions,tenant-access}.ts',
      'src/tenants/{policy,policy-cache,policy-store,tenant-policy}.ts',
    ],
    tests: ['test/unit/tenants/*.test.ts', 'test/unit/policy/*.test.ts'],
  },
  {
    mutate: ['src/entra/{access-token,id-token,jwt,signing-keys,token-claims,token-error}.ts'],
    tests: ['test/unit/entra/**/*.test.ts'],
  },
  {
    mutate: ['src/crypto/{encoding,key-ring,sealed-box}.ts'],
    tests: ['test/unit/crypto/*.test.ts'],
  },
  {
    mutate: ['src/http/middleware/origin.ts', 'src/lib/{guid,outbound-fetch,shared-work}.ts'],
    tests: ['test/unit/http/*.test.ts', 'test/unit/lib/*.test.ts', 'test/unit/vault/vault-name.test.ts'],
  },
  {
    mutate: [
      'src/graph/{download,paging,path,request-limits,url}.ts',
      'src/m365/{exchange-id,uri}.ts',
      'src/m365/files/sharing-link.ts',
    ],
    tests: ['test/unit/graph/*.test.ts', 'test/unit/m365/*.test.ts', 'test/unit/m365/files/*.test.ts'],
  },
  {
    mutate: ['packages/document-text/src/{cleaning-pieces,sanitize}.ts'],
    tests: ['packages/document-text/test/{cleaning-pieces,sanitize,sanitize-pieces}.test.ts'],
  },
  {
    mutate: ['packages/document-text/src/cleaning-cost.ts'],
    tests: ['packages/document-text/test/{cleaning-cost,sanitize-pieces}.test.ts'],
  },
  {
    mutate: ['packages/document-text/src/one-line.ts'],
    tests: ['packages/document-text/test/one-line.test.ts'],
  },
  {
    mutate: ['packages/document-text/src/css/{cascade,conditions,hiding,layers,selector}.ts'],
    tests: ['packages/document-text/test/{css-*,hidden-text,html}.test.ts'],
  },
  {
    mutate: ['packages/document-text/src/zip/archive.ts'],
    tests: ['packages/document-text/test/{inflate,zip*}.test.ts'],
  },
  {
    mutate: ['packages/document-text/src/xml/scanner.ts'],
    tests: ['packages/document-text/test/xml-scanner*.test.ts'],
  },
  {
    mutate: ['packages/document-text/src/detect-format.ts'],
    tests: ['packages/document-text/test/detect-format.test.ts'],
  },
];

/** A run of Stryker: paths relative to the root. */
export interface MutationRun {
  readonly files: readonly string[];
  readonly tests: readonly string[];
}

/**
 * The runs for a selection of files, or for all.
 * @param root folder that the globs are relative to
 * @param selected paths relative to the root; undefined: all files of all subjects
 * @returns one run for each subject, and the selected files that belong to none
 */
export function planMutationRuns(
  root: string,
  selected?: readonly string[],
): { readonly runs: readonly MutationRun[]; readonly unknown: readonly string[] } {
  const subjects = mutationSubjects.map(({ mutate, tests }) => ({
    files: globSync(mutate, { cwd: root }).toSorted(),
    tests: globSync(tests, { cwd: root }).toSorted(),
  }));
  const known = new Set(subjects.flatMap(({ files }) => files));
  const runs = subjects
    .map(({ files, tests }) => ({
      files: files.filter((file) => selected?.includes(file) ?? true),
      tests,
    }))
    .filter(({ files }) => files.length > 0);
  return { runs, unknown: (selected ?? []).filter((file) => !known.has(file)) };
}
