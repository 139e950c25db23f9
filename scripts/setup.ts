/**
 * `npm run setup`: the two Entra applications, their consent, and what the Worker has to know of them. With `--dry-run`
 * it shows every change and makes none; with `--check` it exits 1 where there is any.
 */
import { relative } from 'node:path';
import { createOutboundFetch } from '../src/lib/outbound-fetch.ts';
import { root } from './lib/bundle.ts';
import { environmentsOf, readDeployment } from './cloudflare/wrangler-config.ts';
import { createWorkerSecrets, createWrangler } from './cloudflare/wrangler.ts';
import { createChanges, createSecretFolder } from './entra/context.ts';
import { createDirectoryClient } from './entra/graph-client.ts';
import { type SetupOptions, readSetupOptions, setupUsage } from './entra/options.ts';
import { runSetup } from './entra/run-setup.ts';
import { signInByBrowser, signInByDevice } from './entra/sign-in.ts';
import { OperatorError, runCommand } from './lib/command-line.ts';

const wait = (milliseconds: number) => new Promise<void>((resolve) => setTimeout(resolve, milliseconds));

/** Who only looks asks for no right to change anything. */
const scopes = {
  look: ['User.Read', 'Application.Read.All', 'Directory.Read.All'],
  change: [
    'User.Read',
    'Application.ReadWrite.All',
    'AppRoleAssignment.ReadWrite.All',
    'DelegatedPermissionGrant.ReadWrite.All',
  ],
};

await runCommand(async () => {
  process.exitCode = await main();
});

async function main(): Promise<number> {
  if (process.argv.includes('--help')) {
    console.log(setupUsage);
    return 0;
  }
  const options = readSetupOptions(process.argv.slice(2));
  const configFile = options.configFile ?? `${root}wrangler.toml`;
  const deployment = readDeployment(configFile, options.environment);
  const publicUrl = options.publicUrl ?? deployment.vars['PUBLIC_URL'] ?? '';
  if (publicUrl === '')
    throw new OperatorError('Say where the connector will be: --public-url https://mcp.example.com');
  const fetch = createOutboundFetch(({ origin }) =>
    [options.loginUrl.origin, options.graphUrl.origin].includes(origin),
  );
  const changes = createChanges(options.mode, console.log);
  const context = {
    options,
    changes,
    graph: createDirectoryClient({
      graphUrl: options.graphUrl,
      accessToken: await signIn(options, fetch),
      fetch,
      wait,
    }),
    deployment,
    secrets: createWorkerSecrets(createWrangler(configFile), options.environment),
    folder: createSecretFolder(relative(process.cwd(), `${root}.setup/${deployment.workerName}`)),
    nowMs: Date.now(),
  };
  const otherPublicUrls = [undefined, ...environmentsOf(configFile)]
    .map((environment) => readDeployment(configFile, environment).vars['PUBLIC_URL'] ?? '')
    .filter((origin) => origin !== '' && origin !== publicUrl);
  await runSetup(context, { configFile, publicUrl, otherPublicUrls });
  changes.end();
  console.log(`\n${summary(options, changes.count)}`);
  return options.mode === 'check' && changes.count > 0 ? 1 : 0;
}

function signIn(options: SetupOptions, fetch: ReturnType<typeof createOutboundFetch>): Promise<string> {
  const names = options.mode === 'apply' ? scopes.change : scopes.look;
  const scope = names.map((name) => `${options.cloud.graphOrigin}/${name}`).join(' ');
  const request = { ...options, scope, fetch, wait, print: console.log };
  return options.useBrowser ? signInByBrowser(request) : signInByDevice(request);
}

function summary({ mode, environment }: SetupOptions, count: number): string {
  if (count === 0) return 'Everything is as it should be. Nothing to change.';
  const target = environment === undefined ? '' : ` -- --env ${environment}`;
  const changes = count === 1 ? '1 change' : `${count} changes`;
  switch (mode) {
    case 'apply':
      return `Done: ${changes}. Next: npm run deploy${target}`;
    case 'dry-run':
      return `${changes} to make. Nothing has changed.`;
    case 'check':
      return `${changes} to make. Nothing has changed; the set-up without --check makes those with a +.`;
  }
}
