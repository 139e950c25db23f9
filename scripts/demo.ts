/**
 * `npm run demo`: real MCP clients use the connector against the simulated tenant: sign-in at the OAuth server,
 * On-Behalf-Of exchange, Graph, every tool. Each step asserts what it prints, so this is an end-to-end test, too.
 * `--all` adds what the default consent does not show. `--read` reads one resource through a connector that `npm start` runs.
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
import { playOptional } from './lib/demo-optional.ts';
import { connectClient, textOf } from './lib/mcp-clients.ts';
import { signInToEntra } from './sign-in/entra-token.ts';
import { startSimulation } from './lib/simulation.ts';

const usage = `npm run demo
npm run demo -- --all
npm run demo -- --read URI [--page N] [--as UPN]

  --all           optional permissions, prompts and the tools for ChatGPT too
  --read URI      read one resource through a connector started with npm start
  --page N        page of the resource; default: 1
  --as UPN        user who signs in; default: ${users.megan.userPrincipalName}
  --url URL       origin of the connector; default: http://localhost:8787
  --tenant URL    origin of the simulated tenant; default: http://127.0.0.1:8788`;

interface ReadRequest {
  readonly uri: string;
  readonly page: number;
  readonly userPrincipalName: string;
  readonly url: URL;
  readonly tenant: URL;
}

await runCommand(usage, async () => {
  const { values } = readOptions({
    options: {
      all: { type: 'boolean', default: false },
      read: { type: 'string' },
      page: { type: 'string', default: '1' },
      as: { type: 'string', default: users.megan.userPrincipalName },
      url: { type: 'string', default: 'http://localhost:8787' },
      tenant: { type: 'string', default: 'http://127.0.0.1:8788' },
    },
  });
  if (values.read === undefined) return play(values.all);
  const names = Object.values(users).map(({ userPrincipalName }) => userPrincipalName);
  return read({
    uri: values.read,
    page: wholeNumber('--page', values.page, 1, 10_000),
    userPrincipalName: oneOf('--as', values.as, names),
    url: readOrigin('--url', values.url),
    tenant: readOrigin('--tenant', values.tenant),
  });
});

async function read({ uri, page, userPrincipalName, url, tenant }: ReadRequest): Promise<void> {
  const token = await signInToEntra(tenant.origin, userPrincipalName).catch((error: unknown) => {
    if (!(error instanceof TypeError)) throw error;
    throw new OperatorError(`No server responds at ${tenant.origin}. Start it with npm start`);
  });
  const client = await connectClient('2026-07-28', new URL('/mcp', url), token);
  const result = await client.callTool({ name: 'read_resource', arguments: { uri, startPage: page } });
  console.log(textOf(result));
  await client.close();
  process.exitCode = result.isError ? 1 : 0;
}

/** @param withOptional whether abilities beyond the default consent are shown */
async function play(withOptional: boolean): Promise<void> {
  console.log('Bundling the Worker, starting it on workerd beside a simulated Microsoft 365 tenant …');
  const simulation = await startSimulation({ bundle: await bundle() });
  try {
    await playDemo('2026-07-28', simulation, true);
    await playDemo('2025-11-25', simulation, false);
    if (withOptional) await playOptional('2026-07-28', simulation);
    console.log('\nAll steps passed with MCP 2026-07-28 and 2025-11-25.');
  } finally {
    await simulation.stop();
  }
}
