import { type SignInUser, completeSignIn, users } from 'm365-simulator';
import { createBrowserAgent } from '../../../scripts/sign-in/browser-agent.ts';

/** A page as an administrator reads it. */
export interface AdminPageView {
  readonly status: number;
  readonly url: URL;
  readonly html: string;
  /** Its words alone. */
  readonly text: string;
  readonly heading: string;
}

/** Somebody with a browser in front of the administration page, who may try what no page offers. */
export interface Administrator {
  /** Opens an address of the connector and goes wherever it leads, through Entra's pages as well. */
  open(path: string | URL): Promise<AdminPageView>;
  signIn(): Promise<AdminPageView>;
  /** Sends the form of a switch, with the token of the page that was seen last, and reads the page that follows. */
  change(change: string, subject?: string): Promise<AdminPageView>;
  /** Sends any form, as it is. Redirects are not followed. */
  post(path: string, form: Record<string, string>, headers?: Record<string, string>): Promise<Response>;
  /** One request, without following it. */
  request(path: string | URL): Promise<Response>;
  readonly cookies: Map<string, string>;
  /** The token that the forms of the page seen last carry. */
  readonly formToken: string;
}

/** @param url the connector's origin */
export function createAdministrator(
  url: string,
  user: SignInUser = { userPrincipalName: users.patti.userPrincipalName },
): Administrator {
  const browser = createBrowserAgent({ user });
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
        headers: { cookie: cookieHeader(browser.cookies), ...headers },
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
