import { contoso } from 'm365-simulator';
import { describe, expect, test } from 'vitest';
import { smokeTest } from '../../scripts/cloudflare/smoke-test.ts';
import { createAdministrator } from './admin/administrator.ts';
import { useConnector } from './connector.ts';

const ends = new Date(Date.now() + 20 * 86_400_000).toISOString().slice(0, 10);
const healthKey = 'k'.repeat(32);
const connector = useConnector({
  ENTRA_SERVER_SECRET_EXPIRES_ON: ends,
  HEALTH_KEY: healthKey,
  ALLOWED_TENANTS: contoso,
});

describe('smokeTest', () => {
  test('passes for a working connector', async () => {
    const checks = await smokeTest(connector.simulation.url, fetch);
    expect(checks.map(({ name, problem }) => [name, problem])).toEqual([
      ['health', undefined],
      ['protected resource metadata', undefined],
      ['authorization server metadata', undefined],
      ['challenge', undefined],
    ]);
  });

  test('fails for a URL other than PUBLIC_URL', async () => {
    const origin = connector.simulation.url.replace('127.0.0.1', 'localhost');
    const problems = (await smokeTest(origin, fetch)).map(({ problem }) => problem);
    expect(problems[0]).toBeUndefined();
    expect(problems[1]).toContain(`not ${origin}/mcp`);
    expect(problems[2]).toContain(`not ${origin}`);
    expect(problems[3]).toBe('the challenge has no resource_metadata');
  });

  test('reports the problems of an unconfigured connector', async () => {
    const unconfigured = () =>
      Promise.resolve(
        Response.json({ error: 'not_configured', problems: ['SEAL_KEYS: must hold a key'] }, { status: 503 }),
      );
    const [health] = await smokeTest('https://mcp.example.com', unconfigured);
    expect(health?.problem).toBe('/healthz responded 503: SEAL_KEYS: must hold a key');
  });

  test('fails all checks when the server is unreachable', async () => {
    const nothing = () => Promise.reject(new TypeError('fetch failed'));
    const problems = (await smokeTest('https://mcp.example.com', nothing)).map(({ problem }) => problem);
    expect(problems).toEqual(Array.from({ length: 4 }, () => 'fetch failed'));
  });
});

test('GET /healthz/deep checks the Entra keys and a Durable Object, and is cached', async () => {
  const { control } = connector.simulation.tenant;
  const response = await fetch(`${connector.simulation.url}/healthz/deep`);
  expect(response.status).toBe(200);
  expect(await response.json()).toMatchObject({
    status: 'ok',
    region: 'simulation',
    checks: { signingKeys: true, storage: true, credentials: true },
  });
  const asked = control.counts()['keys'];
  for (let count = 0; count < 20; count += 1) await fetch(`${connector.simulation.url}/healthz/deep`);
  expect(control.counts()['keys']).toBe(asked);
});

test('/healthz and /admin warn of a client secret that expires in 20 days', async () => {
  const { url } = connector.simulation;
  const text = `The client secret of the server application ends on ${ends}. Put a new one beside it: npm run setup -- --secret --rotate`;
  const headers = { authorization: `Bearer ${healthKey}` };
  expect(await (await fetch(`${url}/healthz`, { headers })).json()).toMatchObject({ attention: [text] });
  expect(await (await fetch(`${url}/healthz`)).json()).not.toHaveProperty('attention');
  expect((await createAdministrator(url).signIn()).text).toContain(text);
});
