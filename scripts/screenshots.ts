/** `npm run screenshots`: takes the screenshots of README and docs from the running pages, into docs/images. */
import { mkdirSync } from 'node:fs';
import { users } from 'm365-simulator';
import { type Browser, type Page, chromium } from 'playwright-core';
import { openView } from './lib/app-host/open-view.ts';
import { connectViewClient, readViewOf } from './lib/app-host/view-client.ts';
import { bundle, root } from './lib/bundle.ts';
import { chromiumOptions, findChromium } from './lib/chromium.ts';
import { readOptions, runCommand } from './lib/command-line.ts';
import { type Simulation, startSimulation } from './lib/simulation.ts';

const folder = `${root}docs/images`;
/** Shown in place of the port on loopback. */
const shownOrigin = 'https://mcp.example.com';

await runCommand('npm run screenshots', async () => {
  readOptions({ options: {} });
  mkdirSync(folder, { recursive: true });
  const simulation = await startSimulation({ bundle: await bundle() });
  const browser = await chromium.launch({ executablePath: await findChromium(), args: chromiumOptions });
  try {
    const viewport = { width: 860, height: 640 };
    const page = await browser.newPage({ viewport, colorScheme: 'light', locale: 'en-US' });
    const save = async (name: string): Promise<void> => {
      await showOrigin(page, simulation.url);
      await page.screenshot({ path: `${folder}/${name}.png` });
    };
    await page.goto(simulation.url);
    await save('home');
    await page.goto(await authorizeUrl(simulation.url));
    await save('consent');
    await page.goto(`${simulation.url}/admin`);
    await page.getByRole('link', { name: 'Sign in with Microsoft' }).click();
    await page.getByText(users.patti.userPrincipalName).click();
    await page.waitForURL(/\/admin$/);
    await page.goto(`${simulation.url}/admin/permissions`);
    await save('admin');
    await saveOptionalAreas(page, simulation.url);
    await saveView(browser, simulation);
  } finally {
    await browser.close();
    await simulation.stop();
  }
});

/** The optional areas on the page of permissions: two chosen, and the same two granted. */
async function saveOptionalAreas(page: Page, url: string): Promise<void> {
  const saveAreas = async (name: string): Promise<void> => {
    // Bounding boxes are relative to the viewport, clips to the page.
    await page.evaluate(() => window.scrollTo(0, 0));
    const first = await page.getByRole('heading', { name: 'People', level: 2 }).boundingBox();
    const last = await page.locator('#permissions').boundingBox();
    if (!first || !last) throw new Error('The page has no optional areas.');
    const clip = { ...last, y: first.y - 16, height: last.y + last.height - first.y + 16 };
    await page.screenshot({ path: `${folder}/${name}.png`, fullPage: true, clip });
  };
  for (const permission of ['User.Read.All', 'Tasks.Read']) {
    await page.locator(`input[value="${permission}"]`).check();
  }
  await saveAreas('admin-optional-chosen');
  await page.getByRole('button', { name: 'Consent to the chosen ones' }).click();
  await page.getByRole('link', { name: 'Continue to Microsoft' }).click();
  await page.getByRole('button', { name: 'Accept' }).click();
  await page.getByRole('button', { name: 'Accept' }).click();
  await page.waitForURL(/\/admin(?:#|$)/);
  await page.goto(`${url}/admin/permissions`);
  await saveAreas('admin-optional-granted');
}

/** The view of `find_meeting_availability` with a result, in a host of MCP Apps. */
async function saveView(browser: Browser, { mcpUrl, tenant }: Simulation): Promise<void> {
  const client = await connectViewClient(mcpUrl, await tenant.control.mint({ user: 'megan' }));
  const args = {
    participants: [users.alex.userPrincipalName],
    minimumAttendeePercentage: 50,
    maxCandidates: 20,
  };
  const result = await client.callTool({ name: 'find_meeting_availability', arguments: args });
  const view = await readViewOf(client, 'find_meeting_availability');
  await client.close();
  const { page, frame, host } = await openView(
    browser,
    view,
    { theme: 'light' },
    { viewport: { width: 860, height: 640 }, colorScheme: 'light' },
  );
  await host('sendResult', args, result);
  await frame.getByRole('table').first().waitFor();
  await page.screenshot({ path: `${folder}/meeting-times.png` });
  await page.context().close();
}

/** The URL to which Claude Code sends the browser. */
async function authorizeUrl(url: string): Promise<string> {
  const redirectUri = 'http://localhost:51234/callback';
  const response = await fetch(`${url}/oauth/register`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ client_name: 'Claude Code', redirect_uris: [redirectUri] }),
  });
  const { client_id: clientId } = (await response.json()) as { client_id: string };
  const parameters = new URLSearchParams({
    response_type: 'code',
    client_id: clientId,
    redirect_uri: redirectUri,
    state: 'state',
    code_challenge: 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM',
    code_challenge_method: 'S256',
    resource: `${url}/mcp`,
  });
  return `${url}/oauth/authorize?${parameters}`;
}

async function showOrigin(page: Page, origin: string): Promise<void> {
  await page.evaluate(
    ([from, to]) => {
      const hosts = [from, to].map((url) => new URL(url).host);
      const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
      for (let node = walker.nextNode(); node; node = walker.nextNode()) {
        node.nodeValue = (node.nodeValue ?? '')
          .replaceAll(from, to)
          .replaceAll(hosts[0] ?? '', hosts[1] ?? '');
      }
    },
    [origin, shownOrigin] as const,
  );
}
