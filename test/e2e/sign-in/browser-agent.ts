import { type SignInUser, completeSignIn } from 'm365-simulator';

/** A person's browser without the browser: it keeps cookies, follows redirects and presses buttons. */
export interface BrowserAgent {
  /**
   * Opens the authorization URL of a client and does what the pages ask for, the connector's and Entra's. Resolves to
   * the address of the client that the browser is sent to in the end.
   * @throws Error with the text of a page that offers nothing to press.
   */
  signIn(authorizationUrl: string | URL): Promise<URL>;
  /** One request to the connector with its cookies. Redirects are not followed. */
  open(url: string | URL, form?: URLSearchParams): Promise<Response>;
  /** The connector's pages that were seen. */
  readonly seen: readonly SeenPage[];
  readonly cookies: Map<string, string>;
}

/** A page as a person reads it. */
export interface SeenPage {
  readonly status: number;
  readonly heading: string;
  readonly text: string;
  /** Where its button leads, if it is a link. */
  readonly button: URL | null;
}

/** What the person answers to the connector. */
export interface BrowserAgentOptions {
  readonly person: SignInUser;
  readonly decision?: 'allow' | 'deny';
}

/** Makes a browser for one person. */
export function createBrowserAgent({ person, decision = 'allow' }: BrowserAgentOptions): BrowserAgent {
  const cookies = new Map<string, string>();
  const entra: SignInUser = { cookies: new Map(), ...person };
  const seen: SeenPage[] = [];

  const open: BrowserAgent['open'] = async (url, form) => {
    const headers = { cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join('; ') };
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
          const page = read(response.status, html);
          seen.push(page);
          const request = /name="request" value="([^"]*)"/.exec(html)?.[1];
          if (request === undefined) throw new Error(page.text);
          const action = new URL(/<form[^>]* action="([^"]*)"/.exec(html)?.[1] ?? '', url);
          response = await open(action, new URLSearchParams({ request, decision }));
        }
        url = new URL(response.headers.get('location') ?? '', url);
        if (url.pathname.includes('/oauth2/v2.0/authorize')) url = await completeSignIn(url, entra);
        if (url.origin !== origin) return url;
      }
      throw new Error('The sign-in does not end.');
    },
  };
}

function read(status: number, html: string): SeenPage {
  const link = /class="button primary" href="([^"]*)"/.exec(html)?.[1]?.replaceAll('&amp;', '&');
  return {
    status,
    heading: /<h1>(.*?)<\/h1>/.exec(html)?.[1] ?? '',
    text: html
      .replaceAll(/<head>.*?<\/head>|<header.*?<\/header>|<[^>]*>/gs, ' ')
      .replaceAll(/\s+/g, ' ')
      .trim(),
    button: link === undefined ? null : URL.parse(link),
  };
}
