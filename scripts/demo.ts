/**
 * `npm run demo`: a person asks, the connector answers, against the simulated tenant and through the real path: sign-in
 * at the relay, exchange, Graph, every tool. Each step checks what it shows, so this is also the end-to-end test.
 * `npm run demo -- --read URI [--page N] [--as UPN]` reads one resource through a connector that `npm start` keeps up.
 */
import { users } from 'm365-simulator';
import { bundle } from './lib/bundle.ts';
import {
  OperatorError,
  oneOf,
  readOptions,
  readOrigin,
  runCommand,
  wholeNumber,
} from './lib/command-line.ts';
import { playDemo } from './lib/demo-flow.ts';
import { connectClient, textOf } from './lib/mcp-clients.ts';
import { signInToEntra } from './sign-in/entra-token.ts';
import { startSimulation } from './lib/simulation.ts';

interface Reading {
  readonly uri: string;
  readonly page: number;
  readonly person: string;
  readonly url: URL;
  readonly tenant: URL;
}

await runCommand(async () => {
  const { values } = readOptions({
    options: {
      read: { type: 'string' },
      page: { type: 'string', default: '1' },
      as: { type: 'string', default: users.megan.userPrincipalName },
      url: { type: 'string', default: 'http://localhost:8787' },
      tenant: { type: 'string', default: 'http://127.0.0.1:8788' },
    },
  });
  if (values.read === undefined) return play();
  const names = Object.values(users).map(({ userPrincipalName }) => userPrincipalName);
  return read({
    uri: values.read,
    page: wholeNumber('--page', values.page, 1, 10_000),
    person: oneOf('--as', values.as, names),
    url: readOrigin('--url', values.url),
    tenant: readOrigin('--tenant', values.tenant),
  });
});

async function read({ uri, page, person, url, tenant }: Reading): Promise<void> {
  const token = await signInToEntra(tenant.origin, person).catch((error: unknown) => {
    if (!(error instanceof TypeError)) throw error;
    throw new OperatorError(`Nothing answers at ${tenant.origin}. Start it: npm start`);
  });
  const client = await connectClient('2026-07-28', new URL('/mcp', url), token);
  const answer = await client.callTool({ name: 'read_resource', arguments: { uri, startPage: page } });
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
