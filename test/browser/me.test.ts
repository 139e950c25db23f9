import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { users } from 'm365-simulator';
import { mcpMessage, useConnector } from '../e2e/connector.ts';
import { createOAuthDialogue } from '../e2e/sign-in/oauth-dialogue.ts';
import { launchChromium } from './launch-chromium.ts';
import { openPage, overflowOf, violationsOf } from './page-checks.ts';

const connector = useConnector();
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
});
