import { html, raw } from 'hono/html';
import type { Child } from 'hono/jsx';
import { randomId } from '../crypto/encoding.ts';
import type { AreaId } from '../tenants/areas.ts';
import type { Messages } from './messages/en.ts';

interface PageOptions {
  readonly title: string;
  readonly messages: Messages;
  /** Host of the connector, shown in the header. */
  readonly host: string;
  readonly status?: number;
  /** CSP `form-action`: targets of the forms, redirects included. Without it the page has no form. */
  readonly formAction?: readonly string[];
  /** Further CSS of this page. */
  readonly style?: string;
  /** An optional script. The page must work without it. */
  readonly script?: string;
  /** The signed-in user, shown in the header. */
  readonly account?: Child;
  /** Links to the pages of the same feature, shown above the content. */
  readonly navigation?: Child;
}

/**
 * Renders a page of the connector. Its Content Security Policy allows only its own style and script, no requests and no
 * framing, and it is not cached. There is no Cross-Origin-Opener-Policy, because web clients open the sign-in in a popup
 * and listen to it.
 */
export async function renderPage(
  { title, messages, host, status = 200, formAction, style = '', script, account, navigation }: PageOptions,
  content: Child,
): Promise<Response> {
  const nonce = randomId();
  const { lang, layout } = messages;
  const document = (
    <html lang={lang}>
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="robots" content="noindex" />
        <title>{`${title} – ${layout.product}`}</title>
        <style nonce={nonce}>{raw(pageStyle + style)}</style>
      </head>
      <body>
        {navigation ? (
          <a class="skip" href="#content">
            {layout.skip}
          </a>
        ) : null}
        <div class="column">
          <header class="brand">
            <Mark />
            <span>
              <strong>{layout.product}</strong> {layout.at(host)}
            </span>
            {account}
          </header>
          {navigation}
          <main id="content" tabindex={-1}>
            {content}
          </main>
          <footer>{layout.footer}</footer>
        </div>
        {script === undefined ? null : <script nonce={nonce}>{raw(script)}</script>}
      </body>
    </html>
  );
  return new Response(await html`<!doctype html>${document}`, {
    status,
    headers: {
      'content-type': 'text/html; charset=utf-8',
      'cache-control': 'no-store',
      'content-language': lang,
      vary: 'Accept-Language',
      'content-security-policy': contentSecurityPolicy(nonce, formAction ?? ["'none'"], script !== undefined),
      'x-frame-options': 'DENY',
    },
  });
}

function contentSecurityPolicy(nonce: string, formAction: readonly string[], hasScript: boolean): string {
  return [
    "default-src 'none'",
    `style-src 'nonce-${nonce}'`,
    ...(hasScript ? [`script-src 'nonce-${nonce}'`] : []),
    `form-action ${formAction.join(' ')}`,
    "frame-ancestors 'none'",
    "base-uri 'none'",
  ].join('; ');
}

/** Two links of a chain. */
function Mark() {
  return (
    <svg viewBox="0 0 32 32" fill="none" stroke="var(--accent)" stroke-width="3.2" aria-hidden="true">
      <rect x="3" y="11" width="15" height="10" rx="5" />
      <rect x="14" y="11" width="15" height="10" rx="5" />
    </svg>
  );
}

/** CSS of every page: system fonts, light and dark color scheme, one column. */
const pageStyle = `
:root {
  color-scheme: light dark;
  --ground: #f4f5f7; --card: #ffffff; --ink: #1b1d22; --soft: #5a6070; --line: #dfe2e8;
  --accent: #1f5fbf; --accent-ink: #ffffff; --accent-hover: #184c99; --note: #fff6e0; --note-line: #e5c36b;
}
@media (prefers-color-scheme: dark) {
  :root {
    --ground: #14161a; --card: #1d2026; --ink: #eceef2; --soft: #a3aab8; --line: #343943;
    --accent: #7fb0ff; --accent-ink: #0b1a33; --accent-hover: #a5c8ff; --note: #2c2616; --note-line: #7d6728;
  }
}
* { box-sizing: border-box; }
body {
  margin: 0; min-height: 100vh; padding: 3rem 1rem; background: var(--ground); color: var(--ink);
  font: 1rem/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", sans-serif;
  overflow-wrap: anywhere;
}
.column { max-width: 34rem; margin: 0 auto; }
.brand { display: flex; align-items: center; gap: .6rem; margin-bottom: 1.25rem; color: var(--soft); font-size: .9rem; }
.brand svg { width: 1.75rem; height: 1.75rem; flex: none; }
.brand strong { color: var(--ink); font-weight: 600; }
main { background: var(--card); border: 1px solid var(--line); border-radius: .9rem; padding: 2rem; }
h1 { margin: 0 0 .5rem; font-size: 1.45rem; line-height: 1.25; font-weight: 650; letter-spacing: -.01em; text-wrap: balance; }
h2 { margin: 1.75rem 0 .5rem; font-size: .95rem; font-weight: 650; }
p { margin: .5rem 0; }
.soft { color: var(--soft); }
.small { font-size: .875rem; }
a { color: var(--accent); text-underline-offset: .15em; }
dl { margin: 1.25rem 0 0; border-top: 1px solid var(--line); }
dl > div { display: grid; grid-template-columns: 9.5rem 1fr; gap: .25rem 1rem; padding: .6rem 0; border-bottom: 1px solid var(--line); }
dt { color: var(--soft); }
dd { margin: 0; }
ul, ol { margin: .5rem 0; padding-left: 1.25rem; }
li { margin: .3rem 0; }
.note { margin: 1.25rem 0 0; padding: .7rem .9rem; background: var(--note); border: 1px solid var(--note-line); border-radius: .5rem; }
.actions { display: flex; flex-wrap: wrap; gap: .75rem; margin-top: 1.75rem; }
.button {
  display: inline-block; padding: .65rem 1.2rem; border: 1px solid var(--line); border-radius: .5rem;
  background: transparent; color: var(--ink); font: inherit; font-weight: 600; text-decoration: none; cursor: pointer;
}
.button:hover { border-color: var(--soft); }
.button:disabled { opacity: .5; cursor: not-allowed; }
.primary { background: var(--accent); border-color: var(--accent); color: var(--accent-ink); }
.primary:hover { background: var(--accent-hover); border-color: var(--accent-hover); }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
code { font: .875em ui-monospace, SFMono-Regular, Menlo, Consolas, monospace; }
.skip { position: absolute; left: 1rem; top: -6rem; z-index: 1; padding: .6rem 1rem; border-radius: .5rem; background: var(--card); }
.skip:focus { top: .5rem; }
main:focus { outline: none; }
.copy { width: auto; padding: .25rem .8rem; font-size: .85rem; font-weight: 500; }
[hidden] { display: none; }
pre { margin: .75rem 0 .5rem; padding: .7rem .9rem; background: var(--ground); border: 1px solid var(--line); border-radius: .5rem; white-space: pre-wrap; }
.hidden { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
footer { margin-top: 1.25rem; color: var(--soft); font-size: .85rem; }
@media (max-width: 30rem) {
  body { padding: 1rem .75rem 2rem; }
  main { padding: 1.25rem; }
  dl > div { grid-template-columns: 1fr; }
  .actions { flex-direction: column; }
  .button { width: 100%; text-align: center; }
}
@media (prefers-contrast: more) { :root { --soft: var(--ink); --line: currentColor; } }
`;

/**
 * A script for pages with times or lines to copy: it converts times to the time zone of the browser, and shows the
 * buttons that copy.
 */
export const pageScript = `
for (const time of document.querySelectorAll('time')) {
  const when = new Date(time.dateTime);
  time.title = time.textContent;
  time.textContent = when.toLocaleString(document.documentElement.lang, { dateStyle: 'medium', timeStyle: 'short' });
}
for (const button of document.querySelectorAll('button[data-copy]')) {
  if (!navigator.clipboard) continue;
  button.hidden = false;
  button.addEventListener('click', async () => {
    await navigator.clipboard.writeText(button.previousElementSibling.textContent);
    const label = button.textContent;
    button.textContent = button.dataset.copy;
    setTimeout(() => { button.textContent = label; }, 2000);
  });
}
`;

/** A line with a button that copies it. The button needs `pageScript`. */
export function CopyLine({
  text,
  messages: { layout },
}: {
  readonly text: string;
  readonly messages: Messages;
}) {
  return (
    <>
      <pre>
        <code>{text}</code>
      </pre>
      <button class="button copy" type="button" hidden data-copy={layout.copied} aria-live="polite">
        {layout.copy}
      </button>
    </>
  );
}

/** A timestamp in UTC. Scripts convert it to the time zone of the browser. */
export function Timestamp({ ms }: { readonly ms: number }) {
  const iso = new Date(ms).toISOString();
  return <time datetime={iso}>{`${iso.slice(0, 10)} ${iso.slice(11, 16)} UTC`}</time>;
}

/** A tool on a page. */
export interface ToolSummary {
  readonly name: string;
  /** The tool needs any one of these; empty for the tool that opens the results of the others. */
  readonly areas: readonly AreaId[];
}
