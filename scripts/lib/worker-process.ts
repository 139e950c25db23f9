import { type ChildProcess, spawn } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import type { WorkerdSettings } from '../cloudflare/wrangler-config.ts';
import { root, workerdSettingsFile } from './bundle.ts';
import { OperatorError, readProcess } from './command-line.ts';
import {
  type SpanAttributes,
  egressGuardModule,
  parseRequestedUrl,
  parseSpan,
  spanTailModule,
} from './worker-probes.ts';

/** A Worker that runs on workerd. */
export interface WorkerProcess {
  readonly url: string;
  readonly pid: number;
  /** Log lines of the Worker, audit events included. */
  readonly log: readonly string[];
  /** With `allowedOrigins`: the origins that the Worker sent requests to, and the complete URLs of denied requests. */
  readonly requestedUrls: ReadonlySet<string>;
  /** With `traced`: the spans of its requests. */
  readonly spans: readonly SpanAttributes[];
  /** Stops the process; SIGKILL simulates a power cut. */
  stop(signal?: 'SIGTERM' | 'SIGKILL'): Promise<void>;
  readonly exited: Promise<number | null>;
}

export interface WorkerProcessOptions {
  /** Folder of the bundle. */
  readonly bundle: string;
  readonly port: number;
  /** IP address to listen on; default: loopback. */
  readonly host?: string | undefined;
  readonly env: Readonly<Record<string, string>>;
  /** Folder of the Durable Objects. Kept between runs. */
  readonly dataFolder: string;
  /** Also prints the log. */
  readonly echo?: boolean;
  /** Whether to keep the log in memory; default: true. A load test disables it. */
  readonly keepLog?: boolean;
  /** Origins that outbound requests may go to; others are denied. Without it every origin is allowed and not recorded. */
  readonly allowedOrigins?: readonly string[];
  /** With `allowedOrigins`: JSON documents by URL, which stand in for those of their hosts. */
  readonly documents?: Readonly<Record<string, object>> | undefined;
  /** Traces every request. */
  readonly traced?: boolean | undefined;
  /** Port of the V8 inspector on loopback; default: none. */
  readonly inspectorPort?: number | undefined;
  /** Flags of V8; default: none. */
  readonly v8Flags?: readonly string[];
}

/**
 * Runs a bundle on workerd, on loopback, with Durable Objects on disk. Variables are passed in the process environment, so
 * that no secret is written to a file.
 * @throws OperatorError when another process uses the data folder
 * @throws Error when the Worker does not respond within a minute
 */
export async function startWorker(options: WorkerProcessOptions): Promise<WorkerProcess> {
  mkdirSync(`${options.dataFolder}/objects`, { recursive: true });
  // Another process finds it under any name.
  const dataFolder = realpathSync(options.dataFolder);
  await killOrphan(dataFolder);
  // Cap'n Proto embeds files by paths relative to the configuration.
  const modules = readdirSync(options.bundle).filter((name) => name.endsWith('.js'));
  for (const name of modules) cpSync(`${options.bundle}/${name}`, `${dataFolder}/worker/${name}`);
  const configFile = `${dataFolder}/workerd.capnp`;
  writeFileSync(configFile, workerdConfig(options, `${dataFolder}/objects`));
  const { inspectorPort } = options;
  const flags = [
    ...(inspectorPort === undefined ? [] : [`--inspector-addr=127.0.0.1:${inspectorPort}`]),
    ...(options.traced ? ['--experimental'] : []),
  ];
  const child = spawn(`${root}node_modules/workerd/bin/workerd`, ['serve', ...flags, configFile], {
    env: { PATH: process.env['PATH'] ?? '', ...options.env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const pid = child.pid;
  if (pid === undefined) throw new Error('workerd did not start.');
  const killAtExit = (): void => void child.kill('SIGKILL');
  process.once('exit', killAtExit);
  child.once('exit', () => process.off('exit', killAtExit));
  writeFileSync(`${dataFolder}/workerd.pid`, `${pid} ${process.pid}`);
  const log: string[] = [];
  const spans: SpanAttributes[] = [];
  const requestedUrls = new Set<string>();
  collect(child, (line) => {
    const requestedUrl = parseRequestedUrl(line);
    if (requestedUrl !== undefined) {
      requestedUrls.add(requestedUrl);
      return;
    }
    const span = parseSpan(line);
    if (span) {
      spans.push(span);
      return;
    }
    if (options.keepLog ?? true) log.push(line);
    if (options.echo) console.log(line);
  });
  const exited = new Promise<number | null>((resolve) => child.once('exit', (code) => resolve(code)));
  const url = `http://${reachableHost(options.host)}:${options.port}`;
  await untilHealthy(url, exited, log);
  return {
    url,
    pid,
    log,
    requestedUrls,
    spans,
    exited,
    stop: async (signal = 'SIGTERM') => {
      child.kill(signal);
      await exited;
      rmSync(`${dataFolder}/workerd.pid`, { force: true });
    },
  };
}

/**
 * Kills the workerd of an interrupted earlier run, which would block the port and the storage.
 * @throws OperatorError when the process that started it still runs
 */
async function killOrphan(dataFolder: string): Promise<void> {
  const pidFile = `${dataFolder}/workerd.pid`;
  if (!existsSync(pidFile)) return;
  const [pid = 0, starter] = readFileSync(pidFile, 'utf8').split(' ').map(Number);
  const { commandLine, parent } = readProcess(pid);
  if (commandLine.includes(`${dataFolder}/workerd.capnp`)) {
    if (parent === starter) {
      throw new OperatorError(`The data folder ${dataFolder} is in use by process ${starter}.`);
    }
    process.kill(pid, 'SIGKILL');
    await sleep(200);
  }
  rmSync(pidFile, { force: true });
}

function collect(child: ChildProcess, take: (line: string) => void): void {
  for (const stream of [child.stdout, child.stderr]) {
    let rest = '';
    stream?.setEncoding('utf8').on('data', (chunk: string) => {
      const lines = (rest + chunk).split('\n');
      rest = lines.pop() ?? '';
      for (const line of lines) take(line);
    });
  }
}

async function untilHealthy(
  url: string,
  exited: Promise<number | null>,
  log: readonly string[],
): Promise<void> {
  let ended = false;
  void exited.then(() => (ended = true));
  for (let attempt = 0; attempt < 600; attempt += 1) {
    if (ended) throw new Error(`workerd exited at start:\n${log.join('\n')}`);
    try {
      await fetch(`${url}/healthz`);
      return;
    } catch {
      await sleep(100);
    }
  }
  throw new Error(`workerd did not respond on ${url} within a minute:\n${log.join('\n')}`);
}

/** The host of a URL that reaches the process from this machine. */
function reachableHost(host = '127.0.0.1'): string {
  if (host === '0.0.0.0') return '127.0.0.1';
  return host.includes(':') ? `[${host === '::' ? '::1' : host}]` : host;
}

/** The form of an address and port in the configuration of workerd. */
function listenAddress(host = '127.0.0.1', port: number): string {
  return host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`;
}

function workerdConfig(options: WorkerProcessOptions, storage: string): string {
  const settings = readSettings(options.bundle);
  const { compatibilityDate, durableObjects } = settings;
  const names = Object.keys(options.env).map((name) => `(name = "${name}", fromEnvironment = "${name}")`);
  // Only a simulator is on a private network: client metadata documents of any host are fetched.
  const isSimulated = ['ENTRA_LOGIN_URL', 'GRAPH_URL'].some((name) => (options.env[name] ?? '') !== '');
  const networks = isSimulated ? '"public", "private"' : '"public"';
  const modules = readdirSync(options.bundle)
    .filter((name) => name.endsWith('.js'))
    .toSorted((a, b) => Number(b === 'index.js') - Number(a === 'index.js'))
    .map((name) => `(name = "${name}", esModule = embed "worker/${name}")`);
  return `using Workerd = import "/workerd/workerd.capnp";
const config :Workerd.Config = (
  services = [
    (name = "main", worker = .worker),
    (name = "objects", disk = (path = ${JSON.stringify(storage)}, writable = true)),
    (name = "internet", network = (allow = [${networks}], tlsOptions = (trustBrowserCas = true))),
    ${options.allowedOrigins ? guardService(options.allowedOrigins, options.documents ?? {}, compatibilityDate) : ''}
    ${options.traced ? spanService(compatibilityDate) : ''}
  ],
  sockets = [(name = "http", address = "${listenAddress(options.host, options.port)}", http = (), service = "main")],
  v8Flags = ${JSON.stringify(options.v8Flags ?? [])},
);
const worker :Workerd.Worker = (
  modules = [${modules.join(', ')}],
  compatibilityDate = ${JSON.stringify(compatibilityDate)},
  compatibilityFlags = ${JSON.stringify(settings.compatibilityFlags)},
  bindings = [${[...names, ...durableObjects.map((object) => `(name = "${object.name}", durableObjectNamespace = "${object.class_name}")`)].join(', ')}],
  durableObjectNamespaces = [${durableObjects.map((object) => `(className = "${object.class_name}", uniqueKey = "${object.class_name}", enableSql = true)`).join(', ')}],
  durableObjectStorage = (localDisk = "objects"),
  globalOutbound = "${options.allowedOrigins ? 'guard' : 'internet'}",
  streamingTails = [${options.traced ? '"spans"' : ''}],
);
`;
}

function guardService(
  allowedOrigins: readonly string[],
  documents: Readonly<Record<string, object>>,
  compatibilityDate: string,
): string {
  const json = (value: unknown) => JSON.stringify(JSON.stringify(value));
  return `(name = "guard", worker = (
      modules = [(name = "guard.js", esModule = ${JSON.stringify(egressGuardModule)})],
      compatibilityDate = ${JSON.stringify(compatibilityDate)},
      bindings = [(name = "ALLOWED", json = ${json(allowedOrigins)}), (name = "DOCUMENTS", json = ${json(documents)})],
      globalOutbound = "internet",
    )),`;
}

function spanService(compatibilityDate: string): string {
  return `(name = "spans", worker = (
      modules = [(name = "spans.js", esModule = ${JSON.stringify(spanTailModule)})],
      compatibilityDate = ${JSON.stringify(compatibilityDate)},
      compatibilityFlags = ["experimental", "streaming_tail_worker"],
    )),`;
}

/** Settings of wrangler.toml, written beside the bundle when it was built. */
function readSettings(bundle: string): WorkerdSettings {
  return JSON.parse(readFileSync(`${bundle}/${workerdSettingsFile}`, 'utf8')) as WorkerdSettings;
}
