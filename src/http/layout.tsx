import type { Child } from 'hono/jsx';
import { html, raw } from 'hono/html';
import { randomId } from '../crypto/random-id.ts';
import { pageStyle } from './page-style.ts';

/** A page, before it is an answer. */
export interface PageOptions {
  readonly title: string;
  /** Host of the connector, so that a person knows where they are. */
  readonly host: string;
  readonly status?: number;
  /** Where a form of the page may lead, redirects that follow included. Without it the page has no form. */
  readonly formAction?: readonly string[];
  /** Style of this page alone, after that of every page. */
  readonly style?: string;
  /** A script that makes the page nicer; it has to work without. */
  readonly script?: string;
  /** Beside the name of the connector: who is signed in. */
  readonly account?: Child;
}

/**
 * Renders a page of the connector. It runs no script but its own, fetches nothing, is framed by nobody and kept by
 * nobody. There is no Cross-Origin-Opener-Policy: web clients open the sign-in in a window of theirs, and listen to it
 * afterwards.
 */
export async function renderPage(
  { title, host, status = 200, formAction, style = '', script, account }: PageOptions,
  content: Child,
): Promise<Response> {
  const nonce = randomId();
  const document = (
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="robots" content="noindex" />
        <title>{`${title} – Microsoft 365 connector`}</title>
        <style nonce={nonce}>{raw(pageStyle + style)}</style>
      </head>
      <body>
        <div class="column">
          <header class="brand">
            <Mark />
            <span>
              <strong>Microsoft 365 connector</strong> at {host}
            </span>
            {account}
          </header>
          <main>{content}</main>
          <footer>
            Read-only: the connector cannot send, change or delete anything, keeps no content, and never sees
            a password.
          </footer>
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
      'content-security-policy': policyOf(nonce, formAction ?? ["'none'"], script !== undefined),
      'x-frame-options': 'DENY',
    },
  });
}

function policyOf(nonce: string, formAction: readonly string[], hasScript: boolean): string {
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
