import { createStateUse } from '../../../src/oauth/sessions.ts';
import { createMemorySessionStore } from './memory-session-store.ts';
import { describe, expect, it } from 'vitest';
import { createCheckSignIn } from '../../../src/admin/check-sign-in.ts';
import { createAdminConsentFlow } from '../../../src/admin/consent-flow.ts';
import type { AdminSession } from '../../../src/admin/session.ts';
import { parseKeyRing } from '../../../src/crypto/key-ring.ts';
import {
  type FlowInput,
  type FlowName,
  adminConsentTtlMs,
  createAuthorizationFlow,
  readAuthorizationCode,
} from '../../../src/oauth/authorization-flow.ts';
import { readParameters } from '../../../src/oauth/parameters.ts';
import { toCodeChallenge } from '../../../src/oauth/pkce.ts';
import { issuer, resource } from './client.ts';
import { clientAppId, loginUrl, newUser, serverAppId } from './entra-stub.ts';

const keyRing = parseKeyRing(`test:${btoa('0123456789abcdef0123456789abcdef')}`);
const tenant = 'organizations';
const inputs: readonly FlowInput[] = [
  { flow: 'account', tenant },
  { flow: 'admin', tenant, isSilent: false, isForced: false },
  { flow: 'admin-consent', tenant, application: 'server', user: 'user' },
  { flow: 'admin-check', tenant, user: 'user' },
  {
    flow: 'client',
    tenant,
    grantId: 'grant',
    redirectUri: 'https://client.example/cb',
    client: { kind: 'document', id: 'https://client.example/x', redirectHost: 'localhost' },
    clientName: 'Client',
    binding: 'binding',
    isRepeated: false,
  },
];
const allFlows = inputs.map(({ flow }) => flow);
const noCookies = { browser: undefined, consents: undefined };

function createFixture() {
  const time = { nowMs: Date.now() };
  const clock = { nowMs: () => time.nowMs };
  const useState = createStateUse({ ...createMemorySessionStore(), keyRing, clock }, adminConsentTtlMs);
  const flow = createAuthorizationFlow(keyRing, clock, useState);
  const finish = (state: string, browser: string | undefined, flows: readonly FlowName[] = allFlows) =>
    flow.finish(new URLSearchParams({ state, code: 'code' }), { browser, consents: undefined }, flows);
  return { time, flow, finish };
}

function createSession(): AdminSession {
  return {
    ...newUser(),
    name: 'Patti',
    username: 'patti@contoso.example',
    isAdministrator: true,
    authenticatedAtMs: 0,
    interactiveAtMs: 0,
    formToken: 'token',
    granted: undefined,
  };
}

describe('AuthorizationFlow', () => {
  it.each(inputs)('returns the state of the flow $flow to the browser that started it', async (input) => {
    const { flow, finish, time } = createFixture();
    const started = await flow.start(noCookies, input);
    const { state } = await finish(started.state, started.browser, [input.flow]);
    expect(state).toMatchObject({ ...input, startedAtMs: time.nowMs, nonce: started.nonce });
    expect(await toCodeChallenge(state.codeVerifier)).toBe(started.codeChallenge);
    expect(started.state).not.toContain(state.codeVerifier);
  });

  it.each(inputs)('rejects the state of the flow $flow at a callback of the other flows', async (input) => {
    const { flow, finish } = createFixture();
    const { state, browser } = await flow.start(noCookies, input);
    const others = allFlows.filter((name) => name !== input.flow);
    await expect(finish(state, browser, others)).rejects.toMatchObject({ code: 'sign_in_unknown' });
  });

  it.each(inputs)('rejects the flow $flow in another browser and without a cookie', async (input) => {
    const { flow, finish } = createFixture();
    const { state } = await flow.start(noCookies, input);
    for (const browser of [undefined, '', 'x', 'A'.repeat(43)]) {
      await expect(finish(state, browser)).rejects.toMatchObject({
        code: 'other_browser',
        client: input.flow === 'client' ? input.client : undefined,
      });
    }
  });

  it.each(inputs)('accepts a state of the flow $flow once, except that of a client', async (input) => {
    const { flow, finish } = createFixture();
    const { state, browser } = await flow.start(noCookies, input);
    await finish(state, browser);
    const repeated = finish(state, browser);
    // The grant of the client remembers its state.
    if (input.flow === 'client') await expect(repeated).resolves.toMatchObject({ state: { flow: 'client' } });
    else await expect(repeated).rejects.toMatchObject({ code: 'already_finished' });
  });

  it('rejects a repeated parameter, a missing, modified or foreign state', async () => {
    const { flow } = createFixture();
    const { state, browser } = await flow.start(noCookies, { flow: 'account', tenant });
    const cookies = { browser, consents: undefined };
    for (const query of [
      `state=${state}&state=${state}`,
      `state=${state}&code=a&code=b`,
      'code=a',
      `state=${state}A`,
      'state=AQAAAAAAAA',
    ]) {
      const finished = flow.finish(new URLSearchParams(query), cookies, allFlows);
      await expect(finished).rejects.toMatchObject({ code: 'sign_in_unknown' });
    }
  });

  it.each([
    ['account', 10],
    ['admin', 10],
    ['admin-check', 10],
    ['client', 10],
    ['admin-consent', 30],
  ] as const)('expires a state of the flow %s after %i minutes', async (name, minutes) => {
    const { flow, finish, time } = createFixture();
    const input = inputs.find((one) => one.flow === name);
    if (!input) throw new Error('No input.');
    const { state, browser } = await flow.start(noCookies, input);
    time.nowMs += minutes * 60_000 - 1;
    await expect(finish(state, browser)).resolves.toMatchObject({ state: { flow: name } });
    time.nowMs += 1;
    await expect(finish(state, browser)).rejects.toMatchObject({ code: 'sign_in_unknown' });
  });

  it('keeps the browser cookie of a pending flow, and uses a new code verifier and nonce each time', async () => {
    const { flow } = createFixture();
    const first = await flow.start(noCookies, { flow: 'account', tenant });
    const cookies = { browser: first.browser, consents: undefined };
    const second = await flow.start(cookies, { flow: 'account', tenant });
    expect(second.browser).toBe(first.browser);
    expect(second.codeChallenge).not.toBe(first.codeChallenge);
    expect(second.nonce).not.toBe(first.nonce);
  });
});

describe('readAuthorizationCode', () => {
  it('returns the code, the failure of an error response, and rejects a response with neither', () => {
    const read = (query: string) => readAuthorizationCode(readParameters(new URLSearchParams(query)));
    expect(read('code=c')).toEqual({ ok: true, code: 'c' });
    expect(read('code=c&error=access_denied&error_description=AADSTS53003: x')).toMatchObject({
      ok: false,
      failure: { code: 'AADSTS53003' },
    });
    expect(() => read('')).toThrow(expect.objectContaining({ code: 'sign_in_unknown' }) as Error);
    expect(read(`code=${'c'.repeat(8192)}`)).toMatchObject({ ok: true });
    expect(() => read(`code=${'c'.repeat(8193)}`)).toThrow('sign_in_unknown');
  });
});

describe('flows of an administrator', () => {
  it('rejects an admin consent that another administrator of the same browser started', async () => {
    const { flow } = createFixture();
    const consent = createAdminConsentFlow({
      flow,
      identity: { issuer, resource, serverAppId, clientAppId },
      graphOrigin: 'https://graph.microsoft.com',
      loginUrl,
    });
    const session = createSession();
    const { location, browser } = await consent.start(session, noCookies, 'all');
    const cookies = { browser, consents: undefined };
    const state = new URL(location).searchParams.get('state') ?? '';
    const query = new URLSearchParams({ state, admin_consent: 'True' });
    const response = await flow.finish(query, cookies, ['admin-consent']);
    const proceeded = consent.proceed(response, createSession(), cookies);
    await expect(proceeded).rejects.toMatchObject({ code: 'sign_in_unknown' });
    expect(await consent.proceed(response, session, cookies)).toMatchObject({ kind: 'redirect', browser });
  });

  it('rejects a self-check that another administrator of the same browser started, before the redemption', async () => {
    const { flow } = createFixture();
    const grants: unknown[] = [];
    const check = createCheckSignIn({
      flow,
      clientApplication: {
        authorizationUrl: (_tenant, { state }) => `https://login.example/?state=${state}`,
        redeem: async (_tenant, grant) => {
          grants.push(grant);
          return { ok: false, failure: { kind: 'unavailable' } };
        },
      },
      verifier: { verify: () => Promise.reject(new Error('No token.')) },
    });
    const session = createSession();
    const { location, browser } = await check.start(session, noCookies);
    const state = new URL(location).searchParams.get('state') ?? '';
    const query = new URLSearchParams({ state, code: 'code' });
    const response = await flow.finish(query, { browser, consents: undefined }, ['admin-check']);
    await expect(check.finish(response, createSession())).rejects.toMatchObject({ code: 'sign_in_unknown' });
    expect(grants).toEqual([]);
    expect(await check.finish(response, session)).toMatchObject({ ok: false, reason: 'entra' });
    expect(grants).toHaveLength(1);
  });
});
