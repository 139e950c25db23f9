import { describe, expect, it } from 'vitest';
import { contoso } from 'm365-simulator';
import { createAdministrator } from './admin/administrator.ts';
import { modern, useConnector } from './connector.ts';
import { createOAuthDialogue } from './sign-in/oauth-dialogue.ts';

const connector = useConnector();
const control = () => connector.simulation.tenant.control;
const list = modern('tools/list');

async function statusOf(token: string | undefined): Promise<number> {
  return (await connector.post(list.body, { token, headers: list.headers })).status;
}

/** A person whom nothing of another test concerns, and whose vault has not looked at the policy yet. */
async function newcomer() {
  const [person = ''] = control().addUsers(contoso, 1);
  const [, payload = ''] = (await connector.token(person)).split('.');
  const claims = JSON.parse(Buffer.from(payload, 'base64url').toString()) as Record<string, string>;
  return {
    person,
    userPrincipalName: claims['preferred_username'] ?? '',
    objectId: claims['oid'] ?? '',
  };
}

/** A client that the person connects. */
async function connect(userPrincipalName: string) {
  const speak = createOAuthDialogue(connector.simulation.url);
  const client = await speak.register();
  const again = async () => (await speak.signIn(client, userPrincipalName)).body;
  return { speak, client, again, first: await again() };
}

/** The person's own page, in their browser. */
async function atOwnPage(userPrincipalName: string) {
  const browser = createAdministrator(connector.simulation.url, { userPrincipalName });
  const begun = await browser.post('/me/sign-in', {});
  const page = await browser.open(begun.headers.get('location') ?? '');
  expect(page.text).toContain(userPrincipalName);
  return browser;
}

async function decide(change: string, subject?: string): Promise<void> {
  const patti = createAdministrator(connector.simulation.url);
  await patti.signIn();
  expect((await patti.change(change, subject)).text).toContain('Done.');
}

describe('after a revocation', () => {
  it('of all users, a new sign-in and refresh work at once', async () => {
    await decide('revoke_everybody');
    const { userPrincipalName } = await newcomer();
    const { speak, client, first } = await connect(userPrincipalName);
    expect(await statusOf(first.access_token)).toBe(200);
    const renewed = (await speak.refresh(client, first.refresh_token)).body;
    expect(await statusOf(renewed.access_token)).toBe(200);
  });

  it('of one user, a new sign-in works and earlier tokens stay rejected', async () => {
    const { userPrincipalName, objectId } = await newcomer();
    const { speak, client, again, first } = await connect(userPrincipalName);
    await decide('revoke_user', objectId);
    const second = await again();
    expect(await statusOf(second.access_token)).toBe(200);
    expect(await statusOf(first.access_token)).toBe(401);
    expect((await speak.refresh(client, first.refresh_token)).body.error).toBe('invalid_grant');
    const renewed = (await speak.refresh(client, second.refresh_token)).body;
    expect(await statusOf(renewed.access_token)).toBe(200);
  });

  it('by POST /me/revoke, a new sign-in works and earlier tokens stay rejected', async () => {
    const { userPrincipalName } = await newcomer();
    const { again, first } = await connect(userPrincipalName);
    const browser = await atOwnPage(userPrincipalName);
    expect((await browser.post('/me/revoke', { form_token: browser.formToken })).status).toBe(200);
    expect(await statusOf((await again()).access_token)).toBe(200);
    expect(await statusOf(first.access_token)).toBe(401);
  });

  it('a token issued by Entra directly is rejected by its iat', async () => {
    const { person, objectId } = await newcomer();
    await decide('revoke_user', objectId);
    expect(await statusOf(await connector.token(person))).toBe(401);
    const iat = Math.floor(Date.now() / 1000) + 1;
    expect(await statusOf(await connector.token(person, { claims: { iat } }))).toBe(200);
  });

  it('a sign-in to /me that started before it does not complete', async () => {
    const { userPrincipalName, objectId } = await newcomer();
    const browser = createAdministrator(connector.simulation.url, { userPrincipalName });
    const begun = await browser.post('/me/sign-in', {});
    await decide('revoke_user', objectId);
    const page = await browser.open(begun.headers.get('location') ?? '');
    expect(page.text).not.toContain(userPrincipalName);
    expect(page.text).toContain('Sign in with Microsoft');
  });
});

describe('a stolen session cookie', () => {
  it.each<[string, (objectId: string) => Promise<void>]>([
    ['by the user', () => Promise.resolve()],
    ['of the user by an administrator', (objectId) => decide('revoke_user', objectId)],
    ['of all users', () => decide('revoke_everybody')],
  ])('of /me is rejected after a revocation %s', async (_who, revoke) => {
    const { userPrincipalName, objectId } = await newcomer();
    const [owner, thief] = [
      await atOwnPage(userPrincipalName),
      createAdministrator(connector.simulation.url),
    ];
    thief.cookies.set('__Host-m365-account', owner.cookies.get('__Host-m365-account') ?? '');
    expect((await thief.open('/me')).text).toContain(userPrincipalName);
    await revoke(objectId);
    if ((await owner.open('/me')).text.includes(userPrincipalName))
      await owner.post('/me/revoke', { form_token: owner.formToken });
    const seen = await thief.open('/me');
    expect(seen.text).not.toContain(userPrincipalName);
    expect(seen.text).toContain('Sign in with Microsoft');
  });

  it.each<[string, string]>([
    ['the administrator', 'revoke_user'],
    ['all users', 'revoke_everybody'],
  ])('of /admin is rejected after the revocation of %s', async (_who, change) => {
    const { person, userPrincipalName, objectId } = await newcomer();
    control().updateUser(person, { appRoles: ['Connector.Admin'] });
    const [owner, thief] = [
      createAdministrator(connector.simulation.url, { userPrincipalName }),
      createAdministrator(connector.simulation.url),
    ];
    await owner.signIn();
    thief.cookies.set('__Host-m365-admin', owner.cookies.get('__Host-m365-admin') ?? '');
    expect((await thief.open('/admin')).text).toContain(userPrincipalName);
    const { formToken } = thief;
    await decide(change, change === 'revoke_user' ? objectId : undefined);
    expect((await thief.open('/admin')).heading).toBe('Administration');
    expect((await thief.post('/admin/change', { form_token: formToken, change: 'disable' })).status).toBe(
      400,
    );
    expect((await owner.signIn()).text).toContain(userPrincipalName);
  });
});
