import { readConfig } from '../../src/config.ts';
import { isLoopback } from '../../src/lib/outbound-fetch.ts';
import { type Variable, variables } from '../../src/variables.ts';
import type { Deployment } from './wrangler-config.ts';

/** Stand in for secrets, which are judged by their names: nobody can read the values of a deployed Worker. */
const placeholders = { SERVER_APP_SECRET: 'placeholder', SEAL_KEYS: `k1:${'A'.repeat(43)}=` };

/** Where objects must stay in an environment of this name. */
const jurisdictions: Readonly<Record<string, readonly string[]>> = { eu: ['eu'], us: ['us', 'fedramp'] };

/**
 * Everything that keeps a deployment from working, each with what to do about it.
 * @param secretNames undefined where Cloudflare cannot be asked
 */
export function deploymentProblems(
  deployment: Deployment,
  secretNames: ReadonlySet<string> | undefined,
): readonly string[] {
  return [
    ...variableProblems(deployment),
    ...addressProblems(deployment),
    ...jurisdictionProblems(deployment),
    ...observabilityProblems(deployment),
    ...(secretNames ? secretProblems(secretNames) : []),
  ];
}

function variableProblems({ vars }: Deployment): string[] {
  const problems: string[] = [];
  const result = readConfig({ ...vars, ...placeholders });
  if (!result.ok) problems.push(...result.problems);
  if ((vars['ALLOWED_TENANTS'] ?? '') === '') {
    problems.push('ALLOWED_TENANTS: is empty, which lets nobody in. Put the tenant id of your organisation');
  }
  for (const name of ['ENTRA_LOGIN_URL', 'GRAPH_URL']) {
    if ((vars[name] ?? '') !== '') problems.push(`${name}: is for stand-ins. Take it out of wrangler.toml`);
  }
  for (const [name, { secret }] of Object.entries<Variable>(variables)) {
    if (secret && vars[name] !== undefined) {
      problems.push(`${name}: is a secret, and stands in wrangler.toml. Take it out, and make a new one`);
    }
  }
  return problems;
}

function addressProblems({ vars, workerName, hasRoutes }: Deployment): string[] {
  const url = URL.parse(vars['PUBLIC_URL'] ?? '');
  if (!url) return [];
  if (url.protocol !== 'https:' || isLoopback(url)) {
    return ['PUBLIC_URL: is this machine. Put the https address of the Worker'];
  }
  if (url.hostname.endsWith('.workers.dev')) {
    return url.hostname.startsWith(`${workerName}.`)
      ? []
      : [`PUBLIC_URL: is not the address of ${workerName}, which begins with https://${workerName}.`];
  }
  if (hasRoutes) return [];
  return [
    `PUBLIC_URL: nothing leads ${url.hostname} here. Put routes = [{ pattern = "${url.hostname}", custom_domain = true }]`,
  ];
}

/** An environment that is named after a jurisdiction keeps what it promises. */
function jurisdictionProblems({ environment = '', vars }: Deployment): string[] {
  const wanted = jurisdictions[environment];
  const given = vars['VAULT_JURISDICTION'] ?? '';
  if (!wanted || wanted.includes(given)) return [];
  return [
    `VAULT_JURISDICTION: must be ${wanted.map((name) => `"${name}"`).join(' or ')} in [env.${environment}.vars]`,
  ];
}

/** Queries hold what people search for, the codes of sign-ins and what opens a file. */
function observabilityProblems({ observability }: Deployment): string[] {
  const { tracedShare, logsRequests, redactsQueries } = observability;
  if (redactsQueries || (tracedShare === 0 && !logsRequests)) return [];
  return [
    'redact_query_string: must be true under [observability] where traces or execution logs are on: they hold addresses',
  ];
}

function secretProblems(names: ReadonlySet<string>): string[] {
  const problems: string[] = [];
  const server = ['SERVER_APP_CERTIFICATE', 'SERVER_APP_FEDERATED_KEY', 'SERVER_APP_SECRET'].filter((name) =>
    names.has(name),
  );
  const client = ['CLIENT_APP_CERTIFICATE', 'CLIENT_APP_SECRET'].filter((name) => names.has(name));
  if (!names.has('SEAL_KEYS'))
    problems.push('SEAL_KEYS: the Worker has no key ring. Run the set-up, or `npm run keys -- new`');
  if (server.length === 0)
    problems.push('SERVER_APP_CERTIFICATE: the Worker has no credential of the server app. Run the set-up');
  for (const both of [server, client].filter((list) => list.length > 1)) {
    problems.push(
      `${both.join(' and ')}: the Worker has them all. Keep one, delete the others: npx wrangler secret delete NAME`,
    );
  }
  return problems;
}
