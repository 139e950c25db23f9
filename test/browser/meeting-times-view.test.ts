import type { Client } from '@modelcontextprotocol/client';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ViewResource, openView } from '../../scripts/lib/app-host/open-view.ts';
import type { AppHost } from '../../scripts/lib/app-host/host-page.ts';
import { connectViewClient, readViewOf } from '../../scripts/lib/app-host/view-client.ts';
import { useConnector } from '../e2e/connector.ts';
import { launchChromium } from './launch-chromium.ts';
import { violationsOf } from './page-checks.ts';

const connector = useConnector();
let browser: Browser;
let client: Client;
let view: ViewResource;

beforeAll(async () => {
  browser = await launchChromium();
  client = await connectViewClient(connector.simulation.mcpUrl, await connector.token('megan'));
  view = await readViewOf(client, 'find_meeting_availability');
});
afterAll(async () => {
  await client.close();
  await browser.close();
});

const dayMs = 86_400_000;
/** Midnight of a day of the working week after the next Monday, in UTC. */
function dayOfNextWeek(day: number): Date {
  const today = Math.floor(Date.now() / dayMs);
  const monday = today + 7 - ((today + 3) % 7);
  return new Date((monday + day) * dayMs);
}

/** `Mon 7 Dec` */
function headOf(date: Date): string {
  const options = { weekday: 'short', day: 'numeric', month: 'short', timeZone: 'UTC' } as const;
  const parts = new Map(
    new Intl.DateTimeFormat('en-US', options).formatToParts(date).map(({ type, value }) => [type, value]),
  );
  return `${parts.get('weekday')} ${parts.get('day')} ${parts.get('month')}`;
}

type Result = Parameters<AppHost['sendResult']>[1];
/** Rejects every string that a script would turn into markup or code. */
const noMarkup = "require-trusted-types-for 'script'; trusted-types 'none'";

async function find(args: Record<string, unknown>): Promise<Result> {
  return await client.callTool({ name: 'find_meeting_availability', arguments: args });
}

/** The view with a result, without requests and errors. */
async function show(result: Result, { theme = 'light', width = 900, policy = noMarkup } = {}) {
  const opened = await openView(
    browser,
    view,
    { theme: theme as 'light' | 'dark' },
    { viewport: { width, height: 900 } },
    policy,
  );
  await opened.host('sendResult', {}, result);
  await opened.frame.getByText('Searching for times…').waitFor({ state: 'detached' });
  return opened;
}

/** A result with one time, as Graph data of others could make it. */
function resultWith(members: Record<string, unknown>): Result {
  const item = { start: '2026-12-01T09:15+01:00', end: '2026-12-01T10:00+01:00', free: 'everybody' };
  const structuredContent = { items: [item], page: { shown: 1, more: false }, ...members };
  return { content: [{ type: 'text', text: 'plain' }], structuredContent };
}

describe('the view of find_meeting_availability in the official MCP Apps host', () => {
  it.each([900, 360])(
    'keeps the column of the hours narrow beside one day, %i pixels wide',
    async (width) => {
      const dates = '2026-12-01T00:00+01:00 to 2026-12-02T00:00+01:00';
      const { page, frame } = await show(resultWith({ dates }), { width });
      expect(await frame.getByRole('columnheader').allInnerTexts()).toEqual(['Time', 'Tue 1 Dec']);
      const [hours, day] = await frame
        .getByRole('columnheader')
        .evaluateAll((heads) => heads.map((head) => head.getBoundingClientRect().width));
      expect(hours).toBeLessThan(70);
      expect(day).toBeGreaterThan(width - 120);
      await page.context().close();
    },
  );

  it.each([
    ['light', 900],
    ['dark', 900],
    ['light', 360],
  ])('shows the times of a real result as a week grid: %s theme, %i pixels wide', async (theme, width) => {
    const result = await find({
      participants: ['Alex Wilber', 'Patti Fernandez'],
      afterDateTime: dayOfNextWeek(0).toISOString().slice(0, 10),
      beforeDateTime: dayOfNextWeek(5).toISOString().slice(0, 10),
      workingHours: false,
      maxCandidates: 20,
    });
    const { page, frame, requests, errors, host } = await show(result, { theme, width, policy: '' });
    const { items } = result.structuredContent as { items: { start: string; free: unknown }[] };
    expect(items.length).toBeGreaterThan(3);
    expect(await frame.getByRole('table', { name: /^Week of \d+ \w+ \d{4}$/ }).count()).toBe(1);
    expect(await frame.getByRole('columnheader').allInnerTexts()).toEqual([
      'Time',
      ...[0, 1, 2, 3, 4].map((day) => headOf(dayOfNextWeek(day))),
    ]);
    expect(await frame.getByRole('rowheader', { name: '09:00' }).count()).toBe(1);
    expect(await frame.getByRole('status').innerText()).toMatch(
      /^\d+ times.* Times are in Europe\/Warsaw \(UTC\+0[12]:00\)\.$/,
    );
    expect(await frame.locator('ol > li').count()).toBe(items.length);
    expect(await frame.locator('td button').count()).toBe(items.length);
    expect(await frame.locator('.times').innerText()).toContain('Outside working hours: Patti Fernandez');
    expect(await violationsOf(frame)).toEqual([]);
    expect(requests).toEqual([]);
    expect(errors).toEqual([]);
    const background = await frame.evaluate(() => getComputedStyle(document.body).backgroundColor);
    expect(background).toBe(theme === 'dark' ? 'rgb(28, 28, 30)' : 'rgb(255, 255, 255)');
    const { app, capabilities, sizes } = (await host('state')) as ReturnType<AppHost['state']>;
    expect(app).toMatchObject({ name: 'm365-meeting-times' });
    expect(capabilities).toEqual({ availableDisplayModes: ['inline', 'fullscreen'] });
    const height = await frame.evaluate(() =>
      Math.ceil(document.documentElement.getBoundingClientRect().height),
    );
    expect(sizes.at(-1)).toEqual({ width, height });
    if (process.env['SCREENSHOTS']) {
      await page.setViewportSize({ width, height });
      await page.screenshot({ path: `${process.env['SCREENSHOTS']}/meeting-times-${theme}-${width}.png` });
    }
    await page.context().close();
  });

  it('highlights the quarters of an hour that suit everybody', async () => {
    const { frame, page } = await show(resultWith({}));
    const cell = frame.locator('tr', { hasText: '09:00' }).locator('td').nth(1);
    expect(await cell.getByRole('button').innerText()).toMatch(/^09:15–10:00/);
    const quarters = await cell
      .locator('.bars > span')
      .evaluateAll((bars) => bars.map((bar) => bar.className));
    expect(quarters).toEqual(['', 'everybody', 'everybody', 'everybody']);
    await page.context().close();
  });

  it('names who cannot attend at a near miss, in the grid and in the list', async () => {
    const item = {
      start: '2026-12-01T09:00+01:00',
      end: '2026-12-01T09:30+01:00',
      free: ['Megan Bowen'],
      busy: ['Alex Wilber'],
      tentative: ['Lynne Robbins'],
    };
    const note = 'No time suits enough participants. These times come closest.';
    const { frame, page } = await show(resultWith({ items: [item], page: { shown: 1, more: false, note } }));
    expect(await frame.locator('td button.some').innerText()).toBe('09:00–09:30\nAlex Wilber busy');
    expect(await frame.locator('.times').innerText()).toContain('Busy: Alex Wilber\n');
    expect(await frame.locator('.times').innerText()).toContain('Tentative: Lynne Robbins');
    expect(await frame.locator('main').innerText()).toContain(note);
    await page.context().close();
  });

  it('moves the focus from a time in the grid to its details, by keyboard', async () => {
    const { frame, page } = await show(resultWith({}));
    await frame.locator('td button').focus();
    await page.keyboard.press('Enter');
    expect(await frame.evaluate(() => document.activeElement?.id)).toBe('time-0');
    await page.context().close();
  });

  it('shows hostile names as text, cut and isolated', async () => {
    const names = [
      '<img src=https://evil.example/x onerror="document.title=1">',
      '</script><script>document.title=1</script>',
      '\u202Eevil gnp.exe\u2066',
      'x'.repeat(10_000),
      '__proto__',
    ];
    const item = {
      start: '2026-12-01T09:00+01:00',
      end: '2026-12-01T09:30+01:00',
      until: '2099-12-01T09:30+01:00',
      free: [],
      busy: names,
      local: { ['<b>'.repeat(100)]: '2026-12-01T09:00+01:00', constructor: 'x' },
    };
    const people = names.map((who) => ({ who, zone: who, hours: who, away: names }));
    const { frame, page, requests, errors } = await show(
      resultWith({ items: [item], people, page: { note: names[0]?.repeat(1000) } }),
    );
    await frame.locator('summary').click();
    const text = await frame.locator('main').innerText();
    expect(text).toContain(names[0]);
    expect(text).toContain(names[1]);
    expect(text).not.toMatch(/[\u202A-\u202E\u2066-\u2069]/);
    expect(text.length).toBeLessThan(30_000);
    expect(await frame.locator('main :is(img, script, b, a, style)').count()).toBe(0);
    expect(await frame.title()).toBe('Times to meet');
    const isolated = await frame
      .getByText('evil gnp.exe', { exact: true })
      .evaluateAll((found) => found.map((one) => one.localName));
    expect(new Set(isolated)).toEqual(new Set(['bdi']));
    expect(await frame.evaluate(() => document.documentElement.scrollWidth)).toBe(900);
    expect([requests, errors]).toEqual([[], []]);
    await page.context().close();
  });

  it.each<[string, Result, string]>([
    [
      'a result without times',
      resultWith({ items: [], page: { note: 'Nobody is free.' } }),
      'Nobody is free.',
    ],
    [
      'names that match several people',
      resultWith({
        items: [],
        unclear: [{ name: 'Alex', candidates: ['alex@contoso.example', 'a@contoso.example'] }],
      }),
      'alex@contoso.example, a@contoso.example',
    ],
    [
      'an error',
      { isError: true, content: [{ type: 'text', text: 'missing_permission: Calendars.Read' }] },
      'missing_permission: Calendars.Read',
    ],
    [
      'a result of another form',
      { content: [], structuredContent: { items: 'x' } },
      'no times that this view can show',
    ],
    ['times of another form', resultWith({ items: [null, {}, { start: 1, end: [] }] }), 'No time was found.'],
  ])('shows %s in words', async (_, result, text) => {
    const { frame, page, errors } = await show(result);
    expect(await frame.locator('main').innerText()).toContain(text);
    expect(await frame.locator('table').count()).toBe(0);
    expect(errors).toEqual([]);
    await page.context().close();
  });

  it('follows a change of the theme, and ignores values with a URL', async () => {
    const { frame, page, host, requests } = await show(resultWith({}));
    const variables = {
      '--color-text-primary': 'rgb(1, 2, 3)',
      '--color-background-primary': 'url(https://evil.example/x)',
    };
    await host('changeContext', { theme: 'dark', styles: { variables } } as never);
    await expect
      .poll(() => frame.evaluate(() => getComputedStyle(document.body).backgroundColor))
      .toBe('rgb(28, 28, 30)');
    expect(await frame.evaluate(() => getComputedStyle(document.body).color)).toBe('rgb(1, 2, 3)');
    expect(requests).toEqual([]);
    await page.context().close();
  });

  it('reads messages of its parent window only', async () => {
    const { frame, page } = await show(resultWith({}));
    const message = {
      jsonrpc: '2.0',
      method: 'ui/notifications/tool-result',
      params: { isError: true, content: [{ type: 'text', text: 'forged' }] },
    };
    // From itself and from the top window, which is not its parent.
    await frame.evaluate((forged) => window.postMessage(forged, '*'), message);
    await page.evaluate((forged) => window.frames[0]?.frames[0]?.postMessage(forged, '*'), message);
    await frame.evaluate(() => new Promise((resolve) => void setTimeout(resolve, 50)));
    expect(await frame.locator('main').innerText()).not.toContain('forged');
    await page.context().close();
  });

  it('reports a canceled search, and answers before it is removed', async () => {
    const { frame, page, host } = await show(resultWith({}));
    await host('cancel');
    await frame.getByText('The search was canceled.').waitFor();
    await host('tearDown');
    await page.context().close();
  });
});
