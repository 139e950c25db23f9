import { fileURLToPath } from 'node:url';
import type { Browser, BrowserContextOptions, Frame, Page } from 'playwright-core';
import { bundleScript } from '../self-contained-page.ts';
import type { AppHost } from './host-page.ts';

const hostUrl = 'http://host.localhost/';
const sandboxUrl = 'http://sandbox.localhost/';

/** The page of a `ui://` resource, and the `csp` of its metadata. */
export interface ViewResource {
  readonly html: string;
  readonly csp?: Readonly<Record<string, string[]>> | undefined;
}

/** A view in a host page. */
export interface OpenView {
  readonly page: Page;
  /** The frame of the view itself. */
  readonly frame: Frame;
  /** URLs of all requests after the pages of the host were loaded. */
  readonly requests: readonly string[];
  /** Errors in the console, those of the Content Security Policy included. */
  readonly errors: readonly string[];
  /** Calls a method of the host page. */
  readonly host: <Method extends keyof AppHost>(
    method: Method,
    ...args: Parameters<AppHost[Method]>
  ) => Promise<unknown>;
}

/**
 * Opens a view as the specification requires of hosts on the web: in a sandbox proxy of another origin, under the policy
 * that follows from its metadata. The connection is that of the official host library.
 * @param addedPolicy further directives for the view
 * @see https://github.com/modelcontextprotocol/ext-apps/blob/main/specification/2026-01-26/apps.mdx#sandbox-proxy
 */
export async function openView(
  browser: Browser,
  { html, csp }: ViewResource,
  hostContext: Parameters<AppHost['open']>[2],
  options: BrowserContextOptions = {},
  addedPolicy = '',
): Promise<OpenView> {
  const context = await browser.newContext(options);
  const page = await context.newPage();
  const errors: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error') errors.push(message.text());
  });
  page.on('pageerror', (error) => void errors.push(error.message));
  const requests: string[] = [];
  const pages: Readonly<Record<string, { readonly body: string; readonly policy: string }>> = {
    [hostUrl]: { body: await pageOf('host-page.ts'), policy: '' },
    [sandboxUrl]: { body: await pageOf('sandbox-page.ts'), policy: policyOf(csp) },
  };
  await context.route('**/*', async (route) => {
    const url = route.request().url();
    const served = pages[url];
    if (!served) {
      requests.push(url);
      await route.abort();
      return;
    }
    await route.fulfill({
      contentType: 'text/html; charset=utf-8',
      body: served.body,
      headers: { 'content-security-policy': served.policy },
    });
  });
  await page.goto(hostUrl);
  const host: OpenView['host'] = async (method, ...args) => {
    const call = `window.appHost[${JSON.stringify(method)}](...${JSON.stringify(args)})`;
    return await page.evaluate<unknown>(call);
  };
  const head = `<head><meta http-equiv="Content-Security-Policy" content="${addedPolicy}">`;
  const resource = { html: addedPolicy === '' ? html : html.replace('<head>', head), ...(csp && { csp }) };
  await host('open', sandboxUrl, resource, hostContext);
  const frame = page.frames().find((frame) => frame.parentFrame()?.parentFrame());
  if (!frame) throw new Error('The view has no frame.');
  return { page, frame, requests, errors, host };
}

/** Pages by their script, which is bundled once. */
const bundledPages = new Map<string, Promise<string>>();

function pageOf(script: string): Promise<string> {
  const page = bundledPages.get(script) ?? bundlePageOf(script);
  bundledPages.set(script, page);
  return page;
}

async function bundlePageOf(script: string): Promise<string> {
  const { code } = await bundleScript(fileURLToPath(new URL(script, import.meta.url)));
  const style =
    'body { margin: 0 } iframe { display: block; width: 100%; height: 40px; border: 0; color-scheme: auto } body > iframe { height: 100vh }';
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Host</title><style>${style}</style></head><body><main></main><script type="module">${code}</script></body></html>`;
}

/** The policy that the specification derives from the metadata; its default where there are none. */
function policyOf(csp: ViewResource['csp']): string {
  const list = (name: string): string => (csp?.[name] ?? []).join(' ');
  const resources = list('resourceDomains');
  return [
    "default-src 'none'",
    `script-src 'self' 'unsafe-inline' ${resources}`,
    `style-src 'self' 'unsafe-inline' ${resources}`,
    `connect-src ${csp ? `'self' ${list('connectDomains')}` : "'none'"}`,
    `img-src 'self' data: ${resources}`,
    `font-src 'self' ${resources}`,
    `media-src 'self' data: ${resources}`,
    `frame-src ${list('frameDomains') || "'none'"}`,
    "object-src 'none'",
    `base-uri ${list('baseUriDomains') || "'self'"}`,
  ].join('; ');
}
