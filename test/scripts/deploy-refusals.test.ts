import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { apps, contoso } from 'm365-simulator';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { setTomlValues } from '../../scripts/cloudflare/wrangler-config.ts';
import { type Wrangler, listSecretNames } from '../../scripts/cloudflare/wrangler.ts';
import { root } from '../../scripts/lib/bundle.ts';
import { freshToml } from './fresh-toml.ts';

/** State of the Worker at Cloudflare. */
interface FakeWorker {
  readonly secrets?: readonly string[];
  readonly deployedVersion?: string;
  /** HTTP status and code of an error that every request receives, or those whose path ends with `failingPath`. */
  readonly error?: readonly [status: number, code: number, message: string];
  readonly failingPath?: string;
}

const complete = ['SEAL_KEYS', 'SERVER_APP_CERTIFICATE'];

describe('npm run deploy, with the Cloudflare API', { timeout: 240_000 }, () => {
  mkdirSync(`${root}.wrangler`, { recursive: true });
  const home = mkdtempSync(`${root}.wrangler/refusals-test-`);
  const config = `${home}/wrangler.toml`;
  const sent: string[] = [];
  let worker: FakeWorker = {};
  const api = createServer((request, response) => {
    sent.push(request.method ?? '');
    const [status, body] = answer(request.url ?? '', worker);
    response.writeHead(status, { 'content-type': 'application/json' });
    response.end(JSON.stringify(body));
  });
  beforeAll(async () => {
    await new Promise<void>((resolve) => api.listen(0, '127.0.0.1', resolve));
    const toml = setTomlValues(freshToml(), 'vars', {
      PUBLIC_URL: 'https://m365-mcp-connector.me.workers.dev',
      SERVER_APP_ID: apps.server,
      CLIENT_APP_ID: apps.client,
      ALLOWED_TENANTS: contoso,
    });
    writeFileSync(config, toml);
  });
  beforeEach(() => sent.splice(0));
  afterAll(() => {
    api.close();
    rmSync(home, { recursive: true, force: true });
  });

  it.each<[string, FakeWorker, readonly string[]]>([
    [
      'an account without the Worker',
      { error: [404, 10_007, 'This Worker does not exist on your account.'] },
      ['there is no Worker m365-mcp-connector in the Cloudflare account', 'run npm run setup first'],
    ],
    [
      'a rejected API token',
      { error: [403, 10_000, 'Authentication error'] },
      ['npx wrangler login', 'Authentication error [code: 10000]'],
    ],
    [
      'a version with older secrets',
      { secrets: complete, deployedVersion: 'older' },
      ['the newest version is not the deployed one', '--newest-secrets'],
    ],
    [
      'a failure of Cloudflare in the request for the deployed version',
      {
        secrets: complete,
        error: [500, 10_013, 'An unknown error has occurred.'],
        failingPath: '/deployments',
      },
      [
        'it is unknown which version of the Worker is deployed',
        'An unknown error has occurred.',
        '--newest-secrets',
      ],
    ],
  ])('refuses %s, says what to do and changes nothing', async (_, state, words) => {
    worker = state;
    const { code, output } = await deploy();
    expect(output).toContain('m365-mcp-connector cannot be deployed:');
    for (const text of words) expect(output).toContain(text);
    expect(code).toBe(1);
    expect(new Set(sent)).toEqual(new Set(['GET']));
  });

  it('refuses a version with older secrets in Workers Builds, too', async () => {
    worker = { secrets: complete, deployedVersion: 'older' };
    const { code, output } = await deploy({ WORKERS_CI: '1' });
    expect(output).toMatch(/cannot be deployed:\n {2}secrets: the newest version is not the deployed one/);
    expect(code).toBe(1);
    expect(new Set(sent)).toEqual(new Set(['GET']));
  });

  function deploy(
    env: Readonly<Record<string, string>> = {},
  ): Promise<{ code: number | null; output: string }> {
    const { port } = api.address() as AddressInfo;
    const child = spawn(process.execPath, [`${root}scripts/deploy.ts`, '--config', config], {
      cwd: root,
      env: {
        PATH: process.env['PATH'],
        NODE_COMPILE_CACHE: process.env['NODE_COMPILE_CACHE'],
        HOME: home,
        CI: '1',
        CLOUDFLARE_API_TOKEN: 'token',
        CLOUDFLARE_ACCOUNT_ID: 'a'.repeat(32),
        CLOUDFLARE_API_BASE_URL: `http://127.0.0.1:${port}/client/v4`,
        ...env,
      },
    });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (chunk: string) => (output += chunk));
    }
    return new Promise((resolve) => child.once('close', (code) => resolve({ code, output })));
  }
});

/** @see https://developers.cloudflare.com/api/resources/workers/ */
function answer(
  url: string,
  { secrets = [], deployedVersion = 'newest', error, failingPath = '' }: FakeWorker,
): [number, object] {
  const path = url.split('?', 1)[0] ?? '';
  if (error && path.endsWith(failingPath)) {
    const [status, code, message] = error;
    return [status, { success: false, errors: [{ code, message }], messages: [], result: null }];
  }
  const success = (result: unknown): [number, object] => [
    200,
    { success: true, errors: [], messages: [], result },
  ];
  if (path.endsWith('/secrets')) return success(secrets.map((name) => ({ name, type: 'secret_text' })));
  const metadata = {
    created_on: '2026-11-01T00:00:00Z',
    source: 'wrangler',
    author_email: 'a@contoso.example',
  };
  if (path.endsWith('/versions')) {
    return success({
      items: ['newest', 'older'].map((id, index) => ({
        id,
        number: 2 - index,
        metadata: { ...metadata, created_on: `2026-11-0${2 - index}T00:00:00Z` },
        annotations: {},
      })),
    });
  }
  if (path.endsWith('/deployments')) {
    const versions = [{ version_id: deployedVersion, percentage: 100 }];
    return success({
      deployments: [{ id: 'd', ...metadata, annotations: {}, strategy: 'percentage', versions }],
    });
  }
  const version = {
    id: path.split('/').at(-1),
    number: 1,
    metadata,
    annotations: {},
    resources: { bindings: [], script: {}, script_runtime: {} },
  };
  return /\/versions\/\w+$/.test(path) ? success(version) : [404, { success: false, errors: [] }];
}

describe('listSecretNames', () => {
  const failing =
    (errors: string): Wrangler =>
    async () => ({ code: 1, output: '', errors });

  it('returns the message of wrangler when one of several accounts has to be selected', async () => {
    const errors =
      '\u001B[31m✘ \u001B[41;97mERROR\u001B[41;31m]\u001B[0m'.replace('ERROR', '[ERROR') +
      ' More than one account available but unable to select one in non-interactive mode.\n\n' +
      '  Please set the appropriate `account_id`.\n    `Account a`: `aaaa`\n\n\n🪵  Logs were written to "x"';
    expect(await listSecretNames(failing(errors), undefined)).toEqual({
      ok: false,
      reason: 'wrangler_failed',
      message:
        'More than one account available but unable to select one in non-interactive mode. Please set the appropriate `account_id`. `Account a`: `aaaa`',
    });
  });

  it('cuts a long message of wrangler between two words', async () => {
    const result = await listSecretNames(failing(`✘ [ERROR] ${'follow '.repeat(100)}`), undefined);
    const { message } = result as Extract<typeof result, { reason: 'wrangler_failed' }>;
    expect(message).toMatch(/^(?:follow )+…$/);
    expect(message.length).toBeLessThanOrEqual(402);
  });

  it('returns an empty message for output without an error', async () => {
    expect(await listSecretNames(failing(''), undefined)).toMatchObject({ message: '' });
  });
});
