import type { ProbeClient, RequestRecord } from './probe-client.ts';
import type { Finding, ProbeContext, ProbeGroup } from './probe.ts';

/** The result of one probe in the report. */
export interface ProbeResult extends Finding {
  readonly probe: string;
  readonly line: string;
  readonly assumption: string;
  readonly requests: readonly RequestRecord[];
}

/** Results so far, kept between runs. */
export interface Progress {
  /** By probe id. */
  readonly results: Readonly<Record<string, ProbeResult>>;
  /** Groups that the user declined. */
  readonly declined: readonly string[];
}

export interface CheckRunOptions {
  readonly groups: readonly ProbeGroup[];
  readonly progress: Progress;
  /** Stores the progress after each probe, so that an interrupted run continues. */
  readonly save: (progress: Progress) => void;
  readonly confirm: (question: string) => Promise<boolean>;
  /** Signs in with these permissions and returns a client, and the permissions of its token. */
  readonly connect: (
    permissions: readonly string[],
  ) => Promise<{ readonly client: ProbeClient; readonly scopes: ReadonlySet<string> }>;
  readonly context: Omit<ProbeContext, 'client' | 'scopes' | 'nowMs'>;
  readonly nowMs: () => number;
  readonly print: (line: string) => void;
}

/** Runs every probe that has no result yet, group by group. Returns the progress at the end. */
export async function runChecks(options: CheckRunOptions): Promise<Progress> {
  const { groups, save, confirm, connect, context, nowMs, print } = options;
  let { progress } = options;
  const total = groups.reduce((sum, { probes }) => sum + probes.length, 0);
  for (const { name, does, permissions, probes } of groups) {
    const open = probes.filter(({ id }) => progress.results[id] === undefined);
    if (open.length === 0) continue;
    const scope = permissions.length === 0 ? 'No sign-in.' : `Permissions: ${permissions.join(', ')}.`;
    if (!(await confirm(`\n${name}: ${does}.\n${scope} ${open.length} probes. Run them?`))) {
      progress = { ...progress, declined: [...new Set([...progress.declined, name])] };
      save(progress);
      continue;
    }
    progress = { ...progress, declined: progress.declined.filter((group) => group !== name) };
    const { client, scopes } = await connect(permissions);
    for (const probe of open) {
      const finding = await probe
        .run({ ...context, client, scopes, nowMs: nowMs() })
        .catch((error: unknown): Finding => ({ outcome: 'unknown', details: describeError(error) }));
      const { id, line, assumption } = probe;
      const result = { probe: id, line, assumption, ...finding, requests: client.takeRecords() };
      progress = { ...progress, results: { ...progress.results, [id]: result } };
      save(progress);
      const done = Object.keys(progress.results).length;
      print(
        `[${done}/${total}] ${line.padEnd(3)} ${finding.outcome.padEnd(7)} ${assumption} (${finding.details})`,
      );
    }
  }
  return progress;
}

/** Without the message, which can contain a URL. */
function describeError(error: unknown): string {
  const { code, name } = error as { readonly code?: unknown; readonly name?: unknown };
  const parts = [name, code].filter((part) => typeof part === 'string');
  return `no response: ${parts.filter((part) => /^\w{1,40}$/.test(part)).join(' ')}`;
}
