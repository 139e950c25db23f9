import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { apps, startSimulator } from 'm365-simulator';
import { afterAll, describe, expect, test } from 'vitest';
import { readSetupOptions } from '../../scripts/entra/options.ts';
import { signInWithBrowser } from '../../scripts/entra/sign-in.ts';
import { OperatorError } from '../../scripts/lib/command-line.ts';
import { createOutboundFetch } from '../../src/lib/outbound-fetch.ts';
import { freshToml } from './fresh-toml.ts';

const root = new URL('../..', import.meta.url).pathname;
const tenant = await startSimulator({ checkContract: false });
const home = mkdtempSync(`${tmpdir()}/setup-command-`);
const config = `${home}/wrangler.toml`;
writeFileSync(config, freshToml());
afterAll(async () => {
  await tenant.close();
  rmSync(home, { recursive: true, force: true });
});

/** Runs `npm run setup -- …` as a child process. An administrator completes the device code. */
function setup(...args: readonly string[]): Promise<{ code: number | null; output: string }> {
  const standIns = ['--login-url', tenant.url, '--graph-url', tenant.url, '--config', config];
  const child = spawn(process.execPath, [`${root}scripts/setup.ts`, ...standIns, ...args], {
    cwd: root,
    // Keeps a Cloudflare login of the developer out of the test.
    env: {
      PATH: process.env['PATH'],
      NODE_COMPILE_CACHE: process.env['NODE_COMPILE_CACHE'],
      HOME: home,
      CI: '1',
      CLOUDFLARE_API_TOKEN: '',
    },
  });
  let output = '';
  const read = (chunk: string): void => {
    output += chunk;
    const userCode = /enter (\w+) and/.exec(chunk)?.[1];
    if (userCode !== undefined) tenant.control.completeDeviceCode({ userCode, user: 'patti' });
  };
  child.stdout.setEncoding('utf8').on('data', read);
  child.stderr.setEncoding('utf8').on('data', read);
  return new Promise((resolve) => child.once('close', (code) => resolve({ code, output })));
}

test('npm run setup: --dry-run exits with 0, --check with 1, and neither changes anything', async () => {
  const before = readFileSync(config, 'utf8');
  const url = ['--public-url', 'https://mcp.example.com'];
  // At once, as each polls for its device code every five seconds.
  const [dry, check] = await Promise.all([setup(...url, '--dry-run'), setup(...url, '--check')]);
  expect(dry.output).toContain('Nothing has changed.');
  expect([dry.code, check.code]).toEqual([0, 1]);
  expect(readFileSync(config, 'utf8')).toBe(before);
  expect(tenant.control.registrations()).toEqual([]);
});

test('npm run setup: --unattended needs its credential', async () => {
  const { output, code } = await setup('--public-url', 'https://mcp.example.com', '--unattended');
  expect(output).toContain('--unattended needs the credential');
  expect(code).toBe(2);
});

test('npm run setup: reports an unreachable login service without a stack trace', async () => {
  const nobody = 'http://127.0.0.1:9';
  const url = ['--public-url', 'https://mcp.example.com', '--login-url', nobody];
  const { code, output } = await setup(...url);
  expect(output).toBe(`${nobody} cannot be reached. Nothing has changed.\n`);
  expect(code).toBe(2);
});

test('npm run setup: reports a missing option before the sign-in', async () => {
  const { code, output } = await setup();
  expect(output).toContain('--public-url https://mcp.example.com');
  expect(code).toBe(2);
});

describe('readSetupOptions', () => {
  test.each([
    [['--colour'], "Unknown option '--colour'"],
    [['--cloud', 'mars'], '--cloud: give one of global'],
    [['--public-url', 'https://mcp.example.com/mcp'], 'without a path'],
    [['--public-url', 'http://mcp.example.com'], 'http only on loopback'],
    [['--permissions', 'Mail.Send'], 'unknown permissions: Mail.Send'],
    [['--assign', 'megan'], 'GUID'],
    [['--days', '0'], '1 to 730'],
    [['--name', "x'--"], 'has invalid characters'],
    [['--tenant', '../evil'], 'has invalid characters'],
    [['--dry-run', '--check'], 'not both'],
  ])('rejects %j', (args, words) => {
    expect(() => readSetupOptions(args)).toThrow(OperatorError);
    expect(() => readSetupOptions(args)).toThrow(words);
  });

  test('--cloud sets the login and Graph URLs', () => {
    const { loginUrl, graphUrl } = readSetupOptions(['--cloud', 'usgov']);
    expect([loginUrl.origin, graphUrl.origin]).toEqual([
      'https://login.microsoftonline.us',
      'https://graph.microsoft.us',
    ]);
  });
});

describe('signInByBrowser', () => {
  const request = (visit: (address: URL) => Promise<unknown>) => ({
    loginUrl: new URL(tenant.url),
    tenant: 'organizations',
    clientId: apps.commandLineTools,
    scope: 'https://graph.microsoft.com/Application.Read.All',
    fetch: createOutboundFetch(({ origin }) => origin === tenant.url),
    wait: () => Promise.resolve(),
    print: (line: string) => void visit(new URL(line.split('\n')[1] ?? '')),
  });

  test('redeems the code of its own state and returns 404 for a forged one', async () => {
    const seen: string[] = [];
    const token = await signInWithBrowser(
      request(async (address) => {
        address.searchParams.set('login_hint', 'patti@contoso.example');
        address.searchParams.delete('prompt');
        const answer = await fetch(address, { redirect: 'manual' });
        const back = new URL(answer.headers.get('location') ?? '');
        const forged = new URL(back);
        forged.searchParams.set('state', 'forged');
        seen.push(String((await fetch(forged)).status), String((await fetch(back)).status));
      }),
    );
    expect(token).toMatch(/^eyJ/);
    expect(seen).toEqual(['404', '200']);
  });

  test('fails when the user declines', async () => {
    const refused = signInWithBrowser(
      request(async (address) => {
        const back = new URL(address.searchParams.get('redirect_uri') ?? '');
        const state = address.searchParams.get('state') ?? '';
        back.search = new URLSearchParams({ error: 'access_denied', state }).toString();
        await fetch(back);
      }),
    );
    await expect(refused).rejects.toThrow('The sign-in was declined. Nothing has changed.');
  });
});
