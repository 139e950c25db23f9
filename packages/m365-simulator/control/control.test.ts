import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { controlPath } from './control-endpoint.ts';
import { decodeJwt } from '../entra/token/jwt.ts';
import { createOAuthClient } from '../client/oauth-client.ts';
import { remoteControl } from './remote-control.ts';
import { startSimulator } from '../server.ts';
import { createStubGraph } from '../test-helpers/stub-graph.ts';
import { apps, contoso, users } from '../seed-data/tenants.ts';

const tenant = await startSimulator({ createGraph: createStubGraph });
const { control } = tenant;
const client = createOAuthClient(tenant.url, contoso);
beforeEach(() => control.reset());
afterAll(() => tenant.close());

describe('mint', () => {
  test('mint replaces, adds and omits claims and header members', async () => {
    const token = await control.mint({
      user: 'megan',
      claims: { scp: 'other', extra: [1] },
      omit: ['oid'],
      header: { typ: 'at+jwt' },
      lifetimeSeconds: 60,
    });
    const jwt = decodeJwt(token);
    expect(jwt?.header['typ']).toBe('at+jwt');
    expect(jwt?.claims).toMatchObject({ scp: 'other', extra: [1], aud: apps.server });
    expect(jwt?.claims).not.toHaveProperty('oid');
    expect(Number(jwt?.claims['exp']) - Number(jwt?.claims['iat'])).toBe(60 + 300);
  });

  test('sign signs header and payload texts unchanged', async () => {
    const [header, payload] = (await control.sign({ header: '{"a":1,"a":2}', payload: 'not JSON' })).split(
      '.',
    );
    expect([header, payload].map((part) => atob(part ?? ''))).toEqual(['{"a":1,"a":2}', 'not JSON']);
  });

  test('the header names the key that signs', async () => {
    const kids = control.keys().map((key) => key.kid);
    const kidOf = async (key: string) => decodeJwt(await control.mint({ user: 'megan', key }))?.header['kid'];
    expect(await kidOf('current')).toBe(control.keys().find((key) => key.isCurrent)?.kid);
    expect(kids).toContain(await kidOf('previous'));
    expect(kids).toContain(await kidOf('consumer'));
    expect(kids).not.toContain(await kidOf('unpublished'));
    expect(await kidOf(kids[1] ?? '')).toBe(kids[1]);
  });

  test.each([{ user: 'nobody' }, { user: 'megan', key: 'nobody' }])(
    'mint throws for an unknown user or key: %o',
    async (options) => {
      await expect(control.mint(options)).rejects.toThrow(/nobody/);
    },
  );
});

describe('the log', () => {
  test('the request log contains no secret, code or token', async () => {
    const back = await client.signIn(users.megan.userPrincipalName);
    const { body } = await client.redeem(back.get('code'));
    await client.refresh(body.refresh_token);
    await client.exchange(body.access_token ?? '');
    const log = JSON.stringify(control.requests());
    for (const secret of [
      back.get('code'),
      client.verifier,
      body.refresh_token,
      body.access_token,
      apps.serverSecret,
    ]) {
      expect(secret).toBeTruthy();
      expect(log).not.toContain(secret);
    }
    expect(log).toContain('requested_token_use');
  });

  test('counts by kind and filters by user', async () => {
    for (const user of ['megan', 'megan', 'adele']) await client.exchange(await control.mint({ user }));
    expect(control.counts()).toEqual({ 'token:on_behalf_of': 3 });
    const { objectId, tenantId } = users.megan;
    expect(control.requests({ kind: 'token:on_behalf_of', tenantId, objectId })).toHaveLength(2);
    control.clearRequests();
    expect(control.counts()).toEqual({});
    expect(control.requests()).toEqual([]);
  });
});

describe('remoteControl', () => {
  const remote = remoteControl(tenant.url);

  test('the control is the same', async () => {
    const token = await remote.mint({ user: 'adele' });
    expect(decodeJwt(token)?.claims['oid']).toBe(users.adele.objectId);
    await remote.setGrants(contoso, ['User.Read']);
    expect(control.grants(contoso)).toEqual(['User.Read']);
    expect(await remote.grants(contoso)).toEqual(['User.Read']);
    await remote.advanceClock(1000);
    expect(await remote.requests({ kind: 'graph' })).toEqual([]);
  });

  test('rejects with the error of the simulator', async () => {
    await expect(remote.mint({ user: 'nobody' })).rejects.toThrow(/Unknown user: nobody/);
  });

  const call = (init: RequestInit) => fetch(tenant.url + controlPath, init);
  const json = { 'content-type': 'application/json' };
  test.each<[string, RequestInit, number]>([
    ['GET', {}, 400],
    ['a form', { method: 'POST', body: new URLSearchParams({ method: 'reset' }) }, 400],
    [
      'a page in a browser',
      { method: 'POST', headers: { ...json, origin: 'http://localhost:3000' }, body: '{"method":"reset"}' },
      403,
    ],
    ['an unknown method', { method: 'POST', headers: json, body: '{"method":"constructor"}' }, 400],
    ['no JSON', { method: 'POST', headers: json, body: '{' }, 400],
  ])('%s is rejected', async (_, init, status) => {
    expect((await call(init)).status).toBe(status);
  });
});

test('contractViolations lists Graph requests that the documentation does not allow', async () => {
  const { body } = await client.exchange(await control.mint({ user: 'megan' }));
  const headers = { authorization: `Bearer ${body.access_token}` };
  const ask = (path: string, init: RequestInit = {}) =>
    fetch(`${tenant.url}/v1.0${path}`, {
      ...init,
      headers: { ...headers, 'content-type': 'application/json' },
    });
  await ask('/me/messages?$top=5&$select=subject');
  expect(control.contractViolations()).toEqual([]);
  await ask('/me/messages?$search="a"&$filter=isRead eq true');
  await ask('/me/messages?$select=%E0%A4%A');
  await ask('/$batch', {
    method: 'POST',
    body: JSON.stringify({ requests: [{ id: '1', method: 'GET', url: '/me/nothing' }] }),
  });
  expect(control.contractViolations()).toMatchObject([
    { method: 'GET', problems: expect.arrayContaining(['$search excludes $filter']) },
    { method: 'GET', problems: [expect.stringMatching(/^the checker failed: URIError/)] },
    {
      url: 'https://graph.microsoft.com/v1.0/me/nothing',
      problems: expect.arrayContaining([expect.stringMatching(/^no such operation/)]),
    },
  ]);
});

test('reset restores the initial state', async () => {
  control.setGrants(contoso, []);
  control.advanceClock(5000);
  control.addFault({ kind: 'keys', effect: 'status', status: 500 });
  control.setConditionalAccess([{ tenantId: contoso, grant: 'block' }]);
  control.reset();
  expect((await client.exchange(await control.mint({ user: 'megan' }))).status).toBe(200);
  expect((await fetch(`${tenant.url}/common/discovery/v2.0/keys`)).status).toBe(200);
  const beforeMs = Date.now();
  const nowMs = control.nowMs();
  expect(nowMs).toBeGreaterThanOrEqual(beforeMs);
  expect(nowMs).toBeLessThanOrEqual(Date.now());
});
