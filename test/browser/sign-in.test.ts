import type { Browser, BrowserContextOptions } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { users } from 'm365-simulator';
import { mcpMessage, useConnector } from '../e2e/connector.ts';
import { createOAuthDialogue } from '../e2e/sign-in/oauth-dialogue.ts';
import { launchChromium } from './launch-chromium.ts';
import { type LoopbackClient, listenForAnswer } from './loopback-client.ts';
import { openPage as open, overflowOf, violationsOf } from './page-checks.ts';

const connector = useConnector();
let browser: Browser;
let client: LoopbackClient;

beforeAll(async () => {
  browser = await launchChromium();
  client = await listenForAnswer();
});
afterAll(async () => {
  await browser.close();
  client.close();
});

async function authorizeUrl(changes: Record<string, string> = {}): Promise<string> {
  const speak = createOAuthDialogue(connector.simulation.url);
  const { redirectUri } = client;
  const id = await speak.register({ client_name: 'Notebook', redirect_uris: [redirectUri] });
  return speak.authorizeUrl(id, { redirect_uri: redirectUri, ...changes }).href;
}

const openPage = (options: BrowserContextOptions = {}) => open(browser, options);

describe('a sign-in in the browser', () => {
  it('[entra-7.18] [entra-7.19] goes from the consent page through Entra to the redirect URI of the client', async () => {
    const { page, blocked } = await openPage();
    const answer = client.answer();
    await page.goto(await authorizeUrl());
    expect(await page.textContent('h1')).toBe('Connect Notebook to your Microsoft 365?');
    await page.getByRole('button', { name: 'Continue to Microsoft' }).click();
    await page.getByText(users.megan.userPrincipalName).click();
    expect((await answer).get('code')).toBeTruthy();
    await page.waitForURL(/\/callback/);
    expect(await page.textContent('h1')).toBe('Done');
    expect(blocked.filter((text) => text.includes('Content Security Policy'))).toEqual([]);
    await page.context().close();
  });

  it('[entra-7.18] follows all redirects from the consent form to the client when Entra shows no page', async () => {
    const { page, blocked } = await openPage();
    const { control } = connector.simulation.tenant;
    // The login hint is sent only for a browser in which the user has signed in before.
    const first = client.answer();
    await page.goto(await authorizeUrl());
    await page.getByRole('button', { name: 'Continue to Microsoft' }).click();
    await page.getByText(users.adele.userPrincipalName).click();
    await first;
    control.setConditionalAccess([{ tenantId: users.adele.tenantId, grant: 'mfa', users: ['adele'] }]);
    try {
      const renewed = await connector.token('adele');
      const list = mcpMessage('tools/list');
      const response = await connector.post(list.body, { token: renewed, headers: list.headers });
      const scope = / scope="([^"]+)"/.exec(response.headers.get('www-authenticate') ?? '')?.[1] ?? '';
      expect(scope).toContain('stepup:');
      const answer = client.answer();
      // With the login hint of a step-up the simulated Entra redirects without showing a page.
      await page.goto(await authorizeUrl({ scope }));
      await page.getByRole('button', { name: 'Continue to Microsoft' }).click();
      expect((await answer).get('code')).toBeTruthy();
      expect(blocked.filter((text) => text.includes('Content Security Policy'))).toEqual([]);
    } finally {
      control.setConditionalAccess([]);
    }
    await page.context().close();
  });

  it('is usable with the keyboard', async () => {
    const { page } = await openPage();
    const answer = client.answer();
    await page.goto(await authorizeUrl());
    const focused = () => page.evaluate(() => document.activeElement?.textContent?.trim());
    await page.keyboard.press('Tab');
    expect(await focused()).toBe('Continue to Microsoft');
    const outline = await page.evaluate(
      () => getComputedStyle(document.activeElement ?? document.body).outlineStyle,
    );
    expect(outline).toBe('solid');
    await page.keyboard.press('Tab');
    expect(await focused()).toBe('Cancel');
    await page.keyboard.press('Enter');
    expect((await answer).get('error')).toBe('access_denied');
    await page.context().close();
  });

  it('works without JavaScript', async () => {
    const { page } = await openPage({ javaScriptEnabled: false });
    const answer = client.answer();
    await page.goto(await authorizeUrl());
    await page.getByRole('button', { name: 'Continue to Microsoft' }).click();
    await page.getByText(users.megan.userPrincipalName).click();
    expect((await answer).get('code')).toBeTruthy();
    await page.context().close();
  });

  it('shows AADSTS50105 to a user who is not assigned and returns access_denied to the client', async () => {
    const { page } = await openPage();
    const answer = client.answer();
    await page.goto(await authorizeUrl());
    await page.getByRole('button', { name: 'Continue to Microsoft' }).click();
    await page.getByText(users.pradeep.userPrincipalName).click();
    expect(await page.textContent('h1')).toBe('Your administrator has to allow this');
    expect(await page.textContent('main')).toContain('AADSTS50105');
    await page.getByRole('link', { name: 'Return to Notebook' }).click();
    expect((await answer).get('error')).toBe('access_denied');
    await page.context().close();
  });
});

describe('GET /me', () => {
  it('ends all sign-ins of the user, and no others', async () => {
    const speak = createOAuthDialogue(connector.simulation.url);
    const id = await speak.register();
    const mine = await speak.signIn(id, users.megan.userPrincipalName);
    const theirs = await speak.signIn(id, users.adele.userPrincipalName);
    const list = mcpMessage('tools/list');
    const ask = (token: string | undefined) => connector.post(list.body, { token, headers: list.headers });
    expect((await ask(mine.body.access_token)).status).toBe(200);

    const { page, blocked } = await openPage();
    await page.goto(`${connector.simulation.url}/me`);
    expect(await violationsOf(page)).toEqual([]);
    await page.getByRole('button', { name: 'Sign in with Microsoft' }).click();
    await page.getByText(users.megan.userPrincipalName).click();
    await page.waitForURL(/\/me$/);
    expect(await page.textContent('main')).toContain(users.megan.userPrincipalName);
    expect(await violationsOf(page)).toEqual([]);
    await page.getByRole('button', { name: 'Disconnect all' }).click();
    expect(await page.textContent('h1')).toBe('All applications are disconnected');
    expect(blocked).toEqual([]);

    expect((await ask(mine.body.access_token)).status).toBe(401);
    expect(await speak.refresh(id, mine.body.refresh_token)).toMatchObject({
      body: { error: 'invalid_grant' },
    });
    expect((await ask(theirs.body.access_token)).status).toBe(200);
    expect((await speak.refresh(id, theirs.body.refresh_token)).status).toBe(200);
    await page.goto(`${connector.simulation.url}/me`);
    expect(await page.getByRole('button').textContent()).toBe('Sign in with Microsoft');
    await page.context().close();
  });
});

describe('the OAuth pages', () => {
  const kinds = {
    consent: () => authorizeUrl(),
    problem: () => authorizeUrl({ redirect_uri: 'https://evil.example/<b>' }),
  };
  const looks = (['light', 'dark'] as const).flatMap((colorScheme) =>
    [320, 1280].flatMap((width) =>
      (['consent', 'problem', 'failure'] as const).map((kind) => [kind, colorScheme, width] as const),
    ),
  );

  it.each(looks)(
    'pass axe and have no horizontal scroll bar: %s page, %s theme, %i pixels wide',
    async (kind, colorScheme, width) => {
      const { page } = await openPage({ colorScheme, viewport: { width, height: 800 } });
      await page.goto(await (kind === 'problem' ? kinds.problem() : kinds.consent()));
      if (kind === 'failure') {
        await page.getByRole('button', { name: 'Continue to Microsoft' }).click();
        await page.getByText(users.pradeep.userPrincipalName).click();
        await page.waitForURL(/\/oauth\/callback/);
      }
      expect(await violationsOf(page)).toEqual([]);
      expect(await overflowOf(page)).toBe(0);
      await page.context().close();
    },
  );

  it('have a strict Content-Security-Policy without scripts', async () => {
    const { page } = await openPage();
    const response = await page.goto(await authorizeUrl());
    const policy = response?.headers()['content-security-policy'] ?? '';
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).toContain("base-uri 'none'");
    expect(policy).not.toContain('unsafe');
    expect(policy).not.toContain('script-src');
    expect(response?.headers()['x-frame-options']).toBe('DENY');
    expect(response?.headers()['cache-control']).toBe('no-store');
    await page.context().close();
  });

  it('escape HTML in the client name', async () => {
    const { page } = await openPage();
    const speak = createOAuthDialogue(connector.simulation.url);
    const id = await speak.register({
      client_name: '<img src=x onerror=alert(1)>"\'&',
      redirect_uris: [client.redirectUri],
    });
    await page.goto(speak.authorizeUrl(id, { redirect_uri: client.redirectUri }).href);
    expect(await page.textContent('h1')).toBe(
      'Connect <img src=x onerror=alert(1)>"\'& to your Microsoft 365?',
    );
    expect(await page.locator('img').count()).toBe(0);
    await page.context().close();
  });
});
