import { readConfig } from '../../src/config.ts';
import { isLoopback } from '../../src/lib/outbound-fetch.ts';
import { type Variable, variables } from '../../src/variables.ts';
import type { Deployment } from './wrangler-config.ts';

/** Placeholders for secrets, which are checked by name only: the values of a deployed Worker cannot be read. */
const placeholders = { SERVER_APP_SECRET: 'placeholder', SEAL_KEYS: `k1:${'A'.repeat(43)}=` };

/** Jurisdictions allowed in an environment of this name. */
const jurisdictions: Readonly<Record<string, readonly string[]>> = { eu: ['eu'], us: ['us', 'fedramp'] };

/**
 * Configuration problems of a deployment, each with what to do.
 * @param secretNames undefined when wrangler cannot reach Cloudflare
 */
export function deploymentProblems(
  deployment: Deployment,
  secretNames: ReadonlySet<string> | undefined,
): readonly string[] {
  return [
    ...variableProblems(deployment),
    ...publicUrlProblems(deployment),
    ...sharedRouteProblems(deployment),
    ...inheritanceProblems(deployment),
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
    problems.push('ALLOWED_TENANTS: is empty, so no tenant is allowed. Set your tenant id');
  }
  for (const name of ['ENTRA_LOGIN_URL', 'GRAPH_URL']) {
    if ((vars[name] ?? '') !== '') problems.push(`${name}: is for tests only. Remove it from wrangler.toml`);
  }
  for (const [name, { secret }] of Object.entries<Variable>(variables)) {
    if (secret && vars[name] !== undefined) {
      problems.push(`${name}: is a secret in wrangler.toml. Remove it and create a new one`);
    }
  }
  return problems;
}

function publicUrlProblems({ vars, workerName, routeHosts }: Deployment): string[] {
  const url = URL.parse(vars['PUBLIC_URL'] ?? '');
  if (!url) return [];
  if (url.protocol !== 'https:' || isLoopback(url)) {
    return ['PUBLIC_URL: is a loopback URL. Set the https URL of the Worker'];
  }
  const isOnWorkersDev = url.hostname.endsWith('.workers.dev');
  if (isOnWorkersDev && !url.hostname.startsWith(`${workerName}.`)) {
    return [`PUBLIC_URL: is not the URL of ${workerName}, which begins with https://${workerName}.`];
  }
  const otherHosts = routeHosts.filter((host) => host !== url.hostname);
  if (otherHosts.length > 0) {
    return [
      `routes: ${otherHosts.join(', ')} is not the host of PUBLIC_URL. Remove the route, or change PUBLIC_URL`,
    ];
  }
  if (isOnWorkersDev) return [];
  if (routeHosts.length > 0) return [];
  return [
    `PUBLIC_URL: no route for ${url.hostname}. Set routes = [{ pattern = "${url.hostname}", custom_domain = true }]`,
  ];
}

/** Cloudflare moves a custom domain to the Worker that was deployed last. */
function sharedRouteProblems({ routeHosts, otherRouteHosts }: Deployment): string[] {
  return routeHosts.flatMap((host) => {
    const owner = otherRouteHosts.get(host);
    return owner === undefined
      ? []
      : [`routes: ${host} is the domain of ${owner}, too. Each deployment needs its own`];
  });
}

/** Settings that an environment takes from the top level, or loses, without being asked. */
function inheritanceProblems({ environment = '', inherited, vars, isOnWorkersDev }: Deployment): string[] {
  const problems: string[] = [];
  if (inherited.routeHosts.length > 0) {
    problems.push(
      `routes: [env.${environment}] would take ${inherited.routeHosts.join(', ')} from the top level. Set its own routes, or routes = []`,
    );
  }
  if (inherited.lacksTailConsumers) {
    problems.push(
      `tail_consumers: [env.${environment}] does not inherit them, so its audit events would not be delivered. Repeat them there`,
    );
  }
  const url = URL.parse(vars['PUBLIC_URL'] ?? '');
  if (url && !url.hostname.endsWith('.workers.dev') && isOnWorkersDev) {
    problems.push(
      'workers_dev: must be false beside a custom domain: requests to workers.dev bypass the rules of your zone',
    );
  }
  return problems;
}

/** An environment that is named after a jurisdiction must set it. */
function jurisdictionProblems({ environment = '', vars }: Deployment): string[] {
  const allowed = jurisdictions[environment];
  const value = vars['VAULT_JURISDICTION'] ?? '';
  if (!allowed || allowed.includes(value)) return [];
  return [
    `VAULT_JURISDICTION: must be ${allowed.map((name) => `"${name}"`).join(' or ')} in [env.${environment}.vars]`,
  ];
}

/** Query strings contain search terms, authorization codes and download tokens. */
function observabilityProblems({ observability }: Deployment): string[] {
  const { traceSamplingRate, hasInvocationLogs, redactsQueries } = observability;
  if (redactsQueries || (traceSamplingRate === 0 && !hasInvocationLogs)) return [];
  return [
    'redact_query_string: must be true under [observability] when traces or invocation logs are enabled: they contain URLs',
  ];
}

function secretProblems(names: ReadonlySet<string>): string[] {
  const problems: string[] = [];
  const server = ['SERVER_APP_CERTIFICATE', 'SERVER_APP_FEDERATED_KEY', 'SERVER_APP_SECRET'].filter((name) =>
    names.has(name),
  );
  const client = ['CLIENT_APP_CERTIFICATE', 'CLIENT_APP_SECRET'].filter((name) => names.has(name));
  if (!names.has('SEAL_KEYS'))
    problems.push('SEAL_KEYS: the Worker has no key ring. Run npm run setup, or npm run -s keys -- new');
  if (server.length === 0)
    problems.push(
      'SERVER_APP_CERTIFICATE: the Worker has no credential of the server application. Run npm run setup',
    );
  for (const several of [server, client].filter((list) => list.length > 1)) {
    problems.push(
      `${several.join(' and ')}: the Worker has several credentials of one application. Keep one and delete the others: npx wrangler secret delete NAME`,
    );
  }
  return problems;
}
