import { existsSync } from 'node:fs';
import { unstable_readConfig } from 'wrangler';
import { OperatorError } from '../lib/command-line.ts';

/** What wrangler.toml says of one deployment: the top level, or one of its environments. */
export interface Deployment {
  /** Undefined for the top level. */
  readonly environment: string | undefined;
  /** Name of the Worker at Cloudflare. */
  readonly workerName: string;
  readonly vars: Readonly<Record<string, string>>;
  /** Whether requests to other hosts than workers.dev are led here. */
  readonly hasRoutes: boolean;
  /** Bindings other than variables: what each is called and what it is bound to. */
  readonly bindings: Readonly<Record<string, string>>;
  readonly observability: Observability;
}

/** What Cloudflare keeps of requests, beside the lines that the Worker writes. */
interface Observability {
  /** The part of requests that is traced: 0 where none is. */
  readonly tracedShare: number;
  /** Whether each request, with its address, is a line of the log. */
  readonly logsRequests: boolean;
  /** Whether queries are taken out of the addresses in both. */
  readonly redactsQueries: boolean;
}

/** The part of wrangler's own reading that is looked at. Its types need more than is installed. */
interface WranglerConfig {
  readonly name?: string;
  readonly definedEnvironments?: readonly string[];
  readonly vars: Readonly<Record<string, unknown>>;
  readonly routes?: readonly unknown[];
  readonly durable_objects: {
    readonly bindings: readonly { readonly name: string; readonly class_name: string }[];
  };
  readonly ratelimits?: readonly {
    readonly name: string;
    readonly simple: { readonly limit: number; readonly period: number };
  }[];
  readonly analytics_engine_datasets: readonly { readonly binding: string }[];
  readonly observability?: {
    readonly redact_query_string?: boolean;
    readonly logs?: { readonly enabled?: boolean; readonly invocation_logs?: boolean };
    readonly traces?: { readonly enabled?: boolean; readonly head_sampling_rate?: number };
  };
}

function readWranglerConfig(configFile: string, environment?: string): WranglerConfig {
  return unstable_readConfig(
    { config: configFile, env: environment },
    { hideWarnings: true },
  ) as WranglerConfig;
}

/**
 * Reads wrangler.toml as wrangler does.
 * @throws OperatorError for a file that is not there, or an environment that it does not have.
 */
export function readDeployment(configFile: string, environment?: string): Deployment {
  if (!existsSync(configFile)) throw new OperatorError(`There is no file ${configFile}.`);
  const known = environmentsOf(configFile);
  if (environment !== undefined && !known.includes(environment)) {
    throw new OperatorError(
      `wrangler.toml has no environment "${environment}". It has: ${known.join(', ')}.`,
    );
  }
  const config = readWranglerConfig(configFile, environment);
  return {
    environment,
    workerName: config.name ?? '',
    vars: Object.fromEntries(Object.entries(config.vars).map(([name, value]) => [name, String(value)])),
    hasRoutes: config.routes !== undefined && config.routes.length > 0,
    bindings: Object.fromEntries([
      ...config.durable_objects.bindings.map(({ name, class_name }) => [
        name,
        `durable object ${class_name}`,
      ]),
      ...(config.ratelimits ?? []).map(({ name, simple }) => [
        name,
        `rate limit ${simple.limit}/${simple.period}`,
      ]),
      ...config.analytics_engine_datasets.map(({ binding }) => [binding, 'analytics engine']),
    ]),
    observability: observabilityOf(config),
  };
}

/** What is not said is as Cloudflare has it: no traces, and if traces, all of them; execution logs. */
function observabilityOf({
  observability: { logs, traces, redact_query_string } = {},
}: WranglerConfig): Observability {
  return {
    tracedShare: traces?.enabled === true ? (traces.head_sampling_rate ?? 1) : 0,
    logsRequests: logs?.enabled === true && logs.invocation_logs !== false,
    redactsQueries: redact_query_string === true,
  };
}

/** The environments of wrangler.toml. */
export function environmentsOf(configFile: string): readonly string[] {
  return readWranglerConfig(configFile).definedEnvironments ?? [];
}

/** The values that a table of wrangler.toml gets. Strings are quoted; anything else is TOML already. */
export type TomlValues = Readonly<Record<string, string | { readonly toml: string }>>;

const quotedValue = /^(\s*[\w-]+\s*=\s*)("(?:[^"\\]|\\.)*"|'[^']*')(\s*(?:#.*)?)$/;

/**
 * Sets keys of one table of a TOML text and leaves everything else, comments included, as it stands. A table that is
 * missing is put at the end.
 * @param table name between the brackets, such as `env.eu.vars`; empty for the keys before the first table
 * @throws Error where a key holds something other than one quoted text, which a person has to change by hand.
 */
export function setTomlValues(text: string, table: string, values: TomlValues): string {
  const lines = text.split('\n');
  if (table !== '' && !lines.some((line) => headerOf(line) === table)) lines.push(`[${table}]`, '');
  for (const [key, value] of Object.entries(values)) {
    const written = typeof value === 'string' ? JSON.stringify(value) : value.toml;
    const start = table === '' ? -1 : lines.findIndex((line) => headerOf(line) === table);
    const next = lines.findIndex((line, index) => index > start && headerOf(line) !== undefined);
    const end = next === -1 ? lines.length : next;
    const at = lines.findIndex((line, index) => index > start && index < end && keyOf(line) === key);
    if (at === -1) {
      const last = lines.findLastIndex((line, index) => index < end && line.trim() !== '');
      lines.splice(last + 1, 0, `${key} = ${written}`);
      continue;
    }
    const found = quotedValue.exec(lines[at] ?? '');
    if (!found)
      throw new Error(
        `Line ${at + 1} of wrangler.toml is not one quoted value: set ${key} = ${written} there.`,
      );
    lines[at] = `${found[1]}${written}${found[3]}`;
  }
  return lines.join('\n');
}

function headerOf(line: string): string | undefined {
  return /^\s*\[+\s*([\w.-]+)\s*\]+\s*(?:#.*)?$/.exec(line)?.[1];
}

function keyOf(line: string): string | undefined {
  return /^\s*([\w-]+)\s*=/.exec(line)?.[1];
}
