import { afterEach, describe, expect, it } from 'vitest';
import { type SimulatorControl, users } from 'm365-simulator';
import type { Era } from '../../scripts/lib/mcp-clients.ts';
import { mcpMessage, useConnector } from './connector.ts';
import { createBrowserAgent } from '../../scripts/sign-in/browser-agent.ts';
import { createClientProvider } from '../../scripts/sign-in/client-provider.ts';
import { connectWithOAuth } from '../../scripts/sign-in/connect-with-oauth.ts';
import { createOAuthDialogue } from './sign-in/oauth-dialogue.ts';
import { refusedExchanges } from './sign-in/refused-exchanges.ts';

const connector = useConnector();
const { megan } = users;
const { tenantId } = megan;
const list = mcpMessage('tools/list');

afterEach(() => connector.simulation.tenant.control.reset());

let addedUsers = 0;

/** Adds a user, because a vault caches failures for a while. */
function addUser(control: SimulatorControl): string {
  addedUsers += 1;
  return control.addUsers(tenantId, addedUsers).at(-1) ?? '';
}

describe('an on-behalf-of error that a new sign-in does not fix', () => {
  it.each(refusedExchanges)(
    '[entra-7.9] [entra-7.11] %s: returns the error without a challenge, and sends one request to Entra for four calls',
    async (_, condition, status, error, actor) => {
      const { control } = connector.simulation.tenant;
      const user = addUser(control);
      const token = await connector.token(user);
      await condition(control, user, tenantId);
      control.clearRequests();
      for (let call = 0; call < 4; call += 1) {
        const response = await connector.post(list.body, { token, headers: list.headers });
        expect([response.status, await response.json()]).toEqual([
          status,
          expect.objectContaining({
            error,
            who: actor,
            code: expect.stringMatching(/^AADSTS\d+$/) as string,
          }),
        ]);
        expect(response.headers.get('www-authenticate')).toBeNull();
      }
      // The error of Entra is cached.
      expect(control.counts()['token:on_behalf_of']).toBe(1);
    },
  );

  it.each(
    (['2026-07-28', '2025-11-25'] satisfies Era[]).flatMap((era) =>
      refusedExchanges.map(([name, condition]) => [era, name, condition] as const),
    ),
  )('[entra-7.8] a %s client does not restart the sign-in for %s', async (era, _, condition) => {
    const { control } = connector.simulation.tenant;
    const user = addUser(control);
    const browser = createBrowserAgent({ user: { userPrincipalName: user } });
    const provider = createClientProvider(browser, { kind: 'registration' });
    const connection = await connectWithOAuth(era, connector.simulation.mcpUrl, provider);
    // A new access token, so that the next call sends an on-behalf-of request.
    const speak = createOAuthDialogue(connector.simulation.url);
    const renewed = await speak.refresh(
      String(provider.stored.client?.['client_id']),
      String(provider.stored.tokens?.['refresh_token']),
    );
    provider.stored.tokens = { ...provider.stored.tokens, ...renewed.body };
    await condition(control, user, tenantId);
    const action = connection.client.callTool({ name: 'outlook_email_search', arguments: { query: 'a' } });
    await expect(action).rejects.toThrow();
    expect(provider.opened).toHaveLength(1);
    await connection.client.close();
  });
});

describe('missing consent', () => {
  it('returns insufficient_scope, and the sign-in sends prompt=consent', async () => {
    const { control } = connector.simulation.tenant;
    const speak = createOAuthDialogue(connector.simulation.url);
    const client = await speak.register();
    const browser = createBrowserAgent({ user: { userPrincipalName: megan.userPrincipalName } });
    const { body } = await speak.signIn(client, browser);
    control.setGrants(tenantId, []);
    const renewed = await speak.refresh(client, body.refresh_token);
    const token = renewed.body.access_token;
    const challenged = await connector.post(list.body, { token, headers: list.headers });
    expect(challenged.status).toBe(403);
    const header = challenged.headers.get('www-authenticate') ?? '';
    expect(header).toMatch(/error="insufficient_scope"/);
    const scope = / scope="([^"]+)"/.exec(header)?.[1] ?? '';
    const address = speak.authorizeUrl(client, { scope });
    const page = await (await browser.open(address)).text();
    const request = /name="request" value="([^"]*)"/.exec(page)?.[1] ?? '';
    const toEntra = await browser.open(address, new URLSearchParams({ request, decision: 'allow' }));
    expect(new URL(toEntra.headers.get('location') ?? '').searchParams.get('prompt')).toBe('consent');
  });
});

describe('a claims challenge of Graph (continuous access evaluation)', () => {
  const claims = '{"access_token":{"nbf":{"essential":true,"value":"1"}}}';
  const search = mcpMessage('tools/call', { name: 'outlook_email_search', arguments: { query: 'budget' } });
  const call = (token: string | undefined) => connector.post(search.body, { token, headers: search.headers });
  const challengeOnce = (control: SimulatorControl) =>
    control.addFault({
      kind: 'graph',
      effect: 'status',
      status: 401,
      headers: {
        'www-authenticate': `Bearer realm="", error="insufficient_claims", claims="${btoa(claims)}"`,
      },
      body: JSON.stringify({ error: { code: 'InvalidAuthenticationToken' } }),
      times: 1,
    });

  it('is resolved within the call when Entra issues a token for the claims', async () => {
    const { control } = connector.simulation.tenant;
    const token = await connector.token('patti');
    expect((await call(token)).status).toBe(200);
    control.clearRequests();
    challengeOnce(control);
    const answer = await (await call(token)).text();
    expect(answer).toContain('budget');
    expect(answer).not.toContain('isError');
    expect(control.counts()['token:on_behalf_of']).toBe(1);
  });

  it('becomes a step-up of the next call when Entra requires interaction', async () => {
    const { control } = connector.simulation.tenant;
    const token = await connector.token('patti');
    expect((await call(token)).status).toBe(200);
    challengeOnce(control);
    control.forceError({ at: 'on_behalf_of', code: 50076, user: 'patti', claims });
    expect(await (await call(token)).text()).toContain('sign_in_required');
    const next = await call(token);
    expect(next.status).toBe(403);
    const header = next.headers.get('www-authenticate') ?? '';
    expect(header).toMatch(/error="insufficient_scope"/);
    expect(header).toMatch(/ stepup:[\w-]+"/);
    expect(header).toContain(`claims="${btoa(claims)}"`);
    expect(header).toContain('authorization_uri="https://login.microsoftonline.com/');
  });
});
