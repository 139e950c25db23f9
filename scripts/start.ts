/** `npm start`: the connector (`wrangler dev`) and the simulated tenant, on this machine, until stopped. */
import { spawn } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { startTenant } from '../test/tenant/server.ts';
import { people } from '../test/tenant/world.ts';
import { root } from './bundle.ts';
import { simulatedEnvironment } from './simulation.ts';

const { values } = parseArgs({
  options: { port: { type: 'string', default: '8787' }, 'tenant-port': { type: 'string', default: '8788' } },
});
const url = `http://localhost:${values.port}`;
console.log('Starting the connector beside a simulated tenant …');
const tenant = await startTenant({ port: Number(values['tenant-port']) }).catch((error: unknown) => {
  if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw error;
  console.error(
    `Port ${values['tenant-port']} is in use. Others: npm start -- --port 8887 --tenant-port 8888`,
  );
  process.exit(1);
});
const folder = `${root}.wrangler/start`;
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
    values.port,
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
    env: { ...process.env, WRANGLER_SEND_METRICS: 'false', CLOUDFLARE_CF_FETCH_ENABLED: 'false' },
  },
);
wrangler.once('exit', (code) => {
  void tenant.close();
  process.exitCode = code ?? 0;
});
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => wrangler.kill(signal));
await untilAnswers(`${url}/healthz`);
console.log(`
The connector is at ${url}/mcp, the simulated tenant at ${tenant.url}.
Sign in as any of: ${Object.values(people)
  .map((person) => person.userPrincipalName)
  .join(', ')}

Claude Code:    claude mcp add --transport http m365 ${url}/mcp
MCP Inspector:  npx mcp-inspector --cli ${url}/mcp --transport http --method tools/list
`);

async function untilAnswers(address: string): Promise<void> {
  for (let attempt = 0; attempt < 300 && wrangler.exitCode === null; attempt += 1) {
    const answered = await fetch(address).then(
      () => true,
      () => false,
    );
    if (answered) return;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
  throw new Error('wrangler dev did not answer within a minute.');
}
