/**
 * `npm run setup`: the two Entra application registrations, their consent, and the variables and secrets of the Worker.
 * `--dry-run` prints the changes and makes none; `--check` also exits with 1 when there are any.
 */
import { relative } from 'node:path';
import { createOutboundFetch } from '../src/lib/outbound-fetch.ts';
import { root } from './lib/bundle.ts';
import { listEnvironments, readDeployment } from './cloudflare/wrangler-config.ts';
import { createWorkerSecrets, createWrangler } from './cloudflare/wrangler.ts';
import { createChangeLog, createSecretFolder } from './entra/context.ts';
import { createGraphClient } from './entra/graph-client.ts';
import { type SetupOptions, readSetupOptions, setupUsage } from './entra/options.ts';
import { runSetup } from './entra/run-setup.ts';
import { signInWithBrowser, signInWithDeviceCode } from './entra/sign-in.ts';
import { OperatorError, runCommand } from './lib/command-line.ts';

const wait = (milliseconds: number) => new Promise<void>((resolve) => setTimeout(resolve, milliseconds));

/** `--dry-run` and `--check` request no write permission. */
const scopes = {
  read: ['User.Read', 'Application.Read.All', 'Directory.Read.All'],
  write: [
    'User.Read',
    'Application.ReadWrite.All',
    'AppRoleAssignment.ReadWrite.All',
    'DelegatedPermissionGrant.ReadWrite.All',
  ],
};

await runCommand(setupUsage, async () => {
  process.exitCode = await main();
});

async function main(): Promise<number> {
  const options = readSetupOptions(process.argv.slice(2));
  const configFile = options.configFile ?? `${root}wrangler.toml`;
  const deployment = readDeployment(configFile, options.environment);
  const publicUrl = options.publicUrl ?? deployment.vars['PUBLIC_URL'] ?? '';
  if (publicUrl === '')
    throw new OperatorError('Set the origin of the connector: --public-url https://mcp.example.com');
  const fetch = createOutboundFetch(({ origin }) =>
    [options.loginUrl.origin, options.graphUrl.origin].includes(origin),
  );
  const changes = createChangeLog(options.mode, console.log);
  const context = {
    options,
    changes,
    graph: createGraphClient({
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
  const otherPublicUrls = [undefined, ...listEnvironments(configFile)]
    .map((environment) => readDeployment(configFile, environment).vars['PUBLIC_URL'] ?? '')
    .filter((origin) => origin !== '' && origin !== publicUrl);
  await runSetup(context, { configFile, publicUrl, otherPublicUrls });
  changes.endSection();
  console.log(`\n${summary(options, changes.count)}`);
  return options.mode === 'check' && changes.count > 0 ? 1 : 0;
}

function signIn(options: SetupOptions, fetch: ReturnType<typeof createOutboundFetch>): Promise<string> {
  const names = options.mode === 'apply' ? scopes.write : scopes.read;
  const scope = names.map((name) => `${options.cloud.graphOrigin}/${name}`).join(' ');
  const request = { ...options, scope, fetch, wait, print: console.log };
  return options.useBrowser ? signInWithBrowser(request) : signInWithDeviceCode(request);
}

function summary({ mode, environment }: SetupOptions, count: number): string {
  if (count === 0) return 'Nothing to change.';
  const target = environment === undefined ? '' : ` -- --env ${environment}`;
  const changes = count === 1 ? '1 change' : `${count} changes`;
  switch (mode) {
    case 'apply':
      return `Done: ${changes}. Next: npm run deploy${target}`;
    case 'dry-run':
      return `${changes} to make. Nothing has changed.`;
    case 'check':
      return `${changes} to make. Nothing has changed; npm run setup without --check makes those marked +.`;
  }
}
