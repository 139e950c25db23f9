import { type SignInUser, completeSignIn } from 'm365-simulator';

/** HTTP user agent of one user: keeps cookies, follows redirects and submits the forms of sign-in pages. */
export interface BrowserAgent {
  /**
   * Opens the authorization URL of a client and completes the pages of the connector and of Entra.
   * @returns the redirect URI of the client with the authorization response
   * @throws Error with the text of a page without a form
   */
  signIn(authorizationUrl: string | URL): Promise<URL>;
  /** Sends one request to the connector with its cookies. Redirects are not followed. */
  open(url: string | URL, form?: URLSearchParams): Promise<Response>;
  /** Pages of the connector in the order in which they were shown. */
  readonly seen: readonly SeenPage[];
  readonly cookies: Map<string, string>;
}

/** Visible content of a page. */
export interface SeenPage {
  readonly status: number;
  readonly heading: string;
  readonly text: string;
  /** Target of the last button that is a link: on pages with an error, the way back to the client. */
  readonly button: URL | null;
}

export interface BrowserAgentOptions {
  readonly user: SignInUser;
  /** Decision on the consent page of the connector. Default `allow`. */
  readonly decision?: 'allow' | 'deny';
  /** IP address, as Cloudflare would send it. */
  readonly address?: string;
}

export function createBrowserAgent({ user, decision = 'allow', address }: BrowserAgentOptions): BrowserAgent {
  const cookies = new Map<string, string>();
  const signInUser: SignInUser = { cookies: new Map(), ...user };
  const seen: SeenPage[] = [];

  const open: BrowserAgent['open'] = async (url, form) => {
    const headers = {
      cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join('; '),
      ...(address === undefined ? {} : { 'cf-connecting-ip': address }),
    };
    const response = await fetch(url, {
      redirect: 'manual',
      headers,
      ...(form && { method: 'POST', body: form }),
    });
    for (const cookie of response.headers.getSetCookie()) {
      const [pair = ''] = cookie.split(';', 1);
      const equals = pair.indexOf('=');
      cookies.set(pair.slice(0, equals), pair.slice(equals + 1));
    }
    return response;
  };

  return {
    open,
    seen,
    cookies,
    signIn: async (authorizationUrl) => {
      let url = new URL(authorizationUrl);
      const { origin } = url;
      for (let step = 0; step < 8; step += 1) {
        let response = await open(url);
        if (!response.headers.has('location')) {
          const html = await response.text();
          const page = readPage(response.status, html);
          seen.push(page);
          const request = /name="request" value="([^"]*)"/.exec(html)?.[1];
          if (request === undefined) throw new Error(page.text);
          const action = new URL(/<form[^>]* action="([^"]*)"/.exec(html)?.[1] ?? '', url);
          response = await open(action, new URLSearchParams({ request, decision }));
        }
        url = new URL(response.headers.get('location') ?? '', url);
        if (url.pathname.includes('/oauth2/v2.0/authorize')) url = await completeSignIn(url, signInUser);
        if (url.origin !== origin) return url;
      }
      throw new Error('The sign-in did not complete within 8 redirects.');
    },
  };
}

function readPage(status: number, html: string): SeenPage {
  const links = [...html.matchAll(/class="button(?: primary)?" href="([^"]*)"/g)];
  const link = links.at(-1)?.[1]?.replaceAll('&amp;', '&');
  return {
    status,
    heading: /<h1>(.*?)<\/h1>/.exec(html)?.[1] ?? '',
    text: html
      .replaceAll(/<head>.*?<\/head>|<header.*?<\/header>|<script.*?<\/script>|<[^>]*>/gs, ' ')
      .replaceAll(/\s+/g, ' ')
      .trim(),
    button: link === undefined ? null : URL.parse(link),
  };
}
