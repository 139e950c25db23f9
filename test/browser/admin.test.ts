import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { contoso, fabrikam, graphPermissions, users } from 'm365-simulator';
import { useConnector } from '../e2e/connector.ts';
import {
  adminAddress,
  checkOf,
  forgetApplications,
  signInAsAdministrator,
  stateOf,
} from './administrator.ts';
import { launchChromium } from './launch-chromium.ts';
import { openPage, overflowOf, violationsOf } from './page-checks.ts';

// With several allowed tenants /admin signs in at `organizations`, where the administrator of any tenant can.
const connector = useConnector({ ALLOWED_TENANTS: `${fabrikam},99999999-0000-4000-8000-000000000000` });
let browser: Browser;

beforeAll(async () => {
  browser = await launchChromium();
});
afterAll(async () => {
  await browser.close();
});

async function enableContoso(): Promise<void> {
  await connector.simulation.worker.stop();
  await connector.simulation.restart({
    ...connector.simulation.env,
    ALLOWED_TENANTS: `${fabrikam},${contoso}`,
  });
}

describe('an administrator in the browser', () => {
  it('sets the connector up from ALLOWED_TENANTS and consent to the first tool call of a user', async () => {
    const { url, tenant } = connector.simulation;
    forgetApplications(tenant.control);
    const { page, blocked } = await openPage(browser);

    await signInAsAdministrator(page, url);
    expect(await stateOf(page)).toBe('Closed by the operator');
    expect(await page.textContent('main')).toContain(contoso);
    expect(await page.getByRole('navigation').count()).toBe(0);
    expect(await violationsOf(page)).toEqual([]);
    if (process.env['SCREENSHOTS']) {
      await page.screenshot({
        path: `${process.env['SCREENSHOTS']}/Closed by the operator.png`,
        fullPage: true,
      });
    }

    await enableContoso();
    await page.reload();
    expect(await stateOf(page)).toBe('Not set up yet');

    await page.getByRole('link', { name: 'Consent to everything' }).click();
    expect(await page.textContent('body')).toContain('M365 MCP Server');
    await page.getByRole('button', { name: 'Accept' }).click();
    expect(await page.textContent('body')).toContain('access_as_user');
    await page.getByRole('button', { name: 'Accept' }).click();
    await page.waitForURL(adminAddress);
    expect(await stateOf(page)).toBe('Open');
    expect(await checkOf(page)).toEqual(['Works', 'Works', 'Works', 'Works', 'Works']);
    expect(tenant.control.grants(contoso).toSorted()).toEqual([...graphPermissions].toSorted());

    const megan = await connector.client('2026-07-28', 'megan');
    const answer = await megan.callTool({ name: 'outlook_email_search', arguments: { query: 'budget' } });
    expect(answer.isError).not.toBe(true);
    expect(answer.content[0]?.text).toContain('budget');
    await megan.close();
    expect(blocked).toEqual([]);
    await page.context().close();
  });

  it('consents to chosen permissions without JavaScript, and only their tools are listed', async () => {
    const { url, tenant } = connector.simulation;
    forgetApplications(tenant.control);
    const { page, blocked } = await openPage(browser, { javaScriptEnabled: false });
    await signInAsAdministrator(page, url);
    expect(await stateOf(page)).toBe('Not set up yet');
    await page.getByRole('link', { name: 'Choose permissions' }).click();
    for (const box of await page.getByRole('checkbox').all()) await box.uncheck();
    for (const name of ['Mail.Read', 'User.Read']) {
      await page.locator(`input[value="${name}"]`).check();
    }
    await page.getByRole('button', { name: 'Consent to the chosen ones' }).click();
    expect(await page.textContent('h1')).toBe('Consent to 2 permissions, in two steps');
    await page.getByRole('link', { name: 'Continue to Microsoft' }).click();
    await page.getByRole('button', { name: 'Accept' }).click();
    await page.getByRole('button', { name: 'Accept' }).click();
    await page.waitForURL(adminAddress);
    expect(await stateOf(page)).toBe('Open, with some abilities off');
    expect(tenant.control.grants(contoso).toSorted()).toEqual(['Mail.Read', 'User.Read']);

    const megan = await connector.client('2026-07-28', 'megan');
    const names = (await megan.listTools()).tools.map(({ name }) => name);
    expect(names).toEqual(['outlook_email_search', 'read_resource']);
    await megan.close();
    expect(blocked).toEqual([]);
    await page.context().close();
  });

  it('cancels the second consent, sees what is missing and completes it', async () => {
    const { url, tenant } = connector.simulation;
    forgetApplications(tenant.control);
    const { page } = await openPage(browser);
    await signInAsAdministrator(page, url);
    await page.getByRole('link', { name: 'Consent to everything' }).click();
    await page.getByRole('button', { name: 'Accept' }).click();
    await page.getByRole('button', { name: 'Cancel' }).click();
    await page.waitForURL(adminAddress);
    expect(await stateOf(page)).toBe('Half set up');
    expect(await page.getByRole('status').textContent()).toContain('Consent was canceled');
    expect(await page.locator('#self-check').textContent()).toContain('AADSTS65001');
    await page.reload();
    expect(await page.getByRole('status').count()).toBe(0);

    await page.getByRole('link', { name: 'Consent to everything' }).click();
    await page.getByRole('button', { name: 'Accept' }).click();
    await page.getByRole('button', { name: 'Accept' }).click();
    await page.waitForURL(adminAddress);
    expect(await stateOf(page)).toBe('Open');
    await page.context().close();
  });

  it('turns a tool off and on with the keyboard, after a confirmation, and sees the log', async () => {
    const { url } = connector.simulation;
    const { page } = await openPage(browser);
    await signInAsAdministrator(page, url);
    await page.getByRole('link', { name: 'Tools', exact: true }).click();
    await page.getByRole('link', { name: 'Switch off Search mail' }).focus();
    await page.keyboard.press('Enter');
    expect(await page.textContent('h1')).toBe('Switch the tool “Search mail” off for everybody?');
    await page.getByRole('button', { name: 'Yes, do it' }).focus();
    await page.keyboard.press('Enter');
    await page.waitForURL(/\/admin\/tools#notice$/);
    const row = page.getByRole('row', { name: /outlook_email_search/ });
    expect(await row.getByRole('status').textContent()).toContain('within ten seconds');
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('notice');
    await page.getByRole('button', { name: 'Switch on Search mail' }).focus();
    await page.keyboard.press('Enter');
    await page.getByRole('link', { name: 'Switch off Search mail' }).waitFor();
    await page.getByRole('link', { name: 'Activity' }).click();
    const log = (await page.textContent('#changes')) ?? '';
    expect(log).toMatch(/Patti Fernandez switched the tool on: outlook_email_search/);
    expect(log).toMatch(/Patti Fernandez switched the tool off: outlook_email_search/);
    await page.context().close();
  });

  it('switches an area off with its permissions, and on again', async () => {
    const { page } = await openPage(browser);
    await signInAsAdministrator(page, connector.simulation.url);
    await page.getByRole('link', { name: 'Permissions', exact: true }).click();
    await page.getByRole('link', { name: 'Switch off SharePoint', exact: true }).click();
    await page.getByRole('button', { name: 'Yes, do it' }).click();
    await page.waitForURL(/#notice$/);
    expect(await page.locator('#area-sharePoint').textContent()).toContain('Switched off');
    await page.getByRole('button', { name: 'Switch on SharePoint', exact: true }).click();
    await page.getByRole('link', { name: 'Switch off SharePoint', exact: true }).waitFor();
    await page.context().close();
  });

  it('shows for each permission whether it is granted, and for each area what is open', async () => {
    const { url, tenant } = connector.simulation;
    tenant.control.setGrants(contoso, ['User.Read', 'Mail.ReadBasic', 'Files.Read.All']);
    onTestFinished(() => tenant.control.reset());
    const { page } = await openPage(browser);
    await signInAsAdministrator(page, url);
    await page.getByRole('link', { name: 'Permissions', exact: true }).click();
    await page.waitForURL(/\/admin\/permissions$/);
    const chipsOf = (area: string) => page.locator(`#area-${area} .chip`).allTextContents();
    expect(await chipsOf('mail')).toEqual(['In part', 'Not granted', 'Granted']);
    expect(await chipsOf('oneDrive')).toEqual(['On', 'Granted']);
    expect(await chipsOf('chats')).toEqual(['Off', 'Not granted', 'Not granted']);
    expect(await chipsOf('timeZone')).toEqual(['Off', 'Not granted']);
    expect(await chipsOf('tasks')).toEqual(['Off', 'Optional']);
    // Chosen are those that the set-up requests.
    expect(await page.locator('input[value="Chat.Read"]').isChecked()).toBe(true);
    for (const name of ['Chat.ReadBasic', 'MailboxSettings.Read', 'Tasks.Read']) {
      expect(await page.locator(`input[value="${name}"]`).isChecked(), name).toBe(false);
    }
    expect(await violationsOf(page)).toEqual([]);
    await page.context().close();
  });

  it('names a user by address, who is shown with the name, and removes the user', async () => {
    const { page } = await openPage(browser);
    await signInAsAdministrator(page, connector.simulation.url);
    await page.getByRole('link', { name: 'People', exact: true }).click();
    const field = page.locator('#user');
    await field.fill('nobody@contoso.example');
    await page.getByRole('button', { name: 'Add user' }).click();
    await page.waitForURL(/\/admin\/people#user$/);
    expect(await page.getByRole('alert').textContent()).toContain('no such user');
    expect(await field.inputValue()).toBe('nobody@contoso.example');
    expect(await field.getAttribute('aria-invalid')).toBe('true');
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('user');
    expect(await violationsOf(page)).toEqual([]);
    await field.fill(users.adele.userPrincipalName);
    await page.getByRole('button', { name: 'Add user' }).click();
    expect(await page.textContent('h1')).toContain('Let only “Adele Vance');
    await page.getByRole('button', { name: 'Yes, do it' }).click();
    await page.waitForURL(/\/admin\/people#notice$/);
    expect(await page.locator('#people').textContent()).toContain(
      `Adele Vance (${users.adele.userPrincipalName})`,
    );
    await field.fill('Alex Wilber');
    await page.getByRole('button', { name: 'Add user' }).click();
    await page.getByRole('link', { name: /Remove Alex Wilber/ }).click();
    await page.getByRole('button', { name: 'Yes, do it' }).click();
    await page.getByRole('link', { name: /Remove Adele Vance/ }).click();
    await page.getByRole('button', { name: 'Yes, do it' }).click();
    await page.waitForURL(/\/admin\/people#notice$/);
    expect(await page.locator('#people').textContent()).toContain('Nobody is named');
    await page.locator('#group').fill('Marketing');
    await page.getByRole('button', { name: 'Add group' }).click();
    await page.waitForURL(/\/admin\/people#group$/);
    expect(await page.getByRole('alert').textContent()).toContain('may not read groups');
    await page.context().close();
  });

  it('lists networks, with the message of bad input beside the field', async () => {
    const { page } = await openPage(browser);
    await signInAsAdministrator(page, connector.simulation.url);
    await page.getByRole('link', { name: 'Access', exact: true }).click();
    await page.locator('#network').fill('the office');
    await page.getByRole('button', { name: 'Add' }).click();
    await page.waitForURL(/\/admin\/access#network$/);
    expect(await page.getByRole('alert').textContent()).toContain('That is no network');
    await page.locator('#network').fill('203.0.113.77/24');
    await page.getByRole('button', { name: 'Add' }).click();
    await page.waitForURL(/#notice$/);
    expect(await page.locator('#networks').textContent()).toContain('203.0.113.0/24');
    await page.getByRole('link', { name: 'Enforce Sign-ins from allowed networks only' }).click();
    await page.getByRole('button', { name: 'Yes, do it' }).click();
    await page.waitForURL(/#notice$/);
    expect(await page.locator('#rule-network').textContent()).toContain('Your own address would be outside');
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('notice');
    await page.getByRole('button', { name: 'Report only Sign-ins from allowed networks only' }).click();
    expect(await page.locator('#rule-network').textContent()).toContain('Would have applied 0 times');
    await page.getByRole('button', { name: 'Switch off Sign-ins from allowed networks only' }).click();
    await page.getByRole('link', { name: 'Remove 203.0.113.0/24' }).click();
    await page.getByRole('button', { name: 'Yes, do it' }).click();
    await page.waitForURL(/#notice$/);
    await page.context().close();
  });

  it('binds a client, whose secret is shown once, and removes it', async () => {
    const { page } = await openPage(browser);
    await signInAsAdministrator(page, connector.simulation.url);
    await page.getByRole('link', { name: 'Clients', exact: true }).click();
    await page.locator('#client-name').fill('Claude of our team');
    await page.getByRole('button', { name: 'Bind a client' }).click();
    const shown = (await page.textContent('main')) ?? '';
    expect(shown).toMatch(/bound_[\w-]{38}/);
    expect(shown).toMatch(/m365s_[\w-]{43}/);
    expect(await violationsOf(page)).toEqual([]);
    await page.getByRole('link', { name: 'Done' }).click();
    const list = (await page.textContent('main')) ?? '';
    expect(list).toContain('Claude of our team');
    expect(list).not.toContain('m365s_');
    await page.getByRole('link', { name: 'Remove Claude of our team' }).click();
    await page.getByRole('button', { name: 'Yes, do it' }).click();
    await page.waitForURL(/#notice$/);
    expect(await page.textContent('main')).toContain('No client is bound');
    await page.context().close();
  });

  it('sees a denial without the role, and can sign out', async () => {
    const { page } = await openPage(browser);
    await page.goto(`${connector.simulation.url}/admin`);
    await page.getByRole('link', { name: 'Sign in with Microsoft' }).click();
    await page.getByText(users.megan.userPrincipalName).click();
    await page.waitForURL(adminAddress);
    expect(await stateOf(page)).toBe('You are not an administrator here');
    expect(await violationsOf(page)).toEqual([]);
    await page.getByRole('button', { name: 'Sign out' }).click();
    expect(await stateOf(page)).toBe('Administration');
    expect(await violationsOf(page)).toEqual([]);
    await page.context().close();
  });
});

describe('GET /admin', () => {
  beforeAll(enableContoso);

  const states: Readonly<Record<string, { prepare: () => void; isOff?: true }>> = {
    'Not set up yet': { prepare: () => forgetApplications(connector.simulation.tenant.control) },
    'Half set up': {
      prepare: () => {
        const { control } = connector.simulation.tenant;
        control.updateServicePrincipal({ tenantId: contoso, app: 'client', state: 'missing' });
      },
    },
    Open: { prepare: () => undefined },
    'Open, with some abilities off': {
      prepare: () => connector.simulation.tenant.control.setGrants(contoso, ['User.Read', 'Mail.Read']),
    },
    'Switched off': { prepare: () => undefined, isOff: true },
  };
  const looks = Object.keys(states).flatMap((state) =>
    (
      [
        ['light', 1280],
        ['dark', 320],
      ] as const
    ).map(([colorScheme, width]) => [state, colorScheme, width] as const),
  );

  it.each(looks)(
    'passes axe and has no horizontal scroll bar: state %s, %s theme, %i pixels wide',
    async (state, colorScheme, width) => {
      const { url, tenant } = connector.simulation;
      tenant.control.reset();
      states[state]?.prepare();
      const { page, blocked } = await openPage(browser, { colorScheme, viewport: { width, height: 900 } });
      await signInAsAdministrator(page, url);
      if (states[state]?.isOff) {
        await page.getByRole('link', { name: 'Access', exact: true }).click();
        await page.getByRole('link', { name: 'Switch the connector off' }).click();
        await page.getByRole('button', { name: 'Yes, do it' }).click();
        await page.getByRole('link', { name: 'Overview' }).click();
      }
      expect(await stateOf(page)).toBe(state);
      expect(await violationsOf(page)).toEqual([]);
      expect(await overflowOf(page)).toBe(0);
      // SCREENSHOTS=folder keeps a screenshot of each state.
      if (process.env['SCREENSHOTS']) {
        const path = `${process.env['SCREENSHOTS']}/${state}-${colorScheme}-${width}.png`;
        await page.screenshot({ path, fullPage: true });
      }
      if (states[state]?.isOff) {
        await page.getByRole('button', { name: 'Switch the connector on' }).click();
        await page.waitForURL(/\/admin\/access#notice$/);
      }
      expect(blocked).toEqual([]);
      await page.context().close();
    },
  );

  const pages = ['access', 'permissions', 'tools', 'clients', 'people', 'activity'] as const;
  it.each([
    ['light', 1280, 'en-US'],
    ['dark', 360, 'de-DE'],
    ['dark', 1280, 'id-ID'],
    ['light', 360, 'en-US'],
  ] as const)(
    'every page passes axe and has no horizontal scroll bar: %s theme, %i pixels wide, %s',
    async (colorScheme, width, locale) => {
      connector.simulation.tenant.control.reset();
      const { url } = connector.simulation;
      const { page, blocked } = await openPage(browser, {
        colorScheme,
        locale,
        viewport: { width, height: 900 },
      });
      await page.goto(`${url}/admin/sign-in`);
      await page.getByText(users.patti.userPrincipalName).click();
      await page.waitForURL(adminAddress);
      for (const name of pages) {
        await page.goto(`${url}/admin/${name}`);
        expect(new URL(page.url()).pathname).toBe(`/admin/${name}`);
        expect(await page.locator('h1').count()).toBe(1);
        expect(await page.getAttribute('html', 'lang')).toBe(locale.slice(0, 2));
        expect(await violationsOf(page)).toEqual([]);
        expect(await overflowOf(page)).toBe(0);
        if (process.env['SCREENSHOTS']) {
          const path = `${process.env['SCREENSHOTS']}/${name}-${colorScheme}-${width}-${locale}.png`;
          await page.screenshot({ path, fullPage: true });
        }
      }
      await page.keyboard.press('Tab');
      expect(await page.evaluate(() => document.activeElement?.getAttribute('href'))).toBe('#content');
      expect(blocked).toEqual([]);
      await page.context().close();
    },
  );

  it('has a strict Content-Security-Policy and a secure session cookie', async () => {
    connector.simulation.tenant.control.reset();
    const { page } = await openPage(browser);
    await signInAsAdministrator(page, connector.simulation.url);
    const response = await page.reload();
    const policy = response?.headers()['content-security-policy'] ?? '';
    expect(policy).toContain("default-src 'none'");
    expect(policy).toMatch(/script-src 'nonce-[\w-]{43}'/);
    expect(policy).toContain("form-action 'self'");
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).not.toContain('unsafe');
    expect(response?.headers()['x-frame-options']).toBe('DENY');
    const cookies = await page.context().cookies();
    const session = cookies.find(({ name }) => name === '__Host-m365-admin');
    expect(session).toMatchObject({ httpOnly: true, secure: true, sameSite: 'Lax', path: '/' });
    await page.context().close();
  });
});
