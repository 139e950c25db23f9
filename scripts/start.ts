/** `npm start`: runs the connector (`wrangler dev`) and the simulated tenant on this machine until it is stopped. */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { startSimulator, users } from 'm365-simulator';
import { root } from './lib/bundle.ts';
import { OperatorError, readOptions, runCommand, wholeNumber } from './lib/command-line.ts';
import { isPortFree, simulatedEnvironment } from './lib/simulation.ts';

const usage = `npm start -- [options]

  --port N          port of the connector; default: 8787
  --tenant-port N   port of the simulated tenant; default: 8788`;

await runCommand(usage, async () => {
  const { values } = readOptions({
    options: {
      port: { type: 'string', default: '8787' },
      'tenant-port': { type: 'string', default: '8788' },
    },
  });
  const port = wholeNumber('--port', values.port, 1, 65_535);
  const tenantPort = wholeNumber('--tenant-port', values['tenant-port'], 1, 65_535);
  if (tenantPort === port) throw new OperatorError('--tenant-port: give another port than --port.');
  const url = `http://localhost:${port}`;
  for (const [taken, advice] of [
    [port, 'Stop the program that uses it, or choose another'],
    [tenantPort, 'Choose others'],
  ] as const) {
    if (!(await isPortFree(taken))) {
      throw new OperatorError(
        `Port ${taken} is in use. ${advice}: npm start -- --port 8887 --tenant-port 8888`,
      );
    }
  }
  console.log('Starting the connector beside a simulated tenant …');
  const tenant = await startSimulator({ port: tenantPort });
  // Each port has its own folder, so that a second instance does not change the first.
  const folder = `${root}.wrangler/start/${port}`;
  mkdirSync(folder, { recursive: true });
  const envFile = `${folder}/simulation.env`;
  const env = simulatedEnvironment(url, tenant.url);
  writeFileSync(
    envFile,
    Object.entries(env)
      .map(([name, value]) => `${name}="${value}"`)
      .join('\n'),
    { mode: 0o600 },
  );
  const wrangler = spawn(
    process.execPath,
    [
      `${root}node_modules/wrangler/bin/wrangler.js`,
      'dev',
      '--ip',
      '127.0.0.1',
      '--port',
      String(port),
      '--env-file',
      envFile,
      '--persist-to',
      folder,
      '--show-interactive-dev-session=false',
      '--log-level=warn',
    ],
    {
      cwd: root,
      stdio: ['ignore', 'inherit', 'inherit'],
      env: {
        ...process.env,
        WRANGLER_SEND_METRICS: 'false',
        CLOUDFLARE_CF_FETCH_ENABLED: 'false',
        // Otherwise it stays in the temporary folder.
        NODE_COMPILE_CACHE: `${root}.wrangler/compile-cache`,
      },
    },
  );
  wrangler.once('exit', (code) => {
    void tenant.close();
    process.exitCode = code ?? process.exitCode ?? 0;
  });
  process.once('exit', () => wrangler.kill());
  let isStopped = false;
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.on(signal, () => {
      // On Ctrl-C the terminal interrupts wrangler, too, and npm ends: a second signal would keep it from cleaning up.
      if (!isStopped) wrangler.kill(signal);
      isStopped = true;
    });
  }
  if (!(await isHealthy(`${url}/healthz`, wrangler))) {
    if (isStopped) return;
    wrangler.kill();
    throw new OperatorError('wrangler dev did not respond within three minutes, or has ended: see above.');
  }
  console.log(`
The connector is at ${url}/mcp, the simulated tenant at ${tenant.url}.
Sign in as any of: ${Object.values(users)
    .map((user) => user.userPrincipalName)
    .join(', ')}

Claude Code:    claude mcp add --transport http m365 ${url}/mcp
MCP Inspector:  npx mcp-inspector --cli ${url}/mcp --transport http --method tools/list
`);
});

function isRunning({ exitCode, signalCode }: ChildProcess): boolean {
  return exitCode === null && signalCode === null;
}

/** Waits until the URL responds. Returns false after three minutes, and when wrangler has ended. */
async function isHealthy(url: string, wrangler: ChildProcess): Promise<boolean> {
  for (let attempt = 0; attempt < 900 && isRunning(wrangler); attempt += 1) {
    const hasResponse = await fetch(url).then(
      () => true,
      () => false,
    );
    if (hasResponse) return true;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  return false;
}
