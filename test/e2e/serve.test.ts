import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { networkInterfaces, tmpdir } from 'node:os';
import { relative } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { root } from '../../scripts/lib/bundle.ts';
import { freePort, simulatedEnvironment } from '../../scripts/lib/simulation.ts';

let home: string;
let envFile: string;
let port: number;
const running = new Set<ChildProcess>();

beforeAll(async () => {
  home = realpathSync(mkdtempSync(`${tmpdir()}/serve-`));
  port = await freePort();
  envFile = writeVariables('connector.env', {});
});
afterEach(() => {
  for (const child of running) child.kill();
});
afterAll(() => rmSync(home, { recursive: true }));

function writeVariables(name: string, more: Readonly<Record<string, string>>): string {
  const env = { ...simulatedEnvironment(`http://127.0.0.1:${port}`, 'http://127.0.0.1:9'), ...more };
  const lines = Object.entries(env).map(([variable, value]) => `${variable}="${value}"`);
  writeFileSync(`${home}/${name}`, lines.join('\n'));
  return `${home}/${name}`;
}

/** Runs the command as `npm run serve` does, with the bundle of the tests. */
function serve(...args: readonly string[]) {
  return start(process.execPath, ['--', `${root}scripts/serve.ts`, '--prebuilt', ...args]);
}

function start(command: string, args: readonly string[]) {
  const child = spawn(command, args, {
    env: { ...process.env, npm_lifecycle_event: 'serve' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  running.add(child);
  let output = '';
  const ended = new Promise<{ code: number | null; output: string }>((resolve) => {
    child.once('close', (code) => {
      running.delete(child);
      resolve({ code, output });
    });
  });
  const listening = new Promise<string>((resolve, reject) => {
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (chunk: string) => {
        output += chunk;
        if (output.includes('Listening on')) resolve(output);
      });
    }
    child.once('close', () => reject(new Error(output)));
  });
  listening.catch(() => undefined);
  return { child, ended, listening };
}

const status = async (host = '127.0.0.1') => (await fetch(`http://${host}:${port}/healthz`)).status;

describe('npm run serve', () => {
  test('exits with 1 when VAULT_JURISDICTION is set', async () => {
    const file = writeVariables('eu.env', { VAULT_JURISDICTION: 'eu' });
    const { code, output } = await serve('--env-file', file).ended;
    expect(output).toContain('VAULT_JURISDICTION: jurisdictions exist only on Cloudflare');
    expect(code).toBe(1);
  });

  test.each([
    ['none.env', 'does not exist.'],
    ['.', 'cannot be read: EISDIR.'],
  ])('exits with 2 and one line when the file of variables is %s', async (name, reason) => {
    const { code, output } = await serve('--env-file', `${home}/${name}`).ended;
    expect(output).toBe(`The file ${home}/${name} ${reason}\n`);
    expect(code).toBe(2);
  });

  test('does not disturb a process that uses the same folder of Durable Objects', async () => {
    const first = serve('--env-file', envFile, '--port', String(port), '--data', `${home}/one`);
    await first.listening;
    const other = String(await freePort());
    const { code, output } = await serve('--env-file', envFile, '--port', other, '--data', `${home}/one`)
      .ended;
    expect(output).toBe(`The data folder ${home}/one is in use by process ${first.child.pid}.\n`);
    expect(code).toBe(2);
    expect(await status()).toBe(200);
  });

  test.each([
    ['a slash at its end', () => `${home}/named/`],
    ['a relative path', () => relative(process.cwd(), `${home}/named`)],
    [
      'a symbolic link',
      () => {
        symlinkSync(`${home}/named`, `${home}/link`);
        return `${home}/link`;
      },
    ],
  ])('recognizes the folder of Durable Objects of another process by %s', async (_, otherName) => {
    const first = serve('--env-file', envFile, '--port', String(port), '--data', `${home}/named`);
    await first.listening;
    const args = ['--env-file', envFile, '--port', String(await freePort()), '--data', otherName()];
    const message = `The data folder ${home}/named is in use by process ${first.child.pid}.\n`;
    await expect(serve(...args).listening).rejects.toThrow(message);
  });

  test('replaces the workerd of a process that was killed', async () => {
    const args = ['--env-file', envFile, '--port', String(port), '--data', `${home}/killed`];
    const killed = serve(...args);
    await killed.listening;
    killed.child.kill('SIGKILL');
    await new Promise((resolve) => killed.child.once('exit', resolve));
    const other = String(await freePort());
    await serve(...args.with(3, other)).listening;
    await expect(status()).rejects.toThrow('fetch failed');
  });

  const hasIpv6 = Object.values(networkInterfaces()).some((list) =>
    list?.some(({ address }) => address === '::1'),
  );
  test.skipIf(!hasIpv6)('listens on an IPv6 address', async () => {
    const args = ['--env-file', envFile, '--port', String(port), '--data', `${home}/v6`];
    expect(await serve(...args, '--host', '::1').listening).toContain(`http://[::1]:${port}`);
    expect(await status('[::1]')).toBe(200);
  });

  test('stops within ten seconds after SIGTERM while a request is open', async () => {
    const args = ['--env-file', envFile, '--port', String(port), '--data', `${home}/open`];
    const { child, ended, listening } = serve(...args);
    await listening;
    const socket = connect(port, '127.0.0.1');
    const head = ['POST /oauth/token HTTP/1.1', `Host: 127.0.0.1:${port}`, 'Content-Length: 100'];
    const type = 'Content-Type: application/x-www-form-urlencoded';
    await new Promise<void>((resolve) => {
      socket.write([...head, type, '', 'grant_type='].join('\r\n'), () => resolve());
    });
    await new Promise((resolve) => setTimeout(resolve, 200));
    const sentAtMs = Date.now();
    child.kill('SIGTERM');
    expect((await ended).code).toBe(0);
    expect(Date.now() - sentAtMs).toBeLessThan(8_000);
    socket.destroy();
  });

  test('stops at SIGTERM before it listens', async () => {
    const { child, ended } = serve('--env-file', envFile, '--port', String(port), '--data', `${home}/early`);
    await new Promise((resolve) => setTimeout(resolve, 300));
    child.kill('SIGTERM');
    await ended;
    await expect(status()).rejects.toThrow('fetch failed');
  });

  test('stops when npm is killed, and with it the shell that started the command', async () => {
    const options = `--prebuilt --env-file ${envFile} --port ${port} --data ${home}/orphan`;
    const shell = start('sh', ['-c', `"${process.execPath}" "${root}scripts/serve.ts" ${options}; true`]);
    await shell.listening;
    shell.child.kill();
    await shell.ended;
    await expect(status()).rejects.toThrow('fetch failed');
  });

  test.skipIf(!existsSync('/proc/self'))('stops after SIGKILL of npm, which its shell survives', async () => {
    const options = ['--prebuilt', '--env-file', envFile, '--port', String(port), '--data', `${home}/npm`];
    const npm = start('npm', ['--prefix', root, 'run', 'serve', '--', ...options]);
    await npm.listening;
    npm.child.kill('SIGKILL');
    await npm.ended;
    await expect(status()).rejects.toThrow('fetch failed');
  });
});
