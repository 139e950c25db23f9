/**
 * `npm run serve -- --port 8787 --env-file connector.env`: the production bundle on raw workerd, on this machine, with
 * Durable Objects on disk. For load tests, end-to-end tests and a trial on premises.
 */
import { readFileSync } from 'node:fs';
import { parseEnv } from 'node:util';
import { readConfig } from '../src/config.ts';
import { bundle, root } from './lib/bundle.ts';
import { OperatorError, readOptions, runCommand, wholeNumber } from './lib/command-line.ts';
import { startWorker } from './lib/worker-process.ts';

await runCommand(async () => {
  const { values } = readOptions({
    options: {
      port: { type: 'string', default: '8787' },
      'env-file': { type: 'string' },
      data: { type: 'string' },
    },
  });
  const port = wholeNumber('--port', values.port, 1, 65_535);
  if (values['env-file'] === undefined) {
    throw new OperatorError(
      '--env-file is missing: npm run serve -- --port 8787 --env-file connector.env [--data folder]',
    );
  }
  const env: Record<string, string> = {};
  for (const [name, value] of Object.entries(parseEnv(readFileSync(values['env-file'], 'utf8')))) {
    if (value !== undefined) env[name] = value;
  }
  const config = readConfig(env);
  if (!config.ok) {
    console.error(
      `The configuration is not complete:\n${config.problems.map((problem) => `  ${problem}`).join('\n')}`,
    );
    process.exit(1);
  }
  if (config.config.vaultJurisdiction !== undefined) {
    console.error(
      'VAULT_JURISDICTION: only Cloudflare can keep objects in a jurisdiction. On a machine of your own they are in the --data folder: leave the variable empty.',
    );
    process.exit(1);
  }
  const worker = await startWorker({
    bundle: await bundle(),
    port,
    env,
    dataFolder: values.data ?? `${root}.serve/${port}`,
    echo: true,
  });
  console.log(`Listening on ${worker.url} as ${config.config.publicUrl.origin}`);
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => void worker.stop());
  process.exitCode = (await worker.exited) ?? 0;
});
