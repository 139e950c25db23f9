import { describe, expect, it } from 'vitest';
import { contoso } from 'm365-simulator';
import { createAdministrator } from './admin/administrator.ts';
import { mcpMessage, useConnector } from './connector.ts';
import { createOAuthDialogue } from './sign-in/oauth-dialogue.ts';

const connector = useConnector();
const control = () => connector.simulation.tenant.control;
const list = mcpMessage('tools/list');

async function listToolsStatus(token: string | undefined): Promise<number> {
  return (await connector.post(list.body, { token, headers: list.headers })).status;
}

/** Adds a user whose vault has not cached the tenant policy. */
async function addUser() {
  const [user = ''] = control().addUsers(contoso, 1);
  const [, payload = ''] = (await connector.token(user)).split('.');
  const claims = JSON.parse(Buffer.from(payload, 'base64url').toString()) as Record<string, string>;
  return {
    person: user,
    userPrincipalName: claims['preferred_username'] ?? '',
    objectId: claims['oid'] ?? '',
  };
}

/** Registers a client and signs the user in. */
async function connectClient(userPrincipalName: string) {
  const speak = createOAuthDialogue(connector.simulation.url);
  const client = await speak.register();
  const again = async () => (await speak.signIn(client, userPrincipalName)).body;
  return { speak, client, again, first: await again() };
}

/** Opens /me in the browser of the user. */
async function openAccountPage(userPrincipalName: string) {
  const browser = createAdministrator(connector.simulation.url, { userPrincipalName });
  const begun = await browser.post('/me/sign-in', {});
  const page = await browser.open(begun.headers.get('location') ?? '');
  expect(page.text).toContain(userPrincipalName);
  return browser;
}

async function changePolicy(change: string, subject?: string): Promise<void> {
  const patti = createAdministrator(connector.simulation.url);
  await patti.signIn();
  expect((await patti.change(change, subject)).text).toContain('Done.');
}

describe('after a revocation', () => {
  it('of all users, a new sign-in and refresh work at once', async () => {
    await changePolicy('revoke_everybody');
    const { userPrincipalName } = await addUser();
    const { speak, client, first } = await connectClient(userPrincipalName);
    expect(await listToolsStatus(first.access_token)).toBe(200);
    const renewed = (await speak.refresh(client, first.refresh_token)).body;
    expect(await listToolsStatus(renewed.access_token)).toBe(200);
  });

  it('of one user, a new sign-in works and earlier tokens stay rejected', async () => {
    const { userPrincipalName, objectId } = await addUser();
    const { speak, client, again, first } = await connectClient(userPrincipalName);
    await changePolicy('revoke_user', objectId);
    const second = await again();
    expect(await listToolsStatus(second.access_token)).toBe(200);
    expect(await listToolsStatus(first.access_token)).toBe(401);
    expect((await speak.refresh(client, first.refresh_token)).body.error).toBe('invalid_grant');
    const renewed = (await speak.refresh(client, second.refresh_token)).body;
    expect(await listToolsStatus(renewed.access_token)).toBe(200);
  });

  it('by POST /me/revoke, a new sign-in works and earlier tokens stay rejected', async () => {
    const { userPrincipalName } = await addUser();
    const { again, first } = await connectClient(userPrincipalName);
    const browser = await openAccountPage(userPrincipalName);
    expect((await browser.post('/me/revoke', { form_token: browser.formToken })).status).toBe(200);
    expect(await listToolsStatus((await again()).access_token)).toBe(200);
    expect(await listToolsStatus(first.access_token)).toBe(401);
  });

  it('a token issued by Entra directly is rejected by its iat', async () => {
    const { person: user, objectId } = await addUser();
    await changePolicy('revoke_user', objectId);
    expect(await listToolsStatus(await connector.token(user))).toBe(401);
    const iat = Math.floor(Date.now() / 1000) + 1;
    expect(await listToolsStatus(await connector.token(user, { claims: { iat } }))).toBe(200);
  });

  it('a sign-in to /me that started before it does not complete', async () => {
    const { userPrincipalName, objectId } = await addUser();
    const browser = createAdministrator(connector.simulation.url, { userPrincipalName });
    const begun = await browser.post('/me/sign-in', {});
    await changePolicy('revoke_user', objectId);
    const page = await browser.open(begun.headers.get('location') ?? '');
    expect(page.text).not.toContain(userPrincipalName);
    expect(page.text).toContain('Sign in with Microsoft');
  });
});

describe('a stolen session cookie', () => {
  it.each<[string, (objectId: string) => Promise<void>]>([
    ['by the user', () => Promise.resolve()],
    ['of the user by an administrator', (objectId) => changePolicy('revoke_user', objectId)],
    ['of all users', () => changePolicy('revoke_everybody')],
  ])('of /me is rejected after a revocation %s', async (_who, revoke) => {
    const { userPrincipalName, objectId } = await addUser();
    const [owner, thief] = [
      await openAccountPage(userPrincipalName),
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
    const { person: user, userPrincipalName, objectId } = await addUser();
    control().updateUser(user, { appRoles: ['Connector.Admin'] });
    const [owner, thief] = [
      createAdministrator(connector.simulation.url, { userPrincipalName }),
      createAdministrator(connector.simulation.url),
    ];
    await owner.signIn();
    thief.cookies.set('__Host-m365-admin', owner.cookies.get('__Host-m365-admin') ?? '');
    expect((await thief.open('/admin')).text).toContain(userPrincipalName);
    const { formToken } = thief;
    await changePolicy(change, change === 'revoke_user' ? objectId : undefined);
    expect((await thief.open('/admin')).heading).toBe('Administration');
    expect((await thief.post('/admin/change', { form_token: formToken, change: 'disable' })).status).toBe(
      400,
    );
    expect((await owner.signIn()).text).toContain(userPrincipalName);
  });
});
