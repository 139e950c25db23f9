import { spawn } from 'node:child_process';
import { stripVTControlCharacters } from 'node:util';
import { root } from '../lib/bundle.ts';

/** Result of one run of wrangler. */
interface WranglerResult {
  readonly code: number;
  readonly output: string;
  readonly errors: string;
}

/** Runs wrangler with arguments and a text for its standard input. */
export type Wrangler = (args: readonly string[], input?: string) => Promise<WranglerResult>;

/** Runs the installed wrangler with a configuration file. Its output is returned, or printed with `show`. */
export function createWrangler(configFile: string, show = false): Wrangler {
  return (args, input) =>
    new Promise((resolve, reject) => {
      const child = spawn(
        process.execPath,
        [`${root}node_modules/wrangler/bin/wrangler.js`, ...args, '--config', configFile],
        {
          cwd: root,
          stdio: [
            input === undefined ? 'inherit' : 'pipe',
            show ? 'inherit' : 'pipe',
            show ? 'inherit' : 'pipe',
          ],
          env: {
            ...process.env,
            WRANGLER_SEND_METRICS: 'false',
            WRANGLER_HIDE_BANNER: 'true',
            NO_COLOR: '1',
          },
        },
      );
      let output = '';
      let errors = '';
      child.stdout?.setEncoding('utf8').on('data', (chunk: string) => (output += chunk));
      child.stderr?.setEncoding('utf8').on('data', (chunk: string) => (errors += chunk));
      child.once('error', reject).once('close', (code) => resolve({ code: code ?? 1, output, errors }));
      child.stdin?.end(input);
    });
}

/** Secrets of a deployed Worker. Their values can be set, not read. */
export interface WorkerSecrets {
  /** Names of the secrets; undefined when wrangler is offline or not signed in. */
  names(): Promise<ReadonlySet<string> | undefined>;
  /**
   * Sets secrets, and deletes those that are null, in one step, so that the Worker never runs with a part of them.
   * wrangler creates a missing Worker without code.
   * @returns whether wrangler succeeded
   */
  put(values: Readonly<Record<string, string | null>>): Promise<boolean>;
}

/** Names of the secrets of a Worker, or why they are unknown. */
export type SecretNames =
  | { readonly ok: true; readonly names: ReadonlySet<string> }
  | { readonly ok: false; readonly reason: 'no_worker' }
  /** `message` is that of wrangler. */
  | { readonly ok: false; readonly reason: 'wrangler_failed'; readonly message: string };

/** @see https://developers.cloudflare.com/workers/wrangler/commands/workers/#secret */
export async function listSecretNames(
  wrangler: Wrangler,
  environment: string | undefined,
): Promise<SecretNames> {
  const args = ['secret', 'list', '--format', 'json', '--env', environment ?? ''];
  const { code, output, errors } = await wrangler(args, '');
  if (code === 0) {
    const secrets = JSON.parse(output) as readonly { readonly name: string }[];
    return { ok: true, names: new Set(secrets.map(({ name }) => name)) };
  }
  if (/Worker "[^"]*".* not found/.test(output + errors)) return { ok: false, reason: 'no_worker' };
  return { ok: false, reason: 'wrangler_failed', message: firstError(errors + output) };
}

const maxMessageCharacters = 400;

/** The first error of wrangler on one line, without colors. */
function firstError(text: string): string {
  const [, error = ''] = stripVTControlCharacters(text).split('[ERROR]', 2);
  const [paragraphs = ''] = error.split(/\n\n\n|🪵/u, 1);
  const message = paragraphs.replaceAll(/\s+/g, ' ').trim();
  if (message.length <= maxMessageCharacters) return message;
  return `${message.slice(0, message.lastIndexOf(' ', maxMessageCharacters))} …`;
}

export function createWorkerSecrets(wrangler: Wrangler, environment: string | undefined): WorkerSecrets {
  const target = ['--env', environment ?? ''];
  let listed: Promise<ReadonlySet<string> | undefined> | undefined;

  async function list(): Promise<ReadonlySet<string> | undefined> {
    const secrets = await listSecretNames(wrangler, environment);
    if (secrets.ok) return secrets.names;
    return secrets.reason === 'no_worker' ? new Set() : undefined;
  }

  return {
    names: () => (listed ??= list()),
    async put(values) {
      const { code } = await wrangler(['secret', 'bulk', ...target], JSON.stringify(values));
      listed = undefined;
      return code === 0;
    },
  };
}

/** Whether the newest version of a Worker serves all requests, or why that is unknown. */
export type NewestVersion =
  | { readonly ok: true; readonly isDeployed: boolean }
  | { readonly ok: false; readonly reason: 'never_deployed' }
  /** `message` is that of wrangler. */
  | { readonly ok: false; readonly reason: 'wrangler_failed'; readonly message: string };

/**
 * Reads whether the newest version of the Worker serves all requests. It does not after `wrangler rollback` or
 * `versions upload`, and a deployment takes the secrets of the newest version, not those of the one that is deployed.
 */
export async function readNewestVersion(
  wrangler: Wrangler,
  environment: string | undefined,
): Promise<NewestVersion> {
  const target = ['--json', '--env', environment ?? ''];
  const [listed, status] = await Promise.all([
    wrangler(['versions', 'list', ...target], ''),
    wrangler(['deployments', 'status', ...target], ''),
  ]);
  if (/The Worker \S+ has no deployments/.test(status.errors + status.output)) {
    return { ok: false, reason: 'never_deployed' };
  }
  const failed = [listed, status].find(({ code }) => code !== 0);
  if (failed) {
    return { ok: false, reason: 'wrangler_failed', message: firstError(failed.errors + failed.output) };
  }
  // Oldest first.
  const newest = (JSON.parse(listed.output) as readonly { readonly id: string }[]).at(-1);
  if (!newest) return { ok: false, reason: 'never_deployed' };
  const { versions } = JSON.parse(status.output) as {
    readonly versions: readonly { readonly version_id: string }[];
  };
  return { ok: true, isDeployed: versions.every(({ version_id }) => version_id === newest.id) };
}
