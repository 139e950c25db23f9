import { renderPage } from '../../http/layout.tsx';
import { dataCategories } from '../../tenants/data-categories.ts';
import { endsOnDevice } from '../client-metadata.ts';
import type { Client } from '../clients.ts';
import { type RedirectUri, cspSourceOf } from '../redirect-uri.ts';

export interface ConsentPageOptions {
  readonly client: Client;
  readonly redirect: RedirectUri;
  /** The sealed request, which the form posts back. */
  readonly request: string;
  readonly isStepUp: boolean;
  readonly publicUrl: URL;
  /** The login origin of Entra. */
  readonly loginUrl: URL;
}

/** The consent page for an MCP client. */
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
      <p class="soft">You sign in with Microsoft next. The connector does not see your password.</p>
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
      <h2>It can read with your permissions</h2>
      <ul>
        {dataCategories.map(({ name, text }) => (
          <li>
            <strong>{name}</strong>: {text}
          </li>
        ))}
      </ul>
      <p class="soft small">
        Only what you can open yourself, and what your organization allows. Access lasts until you revoke it
        at {publicUrl.host}/me, at most one year, and ends after 90 days without use.
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
 * `form-action` also applies to the redirects after the form: to Entra, and from there to the client if Entra shows no
 * page. At a step-up, Entra may redirect the user to the identity provider of their organization.
 */
function formActionSources({ redirect, isStepUp, loginUrl }: ConsentPageOptions): string[] {
  const sources = ["'self'", loginUrl.origin, cspSourceOf(redirect), ...(isStepUp ? ['https:'] : [])];
  return [...new Set(sources)];
}

function describeClientIdentity({ kind, clientId }: Client): string {
  switch (kind) {
    case 'document':
      return `(published by ${new URL(clientId).host})`;
    case 'unverified_document':
      return `(claims to be published at ${new URL(clientId).host}, not verified)`;
    case 'registered':
      return '(name chosen by the application, not verified)';
    case 'configured':
      return '(configured manually with the client ID of this connector)';
  }
}

/** Anyone can send a sign-in link: the user has to know whether they started the sign-in. */
function consentWarning({ kind, name }: Client): string {
  return kind === 'document'
    ? `Continue only if you have just started this in ${name}.`
    : 'Continue only if you have just started this in an application that you trust. Any application can use this name.';
}

function formatRedirect(redirect: RedirectUri): string {
  const { kind, url } = redirect;
  switch (kind) {
    case 'loopback':
      return `an application on this computer (${url.host})`;
    case 'https':
      return endsOnDevice(redirect) ? `an application on this computer, through ${url.host}` : url.host;
    case 'custom-scheme':
      return `an application on this device (${url.protocol}//${url.host})`;
  }
}
