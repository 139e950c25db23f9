import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { root } from '../../scripts/lib/bundle.ts';
import { brokenLinks } from '../../scripts/checks/broken-links.ts';
import { regularExpressions } from '../../scripts/checks/regular-expressions.ts';
import { releaseProblems } from '../../scripts/checks/release-problems.ts';

interface SecretlintResult {
  readonly filePath: string;
  readonly messages: readonly { readonly loc: { readonly start: { readonly line: number } } }[];
}

describe('links', () => {
  const target = `# The *first* \`thing\`, and (more)\n\n## Twice\n\n## Twice\n\n<a id="by-hand"></a>\n\n\`\`\`\n# no heading\n\`\`\`\n`;
  const check = (text: string) =>
    brokenLinks({
      documents: new Map([
        ['docs/source.md', text],
        ['docs/target.md', target],
      ]),
      exists: (path) => ['docs/source.md', 'docs/target.md', 'src/app.ts', 'docs'].includes(path),
    }).map(({ line, problem }) => `${line}: ${problem}`);

  test.each([
    ['a file in the same folder', '[x](target.md)'],
    ['a file in another folder', '[x](../src/app.ts)'],
    ['a heading', '[x](target.md#the-first-thing-and-more)'],
    ['the second of two equal headings', '[x](target.md#twice-1)'],
    ['an anchor in HTML', '[x](target.md#by-hand)'],
    ['a heading of the same document', '# Here\n\n[x](#here)'],
    ['an external URL', '[x](https://example.com/a_(b)?c#d "title")'],
    ['a link in code', '`[x](nowhere.md)`'],
    ['a link in a code block', '```\n[x](nowhere.md)\n```'],
    ['a picture as link text', '[![x](https://example.com/x.svg)](target.md)'],
  ])('%s is found', (_, text) => {
    expect(check(text)).toEqual([]);
  });

  test.each([
    ['a file', 'one\n[x](nowhere.md)', '2: there is no such file'],
    ['a heading', '[x](target.md#nowhere)', '1: docs/target.md has no heading for #nowhere'],
    [
      'a heading in a code block',
      '[x](target.md#no-heading)',
      '1: docs/target.md has no heading for #no-heading',
    ],
    ['a heading of the same document', '[x](#nowhere)', '1: docs/source.md has no heading for #nowhere'],
    ['a path outside of the repository', '[x](../../secrets.md)', '1: leads out of the repository'],
    ['an http URL', '[x](http://example.com)', '1: is no https address'],
    [
      'the target of a linked picture',
      '[![x](https://example.com/x.svg)](nowhere.md)',
      '1: there is no such file',
    ],
  ])('a broken link is reported: %s', (_, text, problem) => {
    expect(check(text)).toEqual([problem]);
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

describe('scripts/secretlint.json', () => {
  const random = (length: number) => 'aB3dE5gH7jK9mN1pQ2rS4tU6vW8xY0zAbCdEf'.repeat(5).slice(0, length);
  /** Made here, so that the file itself holds none. */
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
    runsIn: undefined,
    tag: undefined,
  };

  test.each([
    ['on a local machine', {}],
    ['by the workflow of its repository', { runsIn: 'acme/connector', tag: 'v1.2.3' }],
  ])('allows a release %s', (_, changes) => {
    expect(releaseProblems({ ...release, ...changes })).toEqual([]);
  });

  test.each([
    ['without a repository owner', { repository: 'github:OWNER/connector' }, 'names no public repository'],
    ['of another repository', { runsIn: 'somebody/connector' }, 'and this is somebody/connector'],
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

  test.each(workflows)('%s pins actions by hash and starts with no permissions', (_, text) => {
    const uses = [...text.matchAll(/uses: (\S+)/g)].map(([, action]) => action);
    expect(uses.length).toBeGreaterThan(0);
    for (const action of uses) expect(action).toMatch(/^[\w-]+\/[\w-]+@[0-9a-f]{40}$/);
    expect(text).toMatch(/^permissions: \{\}$/m);
    expect(text).not.toMatch(/pull_request_target|secrets\.|permissions: write-all/);
  });

  test.each(workflows)('%s runs npm scripts that exist', (_, text) => {
    const ran = [...text.matchAll(/npm run (?:-s )?(\w+)/g)].map(([, name = '']) => name);
    expect(ran.filter((name) => scripts[name] === undefined)).toEqual([]);
  });
});

test('server.json matches package.json and the limits of the MCP registry', () => {
  const read = (name: string) =>
    JSON.parse(readFileSync(new URL(`../../${name}`, import.meta.url), 'utf8')) as Record<string, unknown>;
  const server = read('server.json');
  expect(server['version']).toBe(read('package.json')['version']);
  expect(server['name']).toMatch(/^[a-zA-Z0-9.-]+\/m365-mcp-connector$/);
  // The registry's own limits.
  expect(String(server['description']).length).toBeLessThanOrEqual(100);
  expect(String(server['title']).length).toBeLessThanOrEqual(100);
  expect(server['remotes']).toMatchObject([{ type: 'streamable-http', url: 'https://{host}/mcp' }]);
});
