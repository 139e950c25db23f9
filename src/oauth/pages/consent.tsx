import { renderPage } from '../../http/layout.tsx';
import { dataCategories } from '../../tenants/data-categories.ts';
import { endsOnDevice } from '../client-metadata.ts';
import type { Client } from '../clients.ts';
import { type RedirectUri, cspSourceOf } from '../redirect-uri.ts';

/** What the page needs to know. */
export interface ConsentPageOptions {
  readonly client: Client;
  readonly redirect: RedirectUri;
  /** The sealed request that the form brings back. */
  readonly request: string;
  readonly isStepUp: boolean;
  readonly publicUrl: URL;
  /** Where Entra's pages are. */
  readonly loginUrl: URL;
}

/** Asks a person whether a client may read their Microsoft 365. */
export async function consentPage(options: ConsentPageOptions): Promise<Response> {
  const { client, redirect, request, publicUrl } = options;
  return await renderPage(
    {
      title: `Connect ${client.name}?`,
      host: publicUrl.host,
      formAction: formActionSources(options),
    },
    <>
      <h1>{`Connect ${client.name} to your Microsoft 365?`}</h1>
      <p class="soft">You sign in with Microsoft next. Your password stays there.</p>
      <dl>
        <div>
          <dt>Application</dt>
          <dd>
            {client.name} <span class="soft small">{describeClientIdentity(client)}</span>
          </dd>
        </div>
        <div>
          <dt>Access goes to</dt>
          <dd>{formatRedirect(redirect)}</dd>
        </div>
      </dl>
      <h2>It will be able to read, as you</h2>
      <ul>
        {dataCategories.map(({ name, text }) => (
          <li>
            <strong>{name}</strong>: {text}
          </li>
        ))}
      </ul>
      <p class="soft small">
        Only what you can open yourself, and only as far as your organisation allows it. You can end it at any
        time at {publicUrl.host}/me.
      </p>
      <p class="note small">{consentWarning(client)}</p>
      <form method="post" action="/oauth/authorize">
        <input type="hidden" name="request" value={request} />
        <div class="actions">
          <button class="button primary" type="submit" name="decision" value="allow">
            Continue to Microsoft
          </button>
          <button class="button" type="submit" name="decision" value="deny">
            Cancel
          </button>
        </div>
      </form>
    </>,
  );
}

/**
 * `form-action` also governs the redirects that follow the form: to Entra, and from there to the client, where Entra
 * asks nothing. A step-up names the person, whom Entra may send on at once to the sign-in page of their organisation.
 */
function formActionSources({ redirect, isStepUp, loginUrl }: ConsentPageOptions): string[] {
  const sources = ["'self'", loginUrl.origin, cspSourceOf(redirect), ...(isStepUp ? ['https:'] : [])];
  return [...new Set(sources)];
}

function describeClientIdentity({ kind, clientId }: Client): string {
  switch (kind) {
    case 'document':
      return `(published by ${new URL(clientId).host})`;
    case 'registered':
      return '(the name it gave itself)';
    case 'configured':
      return '(set up by hand, with the client id of this connector)';
  }
}

/** Anybody can send a link; only the person knows what they have just started. */
function consentWarning({ kind, name }: Client): string {
  return kind === 'document'
    ? `Go on only if you have just started this in ${name}.`
    : 'Go on only if you have just started this in an application that you trust. Anybody can choose a name.';
}

function formatRedirect(redirect: RedirectUri): string {
  const { kind, url } = redirect;
  switch (kind) {
    case 'loopback':
      return `an application on this computer (${url.host})`;
    case 'https':
      return endsOnDevice(redirect) ? `an application on this computer, by way of ${url.host}` : url.host;
    case 'custom-scheme':
      return `an application on this device (${url.protocol}//${url.host})`;
  }
}
