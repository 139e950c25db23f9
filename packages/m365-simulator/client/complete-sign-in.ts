/** A user who signs in without a browser. */
export interface SignInUser {
  readonly userPrincipalName: string;
  /** Decision on a consent page. Default: accept for this user only. */
  readonly consent?: 'accept' | 'acceptForOrganization' | 'cancel';
  /** Cookies of the session. Pass the same map to later sign-ins to stay signed in. */
  readonly cookies?: Map<string, string>;
}

function attribute(tag: string, name: string): string | undefined {
  return tag.match(new RegExp(` ${name}="([^"]*)"`))?.[1]?.replaceAll('&amp;', '&');
}

function submitForm(html: string, user: SignInUser): URLSearchParams {
  const form = new URLSearchParams({
    ctx: attribute(html.match(/<input type="hidden"[^>]*>/)?.[0] ?? '', 'value') ?? '',
  });
  const buttons = (html.match(/<button[^>]*>/g) ?? []).map((tag) => ({
    name: attribute(tag, 'name') ?? '',
    value: attribute(tag, 'value') ?? '',
  }));
  const has = (name: string, value: string) =>
    buttons.some((button) => button.name === name && button.value === value);
  if (has('login', user.userPrincipalName)) form.set('login', user.userPrincipalName);
  else if (has('mfa', 'approved')) form.set('mfa', 'approved');
  else if (has('consent', 'accept') && user.consent !== 'cancel') {
    form.set('consent', 'accept');
    if (user.consent === 'acceptForOrganization') form.set('organization', 'on');
  } else if (has('consent', 'cancel')) form.set('consent', 'cancel');
  else throw new Error(`The page has no expected button: ${html.replaceAll(/<[^>]*>|\s+/g, ' ')}`);
  return form;
}

/**
 * Follows a URL of the simulated Entra ID, submits the form of each page, and stops at the first redirect to
 * another origin.
 * @returns the URL of that redirect
 * @throws Error with the text of a page without a form
 */
export async function completeSignIn(
  start: string | URL,
  user: SignInUser,
  fetchPage: (request: Request) => Promise<Response> = fetch,
): Promise<URL> {
  const { origin } = new URL(start);
  const cookies = user.cookies ?? new Map<string, string>();
  let url = new URL(start);
  let form: URLSearchParams | undefined;
  for (let step = 0; step < 12; step += 1) {
    const headers = { cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join('; ') };
    const response = await fetchPage(
      new Request(url, { redirect: 'manual', headers, ...(form && { method: 'POST', body: form }) }),
    );
    for (const cookie of response.headers.getSetCookie()) {
      const [name = '', value = ''] = (cookie.split(';', 1)[0] ?? '').split('=');
      cookies.set(name, value);
    }
    const location = response.headers.get('location');
    if (location === null) {
      const html = await response.text();
      form = submitForm(html, user);
      url = new URL(attribute(html.match(/<form[^>]*>/)?.[0] ?? '', 'action') ?? '', origin);
      continue;
    }
    url = new URL(location, url);
    form = undefined;
    if (url.origin !== origin) return url;
  }
  throw new Error('The sign-in did not complete within 12 steps.');
}
