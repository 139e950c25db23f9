import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { contoso, users } from 'm365-simulator';
import { mcpMessage, useConnector } from '../e2e/connector.ts';
import { createOAuthDialogue } from '../e2e/sign-in/oauth-dialogue.ts';
import { launchChromium } from './launch-chromium.ts';
import { openPage, overflowOf, violationsOf } from './page-checks.ts';

const connector = useConnector({ ALLOWED_TENANTS: `${contoso},99999999-0000-4000-8000-000000000000` });
let browser: Browser;

beforeAll(async () => {
  browser = await launchChromium();
});
afterAll(async () => {
  await browser.close();
});

/** Registers a client and signs Megan in. */
async function connect(clientName: string) {
  const speak = createOAuthDialogue(connector.simulation.url);
  const id = await speak.register({ client_name: clientName, redirect_uris: [speak.redirectUri] });
  const { body } = await speak.signIn(id, users.megan.userPrincipalName);
  return { speak, id, body };
}

async function statusOf(token: string | undefined): Promise<number> {
  const list = mcpMessage('tools/list');
  return (await connector.post(list.body, { token, headers: list.headers })).status;
}

describe('GET /me', () => {
  it.each([
    ['light', 1280],
    ['dark', 320],
  ] as const)(
    'shows the user, the permissions and the clients: %s theme, %i pixels wide',
    async (colorScheme, width) => {
      await connect(`Notebook ${width}`);
      const { page, blocked } = await openPage(browser, { colorScheme, viewport: { width, height: 900 } });
      await page.goto(`${connector.simulation.url}/me`);
      expect(await violationsOf(page)).toEqual([]);
      await page.getByRole('button', { name: 'Sign in with Microsoft' }).click();
      await page.getByText(users.megan.userPrincipalName).click();
      await page.waitForURL(/\/me$/);
      const text = (await page.textContent('main')) ?? '';
      for (const expected of [
        users.megan.displayName,
        users.megan.tenantId,
        `Notebook ${width}`,
        'Mail.Read',
      ]) {
        expect(text).toContain(expected);
      }
      expect(await violationsOf(page)).toEqual([]);
      expect(await overflowOf(page)).toBe(0);
      if (process.env['SCREENSHOTS']) {
        await page.screenshot({ path: `${process.env['SCREENSHOTS']}/me-${width}.png`, fullPage: true });
      }
      expect(blocked).toEqual([]);
      await page.context().close();
    },
  );

  it('disconnects one client and keeps the others', async () => {
    const [phone, laptop] = [await connect('Phone'), await connect('Laptop')];
    const { page } = await openPage(browser);
    await page.goto(`${connector.simulation.url}/me`);
    await page.getByRole('button', { name: 'Sign in with Microsoft' }).click();
    await page.getByText(users.megan.userPrincipalName).click();
    await page.getByRole('button', { name: 'Disconnect Phone' }).click();
    await page.waitForURL(/\/me$/);
    expect(await page.getByRole('button', { name: 'Disconnect Phone' }).count()).toBe(0);
    expect(await page.getByRole('button', { name: 'Disconnect Laptop' }).count()).toBe(1);

    expect(await statusOf(phone.body.access_token)).toBe(401);
    expect(await phone.speak.refresh(phone.id, phone.body.refresh_token)).toMatchObject({
      body: { error: 'invalid_grant' },
    });
    // Access tokens do not name the client, so the other clients refresh theirs without user interaction.
    expect((await laptop.speak.refresh(laptop.id, laptop.body.refresh_token)).status).toBe(200);
    await page.context().close();
  });

  /** Signs a user in to /me. */
  async function openAs(user: keyof typeof users, locale = 'en') {
    const { page } = await openPage(browser, { locale });
    await page.goto(`${connector.simulation.url}/me`);
    await page.locator('main form button').click();
    await page.getByText(users[user].userPrincipalName).click();
    await page.waitForURL(/\/me$/);
    return page;
  }

  it('shows twenty connections on a page, and older ones on the next', async () => {
    const speak = createOAuthDialogue(connector.simulation.url);
    for (let number = 1; number <= 22; number += 1) {
      const id = await speak.register({
        client_name: `Device ${number}`,
        redirect_uris: [speak.redirectUri],
      });
      await speak.signIn(id, users.adele.userPrincipalName);
    }
    const page = await openAs('adele');
    const disconnects = page.getByRole('button', { name: /^Disconnect Device/ });
    expect(await disconnects.count()).toBe(20);
    const pages = page.getByRole('navigation', { name: 'Pages of connections' });
    expect(await pages.textContent()).toContain('1–20 of 22');
    expect(await violationsOf(page)).toEqual([]);
    await pages.getByRole('link', { name: 'Older' }).click();
    await page.waitForLoadState();
    expect(await pages.textContent()).toContain('21–22 of 22');
    expect(await disconnects.count()).toBe(2);
    expect(await page.getByRole('button', { name: 'Disconnect Device 1', exact: true }).count()).toBe(1);
    await pages.getByRole('link', { name: 'Newer' }).click();
    await page.waitForLoadState();
    expect(await disconnects.count()).toBe(20);
    await page.context().close();
  });

  it('says that one connection has ended, with the focus on it', async () => {
    const tablet = await connect('Tablet');
    const page = await openAs('megan');
    await page.getByRole('button', { name: 'Disconnect Tablet' }).click();
    await page.waitForURL(/\/me$/);
    expect(await page.getByRole('status').textContent()).toContain('The application has lost access');
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('notice');
    expect(await violationsOf(page)).toEqual([]);
    expect(await statusOf(tablet.body.access_token)).toBe(401);
    await page.reload();
    expect(await page.getByRole('status').count()).toBe(0);
    await page.context().close();
  });

  it('ends all connections, and the session', async () => {
    const watch = await connect('Watch');
    const page = await openAs('megan');
    await page.getByRole('button', { name: 'Disconnect all' }).click();
    expect(await page.textContent('h1')).toBe('All applications are disconnected');
    expect(await violationsOf(page)).toEqual([]);
    expect(await watch.speak.refresh(watch.id, watch.body.refresh_token)).toMatchObject({
      body: { error: 'invalid_grant' },
    });
    await page.goto(`${connector.simulation.url}/me`);
    expect(await page.getByRole('button').allTextContents()).toEqual(['Sign in with Microsoft']);
    await page.context().close();
  });

  it('ends the session with sign-out, and keeps the connections', async () => {
    const reader = await connect('Reader');
    const page = await openAs('megan');
    await page.getByRole('button', { name: 'Sign out' }).click();
    await page.waitForURL(/\/me$/);
    expect(await page.getByRole('button').allTextContents()).toEqual(['Sign in with Microsoft']);
    expect(await statusOf(reader.body.access_token)).toBe(200);
    await page.context().close();
  });

  it.each([
    ['de', 'Eigene E-Mails', 'Ihre Nachrichten und deren Anlagen', 'E-Mails suchen'],
    ['id', 'Surel sendiri', 'pesan Anda dan lampirannya', 'Cari surel'],
  ])('names areas and tools in the language of the browser: %s', async (locale, area, opens, tool) => {
    const page = await openAs('megan', locale);
    const text = (await page.textContent('main')) ?? '';
    for (const words of [area, opens, tool]) expect(text).toContain(words);
    expect(text).not.toContain('Own mail');
    expect(await page.getAttribute('html', 'lang')).toBe(locale);
    await page.context().close();
  });

  it('names the account that was denied, and signs another one in', async () => {
    const { page } = await openPage(browser);
    await page.goto(`${connector.simulation.url}/me`);
    await page.getByRole('button', { name: 'Sign in with Microsoft' }).click();
    await page.getByText(users.diego.userPrincipalName).click();
    expect(await page.textContent('h1')).toBe('The operator of the connector has to fix this');
    expect(await page.textContent('dl')).toContain(users.diego.userPrincipalName);
    expect(await violationsOf(page)).toEqual([]);
    await page.getByRole('link', { name: 'Use another account' }).click();
    await page.getByText(users.megan.userPrincipalName).click();
    await page.waitForURL(/\/me$/);
    expect(await page.textContent('dl')).toContain(users.megan.userPrincipalName);
    await page.context().close();
  });
});
