import { describe, expect, it } from 'vitest';
import type { ClientCredential } from '../../../src/entra/client-credential.ts';
import { clouds } from '../../../src/entra/clouds.ts';
import { assertion, correlationId, createExchange, formOf, goodBody } from './exchange-setup.ts';
import { contoso, nowMs, serverAppId } from './token-forge.ts';

describe('exchange', () => {
  it('[entra-7.5] requests .default at the tenant of the user, with all secrets in the body', async () => {
    const { exchange, requests } = createExchange(() => ({ body: goodBody }));
    await exchange();
    expect(requests).toHaveLength(1);
    const [request] = requests;
    expect(request!.url.href).toBe(`https://login.microsoftonline.com/${contoso}/oauth2/v2.0/token`);
    expect(request!.init.method).toBe('POST');
    expect(request!.limits).toEqual({ timeoutMs: 5000, maxBytes: 256 * 1024 });
    expect(request!.init.headers).toEqual({
      accept: 'application/json',
      'client-request-id': correlationId,
      'return-client-request-id': 'true',
      'x-ms-lib-capability': 'retry-after, h429',
    });
    expect(formOf(request!)).toEqual({
      grant_type: 'urn:ietf:params:oauth:grant-type:jwt-bearer',
      requested_token_use: 'on_behalf_of',
      client_id: serverAppId,
      scope: 'https://graph.microsoft.com/.default',
      assertion,
      client_secret: 'fake secret&=+',
    });
    expect(new Request(request!.url, request!.init).headers.get('content-type')).toMatch(
      /^application\/x-www-form-urlencoded/,
    );
  });

  it('[entra-7.6] returns the token, its scopes and its expiry, counted from the start of the request', async () => {
    const { exchange } = createExchange(() => ({ body: goodBody }), { latencyMs: 900 });
    expect(await exchange()).toEqual({
      ok: true,
      grant: {
        accessToken: 'opaque-graph-token',
        scopes: [
          'https://graph.microsoft.com/Mail.Read',
          'https://graph.microsoft.com/User.Read',
          'openid',
          'profile',
        ],
        expiresAtMs: nowMs + 4_799_000,
      },
    });
  });

  it('sends the claims of a claims challenge', async () => {
    const { exchange, requests } = createExchange(() => ({ body: goodBody }));
    await exchange('{"access_token":{"nbf":{"essential":true}}}');
    expect(formOf(requests[0]!)).toMatchObject({ claims: '{"access_token":{"nbf":{"essential":true}}}' });
  });

  it.each(['usgov', 'usgov-dod', 'china'] as const)('requests the Graph of the cloud %s', async (cloud) => {
    const { exchange, requests } = createExchange(() => ({ body: goodBody }), { cloud });
    await exchange();
    expect(formOf(requests[0]!)['scope']).toBe(`${clouds[cloud].graphOrigin}/.default`);
    expect(requests[0]!.url.origin).toBe(clouds[cloud].loginOrigin);
  });

  it('passes the canonical token endpoint to the credential even if requests go to a simulator', async () => {
    const asked: string[] = [];
    const credential: ClientCredential = {
      parameters(endpoint, clientId) {
        asked.push(endpoint, clientId);
        return Promise.resolve({ client_assertion: 'made anew' });
      },
    };
    const { exchange, requests } = createExchange(() => ({ body: goodBody }), {
      credential,
      loginUrl: 'http://127.0.0.1:8788',
    });
    await exchange();
    expect(requests[0]!.url.href).toBe(`http://127.0.0.1:8788/${contoso}/oauth2/v2.0/token`);
    expect(asked).toEqual([`https://login.microsoftonline.com/${contoso}/oauth2/v2.0/token`, serverAppId]);
  });

  it('returns credential_fault when the credential cannot sign', async () => {
    const { exchange, requests } = createExchange(() => ({ body: goodBody }), {
      credential: { parameters: () => Promise.reject(new DOMException('bad key', 'DataError')) },
    });
    expect(await exchange()).toEqual({ ok: false, failure: { kind: 'credential_fault' } });
    expect(requests).toHaveLength(0);
  });

  it('accepts an empty scope as no permissions', async () => {
    const { exchange } = createExchange(() => ({ body: { ...goodBody, scope: '' } }));
    expect(await exchange()).toMatchObject({ ok: true, grant: { scopes: [] } });
  });
});
