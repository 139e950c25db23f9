/**
 * `npm run live-check`: signs in to a real tenant and settles the lines of docs/live-tenant-checklist.md that a program can
 * decide. It only reads, asks before each group, and saves a report without content, names and ids.
 */
import { publicRepository } from './checks/release.ts';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { relative } from 'node:path';
import { createInterface } from 'node:readline/promises';
import manifest from '../package.json' with { type: 'json' };
import { clouds } from '../src/entra/clouds.ts';
import { createOutboundFetch } from '../src/lib/outbound-fetch.ts';
import { readDeployment } from './cloudflare/wrangler-config.ts';
import { commandLineTools } from './entra/options.ts';
import { signInWithBrowser, signInWithDeviceCode } from './entra/sign-in.ts';
import { root } from './lib/bundle.ts';
import { OperatorError, oneOf, readOptions, readOrigin, runCommand } from './lib/command-line.ts';
import { probeGroups } from './live-check/groups.ts';
import { createProbeClient } from './live-check/probe-client.ts';
import { reportJson, reportMarkdown } from './live-check/report.ts';
import { type Progress, runChecks } from './live-check/run-checks.ts';

const usage = `npm run live-check -- [options]

Signs in to a tenant and checks the assumptions that the connector makes about it. It only reads.

  --tenant ID       tenant id or domain; default: the tenant of the account
  --cloud NAME      global (default), usgov, usgov-dod, china
  --browser         sign in with the browser of this machine instead of a device code
  --client-id ID    client of the sign-in; default: Microsoft Graph Command Line Tools. A token has all permissions that
                    were ever granted to its client: a new application without any settles more
  --group NAME      only this group (may be repeated)
  --yes             run all groups without a question
  --restart         forget the results of earlier runs
  --folder PATH     for progress and report; default: .live-check

Tests
  --login-url URL, --graph-url URL, --config FILE`;

await runCommand(usage, main);

async function main(): Promise<void> {
  const flag = { type: 'boolean', default: false } as const;
  const text = { type: 'string' } as const;
  const { values } = readOptions({
    options: {
      tenant: { ...text, default: 'organizations' },
      cloud: { ...text, default: 'global' },
      browser: flag,
      'client-id': { ...text, default: commandLineTools },
      group: { type: 'string', multiple: true, default: [] as string[] },
      yes: flag,
      restart: flag,
      folder: { ...text, default: `${root}.live-check` },
      'login-url': text,
      'graph-url': text,
      config: { ...text, default: `${root}wrangler.toml` },
    },
  });
  const cloudName = oneOf('--cloud', values.cloud, ['global', 'usgov', 'usgov-dod', 'china'] as const);
  const cloud = clouds[cloudName];
  const loginUrl = readOrigin('--login-url', values['login-url'] ?? cloud.loginOrigin);
  const graphUrl = readOrigin('--graph-url', values['graph-url'] ?? cloud.graphOrigin);
  const all = probeGroups(loginUrl);
  const names = all.map(({ name }) => name);
  const selected = values.group.map((name) => oneOf('--group', name, names));
  const groups = all.filter(({ name }) => selected.length === 0 || selected.includes(name));
  const fetch = createOutboundFetch(({ origin }) => [loginUrl.origin, graphUrl.origin].includes(origin));

  const folder = values.folder;
  const progressFile = `${folder}/progress.json`;
  mkdirSync(folder, { recursive: true });
  if (values.restart) rmSync(progressFile, { force: true });
  const progress = readProgress(progressFile);
  const finished = Object.keys(progress.results).length;
  if (finished > 0)
    console.log(`${finished} probes have a result from an earlier run. --restart runs them again.`);
  process.once('SIGINT', () => {
    console.log('\nInterrupted. Run npm run live-check again to continue.');
    process.exit(130);
  });

  const end = await runChecks({
    groups,
    progress,
    save: (state) => writeFileSync(progressFile, JSON.stringify(state)),
    confirm: values.yes ? () => Promise.resolve(true) : confirm,
    connect: async (permissions) => {
      if (permissions.length === 0) {
        return {
          client: createProbeClient({ graphUrl, loginUrl, accessToken: undefined, fetch }),
          scopes: new Set(),
        };
      }
      let scopes: readonly string[] = permissions;
      const accessToken = await (values.browser ? signInWithBrowser : signInWithDeviceCode)({
        loginUrl,
        tenant: values.tenant,
        clientId: values['client-id'],
        scope: permissions.map((name) => `${cloud.graphOrigin}/${name}`).join(' '),
        account: 'the account to check with',
        onScopes: (granted) => (scopes = granted),
        fetch,
        wait: (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds)),
        print: console.log,
      });
      return {
        client: createProbeClient({ graphUrl, loginUrl, accessToken, fetch }),
        scopes: new Set(scopes.map((scope) => scope.slice(scope.lastIndexOf('/') + 1))),
      };
    },
    context: {
      clientAppId: readClientAppId(values.config),
      downloadHostSuffixes: cloud.downloadHostSuffixes,
    },
    nowMs: Date.now,
    print: console.log,
  });

  const header = { version: manifest.version, cloud: cloudName, atMs: Date.now() };
  const report = reportMarkdown(header, end);
  writeFileSync(`${folder}/report.json`, reportJson(header, end));
  writeFileSync(`${folder}/report.md`, report);
  console.log(`\n${report}`);
  console.log(
    `Saved: ${relative(process.cwd(), folder)}/report.md and report.json. They contain no content, names or ids.`,
  );
  console.log(whereToSend());
}

async function confirm(question: string): Promise<boolean> {
  if (!process.stdin.isTTY)
    throw new OperatorError('There is no terminal to answer the questions: give --yes.');
  const terminal = createInterface({ input: process.stdin, output: process.stdout });
  const reply = await terminal.question(`${question} [y/N] `);
  terminal.close();
  return /^y(?:es)?$/i.test(reply.trim());
}

function readProgress(file: string): Progress {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Progress;
  } catch {
    return { results: {}, declined: [] };
  }
}

/** From the variables of the deployment; undefined without a configuration. */
function readClientAppId(configFile: string): string | undefined {
  try {
    return readDeployment(configFile, undefined).vars['CLIENT_APP_ID'] || undefined;
  } catch {
    return undefined;
  }
}

function whereToSend(): string {
  const repository = publicRepository('repository' in manifest ? String(manifest.repository) : undefined);
  return repository
    ? `Send the report: attach report.json to an issue at ${repository.url}/issues.`
    : 'Send the report: attach report.json to an issue of the repository that you cloned.';
}
