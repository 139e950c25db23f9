import type { ProbeClient } from './probe-client.ts';

/** `holds`: the service behaves as the connector relies on. `unknown`: the account has nothing that could show it. */
export type Outcome = 'holds' | 'fails' | 'unknown';

/** Result of one probe. It contains no content, no name and no id of the tenant. */
export interface Finding {
  readonly outcome: Outcome;
  /** Counts and fixed words only. */
  readonly details: string;
}

/** Access of a probe to the service. */
export interface ProbeContext {
  readonly client: ProbeClient;
  /** Graph permissions of the access token, by their bare names. */
  readonly scopes: ReadonlySet<string>;
  readonly nowMs: number;
  /** Application id of *M365 MCP Client*, if the deployment has one. */
  readonly clientAppId: string | undefined;
  /** Suffixes of the hosts that downloads may be redirected to. */
  readonly downloadHostSuffixes: readonly string[];
}

/** A check of one line of docs/live-tenant-checklist.md. */
export interface Probe {
  /** The name in the checklist. */
  readonly id: string;
  /** The line of the checklist, such as `T1`. */
  readonly line: string;
  /** The assumption in one sentence. */
  readonly assumption: string;
  run(context: ProbeContext): Promise<Finding>;
}

/** Probes that need the same permissions. The user agrees to each group before it runs. */
export interface ProbeGroup {
  readonly name: string;
  /** Description of the probes of the group, for the question. */
  readonly does: string;
  /** Graph permissions; none for requests without a sign-in. */
  readonly permissions: readonly string[];
  readonly probes: readonly Probe[];
}

/** Nothing that could show the assumption. */
export function unknown(details: string): Finding {
  return { outcome: 'unknown', details };
}

/** `holds` if a condition is met, else `fails`. */
export function decide(isMet: boolean, details: string): Finding {
  return { outcome: isMet ? 'holds' : 'fails', details };
}
