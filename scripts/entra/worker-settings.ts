import { randomBytes } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { type TomlValues, setTomlValues } from '../cloudflare/wrangler-config.ts';
import { changeKeyRing } from '../lib/key-ring-rotation.ts';
import { type SetupContext, createPendingSecret } from './context.ts';

/** Writes the variables and the route of the Worker to wrangler.toml. */
export async function writeVariables(
  { changes, deployment }: SetupContext,
  configFile: string,
  wanted: Readonly<Record<string, string>>,
): Promise<void> {
  const section = deployment.environment === undefined ? '' : `env.${deployment.environment}`;
  const missing = Object.entries(wanted).filter(([name, value]) => (deployment.vars[name] ?? '') !== value);
  for (const [name, value] of missing) {
    await write(`${name} = "${value}" in wrangler.toml`, section === '' ? 'vars' : `${section}.vars`, {
      [name]: value,
    });
  }
  const { hostname } = new URL(wanted['PUBLIC_URL'] ?? '');
  const isOnWorkersDev = hostname.endsWith('.workers.dev');
  const routeHosts = isOnWorkersDev ? [] : [hostname];
  if (deployment.routeHosts.join() !== routeHosts.join() || deployment.inherited.routeHosts.length > 0) {
    const toml = isOnWorkersDev ? '[]' : `[{ pattern = "${hostname}", custom_domain = true }]`;
    const description = isOnWorkersDev
      ? 'no route in wrangler.toml'
      : `route for ${hostname} in wrangler.toml`;
    await write(description, section, { routes: { toml } });
  }
  if (deployment.isOnWorkersDev !== isOnWorkersDev) {
    await write(`workers_dev = ${isOnWorkersDev} in wrangler.toml`, section, {
      workers_dev: { toml: String(isOnWorkersDev) },
    });
  }

  async function write(description: string, table: string, values: TomlValues): Promise<void> {
    const apply = async () =>
      writeFileSync(configFile, setTomlValues(readFileSync(configFile, 'utf8'), table, values));
    await changes.apply(description, apply, undefined);
  }
}

const credentialNames = [
  'SERVER_APP_CERTIFICATE',
  'SERVER_APP_SECRET',
  'SERVER_APP_FEDERATED_KEY',
  'CLIENT_APP_CERTIFICATE',
  'CLIENT_APP_SECRET',
];

/** A new key ring stays in this file until the operator stores it: rotation needs it. */
const keyRingFile = 'ring.txt';

/** Creates a missing key ring and sets the pending secrets of the Worker in one step. @returns whether the Worker has them */
export async function putSecrets(context: SetupContext): Promise<boolean> {
  const { changes, secrets, folder, deployment } = context;
  const present = await secrets.names();
  if (folder.read(keyRingFile) !== undefined) noteKeyRingFile(context);
  if (present?.has('SEAL_KEYS') === false && folder.read('SEAL_KEYS') === undefined) {
    await createPendingSecret(context, 'SEAL_KEYS', 'create a key ring (SEAL_KEYS)', async () =>
      folder.write('SEAL_KEYS', changeKeyRing('new', '', undefined, randomBytes(32)).ring),
    );
  }
  const waiting = Object.fromEntries(
    [...credentialNames, 'SEAL_KEYS'].flatMap((name) => {
      const value = folder.read(name);
      return value === undefined ? [] : [[name, value]];
    }),
  );
  const names = Object.keys(waiting);
  if (present === undefined) {
    noteManualCommands(context, names);
    return false;
  }
  if (names.length === 0) return true;
  // The connector accepts one type of credential per application.
  const replaced = names.flatMap(otherCredentialNames).filter((name) => present.has(name));
  const values = { ...waiting, ...Object.fromEntries(replaced.map((name) => [name, null])) };
  const put = () => secrets.put(values);
  const done = await changes.apply(
    `set the secrets of ${deployment.workerName}: ${names.join(', ')}`,
    put,
    true,
  );
  if (!done) {
    noteManualCommands(context, names);
    return false;
  }
  if (changes.mode !== 'apply') return true;
  const ring = waiting['SEAL_KEYS'];
  if (ring !== undefined) {
    folder.write(keyRingFile, ring);
    noteKeyRingFile(context);
  }
  for (const name of names) folder.remove(name);
  return true;
}

function noteKeyRingFile({ changes, folder }: SetupContext): void {
  changes.note(
    `the key ring is in ${folder.pathOf(keyRingFile)}: store it in your password manager and delete the file. Rotation needs it, and Cloudflare does not show it`,
  );
}

function noteManualCommands({ changes, folder, deployment }: SetupContext, names: readonly string[]): void {
  const target = deployment.environment === undefined ? '' : ` --env ${deployment.environment}`;
  changes.note(
    'wrangler cannot reach Cloudflare, is not signed in (npx wrangler login), or has to select one of several accounts (CLOUDFLARE_ACCOUNT_ID)',
  );
  for (const name of names) {
    const path = folder.pathOf(name);
    changes.drift(`or manually: npx wrangler secret put ${name}${target} < ${path} && rm ${path}`);
  }
  changes.note(
    `without a key ring: npm run -s keys -- new > ring.txt && npx wrangler secret put SEAL_KEYS${target} < ring.txt, and store ring.txt in your password manager`,
  );
}

/** The other credential names of the same application. */
function otherCredentialNames(name: string): readonly string[] {
  if (!credentialNames.includes(name)) return [];
  const prefix = name.slice(0, 'SERVER_APP'.length);
  return credentialNames.filter((other) => other !== name && other.startsWith(prefix));
}
