import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { users } from 'm365-simulator';
import type { Simulation } from '../lib/simulation.ts';
import { type ModelStub, startModelStub } from './model-stub.ts';
import type { ClientProgram, Command, ProgramContext } from './programs.ts';
import {
  type ClientResult,
  type Step,
  disconnectAll,
  expireTokens,
  runSteps,
  withStepUp,
} from './scenario.ts';
import { type StubBrowser, startStubBrowser } from './stub-browser.ts';

const user = users.megan;
const timeoutMs = 120_000;
/** A word of every tool result of the search, and the sentence of a step-up. */
const resultMark = 'items';
const stepUpMark = /another sign-in step/;
/** The audit event of a code or refresh token that was redeemed. */
const redemption =
  /"outcome":"ok".*"operation":"sign_in\.token"|"operation":"sign_in\.token".*"outcome":"ok"/;

interface Running {
  readonly program: ClientProgram;
  /** Folder with `node_modules`. */
  readonly folder: string;
  readonly home: string;
  readonly context: ProgramContext;
  readonly browser: StubBrowser;
  readonly model: ModelStub;
  /** Number of successful requests to the token endpoint since the Worker started. */
  readonly countRedemptions: () => number;
}

/** Runs a program with a home of its own, a stub browser and a stub model. */
export async function runProgram(
  simulation: Simulation,
  folder: string,
  program: ClientProgram,
): Promise<ClientResult> {
  const home = mkdtempSync(`${tmpdir()}/m365-client-`);
  const model = await startModelStub();
  const browser = await startStubBrowser(join(home, 'bin'), user.userPrincipalName);
  const context = { url: simulation.mcpUrl.href, model: model.url };
  const countRedemptions = () => simulation.worker.log.filter((line) => redemption.test(line)).length;
  const running = { program, folder, home, context, browser, model, countRedemptions };
  try {
    for (const [path, content] of Object.entries(program.files?.(context) ?? {})) {
      mkdirSync(dirname(join(home, path)), { recursive: true });
      writeFileSync(join(home, path), typeof content === 'string' ? content : JSON.stringify(content));
    }
    const { name, version, registration } = program;
    return { client: name, version, registration, steps: await runScenario(simulation, running) };
  } finally {
    for (const command of program.tearDown?.(context) ?? []) await run(running, command);
    await model.stop();
    await browser.stop();
    rmSync(home, { recursive: true, force: true, maxRetries: 3 });
  }
}

async function runScenario(simulation: Simulation, running: Running) {
  const { program, context, browser, model } = running;
  const steps: readonly Step[] = [
    [
      'signIn',
      async () => {
        for (const command of program.setUp?.(context) ?? []) await run(running, command);
        const opened = browser.completed;
        await signIn(running, program.signIn);
        if (program.signIn && browser.completed === opened) {
          throw new Error(browser.failure ?? 'The browser was not opened.');
        }
        return program.signIn ? 'ok' : undefined;
      },
    ],
    [
      'list',
      async () => {
        if (!program.list) return undefined;
        const { text } = await run(running, program.list(context));
        if (!text.includes('outlook_email_search')) throw new Error(`no tools: ${text.slice(-200)}`);
        return undefined;
      },
    ],
    [
      'call',
      async () => {
        const { ok, text } = await call(running);
        if (!ok) throw new Error(text.slice(-300));
        if (!program.list && ![...model.offered].some((name) => name.includes('outlook_email_search'))) {
          throw new Error('The tools were not offered to the model.');
        }
        return undefined;
      },
    ],
    ['refresh', () => afterChange(running, () => expireTokens(simulation))],
    [
      'stepUp',
      async () =>
        await withStepUp(simulation, { tenantId: user.tenantId, alias: 'megan' }, () =>
          afterChange(running, () => expireTokens(simulation)),
        ),
    ],
    [
      'revocation',
      async () => {
        const opened = browser.opened.length;
        const result = await afterChange(running, () => disconnectAll(simulation, user.userPrincipalName));
        if (browser.opened.length === opened) throw new Error('a revoked token was accepted');
        return result;
      },
    ],
  ];
  return await runSteps(program.hasSessionsOnly ? steps.slice(0, 3) : steps);
}

/** Calls the tool after a change. If the program does not continue by itself, its user signs in again. */
async function afterChange(running: Running, change: () => Promise<void>): Promise<string> {
  const { program, browser } = running;
  await change();
  const opened = browser.opened.length;
  const first = await call(running);
  if (first.ok) return browser.opened.length === opened ? 'ok' : 'opens the sign-in page';
  await signIn(running, program.signInAgain ?? program.signIn);
  const second = await call(running);
  if (!second.ok) throw new Error(second.text.slice(-300));
  return stepUpMark.test(first.text)
    ? 'after signing in again, as its message says'
    : 'after signing in again';
}

async function signIn(running: Running, commands: ClientProgram['signIn']): Promise<void> {
  if (!commands) return;
  for (const command of commands(running.context)) await run(running, command);
}

/** Calls the tool. The text is that of the tool result, or what the program prints. */
async function call(running: Running): Promise<{ readonly ok: boolean; readonly text: string }> {
  const { program, context, model } = running;
  model.reset();
  const { code, text } = await run(running, program.call(context));
  const result = model.results.at(-1);
  if (result !== undefined) return { ok: result.includes(resultMark), text: result };
  return { ok: code === 0 && text.includes(resultMark), text };
}

/** Runs a command until it ends, or until it signed in. */
async function run(
  running: Running,
  command: Command,
): Promise<{ readonly code: number | null; readonly text: string }> {
  const child = start(running, command);
  const exited = new Promise<number | null>((resolve) => child.once('exit', resolve));
  let text = '';
  const typed = [...(command.terminal ?? [])];
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8').on('data', (chunk: string) => {
      text += chunk;
      if (running.program.printsUrl) running.browser.follow(text);
      const [next] = typed;
      if (!next?.after.test(text)) return;
      typed.shift();
      setTimeout(() => child.stdin?.write(next.text), 500);
    });
  }
  const signedIn = command.endsAfterSignIn ? untilSignedIn(running) : new Promise<never>(() => {});
  const code = await Promise.race([exited, signedIn, sleep(timeoutMs, undefined, { ref: false })]);
  stop(child);
  await exited;
  return { code: code ?? null, text };
}

/** Waits until the program has redeemed a code, for as long as a command may take. */
async function untilSignedIn({ countRedemptions }: Running): Promise<null> {
  const before = countRedemptions();
  const endMs = Date.now() + timeoutMs;
  while (countRedemptions() === before && Date.now() < endMs) await sleep(200);
  // The program stores the tokens.
  await sleep(5000);
  return null;
}

function start({ program, folder, home, context, browser }: Running, command: Command): ChildProcess {
  const path = join(folder, 'node_modules', program.executable);
  const isScript = /\.[cm]?js$/.test(path) || path.endsWith('/bin/mcpc');
  const line = [...(isScript ? [process.execPath] : []), path, ...command.parameters];
  const quoted = line.map((part) => `'${part.replaceAll("'", String.raw`'\''`)}'`).join(' ');
  const [file = '', ...parameters] = command.terminal ? ['script', '-qfec', quoted, '/dev/null'] : line;
  return spawn(file, parameters, {
    cwd: home,
    detached: true,
    env: {
      HOME: home,
      TMPDIR: home,
      PATH: [browser.folder, dirname(process.execPath), process.env['PATH'] ?? ''].join(delimiter),
      XDG_CONFIG_HOME: join(home, '.config'),
      XDG_DATA_HOME: join(home, '.local/share'),
      XDG_CACHE_HOME: join(home, '.cache'),
      BROWSER: browser.command,
      // Programs open a browser only on a display.
      DISPLAY: ':9',
      TERM: 'xterm',
      ...program.environment?.(context),
    },
    stdio: [command.terminal ? 'pipe' : 'ignore', 'pipe', 'pipe'],
  });
}

/** Ends a program with the processes that it started. */
function stop({ pid }: ChildProcess): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {
    // It has ended.
  }
}
