/**
 * `npm run demo`: a person asks, the connector answers, against the simulated tenant and through the real path: sign-in
 * at the relay, exchange, Graph, every tool. Each step checks what it shows, so this is also the end-to-end test.
 * `npm run demo -- --read URI [--page N] [--as UPN]` reads one resource through a connector that `npm start` keeps up.
 */
import { parseArgs } from 'node:util';
import { people } from '../test/tenant/world.ts';
import { bundle } from './bundle.ts';
import { playDemo } from './demo/play-demo.ts';
import { textOf } from './demo/tool-answer.ts';
import { connectClient } from './mcp-clients.ts';
import { signIn } from './sign-in.ts';
import { startSimulation } from './simulation.ts';

const { values } = parseArgs({
  options: {
    read: { type: 'string' },
    page: { type: 'string', default: '1' },
    as: { type: 'string', default: people.megan.userPrincipalName },
    url: { type: 'string', default: 'http://localhost:8787' },
    tenant: { type: 'string', default: 'http://127.0.0.1:8788' },
  },
});

if (values.read === undefined) await play();
else await read(values.read);

async function read(uri: string): Promise<void> {
  const token = await signIn(values.tenant, values.as);
  const client = await connectClient('2026-07-28', new URL(`${values.url}/mcp`), token);
  const answer = await client.callTool({
    name: 'read_resource',
    arguments: { uri, startPage: Number(values.page) },
  });
  console.log(textOf(answer));
  await client.close();
  process.exitCode = answer.isError ? 1 : 0;
}

async function play(): Promise<void> {
  console.log('Bundling the Worker, starting it on workerd beside a simulated Microsoft 365 tenant …');
  const simulation = await startSimulation({ bundle: await bundle() });
  try {
    for (const era of ['2026-07-28', '2025-11-25'] as const) await playDemo(era, simulation.mcpUrl);
    console.log('\nEverything worked, in both protocol eras.');
  } finally {
    await simulation.stop();
  }
}
