/**
 * `npm run serve -- --port 8787 --env-file connector.env`: runs the production bundle on workerd on this machine, with
 * Durable Objects on disk. For load tests, end-to-end tests and on-premises trials.
 */
import { readFileSync } from 'node:fs';
import { isIP } from 'node:net';
import { parseEnv } from 'node:util';
import { readConfig } from '../src/config.ts';
import { variables } from '../src/variables.ts';
import { bundle, root } from './lib/bundle.ts';
import { OperatorError, readOptions, runCommand, wholeNumber } from './lib/command-line.ts';
import { isPortFree } from './lib/simulation.ts';
import { startWorker } from './lib/worker-process.ts';

const usage = `npm run serve -- --env-file FILE [options]

  --env-file FILE   variables and secrets of the connector
  --port N          port on loopback; default: 8787
  --data DIR        folder of the Durable Objects; default: .serve/PORT
  --host ADDRESS    address to listen on; default: 127.0.0.1. A container needs 0.0.0.0
  --prebuilt        use the bundle of npm run build`;

/** Container engines kill a container ten seconds after SIGTERM. */
const stopWithinMs = 5_000;
const signals = ['SIGINT', 'SIGTERM'] as const;

await runCommand(usage, async () => {
  const { values } = readOptions({
    options: {
      port: { type: 'string', default: '8787' },
      'env-file': { type: 'string' },
      data: { type: 'string' },
      host: { type: 'string', default: '127.0.0.1' },
      prebuilt: { type: 'boolean', default: false },
    },
  });
  const port = wholeNumber('--port', values.port, 1, 65_535);
  if (values['env-file'] === undefined) {
    throw new OperatorError('--env-file is missing, such as npm run serve -- --env-file connector.env');
  }
  const env = readVariables(values['env-file']);
  const unknown = Object.keys(env).filter((name) => !Object.hasOwn(variables, name));
  if (unknown.length > 0) {
    throw new OperatorError(
      `${values['env-file']}: unknown names: ${unknown.join(', ')}. See docs/operations.md for all variables.`,
    );
  }
  if (isIP(values.host) === 0) throw new OperatorError('--host: give an IP address.');
  if (!(await isPortFree(port, values.host))) {
    throw new OperatorError(`Port ${port} is in use. Choose another one: --port N`);
  }
  const config = readConfig(env);
  if (!config.ok) {
    console.error(
      `The configuration is not complete:\n${config.problems.map((problem) => `  ${problem}`).join('\n')}`,
    );
    process.exit(1);
  }
  if (config.config.placement.jurisdiction !== undefined) {
    console.error(
      'VAULT_JURISDICTION: jurisdictions exist only on Cloudflare. Here Durable Objects are stored in the --data folder: leave the variable empty.',
    );
    process.exit(1);
  }
  const exit = () => process.exit(0);
  // Before the start: the first process of a container ignores a signal that it does not handle.
  for (const signal of signals) process.on(signal, exit);
  const worker = await startWorker({
    bundle: values.prebuilt ? `${root}dist/worker` : await bundle(),
    port,
    host: values.host,
    env,
    dataFolder: values.data ?? `${root}.serve/${port}`,
    echo: true,
  });
  const stop = () => {
    void worker.stop();
    setTimeout(() => void worker.stop('SIGKILL'), stopWithinMs).unref();
  };
  for (const signal of signals) process.off(signal, exit).on(signal, stop);
  console.log(`Listening on ${worker.url} as ${config.config.publicUrl.origin}`);
  process.exitCode = (await worker.exited) ?? 0;
});

/** @throws OperatorError when the file cannot be read */
function readVariables(file: string): Record<string, string> {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    const { code = '' } = error as NodeJS.ErrnoException;
    const reasons: Readonly<Record<string, string>> = {
      ENOENT: 'does not exist',
      EACCES: `cannot be read by user id ${process.getuid?.()}`,
    };
    throw new OperatorError(`The file ${file} ${reasons[code] ?? `cannot be read: ${code}`}.`);
  }
  return Object.fromEntries(
    Object.entries(parseEnv(text)).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  );
}
