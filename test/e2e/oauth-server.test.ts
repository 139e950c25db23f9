import { describe, expect, it } from 'vitest';
import { apps, users } from 'm365-simulator';
import { mcpMessage, useConnector } from './connector.ts';
import { createBrowserAgent } from '../../scripts/sign-in/browser-agent.ts';
import { createOAuthDialogue } from './sign-in/oauth-dialogue.ts';

const connector = useConnector();
const megan = users.megan.userPrincipalName;
const dialogue = () => createOAuthDialogue(connector.simulation.url);
const list = mcpMessage('tools/list');

async function listTools(token: string | undefined): Promise<number> {
  return (await connector.post(list.body, { token, headers: list.headers })).status;
}

describe('OAuth discovery', () => {
  const paths = [
    '/.well-known/oauth-protected-resource',
    '/.well-known/oauth-protected-resource/mcp',
    '/.well-known/oauth-authorization-server',
  ];
  it.each(paths)(
    '[entra-7.17] [entra-4.6-host-header] GET %s uses PUBLIC_URL whatever the forwarding headers, and allows CORS',
    async (path) => {
      const { url } = connector.simulation;
      const answers = await Promise.all(
        [
          {},
          {
            'x-forwarded-host': 'evil.example',
            'x-forwarded-proto': 'https',
            forwarded: 'host=evil.example',
          },
        ].map((headers) =>
          fetch(new URL(path, url), { headers: { ...headers, origin: 'https://inspector.example' } }),
        ),
      );
      for (const answer of answers) {
        expect(answer.headers.get('access-control-allow-origin')).toBe('*');
        const text = await answer.text();
        expect(text).toContain(url);
        expect(text).not.toContain('evil.example');
      }
    },
  );

  it.each(['/oauth/token', '/token', '/oauth/register', '/register', '/oauth/revoke'])(
    'exposes Retry-After and X-Request-Id to browsers at POST %s',
    async (path) => {
      const headers = { origin: 'https://inspector.example' };
      const answer = await fetch(new URL(path, connector.simulation.url), { method: 'POST', headers });
      const exposed = answer.headers.get('access-control-expose-headers')?.toLowerCase().split(',') ?? [];
      expect(answer.headers.get('x-request-id')).toMatch(/^[\w-]{36}$/);
      expect(exposed).toEqual(expect.arrayContaining(['retry-after', 'x-request-id']));
    },
  );

  it('[entra-7.1] leads from the WWW-Authenticate challenge to the authorization server metadata', async () => {
    const { url } = connector.simulation;
    const challenge =
      (await connector.post(list.body, { headers: list.headers })).headers.get('www-authenticate') ?? '';
    const address = /resource_metadata="([^"]+)"/.exec(challenge)?.[1] ?? '';
    expect(address).toBe(`${url}/.well-known/oauth-protected-resource/mcp`);
    const resource = (await (await fetch(address)).json()) as {
      resource: string;
      authorization_servers: string[];
    };
    expect(resource).toMatchObject({ resource: `${url}/mcp`, authorization_servers: [url] });
    const server = await fetch(`${resource.authorization_servers[0]}/.well-known/oauth-authorization-server`);
    expect(await server.json()).toMatchObject({ issuer: url, code_challenge_methods_supported: ['S256'] });
  });
});

describe('an OAuth sign-in', () => {
  it('returns an access token for /mcp, and another one by refresh', async () => {
    const speak = dialogue();
    const client = await speak.register();
    const first = await speak.signIn(client, megan);
    expect(first).toMatchObject({ status: 200, body: { scope: `api://${apps.server}/access_as_user` } });
    expect(await listTools(first.body.access_token)).toBe(200);
    const second = await speak.refresh(client, first.body.refresh_token);
    expect(second.status).toBe(200);
    expect(second.body.access_token).not.toBe(first.body.access_token);
    expect(await listTools(second.body.access_token)).toBe(200);
  });

  it('[entra-7.14] works at /register, /authorize and /token for clients that do not read metadata', async () => {
    const speak = dialogue();
    const { url } = connector.simulation;
    const registered = await fetch(`${url}/register`, {
      method: 'POST',
      body: JSON.stringify({ redirect_uris: [speak.redirectUri] }),
    });
    const { client_id } = (await registered.json()) as { client_id: string };
    const address = speak.authorizeUrl(client_id);
    address.pathname = '/authorize';
    const answer = await createBrowserAgent({ user: { userPrincipalName: megan } }).signIn(address);
    expect(answer.searchParams.get('code')).toBeTruthy();
    expect(answer.searchParams.get('iss')).toBe(url);
    expect((await speak.post('/token', { grant_type: 'x', client_id })).status).toBe(400);
  });

  it('[entra-7.19] sets a __Host- cookie with HttpOnly, Secure and SameSite=Lax', async () => {
    const speak = dialogue();
    const browser = createBrowserAgent({ user: { userPrincipalName: megan } });
    const response = await browser.open(speak.authorizeUrl(await speak.register()));
    const [cookie] = response.headers.getSetCookie();
    expect(cookie).toMatch(
      /^__Host-m365-browser=[\w-]{43}; Max-Age=600; Path=\/; HttpOnly; Secure; SameSite=Lax$/,
    );
  });

  it('returns access_denied with state and iss when the user declines', async () => {
    const speak = dialogue();
    const client = await speak.register();
    const here = createBrowserAgent({ user: { userPrincipalName: megan }, decision: 'deny' });
    expect(Object.fromEntries((await here.signIn(speak.authorizeUrl(client))).searchParams)).toMatchObject({
      error: 'access_denied',
      state: 'state of the client',
      iss: connector.simulation.url,
    });
  });

  it('[entra-4.6-malicious-resource] returns invalid_target for the resource of another server', async () => {
    const speak = dialogue();
    const browser = createBrowserAgent({ user: { userPrincipalName: megan } });
    const changes = { resource: 'https://evil.example/mcp' };
    const answer = await browser.signIn(speak.authorizeUrl(await speak.register(), changes));
    expect(answer.searchParams.get('error')).toBe('invalid_target');
  });

  it('returns access_denied for a tenant outside ALLOWED_TENANTS', async () => {
    const speak = dialogue();
    const client = await speak.register();
    const others = `${users.joni.tenantId},${crypto.randomUUID()}`;
    await connector.simulation.restart({ ...connector.simulation.env, ALLOWED_TENANTS: others });
    try {
      const browser = createBrowserAgent({ user: { userPrincipalName: megan } });
      await expect(browser.signIn(speak.authorizeUrl(client))).rejects.toThrow(
        'not enabled in this connector',
      );
      expect(browser.seen.at(-1)?.button?.searchParams.get('error')).toBe('access_denied');
    } finally {
      await connector.simulation.restart();
    }
  });

  it('rejects the access and refresh token of a client that the operator has blocked since', async () => {
    const speak = dialogue();
    const client = await speak.register();
    const { body } = await speak.signIn(client, megan);
    await connector.simulation.restart({ ...connector.simulation.env, BLOCKED_MCP_CLIENTS: client });
    try {
      const call = { headers: list.headers, token: body.access_token };
      const response = await connector.post(list.body, call);
      expect(response.status).toBe(401);
      expect(response.headers.get('www-authenticate')).toContain('error="invalid_token"');
      const fromEntra = await connector.token(users.alex.userPrincipalName);
      expect((await connector.post(list.body, { ...call, token: fromEntra })).status).toBe(200);
      expect((await speak.refresh(client, body.refresh_token)).body.error).toBe('invalid_client');
      const denied = /"operation":"tools\/list".*"outcome":"refused","reason":"client_blocked"/;
      await expect.poll(() => connector.simulation.worker.log.join('\n')).toMatch(denied);
    } finally {
      await connector.simulation.restart();
    }
  });

  it('logs one audit event per request and no token, code, state or user name', async () => {
    await connector.audit(0);
    const speak = dialogue();
    const client = await speak.register();
    const { body } = await speak.signIn(client, megan);
    await speak.refresh(client, body.refresh_token);
    const events = await connector.audit(6);
    expect(events.map(({ operation, outcome }) => `${String(operation)} ${String(outcome)}`)).toEqual([
      'sign_in.register ok',
      'sign_in.authorize ok',
      'sign_in.consent ok',
      'sign_in.callback ok',
      'sign_in.token ok',
      'sign_in.token ok',
    ]);
    const { tenantId, objectId } = users.megan;
    for (const event of events.slice(3)) expect(event).toMatchObject({ tenantId, objectId });
    const log = connector.simulation.worker.log.join('\n');
    for (const secret of [body.access_token, body.refresh_token, client, 'state of the client', megan]) {
      expect(log).not.toContain(secret);
    }
  });
});

describe('POST /oauth/revoke', () => {
  it('rejects the access and refresh token at once, also after SIGKILL of workerd', async () => {
    const speak = dialogue();
    const client = await speak.register();
    const { body } = await speak.signIn(client, megan);
    expect(await listTools(body.access_token)).toBe(200);
    const revoked = await speak.post('/oauth/revoke', { client_id: client, token: body.refresh_token ?? '' });
    expect(revoked.status).toBe(200);
    const { worker } = connector.simulation;
    await worker.stop('SIGKILL');
    await connector.simulation.restart();
    expect(await listTools(body.access_token)).toBe(401);
    expect(await speak.refresh(client, body.refresh_token)).toMatchObject({
      status: 400,
      body: { error: 'invalid_grant' },
    });
  });
});

describe('a refresh token unused for 90 days', () => {
  it('returns invalid_grant, and a new sign-in works', async () => {
    const speak = dialogue();
    const client = await speak.register();
    const { body } = await speak.signIn(client, users.adele.userPrincipalName);
    const { control } = connector.simulation.tenant;
    control.advanceClock(90 * 24 * 3_600_000 + 60_000);
    try {
      expect(await speak.refresh(client, body.refresh_token)).toMatchObject({
        status: 400,
        body: {
          error: 'invalid_grant',
          error_description: expect.stringContaining('AADSTS700082') as string,
        },
      });
    } finally {
      control.advanceClock(-(90 * 24 * 3_600_000 + 60_000));
    }
    const again = await speak.signIn(client, users.adele.userPrincipalName);
    expect(await listTools(again.body.access_token)).toBe(200);
  });
});
