import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { root } from '../../scripts/lib/bundle.ts';
import { regularExpressions } from '../../scripts/checks/regular-expressions.ts';
import { releaseProblems } from '../../scripts/checks/release.ts';
import {
  asvsProblems,
  missingTests,
  securityDocumentProblems,
  unknownMembers,
  unlistedOperations,
} from '../../scripts/checks/security-documents.ts';
import { finishedReasons, runbookProblems, unionMembers } from '../../scripts/checks/runbook.ts';
import { keepsPromise } from '../../scripts/checks/shared-promises.ts';
import { importCycles, sizeProblems } from '../../scripts/checks/structure.ts';
import { brokenRules } from '../../scripts/checks/workflows.ts';

interface SecretlintResult {
  readonly filePath: string;
  readonly messages: readonly { readonly loc: { readonly start: { readonly line: number } } }[];
}

describe('keepsPromise', () => {
  test.each([
    'const pending = new Map<string, Promise<Policy>>();',
    '  readonly #pending = new Map<string, Promise<Policy>>();',
    '  let attempt: Promise<void> = Promise.resolve();',
    '  let renewal: Promise<string> | undefined;',
    '  let attempt = Promise.resolve();',
    '  attempt: Promise<void>;',
    '  readonly zone?: Promise<Zone>;',
  ])('finds: %s', (line) => {
    expect(keepsPromise(`{\n${line}\n}`)).toBe(true);
  });

  test.each([
    '  readonly waitUntil: (work: Promise<unknown>) => void;',
    '  find(keyId: string): Promise<SigningKey>;',
    'async function load(): Promise<void> {',
    '): Promise<Policy> {',
    '  const held = Promise.withResolvers<void>();',
    '  const read = async (id: string): Promise<Policy> => {',
  ])('passes: %s', (line) => {
    expect(keepsPromise(`{\n${line}\n}`)).toBe(false);
  });
});

describe('sizeProblems', () => {
  const sources = (...lines: readonly number[]) =>
    new Map(lines.map((count, index) => [`src/${index}.ts`, 'x;\n'.repeat(count)]));
  const many = (count: number, lines: number) => Array.from({ length: count }, () => lines);

  test.each([
    ['a file of 350 lines', [350]],
    ['10 files under 15 lines among 200', [...many(10, 14), ...many(190, 100)]],
    ['7 % under 30 lines', [...many(7, 29), ...many(93, 100)]],
  ])('accepts %s', (_, lines) => {
    expect(sizeProblems(sources(...lines))).toEqual([]);
  });

  test.each([
    ['a file of 351 lines', [351], 'src/0.ts: 351 lines'],
    ['11 files under 15 lines', [...many(11, 14), ...many(300, 100)], '11 files have fewer than 15 lines'],
    ['8 % under 30 lines', [...many(8, 29), ...many(92, 100)], '8 files have fewer than 30 lines'],
  ])('reports %s', (_, lines, message) => {
    expect(sizeProblems(sources(...lines))).toEqual([expect.stringContaining(message)]);
  });
});

describe('importCycles', () => {
  const cycles = (files: Readonly<Record<string, string>>) =>
    importCycles(new Map(Object.entries(files))).map((cycle) => cycle.join(' '));

  test('accepts files that import the same file', () => {
    const files = { 'a.ts': "import './b.ts'; import './c.ts';", 'b.ts': "import './c.ts';", 'c.ts': '' };
    expect(cycles(files)).toEqual([]);
  });

  test.each([
    ['an import', "import { a } from '../a.ts';"],
    ['a type import', "import type { A } from '../a.ts';"],
    ['an import over several lines', "import {\n  a,\n} from '../a.ts';"],
    ['a re-export', "export * from '../a.ts';"],
    ['a dynamic import', "const { a } = await import('../a.ts');"],
  ])('reports a cycle through %s', (_, text) => {
    expect(cycles({ 'a.ts': "import { b } from './b/b.ts';", 'b/b.ts': text })).toEqual(['a.ts b/b.ts a.ts']);
  });

  test('reports a file that imports itself', () => {
    expect(cycles({ 'a.ts': "await import('./a.ts');" })).toEqual(['a.ts a.ts']);
  });
});

describe('regular expressions', () => {
  const found = (source: string) => {
    const { expressions, unknownLines } = regularExpressions('file.ts', source);
    return [
      ...expressions.map(({ line, pattern, flags }) => `${line}: /${pattern}/${flags}`),
      ...unknownLines,
    ];
  };

  test.each([
    ['a literal', 'const a: string = b;\nconst c = /^a+$/giu.test(a);', '2: /^a+$/giu'],
    ['a literal in an argument', "text.replaceAll(/[/]'/g, '')", "1: /[/]'/g"],
    ['a RegExp of a string', "new RegExp('a+', 'i')", '1: /a+/i'],
    ['RegExp without new', "RegExp('a+')", '1: /a+/'],
    ['a RegExp of a template', 'const unit = `(a|b)`;\nnew RegExp(`^${unit}\\\\d$`)', '2: /^(a|b)\\d$/'],
    ['a RegExp of a raw string', 'const unit = String.raw`\\d{2}`;\nnew RegExp(unit)', '2: /\\d{2}/'],
  ])('%s is found', (_, source, expected) => {
    expect(found(source)).toEqual([expected]);
  });

  test.each(['new RegExp(text)', 'new RegExp(`a${text}`)', 'RegExp(words.join("|"))'])(
    '%s is reported as unknown',
    (source) => {
      expect(found(source)).toEqual([1]);
    },
  );

  test.each(["'/a+/'", '// /a+/', 'a / b / c', '`/${a}/`'])('%s is not a regular expression', (source) => {
    expect(found(source)).toEqual([]);
  });
});

describe('code from strings', () => {
  const fromText =
    /\beval\s*\(|\bFunction\s*\(|\bset(?:Timeout|Interval)\s*\(\s*['"`]|(?<![#.])\bimport\s*\(\s*[^'"\s]/;

  test.each(['eval(text)', "new Function('a', body)", "setTimeout('run()', 1)", 'import(name)'])(
    '%s is found',
    (source) => {
      expect(source).toMatch(fromText);
    },
  );

  test('no source of the Worker has any, and no compatibility flag allows it', () => {
    const sources = ['src', 'packages/document-text/src'].flatMap((folder) =>
      readdirSync(`${root}${folder}`, { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile() && /\.tsx?$/.test(entry.name))
        .map((entry) => `${entry.parentPath}/${entry.name}`),
    );
    expect(sources.length).toBeGreaterThan(200);
    expect(sources.filter((file) => fromText.test(readFileSync(file, 'utf8')))).toEqual([]);
    expect(readFileSync(`${root}wrangler.toml`, 'utf8')).not.toMatch(/eval/);
  });
});

describe('scripts/secretlint.json', () => {
  const random = (length: number) => 'aB3dE5gH7jK9mN1pQ2rS4tU6vW8xY0zAbCdEf'.repeat(5).slice(0, length);
  /** Built at run time, so that this file contains no secret. */
  const secrets = {
    'client secret of an Entra application': `Abc8Q~${random(34)}`,
    'signed token (JWT)': ['ey' + random(30), 'ey' + random(60), random(80)].join('.'),
    'PKCS#8 private key': `-----BEGIN PRIVATE KEY-----\n${random(64)}`,
    'PKCS#1 private key': `-----BEGIN RSA PRIVATE KEY-----\n${random(64)}`,
    'key ring (SEAL_KEYS)': `k1:${Buffer.alloc(32, 7).toString('base64')}`,
    'GitHub token': `ghp_${random(36)}`,
    'npm token': `npm_${random(36)}`,
    'Cloudflare token': `CLOUDFLARE_API_TOKEN=${random(40)}`,
  };
  const harmless = {
    'a GUID': '0c0a0000-0000-4000-8000-00000000c0a0',
    'a hash': `sha512-${random(86)}==`,
    'a placeholder': 'SEAL_KEYS=k1:base64(32 bytes)',
    'a certificate without its key': `-----BEGIN CERTIFICATE-----\n${random(64)}`,
    'a URL': `https://example.com/${random(60)}`,
  };
  const texts = Object.entries({ ...secrets, ...harmless });
  const lines: Record<string, number[]> = {};

  beforeAll(() => {
    const folder = mkdtempSync(`${tmpdir()}/secrets-`);
    for (const [index, [, text]] of texts.entries())
      writeFileSync(`${folder}/${index}.txt`, `first\nSECRET="${text}"\n`);
    const args = ['--secretlintrc', `${root}scripts/secretlint.json`, '--format', 'json', `${folder}/*.txt`];
    const { stdout } = spawnSync(`${root}node_modules/.bin/secretlint`, args, { encoding: 'utf8' });
    const results = JSON.parse(stdout) as SecretlintResult[];
    for (const { filePath, messages } of results) {
      const [name = ''] = texts[Number.parseInt(basename(filePath), 10)] ?? [];
      lines[name] = messages.map(({ loc }) => loc.start.line);
    }
    rmSync(folder, { recursive: true });
  });

  test.each(Object.keys(secrets))('reports the line of: %s', (name) => {
    expect(lines[name]).toEqual([2]);
  });

  test.each(Object.keys(harmless))('does not report: %s', (name) => {
    expect(lines[name]).toEqual([]);
  });
});

describe('releaseProblems', () => {
  const release = {
    repository: 'github:acme/connector',
    version: '1.2.3',
    workflowRepository: undefined,
    tag: undefined,
  };

  test.each([
    ['on a local machine', {}],
    ['by the workflow of its repository', { workflowRepository: 'acme/connector', tag: 'v1.2.3' }],
  ])('allows a release %s', (_, changes) => {
    expect(releaseProblems({ ...release, ...changes })).toEqual([]);
  });

  test.each([
    ['without a repository', { repository: undefined }, 'names no public repository'],
    [
      'of another repository',
      { workflowRepository: 'somebody/connector' },
      'the workflow runs in somebody/connector',
    ],
    ['under another tag', { tag: 'v1.2.4' }, 'The tag is v1.2.4'],
  ])('rejects a release %s', (_, changes, words) => {
    expect(releaseProblems({ ...release, ...changes })).toEqual([expect.stringContaining(words)]);
  });
});

describe('workflows', () => {
  const folder = new URL('../../.github/workflows/', import.meta.url);
  const workflows = readdirSync(folder).map(
    (name) => [name, readFileSync(new URL(name, folder), 'utf8')] as const,
  );
  const { scripts } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as {
    scripts: Record<string, string>;
  };

  test.each(workflows)('%s breaks no rule', (_, text) => {
    expect(brokenRules(text)).toEqual([]);
  });

  const safe = `on: push
permissions: {}
jobs:
  test:
    runs-on: ubuntu-24.04
    timeout-minutes: 5
    permissions:
      contents: read
    steps:
      - uses: actions/checkout@${'a'.repeat(40)} # v5.0.0
        with:
          persist-credentials: false
      - run: npm test
`;

  test('a workflow that follows the rules breaks none', () => {
    expect(brokenRules(safe)).toEqual([]);
  });

  test.each([
    ['a tag instead of a commit', `@${'a'.repeat(40)} # v5.0.0`, '@v5', 'pinned by commit'],
    ['a commit without its version', ' # v5.0.0', '', 'pinned by commit'],
    ['no permissions at the top', 'permissions: {}\n', '', 'starts without permissions'],
    ['write access to the repository', 'contents: read', 'contents: write', 'write identity tokens'],
    [
      'all permissions',
      '    permissions:\n      contents: read',
      '    permissions: write-all',
      'write identity tokens',
    ],
    ['pull_request_target', 'on: push', 'on: pull_request_target', 'code of strangers'],
    ['a secret', 'npm test', 'npm test\n        env:\n          KEY: ${{ secrets.KEY }}', 'no secret'],
    [
      'an expression in a command',
      'npm test',
      'echo ${{ github.event.pull_request.title }}',
      'no expression',
    ],
    [
      'an expression in a block of commands',
      'npm test',
      '|\n          echo ${{ github.head_ref }}',
      'no expression',
    ],
    ['a checkout that leaves the token', 'persist-credentials: false', 'fetch-depth: 1', 'no credentials'],
    ['a signing job that runs a command', 'contents: read', 'attestations: write', 'runs no command'],
    ['a job without a time limit', '    timeout-minutes: 5\n', '', 'time limit'],
    ['a runner of the repository', 'ubuntu-24.04', 'self-hosted', 'fixed runner'],
  ])('%s is reported', (_, part, replacement, rule) => {
    expect(safe).toContain(part);
    expect(brokenRules(safe.replace(part, replacement))).toEqual([expect.stringContaining(rule)]);
  });

  test.each(workflows)('%s runs npm scripts that exist', (_, text) => {
    const ran = [...text.matchAll(/npm run (?:-s )?([\w:]+)/g)].map(([, name = '']) => name);
    expect(ran.filter((name) => scripts[name] === undefined)).toEqual([]);
  });
});

describe('docs/asvs.md and docs/security.md', () => {
  test('have every requirement once, and name tests that exist', () => {
    expect(securityDocumentProblems()).toEqual([]);
  });

  const row = '| 1.1.1 | 2 | decoded once | [test](../test/unit/config.test.ts) |';

  test.each([
    ['a requirement without a row', '', 'no row for 1.1.1'],
    ['two rows', `${row}\n${row}`, 'two rows for 1.1.1'],
    ['another level', row.replace('| 2 |', '| 1 |'), 'not of level 1'],
    ['an unknown id', `${row}\n${row.replace('1.1.1', '1.9.9')}`, '1.9.9 is not of level 2'],
    ['a row without a test', '| 1.1.1 | 2 | decoded once | — |', 'names no test'],
    ['no reason', '| 1.1.1 | 2 | Not applicable: | — |', 'names no test'],
  ])('%s is reported', (_, table, problem) => {
    expect(asvsProblems(table, { '1.1.1': 2 })).toEqual([expect.stringContaining(problem)]);
  });

  test('a member that no audit event has is reported', () => {
    const command = `\`jq 'select(.operation=="a.b" and .person=="x") | [.at]'\``;
    expect(unknownMembers(command, ['operation', 'at'])).toEqual([expect.stringContaining('person')]);
  });

  test('a test that does not exist is reported', () => {
    expect(missingTests(row)).toEqual([]);
    expect(missingTests('[a](../test/unit/none.test.ts)')).toHaveLength(1);
    expect(missingTests('[a](../packages/document-text/test/none.test.ts)')).toHaveLength(1);
  });
});

describe('docs/audit.md', () => {
  test('an operation of the code that no row names is reported', () => {
    const source = "withAudit(c, 'admin.view', run); audit.add({ operation: 'admin.look_up' });";
    expect(unlistedOperations('| `admin.view`, `me.view` | done |', source)).toEqual([
      'docs/audit.md: no row for admin.look_up',
    ]);
  });
});

describe('docs/runbook.md', () => {
  test('has one line for every reason of an audit event', () => {
    expect(runbookProblems()).toEqual([]);
  });

  test('reasons are read from unions, without their comments', () => {
    const source = "export type Reason =\n  /** Not `'c'`. */\n  | 'a'\n  | Other\n  | 'b_2';\n";
    expect(unionMembers(source, 'Reason')).toEqual(['a', 'b_2']);
  });

  test('reasons are read from calls, without outcomes', () => {
    const source = "audit.finish(isKnown ? 'ok' : 'refused', 303, isKnown ? undefined : 'unknown');";
    expect(finishedReasons(source)).toEqual(['unknown']);
  });

  test('reasons are read from rejected bodies and denied sign-ins', () => {
    const body = "return rejectBody(400, -32_600, 'Not supported, (a batch).', 'batch_refused', audit, id);";
    const signIn = "fail({ reason: 'connector', code: 'other_user', text, owner: 'user' })";
    expect(finishedReasons(body + signIn)).toEqual(['batch_refused', 'other_user']);
  });
});

test('the entry for the MCP registry is within the limits of the registry', () => {
  const entry = JSON.parse(
    readFileSync(new URL('../../scripts/checks/registry-entry.json', import.meta.url), 'utf8'),
  ) as Record<string, unknown>;
  expect(String(entry['description']).length).toBeLessThanOrEqual(100);
  expect(String(entry['title']).length).toBeLessThanOrEqual(100);
  expect(entry['remotes']).toMatchObject([{ type: 'streamable-http', url: 'https://{host}/mcp' }]);
});

test('README and package.json contain no placeholder of an owner', () => {
  for (const name of ['README.md', 'package.json', 'CONTRIBUTING.md']) {
    expect(readFileSync(new URL(`../../${name}`, import.meta.url), 'utf8')).not.toMatch(/\bOWNER\b/);
  }
});
