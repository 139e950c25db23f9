import { spawn } from 'node:child_process';
import { expect, test } from 'vitest';
import { root } from '../../scripts/lib/bundle.ts';

/** Commands with an invalid value. */
const wrongValues = [
  ['bench', ['--only', 'everything'], '--only: give one of load, floor,'],
  ['bench', ['--only', 'peer', '--peer', '/nowhere'], 'ms-365-mcp-server is not installed in /nowhere'],
  ['bench', ['--url', 'http://127.0.0.1', '--args', '{'], '--args: give the arguments of the tool as JSON'],
  ['demo', ['--read', 'm365:///', '--page', '0'], '--page: give a number from 1'],
  ['demo', ['--read', 'm365:///', '--as', 'nobody'], '--as: give one of megan@'],
  ['deploy', ['--config', '/nowhere/wrangler.toml'], 'The file /nowhere/wrangler.toml does not exist'],
  ['keys', ['shred'], 'STEP: give one of new, add, promote, retire'],
  ['serve', ['--port', '70000'], '--port: give a number from 1 to 65535'],
  ['start', ['--tenant-port', '8787'], '--tenant-port: give another port than --port'],
  ['start', ['--tenant-port', 'any'], '--tenant-port: give a number from 1 to 65535'],
] as const;

const run = (name: string, args: readonly string[], env: Readonly<Record<string, string>> = {}) =>
  new Promise<{ code: number | null; output: string }>((resolve) => {
    const child = spawn(process.execPath, [`${root}scripts/${name}.ts`, ...args], {
      cwd: root,
      env: { ...process.env, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let output = '';
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding('utf8').on('data', (chunk: string) => (output += chunk));
    child.once('close', (code) => resolve({ code, output }));
  });

const commands = [
  'bench',
  'build',
  'check',
  'conformance',
  'demo',
  'deploy',
  'generate',
  'keys',
  'serve',
  'setup',
  'start',
];

test.each([...commands, 'test'])('npm run %s -- --help prints its usage and exits with 0', async (name) => {
  const { code, output } = await run(name, ['--help']);
  expect(output).toMatch(/^npm (?:run(?: -s)? )?[a-z]+/);
  expect(code).toBe(0);
});

test.each(commands)('npm run %s lists the options in one line for an unknown option', async (name) => {
  const { code, output } = await run(name, ['--no-such-option']);
  expect(output).toMatch(/^Unknown option '--no-such-option'\. Options: --\w.*\n$/);
  expect(code).toBe(2);
});

test.each(wrongValues)('npm run %s -- %j exits with 2 and one line', async (name, args, words) => {
  const { code, output } = await run(name, args);
  expect(output).toContain(words);
  expect(output).toMatch(/^.+\n$/);
  expect(code).toBe(2);
});

/** Settings that npm passes to a script when `--` is missing. */
const takenByNpm = [
  ['deploy', [], { npm_config_dry_run: 'true' }, '--dry-run'],
  ['deploy', [], { npm_config_env: 'eu' }, '--env eu'],
  ['deploy', ['eu'], { npm_config_env: 'true', npm_config_immediate: 'true' }, '--env … --immediate'],
  ['setup', [], { npm_config_check: 'true' }, '--check'],
] as const;

test.each(takenByNpm)(
  'npm run %s does nothing when npm took its options: %j %j',
  async (name, args, env, options) => {
    const { code, output } = await run(name, args, { ...env, npm_lifecycle_event: name });
    expect(output).toContain('for itself, so nothing was done');
    expect(output).toContain(`npm run ${name} -- ${options}\n`);
    expect(code).toBe(2);
  },
);

test('npm run keys runs with settings of npm that are no options of it', async () => {
  const { code } = await run('keys', ['new'], { npm_config_dry_run: 'true', npm_config_loglevel: 'silent' });
  expect(code).toBe(0);
});
