import { spawn } from 'node:child_process';
import { tmpdir } from 'node:os';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { apps, contoso } from 'm365-simulator';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { bundle, root } from '../../scripts/lib/bundle.ts';
import { deploymentProblems } from '../../scripts/cloudflare/deployment-problems.ts';
import {
  type Deployment,
  listEnvironments,
  readDeployment,
  setTomlValues,
} from '../../scripts/cloudflare/wrangler-config.ts';
import { rateLimits } from '../../src/http/rate-limit.ts';
import { variables } from '../../src/variables.ts';
import { freshToml } from './fresh-toml.ts';

const wranglerToml = `${root}wrangler.toml`;
const environments = listEnvironments(wranglerToml);
const topLevel = readDeployment(wranglerToml);

test('wrangler.toml defines the environments eu, us and apac', () => {
  expect(environments.slice(0, 3)).toEqual(['eu', 'us', 'apac']);
});

describe.each(environments)('wrangler.toml, environment %s', (environment) => {
  const deployment = readDeployment(wranglerToml, environment);

  test('repeats all bindings and variables of the top level', () => {
    expect(deployment.bindings).toEqual(topLevel.bindings);
    expect(Object.keys(deployment.vars)).toEqual(Object.keys(topLevel.vars));
  });

  test('has its own name, region and jurisdiction', () => {
    expect(deployment.workerName).toBe(`m365-mcp-connector-${environment}`);
    expect(deployment.vars['REGION']).toBe(environment);
    const problems = deploymentProblems(deployment, undefined);
    expect(problems.filter((problem) => problem.startsWith('VAULT_JURISDICTION'))).toEqual([]);
  });
});

test.each([undefined, ...environments])(
  'wrangler.toml redacts query strings in traces and logs: environment %s',
  (environment) => {
    const problems = deploymentProblems(readDeployment(wranglerToml, environment), undefined);
    expect(problems.filter((problem) => problem.startsWith('redact_query_string'))).toEqual([]);
  },
);

test('the rate limits of wrangler.toml match the code', () => {
  for (const { binding, limit, periodSeconds } of Object.values(rateLimits)) {
    expect(topLevel.bindings[binding]).toBe(`rate limit ${limit}/${periodSeconds}`);
  }
});

test('wrangler.toml lists every variable and no secret', () => {
  const standIns = ['ENTRA_LOGIN_URL', 'GRAPH_URL'];
  const expected = Object.entries(variables)
    .filter(([name, facts]) => !('secret' in facts) && !standIns.includes(name))
    .map(([name]) => name);
  expect(Object.keys(topLevel.vars).toSorted()).toEqual(expected.toSorted());
});

describe('deploymentProblems', () => {
  const complete: Deployment = {
    environment: 'eu',
    workerName: 'm365-mcp-connector-eu',
    routeHosts: ['eu.mcp.example.com'],
    otherRouteHosts: new Map(),
    inherited: { routeHosts: [], lacksTailConsumers: false },
    isOnWorkersDev: false,
    bindings: {},
    observability: topLevel.observability,
    vars: {
      ...readDeployment(wranglerToml, 'eu').vars,
      PUBLIC_URL: 'https://eu.mcp.example.com',
      SERVER_APP_ID: apps.server,
      CLIENT_APP_ID: apps.client,
      ALLOWED_TENANTS: contoso,
    },
  };
  const secrets = new Set(['SEAL_KEYS', 'SERVER_APP_CERTIFICATE']);

  test('returns nothing for a complete deployment', () => {
    expect(deploymentProblems(complete, secrets)).toEqual([]);
    expect(deploymentProblems(complete, undefined)).toEqual([]);
  });

  test.each([
    ['a missing PUBLIC_URL', { PUBLIC_URL: '' }, 'PUBLIC_URL: must be an origin'],
    ['a loopback PUBLIC_URL', { PUBLIC_URL: 'http://localhost:8787' }, 'PUBLIC_URL: is a loopback URL'],
    [
      'a PUBLIC_URL of another Worker',
      { PUBLIC_URL: 'https://other.me.workers.dev' },
      'PUBLIC_URL: is not the URL of',
    ],
    ['a missing application id', { SERVER_APP_ID: '' }, 'SERVER_APP_ID: must be the GUID'],
    ['an empty ALLOWED_TENANTS', { ALLOWED_TENANTS: '' }, 'ALLOWED_TENANTS: is empty'],
    ['a URL of a test server', { GRAPH_URL: 'https://graph.example' }, 'GRAPH_URL: is for tests only'],
    ['a secret among the variables', { SERVER_APP_SECRET: 'x' }, 'SERVER_APP_SECRET: is a secret'],
    ['a region without its jurisdiction', { VAULT_JURISDICTION: '' }, 'VAULT_JURISDICTION: must be "eu"'],
  ])('reports %s', (_, vars, words) => {
    const problems = deploymentProblems({ ...complete, vars: { ...complete.vars, ...vars } }, secrets);
    expect(problems.join('\n')).toContain(words);
    expect(problems).toHaveLength(1);
  });

  test('accepts fedramp for us and rejects it for eu', () => {
    const vars = { ...complete.vars, VAULT_JURISDICTION: 'fedramp' };
    expect(deploymentProblems({ ...complete, environment: 'us', vars }, secrets)).toEqual([]);
    expect(deploymentProblems({ ...complete, vars }, secrets)).toEqual([
      expect.stringContaining('VAULT_JURISDICTION: must be "eu"'),
    ]);
  });

  test.each([
    ['a missing key ring', ['SERVER_APP_SECRET'], 'SEAL_KEYS: the Worker has no key ring'],
    ['a missing credential', ['SEAL_KEYS'], 'SERVER_APP_CERTIFICATE: the Worker has no credential'],
    [
      'two credentials',
      ['SEAL_KEYS', 'SERVER_APP_SECRET', 'SERVER_APP_CERTIFICATE'],
      'the Worker has several credentials',
    ],
  ])('reports %s', (_, names, words) => {
    expect(deploymentProblems(complete, new Set(names))).toEqual([expect.stringContaining(words)]);
  });

  test.each([
    ['traces', { traceSamplingRate: 0.01, hasInvocationLogs: false }],
    ['execution logs', { traceSamplingRate: 0, hasInvocationLogs: true }],
  ])('reports unredacted query strings in %s', (_, kept) => {
    const deployment = { ...complete, observability: { ...kept, redactsQueries: false } };
    expect(deploymentProblems(deployment, secrets)).toEqual([
      expect.stringContaining('redact_query_string: must be true'),
    ]);
    expect(
      deploymentProblems({ ...complete, observability: { ...kept, redactsQueries: true } }, secrets),
    ).toEqual([]);
  });

  test('ignores unredacted query strings when tracing and logging are off', () => {
    const off = { traceSamplingRate: 0, hasInvocationLogs: false, redactsQueries: false };
    expect(deploymentProblems({ ...complete, observability: off }, secrets)).toEqual([]);
  });

  test('reports a custom domain without a route', () => {
    const problems = deploymentProblems({ ...complete, routeHosts: [] }, secrets);
    expect(problems).toEqual([expect.stringContaining('routes = [{ pattern = "eu.mcp.example.com"')]);
  });

  test('accepts workers.dev without a route', () => {
    const PUBLIC_URL = 'https://m365-mcp-connector-eu.me.workers.dev';
    const deployment = {
      ...complete,
      routeHosts: [],
      isOnWorkersDev: true,
      vars: { ...complete.vars, PUBLIC_URL },
    };
    expect(deploymentProblems(deployment, secrets)).toEqual([]);
  });
});

describe('routes of several deployments', () => {
  const vars = { SERVER_APP_ID: apps.server, CLIENT_APP_ID: apps.client, ALLOWED_TENANTS: contoso };
  const domain = (host: string) => ({ toml: `[{ pattern = "${host}", custom_domain = true }]` });
  const topDomain = () =>
    setTomlValues(
      setTomlValues(freshToml(), '', { routes: domain('mcp.example.com'), workers_dev: { toml: 'false' } }),
      'vars',
      { ...vars, PUBLIC_URL: 'https://mcp.example.com' },
    );
  const euDomain = (toml: string, host = 'eu.mcp.example.com') =>
    setTomlValues(
      setTomlValues(toml, 'env.eu', { routes: domain(host), workers_dev: { toml: 'false' } }),
      'env.eu.vars',
      { ...vars, PUBLIC_URL: 'https://eu.mcp.example.com' },
    );
  const secrets = new Set(['SEAL_KEYS', 'SERVER_APP_CERTIFICATE']);
  const folder = mkdtempSync(`${tmpdir()}/routes-`);
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  const problemsOf = (toml: string, environment?: string) => {
    writeFileSync(`${folder}/wrangler.toml`, toml);
    return deploymentProblems(readDeployment(`${folder}/wrangler.toml`, environment), secrets);
  };

  test('accepts a domain of the top level beside a domain of an environment', () => {
    const toml = euDomain(topDomain());
    expect(problemsOf(toml)).toEqual([]);
    expect(problemsOf(toml, 'eu')).toEqual([]);
  });

  test('reports an environment that would take the domain of the top level', () => {
    const toml = euDomain(topDomain()).replace(/(\[env\.eu\]\n)routes = .*\n/, '$1');
    expect(problemsOf(toml, 'eu')).toEqual([
      expect.stringContaining('PUBLIC_URL: no route for eu.mcp.example.com'),
      expect.stringContaining('routes: [env.eu] would take mcp.example.com from the top level'),
    ]);
  });

  test('reports a route of an earlier PUBLIC_URL', () => {
    expect(problemsOf(euDomain(topDomain(), 'old.example.com'), 'eu')).toEqual([
      expect.stringContaining('routes: old.example.com is not the host of PUBLIC_URL'),
    ]);
  });

  test('reports a domain of another deployment: the last one to be deployed would take it', () => {
    const toml = setTomlValues(
      setTomlValues(topDomain(), 'env.eu', {
        routes: domain('mcp.example.com'),
        workers_dev: { toml: 'false' },
      }),
      'env.eu.vars',
      { ...vars, PUBLIC_URL: 'https://mcp.example.com' },
    );
    expect(problemsOf(toml, 'eu')).toEqual([
      'routes: mcp.example.com is the domain of the top level, too. Each deployment needs its own',
    ]);
    expect(problemsOf(toml)).toEqual([
      'routes: mcp.example.com is the domain of [env.eu], too. Each deployment needs its own',
    ]);
  });

  test('reports workers_dev beside a custom domain', () => {
    const toml = setTomlValues(euDomain(topDomain()), 'env.eu', { workers_dev: { toml: 'true' } });
    expect(problemsOf(toml, 'eu')).toEqual([expect.stringContaining('workers_dev: must be false')]);
  });

  test('reports tail consumers that an environment does not inherit', () => {
    const toml = setTomlValues(euDomain(topDomain()), '', {
      tail_consumers: { toml: '[{ service = "audit-tail" }]' },
    });
    expect(problemsOf(toml)).toEqual([]);
    expect(problemsOf(toml, 'eu')).toEqual([
      expect.stringContaining('tail_consumers: [env.eu] does not inherit'),
    ]);
  });
});

describe('npm run deploy -- --dry-run', { timeout: 120_000 }, () => {
  mkdirSync(`${root}.wrangler`, { recursive: true });
  const home = mkdtempSync(`${root}.wrangler/deploy-test-`);
  const config = `${home}/wrangler.toml`;
  beforeAll(async () => {
    // In a full run the bundle exists and is in use, so it is not built again.
    if (!existsSync(`${root}dist/worker/index.js`)) await bundle();
    const { build, ...kept } = splitTables(freshToml());
    expect(build).toContain('npm run -s build');
    let toml = setTomlValues(Object.values(kept).join('\n'), '', { main: `${root}dist/worker/index.js` });
    for (const environment of environments) {
      toml = setTomlValues(toml, `env.${environment}.vars`, {
        PUBLIC_URL: `https://m365-mcp-connector-${environment}.me.workers.dev`,
        SERVER_APP_ID: apps.server,
        CLIENT_APP_ID: apps.client,
        ALLOWED_TENANTS: contoso,
      });
    }
    writeFileSync(config, toml);
  });
  afterAll(() => rmSync(home, { recursive: true, force: true }));

  test.each(environments.map((name) => [name, name === 'us' ? ['--immediate'] : []] as const))(
    'passes for %s with %j when it is configured',
    async (environment, options) => {
      const { code, output } = await run('--env', environment, '--dry-run', ...options);
      expect(output).toContain(`env.REGION ("${environment}")`);
      expect(output).toContain('--dry-run: exiting now.');
      expect(code).toBe(0);
    },
  );

  test('exits with 1 for the unconfigured top level', async () => {
    const { code, output } = await run('--dry-run');
    expect(output).toContain('cannot be deployed');
    expect(output).toContain('SERVER_APP_ID: must be the GUID of an application');
    expect(output).not.toContain('Total Upload');
    expect(code).toBe(1);
  });

  test('lists the environments for an unknown one', async () => {
    expect((await run('--env', 'mars', '--dry-run')).output).toContain('It has: eu, us, apac');
  });

  test('deploys an unconfigured Worker in Workers Builds, with a warning', async () => {
    const { code, output } = await run('--dry-run', { WORKERS_CI: '1' });
    expect(output).toContain('responds 503 until these are resolved');
    expect(output).toContain('--dry-run: exiting now.');
    expect(code).toBe(0);
  });

  function run(
    ...args: readonly (string | Record<string, string>)[]
  ): Promise<{ code: number | null; output: string }> {
    const words = args.filter((arg) => typeof arg === 'string');
    const environment = Object.assign({}, ...args.filter((arg) => typeof arg !== 'string')) as object;
    const child = spawn(process.execPath, [`${root}scripts/deploy.ts`, '--config', config, ...words], {
      cwd: root,
      // Keeps a Cloudflare login of the developer out of the test.
      env: {
        PATH: process.env['PATH'],
        NODE_COMPILE_CACHE: process.env['NODE_COMPILE_CACHE'],
        HOME: home,
        CI: '1',
        ...environment,
      },
    });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (chunk: string) => (output += chunk));
    }
    return new Promise((resolve) => child.once('close', (code) => resolve({ code, output })));
  }
});

/** Splits TOML into tables by name, each with its header. */
function splitTables(toml: string): Record<string, string> {
  const tables: Record<string, string> = {};
  let name = '';
  let count = 0;
  for (const line of toml.split('\n')) {
    const header = /^\[+([\w.]+)\]+/.exec(line)?.[1];
    if (header !== undefined) {
      count += 1;
      name = header === 'build' ? header : `${header}#${count}`;
    }
    tables[name] = `${tables[name] ?? ''}${line}\n`;
  }
  return tables;
}
