import { createHash, randomBytes } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
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
    await expect.poll(() => statusOf('patti'), { interval: 1000 }).toBe(403);
    expect(await statusOf('adele')).toBe(200);
    await change('rule_off:directory_role');
  });

  it('deny requests from outside the allowed networks', async () => {
    await change('allow_network:203.0.113.0/24');
    await change('rule_on:network_at_mcp');
    expect(await statusOf('alex', { 'cf-connecting-ip': '203.0.113.9' })).toBe(200);
    expect(await statusOf('alex', { 'cf-connecting-ip': '198.51.100.9' })).toBe(403);
    expect(await statusOf('alex')).toBe(403);
    const patti = await signedInAdministrator();
    expect((await patti.open('/admin/access')).text).toContain('Denied 2 times in 30 days.');
    const activity = await patti.open('/admin/activity');
    expect(activity.text).toMatch(/Requests of clients from allowed networks only 2 /);
    expect(activity.text).not.toContain('Sign-ins from allowed networks only');
    await change('rule_off:network_at_mcp');
    await change('disallow_network:203.0.113.0/24');
  });
});

describe('the rule network', () => {
  const inside = '203.0.113.9';
  const outside = '198.51.100.9';
  /** A browser of a user, at an address. */
  const browse = (user: keyof typeof users, address: string) =>
    createAdministrator(
      connector.simulation.url,
      { userPrincipalName: users[user].userPrincipalName },
      address,
    );
  const office = async () => {
    const patti = browse('patti', inside);
    await patti.signIn();
    return patti;
  };

  beforeAll(async () => {
    const patti = await office();
    await patti.change('allow_network:203.0.113.0/24');
    await patti.change('rule_on:network');
  });
  afterAll(async () => {
    const patti = await office();
    await patti.change('rule_off:network');
    await patti.change('disallow_network:203.0.113.0/24');
  });

  it('shows a failure page that names the account to a browser outside', async () => {
    const speak = createOAuthDialogue(connector.simulation.url);
    const { userPrincipalName } = users.megan;
    const agent = createBrowserAgent({ user: { userPrincipalName }, address: outside });
    await expect(speak.signIn(await speak.register(), agent)).rejects.toThrow();
    const page = agent.seen.at(-1);
    expect(page?.status).toBe(403);
    expect(page?.text).toContain(`Account used ${userPrincipalName}`);
    expect(page?.text).toContain('only from its own networks');
    expect(page?.text).toContain('Use another account');
  });

  it('signs a user inside in', async () => {
    const speak = createOAuthDialogue(connector.simulation.url);
    const { userPrincipalName } = users.megan;
    const agent = createBrowserAgent({ user: { userPrincipalName }, address: inside });
    expect((await speak.signIn(await speak.register(), agent)).status).toBe(200);
  });

  it.each([
    ['/me/sign-in', 'megan', 'Your connections'],
    ['/admin/sign-in', 'patti', 'Open'],
  ] as const)('applies to %s', async (path, user, heading) => {
    await connector.audit(0);
    const denied = await browse(user, outside).open(path);
    expect(denied.status).toBe(403);
    expect(denied.text).toContain(users[user].userPrincipalName);
    expect(denied.text).toContain('only from its own networks');
    const events = await connector.audit(2);
    expect(events.at(-1)).toMatchObject({
      outcome: 'refused',
      reason: 'network_not_allowed',
      tenantId: users[user].tenantId,
    });
    expect((await browse(user, inside).open(path)).heading).toBe(heading);
  });

  it('cannot be enforced, and keeps its networks, where that would exclude the own address', async () => {
    const patti = await office();
    const removal = await patti.change('disallow_network:203.0.113.0/24');
    expect(removal.text).toContain('Your own address would be outside');
    expect(removal.url.pathname).toBe('/admin/access');
    await patti.change('rule_report:network');
    for (const address of [outside, undefined]) {
      const other = createAdministrator(connector.simulation.url, undefined, address);
      await other.signIn();
      const page = await other.change('rule_on:network');
      expect(page.text).toContain('Your own address would be outside');
      expect(page.html).toMatch(/id="rule-network">\s*<p class="notice bad" id="notice"/);
    }
    expect((await patti.change('rule_on:network')).text).toContain('Done.');
    expect((await patti.open('/admin/access')).text).toContain('203.0.113.0/24');
  });
});
