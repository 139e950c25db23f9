/**
 * `npm run deploy -- --env eu`: checks the configuration, deploys one Worker and runs a smoke test against its public URL.
 * With configuration problems it lists them and exits with 1. `--dry-run` does everything but deploy.
 */
import { root } from './lib/bundle.ts';
import { deployRelease } from './cloudflare/deploy-release.ts';
import { deploymentProblems } from './cloudflare/deployment-problems.ts';
import { smokeTest } from './cloudflare/smoke-test.ts';
import { readDeployment } from './cloudflare/wrangler-config.ts';
import {
  type NewestVersion,
  type SecretNames,
  createWrangler,
  listSecretNames,
  readNewestVersion,
} from './cloudflare/wrangler.ts';
import { readOptions, runCommand } from './lib/command-line.ts';

const usage = `npm run deploy -- [options]

  --env NAME        environment of wrangler.toml, such as eu; default: the top level
  --dry-run         check and bundle, do not deploy
  --immediate       restart Durable Objects at once, for a security fix; interrupts running calls
  --newest-secrets  deploy although the newest version, whose secrets are kept, is not the deployed one
  --release TAG     deploy the code of an earlier release with the current secrets and wrangler.toml
  --config FILE     another wrangler.toml`;

/**
 * Workers Builds, used by the *Deploy to Cloudflare* button, deploys before the Entra applications exist. Until they do,
 * the Worker responds 503 with the names of the missing variables.
 */
const isWorkersBuild = process.env['WORKERS_CI'] === '1';
const smokeTestTimeoutMs = 90_000;

const olderVersionProblem =
  'secrets: the newest version is not the deployed one (a rollback, or an upload), and a deployment keeps its secrets. Compare both with npx wrangler versions view, set what differs, and deploy with --newest-secrets';

await runCommand(usage, async () => {
  process.exitCode = await main();
});

async function main(): Promise<number> {
  const { values } = readOptions({
    options: {
      env: { type: 'string' },
      'dry-run': { type: 'boolean', default: false },
      immediate: { type: 'boolean', default: false },
      'newest-secrets': { type: 'boolean', default: false },
      release: { type: 'string' },
      config: { type: 'string', default: `${root}wrangler.toml` },
    },
  });
  const { release } = values;
  if (release !== undefined) {
    const args = [
      ...(values.env === undefined ? [] : ['--env', values.env]),
      ...(values['dry-run'] ? ['--dry-run'] : []),
      ...(values.immediate ? ['--immediate'] : []),
      ...(values['newest-secrets'] ? ['--newest-secrets'] : []),
    ];
    return await deployRelease({ repository: root, release, configFile: values.config, args });
  }
  const deployment = readDeployment(values.config, values.env);
  const name = `${deployment.workerName}${values.env === undefined ? '' : ` (environment ${values.env})`}`;
  const wrangler = createWrangler(values.config);
  const secrets = await listSecretNames(wrangler, values.env);
  const problems = [...deploymentProblems(deployment, secrets.ok ? secrets.names : undefined)];
  if (!secrets.ok) {
    const problem = secretsProblem(deployment.workerName, secrets);
    const isOptional = secrets.reason === 'wrangler_failed' && values['dry-run'];
    if (isOptional || isWorkersBuild) console.log(problem);
    else problems.push(problem);
  }
  const isChecked = secrets.ok && !values['newest-secrets'];
  const versionProblem = isChecked && toVersionProblem(await readNewestVersion(wrangler, values.env));
  if (versionProblem) problems.push(versionProblem);
  if (problems.length > 0) {
    const isDeployed = isWorkersBuild && !versionProblem;
    const outcome = isDeployed ? 'responds 503 until these are resolved' : 'cannot be deployed';
    console.error(`${name} ${outcome}:\n${problems.map((problem) => `  ${problem}`).join('\n')}`);
    if (!isDeployed) return 1;
  }
  const args = ['deploy', '--env', values.env ?? '', ...(values['dry-run'] ? ['--dry-run'] : [])];
  if (values.immediate) args.push('--durable-objects-code-update-mode', 'immediate');
  const { code } = await createWrangler(values.config, true)(args);
  if (code !== 0 || values['dry-run'] || problems.length > 0) return code;
  return runSmokeTest(deployment.vars['PUBLIC_URL'] ?? '');
}

/** Why a deployment, which keeps the secrets of the newest version, could bring back old ones. */
function toVersionProblem(newest: NewestVersion): string | undefined {
  if (newest.ok) return newest.isDeployed ? undefined : olderVersionProblem;
  if (newest.reason === 'never_deployed') return undefined;
  return `secrets: it is unknown which version of the Worker is deployed, and a deployment keeps the secrets of the newest one, also after a rollback. Repeat the command, or deploy with --newest-secrets if the newest version is the deployed one. Message of wrangler: ${newest.message}`;
}

function secretsProblem(workerName: string, secrets: Extract<SecretNames, { ok: false }>): string {
  if (secrets.reason === 'no_worker') {
    return `account: there is no Worker ${workerName} in the Cloudflare account that wrangler uses. If it was never deployed, run npm run setup first. Otherwise this is another account: npx wrangler whoami lists yours, CLOUDFLARE_ACCOUNT_ID selects one`;
  }
  return `account: the secrets of the Worker are unknown, because wrangler cannot list them. Sign in with npx wrangler login, or follow its message: ${secrets.message}`;
}

/** Retries, since a new hostname takes up to a minute to become reachable. */
async function runSmokeTest(publicUrl: string): Promise<number> {
  const { origin } = new URL(publicUrl);
  console.log(`\nSmoke test of ${origin} …`);
  for (const endMs = Date.now() + smokeTestTimeoutMs; ;) {
    const checks = await smokeTest(origin, fetch);
    const failed = checks.filter(({ problem }) => problem !== undefined);
    if (failed.length > 0 && Date.now() < endMs) {
      await new Promise((resolve) => setTimeout(resolve, 5000));
      continue;
    }
    for (const { name, problem } of checks)
      console.log(problem === undefined ? `ok   ${name}` : `FAIL ${name}: ${problem}`);
    if (failed.length === 0) console.log(`\nConnect a client to ${origin}/mcp`);
    return failed.length === 0 ? 0 : 1;
  }
}
