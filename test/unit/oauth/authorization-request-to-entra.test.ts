import { describe, expect, it } from 'vitest';
import { clientAppId, scopeAtEntra } from './entra-stub.ts';
import { type Changes, issuer, resource, createClientRequest } from './client.ts';
import { createHarness } from './oauth-harness.ts';

const harness = createHarness();
const tenant = '0c0a0000-0000-4000-8000-00000000c0a0';

async function begin(changes: Changes, extra: readonly (readonly [string, string])[] = []) {
  const { query } = await createClientRequest(changes);
  const parameters = new URLSearchParams([...Object.entries(query), ...extra]);
  return await harness.server.authorize.start(parameters, { browser: undefined, consents: undefined });
}

async function register(redirectUri: string): Promise<string> {
  const client = await harness.server.registrations.register({
    redirect_uris: [redirectUri],
    client_name: 'Tool',
  });
  return String(client['client_id']);
}

describe('the authorization request to Entra', () => {
  const authorizationUrl = async (changes: Changes = {}, settings = {}) => {
    const other = createHarness(settings);
    return new URL(await other.startSignIn(await createClientRequest(changes), other.createBrowser()));
  };

  it('[entra-7.3] requests the scope of the server application, whatever scope the client requested', async () => {
    for (const scope of [undefined, 'Mail.Read', 'offline_access', 'api://evil/.default']) {
      const { searchParams } = await authorizationUrl({ scope });
      expect(searchParams.getAll('scope')).toEqual([scopeAtEntra]);
    }
  });

  it('[entra-7.2] drops the prompt parameter of the client', async () => {
    for (const prompt of ['consent', 'none', 'admin_consent']) {
      expect((await authorizationUrl({ prompt })).searchParams.getAll('prompt')).toEqual(['select_account']);
    }
  });

  it('[entra-7.4] drops the resource parameter after validating it, in either spelling', async () => {
    for (const spelling of [resource, `${resource}/`, 'HTTPS://MCP.EXAMPLE.COM/mcp']) {
      expect((await authorizationUrl({ resource: spelling })).searchParams.has('resource')).toBe(false);
    }
  });

  it('contains no client id, redirect URI or state of the client', async () => {
    const { query } = await createClientRequest({ state: 'secret-state' });
    const url = await authorizationUrl({
      ...query,
      login_hint: 'somebody@example.com',
      nonce: 'n',
      audience: 'a',
    });
    expect(Object.fromEntries(url.searchParams)).toEqual({
      client_id: clientAppId,
      redirect_uri: `${issuer}/oauth/callback`,
      response_type: 'code',
      response_mode: 'query',
      scope: scopeAtEntra,
      prompt: 'select_account',
      // Our own: the client's proof key is between the client and us.
      code_challenge: expect.not.stringContaining(query['code_challenge'] ?? '') as string,
      code_challenge_method: 'S256',
      state: expect.not.stringContaining('secret-state'),
    });
  });

  it('uses the tenant endpoint when only one tenant is allowed, so that its guests can sign in', async () => {
    const second = crypto.randomUUID();
    for (const [allowedTenants, segment] of [
      ['*', 'organizations'],
      [new Set([tenant]), tenant],
      [new Set([tenant, second]), 'organizations'],
      [new Set(), 'organizations'],
    ] as const) {
      expect((await authorizationUrl({}, { allowedTenants })).pathname).toBe(
        `/${segment}/oauth2/v2.0/authorize`,
      );
    }
  });

  it('[entra-7.17] derives every URL from PUBLIC_URL', async () => {
    const url = await authorizationUrl(
      { resource: 'https://other.example/mcp' },
      {
        publicUrl: new URL('https://other.example'),
        resource: 'https://other.example/mcp',
      },
    );
    expect(url.searchParams.get('redirect_uri')).toBe('https://other.example/oauth/callback');
  });

  it('accepts a missing resource parameter only from the configured client id', async () => {
    const run = await createClientRequest({ client_id: clientAppId, resource: undefined });
    const { pathname } = new URL(await harness.startSignIn(run, harness.createBrowser()));
    expect(pathname).toBe('/organizations/oauth2/v2.0/authorize');
    const client_id = await register('http://localhost/cb');
    const step = await begin({ client_id, redirect_uri: 'http://localhost:7/cb', resource: undefined });
    expect(step.kind === 'redirect' && new URL(step.location).searchParams.get('error')).toBe(
      'invalid_target',
    );
    await expect(begin({ client_id: clientAppId, resource: 'https://evil.example' })).resolves.toMatchObject({
      location: expect.stringContaining('error=invalid_target'),
    });
  });
});
