import { createHash, randomBytes } from 'node:crypto';
import { beforeEach, describe, expect, it } from 'vitest';
import { users } from 'm365-simulator';
import { createBrowserAgent } from '../../scripts/sign-in/browser-agent.ts';
import { createAdministrator } from './admin/administrator.ts';
import { mcpMessage, useConnector } from './connector.ts';
import { createOAuthDialogue } from './sign-in/oauth-dialogue.ts';

const connector = useConnector();
const list = mcpMessage('tools/list');

beforeEach(() => connector.simulation.tenant.control.reset());

/** Patti, signed in, with the form token of a page. */
async function signedInAdministrator() {
  const patti = createAdministrator(connector.simulation.url);
  await patti.signIn();
  return patti;
}

/** Binds a client and returns its credentials. */
async function bindClient() {
  const patti = await signedInAdministrator();
  const form = { form_token: patti.formToken, kind: 'client', subject: 'Claude of our team' };
  const html = await (await patti.post('/admin/clients', form)).text();
  const [clientId = ''] = /bound_[\w-]{38}/.exec(html) ?? [];
  const [secret = ''] = /m365s_[\w-]{43}/.exec(html) ?? [];
  return { clientId, secret };
}

async function change(text: string): Promise<void> {
  await (await signedInAdministrator()).change(text);
}

async function statusOf(user: keyof typeof users, headers: Record<string, string> = {}): Promise<number> {
  const token = await connector.token(user);
  const response = await connector.post(list.body, { token, headers: { ...list.headers, ...headers } });
  return response.status;
}

describe('the rule bound_client', () => {
  it('accepts only the bound client with its secret, and ends others at their next renewal', async () => {
    const speak = createOAuthDialogue(connector.simulation.url);
    const unbound = await speak.register();
    const before = await speak.signIn(unbound, users.megan.userPrincipalName);
    expect(before.status).toBe(200);
    const { clientId, secret } = await bindClient();
    await change('rule_on:bound_client');

    await expect(speak.signIn(unbound, users.adele.userPrincipalName)).rejects.toThrow();
    const renewed = await speak.refresh(unbound, before.body.refresh_token);
    expect(renewed.body).toMatchObject({ error: 'invalid_grant' });
    expect(renewed.body.error_description).toContain('only its own connections');

    const verifier = randomBytes(32).toString('base64url');
    const agent = createBrowserAgent({ user: { userPrincipalName: users.megan.userPrincipalName } });
    const answer = await agent.signIn(
      speak.authorizeUrl(clientId, {
        code_challenge: createHash('sha256').update(verifier).digest('base64url'),
      }),
    );
    const form = {
      grant_type: 'authorization_code',
      client_id: clientId,
      redirect_uri: speak.redirectUri,
      code: answer.searchParams.get('code') ?? '',
      code_verifier: verifier,
    };
    for (const wrong of [{}, { client_secret: 'm365s_wrong' }]) {
      const denied = await speak.token({ ...form, ...wrong });
      expect(denied).toMatchObject({ status: 401, body: { error: 'invalid_client' } });
    }
    const issued = await speak.token({ ...form, client_secret: secret });
    expect(issued.status).toBe(200);
    const refresh = { grant_type: 'refresh_token', client_id: clientId, client_secret: secret };
    const again = await speak.token({ ...refresh, refresh_token: issued.body.refresh_token ?? '' });
    expect(again.status).toBe(200);
    await change(`unbind_client:${clientId}`);
    const removed = await speak.token({ ...refresh, refresh_token: again.body.refresh_token ?? '' });
    expect(removed.body.error).toBe('invalid_client');
    await change('rule_off:bound_client');
    const page = await (await signedInAdministrator()).open('/admin/activity');
    expect(page.text).toContain('only its own connections');
  });

  it('denies nobody in report mode, and names the rule in the audit', async () => {
    await change('rule_report:bound_client');
    const speak = createOAuthDialogue(connector.simulation.url);
    await connector.audit(0);
    const { status } = await speak.signIn(await speak.register(), users.megan.userPrincipalName);
    expect(status).toBe(200);
    const events = await connector.audit(5);
    expect(events.find(({ operation }) => operation === 'sign_in.token')).toMatchObject({
      outcome: 'ok',
      reported: ['client_not_bound'],
    });
    await change('rule_off:bound_client');
  });
});

describe('the rules at /mcp', () => {
  it('deny holders of directory roles', async () => {
    await change('rule_on:directory_role');
    // The vault of a user reads the policy at most once in ten seconds.
    await expect.poll(() => statusOf('patti'), { timeout: 15_000, interval: 1000 }).toBe(403);
    expect(await statusOf('adele')).toBe(200);
    await change('rule_off:directory_role');
  });

  it('deny requests from outside the allowed networks', async () => {
    await change('allow_network:203.0.113.0/24');
    await change('rule_on:network_at_mcp');
    expect(await statusOf('alex', { 'cf-connecting-ip': '203.0.113.9' })).toBe(200);
    expect(await statusOf('alex', { 'cf-connecting-ip': '198.51.100.9' })).toBe(403);
    expect(await statusOf('alex')).toBe(403);
    await change('rule_off:network_at_mcp');
    await change('disallow_network:203.0.113.0/24');
  });
});

describe('the rule network', () => {
  it('shows a failure page that names the account to a browser outside', async () => {
    await change('allow_network:203.0.113.0/24');
    await change('rule_on:network');
    const speak = createOAuthDialogue(connector.simulation.url);
    await expect(speak.signIn(await speak.register(), users.megan.userPrincipalName)).rejects.toThrow();
    await change('rule_off:network');
    await change('disallow_network:203.0.113.0/24');
  });
});
