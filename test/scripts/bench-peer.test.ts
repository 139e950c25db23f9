import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findPeer, peerPackage, startPeer } from '../bench/peer/start-peer.ts';

const folder = mkdtempSync(`${tmpdir()}/m365-bench-peer-test-`);
const requestedPaths: string[] = [];
const upstream = createServer((request, response) => {
  requestedPaths.push(`${request.method} ${request.url} ${request.headers.authorization}`);
  response.end('from the upstream');
});

beforeAll(async () => {
  await new Promise<void>((resolve) => upstream.listen(0, '127.0.0.1', resolve));
});

afterAll(() => {
  upstream.close();
  rmSync(folder, { recursive: true });
});

describe('findPeer', () => {
  it('returns undefined for a folder without the package', () => {
    expect(findPeer(`${folder}/absent`)).toBeUndefined();
  });

  it('returns the version and the entry point of the installed package', () => {
    const main = install('installed', '{"version":"1.2.3"}');
    expect(findPeer(`${folder}/installed`)).toEqual({ version: '1.2.3', main: `${main}/dist/index.js` });
  });

  it('throws for a package without a version', () => {
    install('broken', '{"version":1}');
    expect(() => findPeer(`${folder}/broken`)).toThrow(/package\.json has no version/);
  });
});

describe('redirect-graph.ts', () => {
  it('sends a request to Microsoft Graph to the upstream, with its path, query and headers', async () => {
    const request = `fetch('https://graph.microsoft.com/v1.0/me?$top=1', { headers: { authorization: 'Bearer t' } })`;
    expect(await runPreloaded(`console.log(await (${request}).then((response) => response.text()))`)).toBe(
      'from the upstream',
    );
    expect(requestedPaths).toEqual(['GET /v1.0/me?$top=1 Bearer t']);
  });

  it('redirects a Request with its method', async () => {
    const request = `fetch(new Request('https://graph.microsoft.com/v1.0/$batch', { method: 'POST', body: '{}' }))`;
    await runPreloaded(`await ${request}`);
    expect(requestedPaths.at(-1)).toMatch(/^POST \/v1\.0\/\$batch /);
  });

  it.each([
    ['fetch of another host', `await fetch('https://login.microsoftonline.com/')`, 'allows no request to'],
    [
      'fetch of a similar host',
      `await fetch('https://graph.microsoft.com.example/')`,
      'allows no request to',
    ],
    [
      'https.get',
      `(await import('node:https')).get('https://graph.microsoft.com/')`,
      'connections to its upstream only',
    ],
    ['net.connect', `(await import('node:net')).connect(9, '127.0.0.1')`, 'connections to its upstream only'],
  ])('denies %s', async (_name, script, message) => {
    expect(await runPreloaded(`try { ${script} } catch (error) { console.log(error.message) }`)).toContain(
      message,
    );
  });
});

describe('startPeer', () => {
  it('starts the entry point read-only on loopback, without variables of the caller', async () => {
    const main = installProgram(
      'running',
      `import { createServer } from 'node:http';
      const [host, port] = process.argv[process.argv.indexOf('--http') + 1].split(':');
      const { PATH, ...variables } = process.env;
      createServer((request, response) => response.end(JSON.stringify([process.argv.slice(2), variables])))
        .listen(port, host);`,
    );
    const { url, stop } = await startPeer({ version: '1.0.0', main }, 'http://127.0.0.1:9', ['--org-mode']);
    const [args, variables] = (await (await fetch(url)).json()) as [string[], Record<string, string>];
    await stop();
    expect(args).toEqual(['--http', url.host, '--read-only', '--org-mode']);
    expect(url.hostname).toBe('127.0.0.1');
    expect(Object.keys(variables).toSorted()).toEqual([
      'BENCH_UPSTREAM_URL',
      'HOME',
      'MS365_MCP_LOG_DIR',
      'MS365_MCP_RATE_LIMIT_DISABLED',
      'NODE_ENV',
    ]);
    await expect(fetch(url)).rejects.toThrow();
  });

  it('rejects with the output of a peer that exits at its start', async () => {
    const main = installProgram('exiting', `console.error('no such option'); process.exit(1);`);
    await expect(startPeer({ version: '1.0.0', main }, 'http://127.0.0.1:9', [])).rejects.toThrow(
      `${peerPackage} did not start. no such option`,
    );
  });
});

/** Installs a stand-in for the package. @returns its folder */
function install(name: string, manifest: string): string {
  const packageFolder = `${folder}/${name}/node_modules/${peerPackage}`;
  mkdirSync(packageFolder, { recursive: true });
  writeFileSync(`${packageFolder}/package.json`, manifest);
  return packageFolder;
}

/** @returns the path of the program */
function installProgram(name: string, source: string): string {
  const main = `${install(name, '{"version":"1.0.0","type":"module"}')}/index.js`;
  writeFileSync(main, source);
  return main;
}

/** Runs a script with the preload. @returns its output */
async function runPreloaded(script: string): Promise<string> {
  const preload = fileURLToPath(new URL('../bench/peer/redirect-graph.ts', import.meta.url));
  const child = spawn(
    process.execPath,
    ['--no-warnings', '--import', preload, '--input-type=module', '--eval', script],
    {
      env: { BENCH_UPSTREAM_URL: `http://127.0.0.1:${(upstream.address() as AddressInfo).port}` },
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  );
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (chunk: string) => (output += chunk));
  }
  await new Promise((resolve) => child.once('close', resolve));
  return output.trim();
}
