import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import type * as Wrangler from 'wrangler';
import { OperatorError } from '../lib/command-line.ts';

/** One deployment of wrangler.toml: the top level, or one of its environments. */
export interface Deployment {
  /** Undefined for the top level. */
  readonly environment: string | undefined;
  /** Name of the Worker at Cloudflare. */
  readonly workerName: string;
  readonly vars: Readonly<Record<string, string>>;
  /** Hostnames of the routes and custom domains that this deployment defines itself. */
  readonly routeHosts: readonly string[];
  /** Hostnames of the other deployments, with the table that defines them. */
  readonly otherRouteHosts: ReadonlyMap<string, string>;
  /** Settings of the top level that wrangler would apply to this environment, or drop, although it defines none itself. */
  readonly inherited: { readonly routeHosts: readonly string[]; readonly lacksTailConsumers: boolean };
  /** Whether the Worker is also reachable at its workers.dev URL. */
  readonly isOnWorkersDev: boolean;
  /** Bindings other than variables: target by name. */
  readonly bindings: Readonly<Record<string, string>>;
  readonly observability: Observability;
}

/** Data that Cloudflare stores about requests, besides the log lines of the Worker. */
interface Observability {
  /** Share of requests that are traced, 0 to 1. */
  readonly traceSamplingRate: number;
  /** Whether each request is logged with its URL. */
  readonly hasInvocationLogs: boolean;
  /** Whether query strings are removed from the URLs in both. */
  readonly redactsQueries: boolean;
}

/** The members of wrangler's configuration that are used. wrangler's own types need packages that are not installed. */
interface WranglerConfig {
  readonly name?: string;
  readonly compatibility_date?: string;
  readonly compatibility_flags: readonly string[];
  readonly definedEnvironments?: readonly string[];
  readonly vars: Readonly<Record<string, unknown>>;
  readonly durable_objects: {
    readonly bindings: readonly { readonly name: string; readonly class_name: string }[];
  };
  readonly ratelimits?: readonly {
    readonly name: string;
    readonly simple: { readonly limit: number; readonly period: number };
  }[];
  readonly analytics_engine_datasets: readonly { readonly binding: string }[];
  readonly version_metadata?: { readonly binding: string };
  readonly observability?: {
    readonly redact_query_string?: boolean;
    readonly logs?: { readonly enabled?: boolean; readonly invocation_logs?: boolean };
    readonly traces?: { readonly enabled?: boolean; readonly head_sampling_rate?: number };
  };
}

/** Loads wrangler, which takes half a second, at the first use: `--help` and the check of options need nothing of it. */
function loadWrangler(): typeof Wrangler {
  return createRequire(import.meta.url)('wrangler') as typeof Wrangler;
}

function readWranglerConfig(configFile: string, environment?: string): WranglerConfig {
  return loadWrangler().unstable_readConfig(
    { config: configFile, env: environment },
    { hideWarnings: true },
  ) as WranglerConfig;
}

/**
 * Reads one deployment of wrangler.toml with wrangler's own parser.
 * @throws OperatorError for a missing file or an unknown environment
 */
export function readDeployment(configFile: string, environment?: string): Deployment {
  if (!existsSync(configFile)) throw new OperatorError(`The file ${configFile} does not exist.`);
  const known = listEnvironments(configFile);
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
    ...readRouting(configFile, environment),
    bindings: Object.fromEntries([
      ...config.durable_objects.bindings.map(({ name, class_name }) => [
        name,
        `durable object ${class_name}`,
      ]),
      ...(config.ratelimits ?? []).map(({ name, simple }) => [
        name,
        `rate limit ${simple.limit}/${simple.period}`,
      ]),
      ...(config.version_metadata ? [[config.version_metadata.binding, 'version metadata']] : []),
      ...config.analytics_engine_datasets.map(({ binding }) => [binding, 'analytics engine']),
    ]),
    observability: readObservability(config),
  };
}

/** Applies Cloudflare's defaults: traces are off, the sampling rate is 1, invocation logs are on. */
function readObservability({
  observability: { logs, traces, redact_query_string } = {},
}: WranglerConfig): Observability {
  return {
    traceSamplingRate: traces?.enabled === true ? (traces.head_sampling_rate ?? 1) : 0,
    hasInvocationLogs: logs?.enabled === true && logs.invocation_logs !== false,
    redactsQueries: redact_query_string === true,
  };
}

/** A table of wrangler.toml as it is written, before wrangler applies inheritance and defaults. */
interface RawTable {
  readonly route?: unknown;
  readonly routes?: readonly unknown[];
  readonly workers_dev?: boolean;
  readonly tail_consumers?: readonly unknown[];
  readonly env?: Readonly<Record<string, RawTable>>;
}

/** Environments inherit `routes` and `workers_dev` from the top level, but not `tail_consumers`. */
function readRouting(
  configFile: string,
  environment: string | undefined,
): Pick<Deployment, 'routeHosts' | 'otherRouteHosts' | 'inherited' | 'isOnWorkersDev'> {
  const top = loadWrangler().experimental_readRawConfig({ config: configFile }).rawConfig as RawTable;
  const own = environment === undefined ? top : (top.env?.[environment] ?? {});
  const tables = [
    ['the top level', top] as const,
    ...Object.entries(top.env ?? {}).map(([name, table]) => [`[env.${name}]`, table] as const),
  ];
  const others = tables.filter(([, table]) => table !== own);
  const definesRoutes = own.routes !== undefined || own.route !== undefined;
  return {
    routeHosts: listRouteHosts(own),
    otherRouteHosts: new Map(
      others.flatMap(([name, table]) => listRouteHosts(table).map((host) => [host, name] as const)),
    ),
    inherited: {
      routeHosts: definesRoutes ? [] : listRouteHosts(top),
      lacksTailConsumers:
        own !== top && (top.tail_consumers ?? []).length > 0 && own.tail_consumers === undefined,
    },
    isOnWorkersDev: own.workers_dev ?? top.workers_dev ?? false,
  };
}

/** @see https://developers.cloudflare.com/workers/configuration/routing/routes/#matching-behavior */
function listRouteHosts({ routes = [], route }: RawTable): readonly string[] {
  return [...routes, ...(route === undefined ? [] : [route])].map((entry) => {
    const pattern = typeof entry === 'string' ? entry : (entry as { readonly pattern?: unknown }).pattern;
    return String(pattern)
      .replace(/^https?:\/\//, '')
      .replace(/\/.*$/, '')
      .toLowerCase();
  });
}

/** The settings of wrangler.toml that workerd needs. */
export interface WorkerdSettings {
  readonly compatibilityDate: string;
  readonly compatibilityFlags: readonly string[];
  readonly durableObjects: readonly { readonly name: string; readonly class_name: string }[];
}

export function readWorkerdSettings(configFile: string): WorkerdSettings {
  const config = readWranglerConfig(configFile);
  return {
    compatibilityDate: config.compatibility_date ?? '',
    compatibilityFlags: config.compatibility_flags,
    durableObjects: config.durable_objects.bindings,
  };
}

/** Names of the environments of wrangler.toml. */
export function listEnvironments(configFile: string): readonly string[] {
  return readWranglerConfig(configFile).definedEnvironments ?? [];
}

/** Values of a TOML table. Strings are quoted; `toml` is inserted as it is. */
export type TomlValues = Readonly<Record<string, string | { readonly toml: string }>>;

const singleLineValue = /^(\s*[\w-]+\s*=\s*)("(?:[^"\\]|\\.)*"|'[^']*'|true|false|\[[^#]*\])(\s*(?:#.*)?)$/;

/**
 * Sets keys of one table of a TOML text and keeps everything else, comments included. A missing table is appended.
 * wrangler's own `experimental_patchConfig` does not accept TOML with comments.
 * @param table name between the brackets, such as `env.eu.vars`; empty for the keys before the first table
 * @throws Error when the current value has several lines, which has to be changed by hand
 */
export function setTomlValues(text: string, table: string, values: TomlValues): string {
  const lines = text.split('\n');
  if (table !== '' && !lines.some((line) => parseHeader(line) === table)) lines.push(`[${table}]`, '');
  for (const [key, value] of Object.entries(values)) {
    const formatted = typeof value === 'string' ? JSON.stringify(value) : value.toml;
    const start = table === '' ? -1 : lines.findIndex((line) => parseHeader(line) === table);
    const next = lines.findIndex((line, index) => index > start && parseHeader(line) !== undefined);
    const end = next === -1 ? lines.length : next;
    const at = lines.findIndex((line, index) => index > start && index < end && parseKey(line) === key);
    if (at === -1) {
      const last = lines.findLastIndex((line, index) => index < end && line.trim() !== '');
      lines.splice(last + 1, 0, `${key} = ${formatted}`);
      continue;
    }
    const current = singleLineValue.exec(lines[at] ?? '');
    if (!current)
      throw new Error(
        `Line ${at + 1} of wrangler.toml is not a value on one line: set ${key} = ${formatted} there.`,
      );
    lines[at] = `${current[1]}${formatted}${current[3]}`;
  }
  return lines.join('\n');
}

function parseHeader(line: string): string | undefined {
  return /^\s*\[+\s*([\w.-]+)\s*\]+\s*(?:#.*)?$/.exec(line)?.[1];
}

function parseKey(line: string): string | undefined {
  return /^\s*([\w-]+)\s*=/.exec(line)?.[1];
}
