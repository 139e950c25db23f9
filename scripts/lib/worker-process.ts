import { type ChildProcess, spawn } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import type { WorkerdSettings } from '../cloudflare/wrangler-config.ts';
import { root, workerdSettingsFile } from './bundle.ts';
import {
  type SpanAttributes,
  egressGuardModule,
  parseRequestedUrl,
  parseSpan,
  spanTailModule,
} from './worker-probes.ts';

/** The Worker on raw workerd. */
export interface WorkerProcess {
  readonly url: string;
  readonly pid: number;
  /** Lines that the Worker logged: audit events among them. */
  readonly log: readonly string[];
  /** Places that the Worker sent requests to, where `allowedOrigins` are given; whole addresses of those beyond them. */
  readonly requestedUrls: ReadonlySet<string>;
  /** What stands on the spans of its requests, where it is `traced`. */
  readonly spans: readonly SpanAttributes[];
  /** Ends the process; `kill` ends it the hard way, as a power cut would. */
  stop(signal?: 'SIGTERM' | 'SIGKILL'): Promise<void>;
  readonly exited: Promise<number | null>;
}

/** How to run it. */
export interface WorkerProcessOptions {
  /** Folder of the bundle. */
  readonly bundle: string;
  readonly port: number;
  readonly env: Readonly<Record<string, string>>;
  /** Where Durable Objects live. Kept between runs. */
  readonly dataFolder: string;
  /** Prints the Worker's log as well as keeping it. */
  readonly echo?: boolean;
  /** Whether the log is kept. Default true; a load test would fill the memory with it. */
  readonly keepLog?: boolean;
  /** Where requests may go: none get anywhere else. Without it they go where they like, and nobody counts. */
  readonly allowedOrigins?: readonly string[];
  /** Whether all requests are traced, as some are on Cloudflare. */
  readonly traced?: boolean | undefined;
  /** Where V8's inspector listens on loopback. Without it it does not. */
  readonly inspectorPort?: number | undefined;
}

/**
 * Runs the production bundle on workerd, on loopback, with Durable Objects on disk. Variables reach the Worker through
 * the process environment, so no secret is written to a file.
 * @throws Error when the process does not answer within 20 seconds
 */
export async function startWorker(options: WorkerProcessOptions): Promise<WorkerProcess> {
  const storage = `${options.dataFolder}/objects`;
  mkdirSync(storage, { recursive: true });
  await endOrphan(options.dataFolder);
  // Cap'n Proto embeds files by a path relative to the configuration.
  const modules = readdirSync(options.bundle).filter((name) => name.endsWith('.js'));
  for (const name of modules) cpSync(`${options.bundle}/${name}`, `${options.dataFolder}/worker/${name}`);
  const configFile = `${options.dataFolder}/workerd.capnp`;
  writeFileSync(configFile, workerdConfig(options, storage));
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
  writeFileSync(`${options.dataFolder}/workerd.pid`, String(pid));
  const log: string[] = [];
  const spans: SpanAttributes[] = [];
  const requestedUrls = new Set<string>();
  collect(child, (line) => {
    const place = parseRequestedUrl(line);
    if (place !== undefined) {
      requestedUrls.add(place);
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
  const url = `http://127.0.0.1:${options.port}`;
  await untilAnswers(url, exited, log);
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
      rmSync(`${options.dataFolder}/workerd.pid`, { force: true });
    },
  };
}

/** Ends the workerd of an earlier run that was cut off and would hold the port and the storage. */
async function endOrphan(dataFolder: string): Promise<void> {
  const pidFile = `${dataFolder}/workerd.pid`;
  if (!existsSync(pidFile)) return;
  const pid = Number(readFileSync(pidFile, 'utf8'));
  const commandLine = `/proc/${pid}/cmdline`;
  if (existsSync(commandLine) && readFileSync(commandLine, 'utf8').includes(`${dataFolder}/workerd.capnp`)) {
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

async function untilAnswers(
  url: string,
  exited: Promise<number | null>,
  log: readonly string[],
): Promise<void> {
  let ended = false;
  void exited.then(() => (ended = true));
  for (let attempt = 0; attempt < 200; attempt += 1) {
    if (ended) throw new Error(`workerd ended at once:\n${log.join('\n')}`);
    try {
      await fetch(`${url}/healthz`);
      return;
    } catch {
      await sleep(100);
    }
  }
  throw new Error(`workerd did not answer on ${url} within 20 seconds:\n${log.join('\n')}`);
}

function workerdConfig(options: WorkerProcessOptions, storage: string): string {
  const settings = readSettings(options.bundle);
  const { compatibilityDate, durableObjects } = settings;
  const names = Object.keys(options.env).map((name) => `(name = "${name}", fromEnvironment = "${name}")`);
  const modules = readdirSync(options.bundle)
    .filter((name) => name.endsWith('.js'))
    .toSorted((a, b) => Number(b === 'index.js') - Number(a === 'index.js'))
    .map((name) => `(name = "${name}", esModule = embed "worker/${name}")`);
  return `using Workerd = import "/workerd/workerd.capnp";
const config :Workerd.Config = (
  services = [
    (name = "main", worker = .worker),
    (name = "objects", disk = (path = ${JSON.stringify(storage)}, writable = true)),
    (name = "internet", network = (allow = ["public", "private"], tlsOptions = (trustBrowserCas = true))),
    ${options.allowedOrigins ? guardService(options.allowedOrigins, compatibilityDate) : ''}
    ${options.traced ? spanService(compatibilityDate) : ''}
  ],
  sockets = [(name = "http", address = "127.0.0.1:${options.port}", http = (), service = "main")],
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

function guardService(allowedOrigins: readonly string[], compatibilityDate: string): string {
  return `(name = "guard", worker = (
      modules = [(name = "guard.js", esModule = ${JSON.stringify(egressGuardModule)})],
      compatibilityDate = ${JSON.stringify(compatibilityDate)},
      bindings = [(name = "ALLOWED", json = ${JSON.stringify(JSON.stringify(allowedOrigins))})],
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
