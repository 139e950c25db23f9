import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { mcpMessage, useConnector } from '../e2e/connector.ts';
import { launchChromium } from './launch-chromium.ts';
import { openPage, overflowOf, violationsOf } from './page-checks.ts';

const connector = useConnector();
const closed = useConnector({ ALLOWED_TENANTS: '' });
const unconfigured = useConnector({ SERVER_APP_ID: 'not an id', SEAL_KEYS: '' });
let browser: Browser;

beforeAll(async () => {
  browser = await launchChromium();
});
afterAll(async () => {
  await browser.close();
});

describe('GET /', () => {
  it.each([
    ['light', 1280],
    ['dark', 320],
  ] as const)('shows how to connect each client: %s theme, %i pixels wide', async (colorScheme, width) => {
    const { page, blocked } = await openPage(browser, { colorScheme, viewport: { width, height: 900 } });
    await page.goto(`${connector.simulation.url}/`);
    expect(await page.locator('main > pre').textContent()).toBe(connector.simulation.mcpUrl.href);
    for (const client of ['Claude Code', 'ChatGPT', 'VS Code', 'Cursor']) {
      await page.locator('summary', { hasText: client }).click();
    }
    expect(await page.textContent('main')).toContain(
      `claude mcp add --transport http microsoft-365 ${connector.simulation.mcpUrl.href}`,
    );
    expect(await page.getByRole('status').count()).toBe(0);
    expect(await violationsOf(page)).toEqual([]);
    expect(await overflowOf(page)).toBe(0);
    if (process.env['SCREENSHOTS']) {
      await page.screenshot({ path: `${process.env['SCREENSHOTS']}/home-${width}.png`, fullPage: true });
    }
    expect(blocked).toEqual([]);
    await page.context().close();
  });

  it('links to /me and /admin', async () => {
    const { page } = await openPage(browser);
    for (const name of ['Your connections', 'Administration']) {
      await page.goto(`${connector.simulation.url}/`);
      await page.getByRole('link', { name }).click();
      await page.waitForLoadState();
      expect(await page.locator('h1').count()).toBe(1);
    }
    await page.context().close();
  });

  it('is what a browser shows that opens the URL of the MCP endpoint', async () => {
    const { page } = await openPage(browser);
    const response = await page.goto(connector.simulation.mcpUrl.href);
    expect(response?.status()).toBe(200);
    expect(await page.locator('main > pre').textContent()).toBe(connector.simulation.mcpUrl.href);
    await page.context().close();
  });

  it('mentions an empty ALLOWED_TENANTS', async () => {
    const { page } = await openPage(browser);
    await page.goto(`${closed.simulation.url}/`);
    expect(await page.getByRole('status').textContent()).toContain('ALLOWED_TENANTS');
    await page.context().close();
  });

  it('returns 503 with the missing variables of an unconfigured connector', async () => {
    const { page } = await openPage(browser);
    const response = await page.goto(`${unconfigured.simulation.url}/`);
    expect(response?.status()).toBe(503);
    const text = (await page.textContent('main')) ?? '';
    expect(text).toContain('SERVER_APP_ID: must be the GUID of an application');
    expect(text).toContain('SEAL_KEYS: must contain ');
    expect(await violationsOf(page)).toEqual([]);
    await page.context().close();
    const machine = await fetch(`${unconfigured.simulation.url}/mcp`, { method: 'POST' });
    expect(machine.headers.get('content-type')).toContain('application/json');
  });
});

describe('the icons of server/discover', () => {
  it('are served with their content type and size', async () => {
    const { body, headers } = mcpMessage('server/discover');
    const answer = await connector.post(body, { token: await connector.token('megan'), headers });
    const { result } = (await answer.json()) as {
      result: { _meta: Record<string, { icons?: { src: string; mimeType: string }[] }> };
    };
    const { _meta: meta } = result;
    const icons = meta['io.modelcontextprotocol/serverInfo']?.icons ?? [];
    expect(icons.map(({ mimeType }) => mimeType)).toEqual(['image/png', 'image/svg+xml']);
    for (const { src, mimeType } of icons) {
      expect(src).toMatch(`${connector.simulation.url}/icon.`);
      const response = await fetch(src);
      expect(response.headers.get('content-type')).toBe(mimeType);
    }
    const { page } = await openPage(browser);
    await page.goto(icons[0]?.src ?? '');
    const size = await page.evaluate(() => [
      document.images[0]?.naturalWidth,
      document.images[0]?.naturalHeight,
    ]);
    expect(size).toEqual([128, 128]);
    await page.context().close();
  });
});
