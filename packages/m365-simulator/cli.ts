/** `npm start --workspace m365-simulator`: runs the simulator on loopback until it is stopped. */
import { parseArgs } from 'node:util';
import { controlPath } from './control/control-endpoint.ts';
import { apps, contoso, users } from './seed-data/tenants.ts';
import { startSimulator, type SimulatorServer } from './server.ts';

const usage = `Usage: npm start --workspace m365-simulator -- [--port PORT] [--behavior MODE]

Simulates Microsoft Entra ID and Microsoft Graph with two sample tenants on 127.0.0.1.
The data is kept in memory and starts anew with each run.

Options:
  --port PORT      Port of the login and Graph endpoints, 0 for a free one. Default: 8788
  --behavior MODE  documented (as the reference pages state) or practice (as the service was observed). Default: practice
  --help           Show this text`;

function readPort(text: string): number {
  const port = /^\d{1,5}$/.test(text) ? Number(text) : Number.NaN;
  if (port >= 0 && port <= 65_535) return port;
  throw new Error(`--port expects a number from 0 to 65535. It is "${text}".`);
}

function readBehavior(text: string): 'documented' | 'practice' {
  if (text === 'documented' || text === 'practice') return text;
  throw new Error(`--behavior expects documented or practice. It is "${text}".`);
}

function describe({ url, downloadUrl }: SimulatorServer): string {
  const names = Object.values(users).map(
    ({ userPrincipalName, displayName, jobTitle }) =>
      `  ${userPrincipalName.padEnd(26)}${displayName}, ${jobTitle}`,
  );
  return `Simulated Microsoft 365 is running. Stop it with Ctrl-C.

Entra ID    ${url}/{tenant}/oauth2/v2.0/authorize, …/token
Graph       ${url}/v1.0
Downloads   ${downloadUrl}
Control     ${url}${controlPath}

Users (sign-in needs no password):
${names.join('\n')}

Get an access token for the server application "M365 MCP Server":
  TOKEN=$(curl -s ${url}${controlPath} -H 'content-type: application/json' \\
    -d '{"method":"mint","args":[{"user":"megan"}]}' | sed 's/.*"result":"\\([^"]*\\)".*/\\1/')

Exchange it for a Graph token (On-Behalf-Of) and call Graph:
  GRAPH=$(curl -s ${url}/${contoso}/oauth2/v2.0/token \\
    -d grant_type=urn:ietf:params:oauth:grant-type:jwt-bearer -d requested_token_use=on_behalf_of \\
    -d client_id=${apps.server} -d client_secret=${apps.serverSecret} \\
    -d scope=https://graph.microsoft.com/.default -d assertion=$TOKEN \\
    | sed 's/.*"access_token":"\\([^"]*\\)".*/\\1/')
  curl -s -H "authorization: Bearer $GRAPH" ${url}/v1.0/me`;
}

async function run(): Promise<void> {
  const { values } = parseArgs({
    options: {
      port: { type: 'string', default: '8788' },
      behavior: { type: 'string', default: 'practice' },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) {
    console.log(usage);
    return;
  }
  const simulator = await startSimulator({
    port: readPort(values.port),
    behavior: readBehavior(values.behavior),
  });
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void simulator.close());
  console.log(describe(simulator));
}

function describeError(error: unknown): string {
  const { code, message, port } = error as NodeJS.ErrnoException & { readonly port?: number };
  if (code === 'EADDRINUSE') return `Port ${port} is in use. Choose another one: --port PORT`;
  if (code === 'EACCES') return `Port ${port} requires special rights. Choose another one: --port PORT`;
  return message;
}

await run().catch((error: unknown) => {
  console.error(describeError(error));
  process.exitCode = 1;
});
