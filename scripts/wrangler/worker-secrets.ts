import type { Wrangler } from './wrangler.ts';

/** Secrets of a deployed Worker. Their values go in and never come out. */
export interface WorkerSecrets {
  /** Names of the secrets that there are; undefined where Cloudflare cannot be asked: offline, or not signed in. */
  names(): Promise<ReadonlySet<string> | undefined>;
  /**
   * Sets secrets, and deletes those that are null, in one step: the Worker never runs with half of them. A Worker that
   * does not exist yet is made, empty.
   * @returns whether it worked
   */
  put(values: Readonly<Record<string, string | null>>): Promise<boolean>;
}

/** @see https://developers.cloudflare.com/workers/wrangler/commands/workers/#secret */
export function createWorkerSecrets(wrangler: Wrangler, environment: string | undefined): WorkerSecrets {
  const target = ['--env', environment ?? ''];
  let listed: Promise<ReadonlySet<string> | undefined> | undefined;

  async function list(): Promise<ReadonlySet<string> | undefined> {
    const { code, output, errors } = await wrangler(['secret', 'list', '--format', 'json', ...target], '');
    if (code !== 0) return /Worker "[^"]*".* not found/.test(output + errors) ? new Set() : undefined;
    return new Set((JSON.parse(output) as readonly { readonly name: string }[]).map(({ name }) => name));
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
