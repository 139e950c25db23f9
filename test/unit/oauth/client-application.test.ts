import { describe, expect, it } from 'vitest';
import { clouds } from '../../../src/entra/clouds.ts';
import type { OutboundFetch } from '../../../src/lib/outbound-fetch.ts';
import {
  type ClientApplicationOptions,
  createClientApplication,
} from '../../../src/oauth/client-application.ts';
import { clientAppId, serverAppId } from './entra-stub.ts';

const identity = {
  issuer: 'https://mcp.example.com',
  resource: 'https://mcp.example.com/mcp',
  serverAppId,
  clientAppId,
};

function signInWith(answer: unknown, changes: Partial<ClientApplicationOptions> = {}) {
  const requests: {
    readonly url: string;
    readonly form: Record<string, string>;
    readonly timeoutMs: number;
  }[] = [];
  const fetch: OutboundFetch = async (url, init, { timeoutMs }) => {
    requests.push({
      url: url.href,
      form: Object.fromEntries(new URLSearchParams(init.body as URLSearchParams)),
      timeoutMs,
    });
    const text = typeof answer === 'string' ? answer : JSON.stringify(answer);
    return { status: 200, headers: new Headers(), body: new TextEncoder().encode(text) };
  };
  const loginUrl = new URL('http://127.0.0.1:4000');
  const clientApplication = createClientApplication({
    identity,
    cloud: clouds.usgov,
    loginUrl,
    credential: undefined,
    fetch,
    ...changes,
  });
  return { clientApplication, requests };
}

const tokens = { token_type: 'Bearer', access_token: 'access', expires_in: 3599, refresh_token: 'refresh' };

describe('the token request to Entra', () => {
  it('[entra-7.10] signs the client assertion for the canonical token endpoint, whatever ENTRA_LOGIN_URL is', async () => {
    const asked: string[][] = [];
    const { clientApplication, requests } = signInWith(tokens, {
      credential: {
        parameters: async (...parameters) => {
          asked.push(parameters);
          return { client_assertion: 'signed' };
        },
      },
    });
    expect(await clientApplication.redeem('organizations', { refreshToken: 'r' })).toMatchObject({
      ok: true,
    });
    expect(asked).toEqual([
      ['https://login.microsoftonline.us/organizations/oauth2/v2.0/token', clientAppId],
    ]);
    expect(requests[0]).toMatchObject({
      url: 'http://127.0.0.1:4000/organizations/oauth2/v2.0/token',
      form: { client_assertion: 'signed' },
    });
  });

  it('[entra-7.10] sends no client assertion for a public client application', async () => {
    const { clientApplication, requests } = signInWith(tokens);
    await clientApplication.redeem('organizations', { code: 'c', codeVerifier: 'v' });
    expect(Object.keys(requests[0]?.form ?? {}).filter((name) => name.startsWith('client_'))).toEqual([
      'client_id',
    ]);
  });

  it('[entra-7.13] times out before the ten seconds after which clients give up', async () => {
    const { clientApplication, requests } = signInWith(tokens);
    await clientApplication.redeem('organizations', { refreshToken: 'r' });
    expect(requests[0]?.timeoutMs).toBeLessThan(10_000);
  });

  it.each([
    ['a page', '<html>'],
    ['nothing', ''],
    ['no token', { token_type: 'Bearer', expires_in: 1 }],
    ['a token of another kind', { ...tokens, token_type: 'pop' }],
    ['a token with a line break', { ...tokens, access_token: 'a\nb' }],
    ['a token that lasts for ever', { ...tokens, expires_in: 'for ever' }],
    ['a huge token', { ...tokens, access_token: 'a'.repeat(20_000) }],
  ])('%s is no answer', async (_, answer) => {
    const { clientApplication } = signInWith(answer);
    expect(await clientApplication.redeem('organizations', { refreshToken: 'r' })).toEqual({
      ok: false,
      failure: { kind: 'unavailable' },
    });
  });
});
