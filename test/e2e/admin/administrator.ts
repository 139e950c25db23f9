import { type SignInUser, completeSignIn, users } from 'm365-simulator';
import { createBrowserAgent } from '../../../scripts/sign-in/browser-agent.ts';

/** A page as shown to an administrator. */
export interface AdminPageView {
  readonly status: number;
  readonly url: URL;
  readonly html: string;
  /** Text content. */
  readonly text: string;
  readonly heading: string;
}

/** A browser session on the administration page that can also send requests that no page offers. */
export interface Administrator {
  /** Opens a URL of the connector and follows redirects, including the pages of Entra. */
  open(path: string | URL): Promise<AdminPageView>;
  signIn(): Promise<AdminPageView>;
  /** Sends a change with the form token of the last page, and returns the next page. */
  change(change: string, subject?: string): Promise<AdminPageView>;
  /** Sends a form. Redirects are not followed. */
  post(path: string, form: Record<string, string>, headers?: Record<string, string>): Promise<Response>;
  /** Sends one request. Redirects are not followed. */
  request(path: string | URL): Promise<Response>;
  readonly cookies: Map<string, string>;
  /** Form token of the last page. */
  readonly formToken: string;
}

/**
 * @param url the connector's origin
 * @param ipAddress of the browser, as Cloudflare would send it
 */
export function createAdministrator(
  url: string,
  user: SignInUser = { userPrincipalName: users.patti.userPrincipalName },
  ipAddress?: string,
): Administrator {
  const browser = createBrowserAgent({ user, ...(ipAddress === undefined ? {} : { address: ipAddress }) });
  const entra: SignInUser = { cookies: new Map(), consent: 'acceptForOrganization', ...user };
  let formToken = '';

  async function follow(start: string | URL): Promise<AdminPageView> {
    let address = new URL(start, url);
    for (let step = 0; step < 12; step += 1) {
      if (address.origin !== url) address = await completeSignIn(address, entra);
      const response = await browser.open(address);
      const location = response.headers.get('location');
      if (location === null) return await see(address, response);
      address = new URL(location, address);
    }
    throw new Error('The page leads nowhere.');
  }

  async function see(address: URL, response: Response): Promise<AdminPageView> {
    const html = await response.text();
    formToken = /name="form_token" value="([\w-]+)"/.exec(html)?.[1] ?? '';
    const text = html
      .replaceAll(/<(style|script).*?<\/\1>|<[^>]*>/gs, ' ')
      .replaceAll(/\s+/g, ' ')
      .trim();
    const heading = /<h1[^>]*>(.*?)<\/h1>/s.exec(html)?.[1]?.trim() ?? '';
    return { status: response.status, url: address, html, text, heading };
  }

  const administrator: Administrator = {
    open: follow,
    signIn: () => follow('/admin/sign-in'),
    change: async (change, subject) => {
      const fields = { form_token: formToken, change, ...(subject === undefined ? {} : { subject }) };
      const response = await administrator.post('/admin/change', fields);
      const location = response.headers.get('location');
      return location === null
        ? await see(new URL('/admin/change', url), response)
        : await follow(new URL(location, url));
    },
    post: async (path, form, headers = {}) =>
      fetch(new URL(path, url), {
        method: 'POST',
        redirect: 'manual',
        headers: {
          cookie: cookieHeader(browser.cookies),
          ...(ipAddress === undefined ? {} : { 'cf-connecting-ip': ipAddress }),
          ...headers,
        },
        body: new URLSearchParams(form),
      }).then((response) => {
        keep(response, browser.cookies);
        return response;
      }),
    request: (path) => browser.open(new URL(path, url)),
    cookies: browser.cookies,
    get formToken() {
      return formToken;
    },
  };
  return administrator;
}

function cookieHeader(cookies: ReadonlyMap<string, string>): string {
  return [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');
}

function keep(response: Response, cookies: Map<string, string>): void {
  for (const cookie of response.headers.getSetCookie()) {
    const [pair = ''] = cookie.split(';', 1);
    const equals = pair.indexOf('=');
    cookies.set(pair.slice(0, equals), pair.slice(equals + 1));
  }
}
