import { spawn } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync } from 'node:fs';
import { OperatorError } from '../lib/command-line.ts';

/** Release to deploy, and the options of `npm run deploy` without `--release`. */
interface ReleaseDeployment {
  /** Folder of the git repository. */
  readonly repository: string;
  /** A tag. */
  readonly release: string;
  /** The current wrangler.toml. */
  readonly configFile: string;
  readonly args: readonly string[];
}

/**
 * Deploys the code of an earlier release as a new version, from a work tree of its own. The Worker keeps its current
 * secrets, and wrangler.toml stays the current one: `wrangler rollback` would bring back a retired key ring or certificate.
 * @returns the exit code of the deployment
 * @throws OperatorError for an unknown release, and for one from before a Durable Object migration
 */
export async function deployRelease(options: ReleaseDeployment): Promise<number> {
  const { repository, release, configFile, args } = options;
  const tag = await run(
    'git',
    ['rev-parse', '--verify', '--quiet', `refs/tags/${release}^{commit}`],
    repository,
  );
  if (tag.code !== 0)
    throw new OperatorError(`--release: there is no tag "${release}". Run git fetch --tags.`);
  const commit = tag.output.trim();
  const older = await run('git', ['show', `${commit}:wrangler.toml`], repository);
  const current = await run('git', ['show', 'HEAD:wrangler.toml'], repository);
  const missing = listMigrations(current.output).filter(
    (name) => !listMigrations(older.output).includes(name),
  );
  if (missing.length > 0) {
    throw new OperatorError(
      `--release: ${release} is from before the migration ${missing.join(', ')} of the Durable Objects. Cloudflare does not deploy code without its classes.`,
    );
  }
  mkdirSync(`${repository}/.wrangler`, { recursive: true });
  const folder = mkdtempSync(`${repository}/.wrangler/release-`);
  // Ctrl-C ends the running command, which the terminal interrupts too; the work tree is still removed.
  process.on('SIGINT', ignore);
  try {
    await runOrThrow('git', ['worktree', 'add', '--detach', folder, commit], repository);
    copyFileSync(configFile, `${folder}/wrangler.toml`);
    await runOrThrow('npm', ['ci'], folder);
    const deployment = await run('npm', ['run', 'deploy', '--', ...args], folder, true);
    return deployment.code;
  } finally {
    await run('git', ['worktree', 'remove', '--force', folder], repository);
    process.off('SIGINT', ignore);
  }
}

function ignore(): void {}

function listMigrations(toml: string): readonly string[] {
  return [...toml.matchAll(/^\s*tag\s*=\s*"([^"\n]{1,100})"/gm)].map(([, name = '']) => name);
}

async function runOrThrow(command: string, args: readonly string[], folder: string): Promise<void> {
  const { code, output } = await run(command, args, folder);
  if (code !== 0) throw new OperatorError(`${command} ${args.join(' ')} failed:\n${output}`);
}

/** Runs a command. Its output is returned, or printed with `show`. */
function run(
  command: string,
  args: readonly string[],
  cwd: string,
  show = false,
): Promise<{ readonly code: number; readonly output: string }> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      cwd,
      stdio: ['inherit', show ? 'inherit' : 'pipe', show ? 'inherit' : 'pipe'],
    });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream?.setEncoding('utf8').on('data', (chunk: string) => (output += chunk));
    }
    child.once('error', reject).once('close', (code) => resolve({ code: code ?? 1, output }));
  });
}
