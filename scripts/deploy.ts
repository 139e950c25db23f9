/**
 * `npm run deploy -- --env eu`: deploys one Worker, and looks at it from outside afterwards. Refuses with a list where
 * something is missing that would keep it from working. With `--dry-run` it does everything but deploy.
 */
import { root } from './lib/bundle.ts';
import { deploymentProblems } from './cloudflare/deployment-problems.ts';
import { smokeTest } from './cloudflare/smoke-test.ts';
import { readDeployment } from './cloudflare/wrangler-config.ts';
import { createWorkerSecrets, createWrangler } from './cloudflare/wrangler.ts';
import { readOptions, runCommand } from './lib/command-line.ts';

/**
 * Cloudflare's own builder, as behind the *Deploy to Cloudflare* button. There the Worker comes first and its
 * applications later: until then it answers 503 with the names that are missing, and lets nobody in.
 */
const isFirstOfAll = process.env['WORKERS_CI'] === '1';
const patienceMs = 90_000;

await runCommand(async () => {
  process.exitCode = await main();
});

async function main(): Promise<number> {
  const { values } = readOptions({
    options: {
      env: { type: 'string' },
      'dry-run': { type: 'boolean', default: false },
      config: { type: 'string', default: `${root}wrangler.toml` },
    },
  });
  const deployment = readDeployment(values.config, values.env);
  const name = `${deployment.workerName}${values.env === undefined ? '' : ` (environment ${values.env})`}`;
  const secretNames = await createWorkerSecrets(createWrangler(values.config), values.env).names();
  const problems = [...deploymentProblems(deployment, secretNames)];
  if (!secretNames) {
    const unknown =
      'Which secrets the Worker has is not known: Cloudflare cannot be asked (npx wrangler login)';
    if (values['dry-run'] || isFirstOfAll) console.log(`${unknown}.`);
    else problems.push(unknown);
  }
  if (problems.length > 0) {
    const verdict = isFirstOfAll ? 'will not answer before these are mended' : 'cannot be deployed like this';
    console.error(`${name} ${verdict}:\n${problems.map((problem) => `  ${problem}`).join('\n')}`);
    if (!isFirstOfAll) return 1;
  }
  const args = ['deploy', '--env', values.env ?? '', ...(values['dry-run'] ? ['--dry-run'] : [])];
  const { code } = await createWrangler(values.config, true)(args);
  if (code !== 0 || values['dry-run'] || problems.length > 0) return code;
  return look(deployment.vars['PUBLIC_URL'] ?? '');
}

/** A new address may take a minute until it is known everywhere. */
async function look(publicUrl: string): Promise<number> {
  const { origin } = new URL(publicUrl);
  console.log(`\nLooking at ${origin} from outside …`);
  for (const endMs = Date.now() + patienceMs; ;) {
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
