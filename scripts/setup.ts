/**
 * `npm run setup`: the two Entra application registrations, their consent, and the variables and secrets of the Worker.
 * `--dry-run` prints the changes and makes none; `--check` also exits with 1 when there are any.
 */
import { readFileSync } from 'node:fs';
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
import {
  type AutomationCredential,
  automationExpiry,
  parseAutomationCredential,
  signInUnattended,
} from './entra/unattended.ts';
import { OperatorError, runCommand } from './lib/command-line.ts';

const wait = (milliseconds: number) => new Promise<void>((resolve) => setTimeout(resolve, milliseconds));

/** `--dry-run` and `--check` request no write permission. */
const scopes = {
  read: ['User.Read', 'Application.Read.All', 'Directory.Read.All'],
  write: [
    'User.Read',
    'Application.ReadWrite.All',
    'Directory.Read.All',
    'AppRoleAssignment.ReadWrite.All',
    'DelegatedPermissionGrant.ReadWrite.All',
  ],
};

/** Microsoft's tool keeps the permissions of every administrator who used it. */
const withdrawal =
  'The sign-in tool keeps the permissions that you have accepted. To withdraw them: Entra admin center > Enterprise applications > Microsoft Graph Command Line Tools > Permissions.';

await runCommand(setupUsage, async () => {
  process.exitCode = await main();
});

async function main(): Promise<number> {
  const given = readSetupOptions(process.argv.slice(2));
  const credential = given.isUnattended ? readAutomationCredential(given) : undefined;
  const options = credential ? { ...given, tenant: credential.tenantId } : given;
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
      accessToken: credential
        ? await signInUnattended({ ...options, credential, fetch, nowMs: Date.now() })
        : await signIn(options, fetch),
      fetch,
      wait,
      print: (text) => changes.note(text),
    }),
    deployment,
    secrets: createWorkerSecrets(createWrangler(configFile), options.environment),
    folder: createSecretFolder(relative(process.cwd(), `${root}.setup/${deployment.workerName}`)),
    nowMs: Date.now(),
    wait,
  };
  const otherPublicUrls = [undefined, ...listEnvironments(configFile)]
    .map((environment) => readDeployment(configFile, environment).vars['PUBLIC_URL'] ?? '')
    .filter((origin) => origin !== '' && origin !== publicUrl);
  const { hasSecrets } = await runSetup(context, { configFile, publicUrl, otherPublicUrls });
  if (credential) reportAutomationExpiry(changes, credential, context.nowMs);
  changes.endSection();
  console.log(`\n${summary(options, changes.count, hasSecrets)}`);
  if (!credential && options.mode === 'apply') console.log(`\n${withdrawal}`);
  return options.mode === 'check' && changes.count > 0 ? 1 : 0;
}

/** @throws OperatorError when there is none */
function readAutomationCredential({ credentialFile }: SetupOptions): AutomationCredential {
  const text =
    credentialFile === undefined ? process.env['SETUP_CREDENTIAL'] : readFileSync(credentialFile, 'utf8');
  if (text) return parseAutomationCredential(text);
  throw new OperatorError(
    '--unattended needs the credential that npm run setup -- --automation creates: --credential FILE, or the environment variable SETUP_CREDENTIAL.',
  );
}

/** Warns 30 days before the credential of unattended runs expires, which only an administrator can renew. */
function reportAutomationExpiry(
  changes: ReturnType<typeof createChangeLog>,
  credential: AutomationCredential,
  nowMs: number,
): void {
  const expiry = automationExpiry(credential);
  const days = Math.floor((expiry.getTime() - nowMs) / 86_400_000);
  const text = `credential of the unattended set-up: expires ${expiry.toISOString().slice(0, 10)}, in ${days} days`;
  if (days > 30) changes.note(text);
  else changes.drift(`${text}. An administrator renews it: npm run setup -- --automation --rotate`);
}

function signIn(options: SetupOptions, fetch: ReturnType<typeof createOutboundFetch>): Promise<string> {
  const names = options.mode === 'apply' ? scopes.write : scopes.read;
  const scope = names.map((name) => `${options.cloud.graphOrigin}/${name}`).join(' ');
  const request = { ...options, scope, fetch, wait, print: console.log };
  return options.useBrowser ? signInWithBrowser(request) : signInWithDeviceCode(request);
}

function summary({ mode, environment }: SetupOptions, count: number, hasSecrets: boolean): string {
  if (count === 0) return 'Nothing to change.';
  const target = environment === undefined ? '' : ` -- --env ${environment}`;
  const changes = count === 1 ? '1 change' : `${count} changes`;
  switch (mode) {
    case 'apply':
      return hasSecrets
        ? `Done: ${changes}. Next: npm run deploy${target}`
        : `Done: ${changes}, but the Worker lacks its secrets. Next: npx wrangler login, and run the set-up again`;
    case 'dry-run':
      return `${changes} to make. Nothing has changed.`;
    case 'check':
      return `${changes} to make. Nothing has changed; npm run setup without --check makes those marked +.`;
  }
}
