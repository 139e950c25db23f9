import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { users } from 'm365-simulator';
import type { Simulation } from '../lib/simulation.ts';
import { type BrowserAgent, createBrowserAgent } from '../sign-in/browser-agent.ts';
import { type ClientResult, runSteps } from './scenario.ts';

/** A client program that runs without a model key. */
interface ClientProgram {
  readonly name: string;
  readonly version: string;
  /** Script of the package. */
  readonly script: string;
  /** Parameters that sign in, list the tools, and call one. */
  readonly signIn: (url: string) => readonly string[];
  readonly list: (url: string) => readonly string[];
  readonly call: (url: string) => readonly string[];
}

const inspector = (url: string, ...parameters: string[]) => [
  '--cli',
  url,
  '--transport',
  'http',
  '--format',
  'json',
  '--method',
  ...parameters,
];

export const programs: readonly ClientProgram[] = [
  {
    name: 'mcporter',
    version: '0.12.3',
    script: 'dist/cli.js',
    signIn: (url) => ['auth', '--http-url', url, '--allow-http', '--name', 'm365', '--no-browser'],
    list: (url) => ['list', '--http-url', url, '--allow-http', '--name', 'm365', '--json'],
    call: (url) => [
      'call',
      '--http-url',
      url,
      '--allow-http',
      '--name',
      'm365',
      'outlook_email_search',
      'query=budget',
    ],
  },
  {
    name: '@modelcontextprotocol/inspector',
    version: '2.12.0',
    script: 'clients/launcher/build/index.js',
    signIn: (url) => inspector(url, 'tools/list'),
    list: (url) => inspector(url, 'tools/list'),
    call: (url) =>
      inspector(url, 'tools/call', '--tool-name', 'outlook_email_search', '--tool-arg', 'query=budget'),
  },
];

const timeoutMs = 60_000;

/** Runs a program that signs in, lists and calls, with a home of its own. */
export async function runProgram(
  simulation: Simulation,
  folder: string,
  { name, version, script, signIn, list, call }: ClientProgram,
): Promise<ClientResult> {
  const home = mkdtempSync(`${tmpdir()}/m365-client-`);
  const browser = createBrowserAgent({ user: { userPrincipalName: users.megan.userPrincipalName } });
  const run = async (parameters: readonly string[]) => {
    const child = startProgram(join(folder, script), parameters, home);
    const output = followSignIn(child, browser, simulation.url);
    const code = await Promise.race([
      new Promise<number | null>((resolve) => child.once('exit', resolve)),
      sleep(timeoutMs, undefined, { ref: false }),
    ]);
    child.kill();
    if (code !== 0) throw new Error(`exit ${code}: ${output().slice(-300)}`);
    return output();
  };
  const { href } = simulation.mcpUrl;
  try {
    const steps = await runSteps([
      ['signIn', async () => void (await run(signIn(href)))],
      [
        'list',
        async () => {
          if (!(await run(list(href))).includes('outlook_email_search')) throw new Error('no tools');
          return undefined;
        },
      ],
      ['call', async () => void (await run(call(href)))],
    ]);
    return { client: name, version, registration: 'dynamic registration', steps };
  } finally {
    rmSync(home, { recursive: true, force: true });
  }
}

function startProgram(script: string, parameters: readonly string[], home: string): ChildProcess {
  return spawn(process.execPath, [script, ...parameters], {
    cwd: home,
    env: {
      PATH: process.env['PATH'] ?? '',
      HOME: home,
      XDG_CONFIG_HOME: home,
      MCP_AUTO_OPEN_ENABLED: 'true',
      MCP_INSPECTOR_SECRET_STORE: 'memory',
      MCPORTER_OAUTH_NO_BROWSER: '1',
      // There is no browser to open: the URL is read from the output.
      BROWSER: 'true',
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}

/** Completes the sign-in for each authorization URL that the program prints. Returns its output so far. */
function followSignIn(child: ChildProcess, browser: BrowserAgent, url: string): () => string {
  let text = '';
  const opened = new Set<string>();
  const pattern = new RegExp(`${url}/oauth/authorize\\?[^\\s"\\u001b]+(?=[\\s"\\u001b])`, 'g');
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8').on('data', (chunk: string) => {
      text += chunk;
      for (const [address] of text.matchAll(pattern)) {
        if (opened.has(address)) continue;
        opened.add(address);
        void browser
          .signIn(address)
          .then(deliver)
          .catch((error: unknown) => (text += String(error)));
      }
    });
  }
  return () => text;
}

/** Opens the redirect URI of the program, which may not listen yet. */
async function deliver(response: URL): Promise<void> {
  for (let attempt = 0; ; attempt += 1) {
    try {
      await fetch(response);
      return;
    } catch (error) {
      if (attempt === 50) throw error;
      await sleep(100);
    }
  }
}
