import { renderPage } from '../../http/layout.tsx';
import type { Messages } from '../../http/messages/en.ts';
import { type AreaId, areaIds, dataCategories, isOptionalArea } from '../../tenants/areas.ts';
import { endsOnDevice } from '../client-metadata.ts';
import type { Client } from '../clients.ts';
import { type RedirectUri, toCspSource } from '../redirect-uri.ts';

export interface ConsentPageOptions {
  readonly messages: Messages;
  readonly client: Client;
  readonly redirect: RedirectUri;
  /** The sealed request, which the form posts back. */
  readonly request: string;
  readonly isStepUp: boolean;
  readonly publicUrl: URL;
  /** The login origin of Entra. */
  readonly loginUrl: URL;
}

/** The consent page for an MCP client. The tenant is not known yet, so it lists what can be granted. */
export async function consentPage(options: ConsentPageOptions): Promise<Response> {
  const { messages, client, redirect, request, publicUrl } = options;
  const { consent } = messages;
  return await renderPage(
    {
      title: consent.title(client.name),
      messages,
      host: publicUrl.host,
      formAction: formActionSources(options),
    },
    <>
      <h1>{consent.heading(client.name)}</h1>
      <p class="soft">{consent.next}</p>
      <dl>
        <div>
          <dt>{consent.application}</dt>
          <dd>
            {client.name} <span class="soft small">{describeClientIdentity(client, messages)}</span>
          </dd>
        </div>
        <div>
          <dt>{consent.goesTo}</dt>
          <dd>{formatRedirect(redirect, messages)}</dd>
        </div>
      </dl>
      <h2>{consent.reads}</h2>
      <ul>
        {dataCategories.map(({ id, areas }) => (
          <AreaItem
            title={messages.categories[id]}
            areas={areas.filter((area) => !isOptionalArea(area))}
            messages={messages}
          />
        ))}
        <AreaItem title={consent.optional} areas={areaIds.filter(isOptionalArea)} messages={messages} />
      </ul>
      <p class="soft small">{consent.limits(publicUrl.host)}</p>
      <p class="note small">
        {client.kind === 'document' ? consent.warning(client.name) : consent.warningUnverified}
      </p>
      <form method="post" action="/oauth/authorize">
        <input type="hidden" name="request" value={request} />
        <div class="actions">
          <button class="button primary" type="submit" name="decision" value="allow">
            {consent.allow}
          </button>
          <button class="button" type="submit" name="decision" value="deny">
            {consent.deny}
          </button>
        </div>
      </form>
    </>,
  );
}

function AreaItem({
  title,
  areas,
  messages,
}: {
  readonly title: string;
  readonly areas: readonly AreaId[];
  readonly messages: Messages;
}) {
  if (areas.length === 0) return null;
  return (
    <li>
      <strong>{title}</strong>: {areas.map((area) => messages.areas[area].opens).join('; ')}
    </li>
  );
}

/**
 * `form-action` also applies to the redirects after the form: to Entra, and from there to the client if Entra shows no
 * page. At a step-up, Entra may redirect the user to the identity provider of their organization.
 */
function formActionSources({ redirect, isStepUp, loginUrl }: ConsentPageOptions): string[] {
  const sources = ["'self'", loginUrl.origin, toCspSource(redirect), ...(isStepUp ? ['https:'] : [])];
  return [...new Set(sources)];
}

function describeClientIdentity({ kind, clientId }: Client, { consent }: Messages): string {
  switch (kind) {
    case 'document':
      return consent.published(new URL(clientId).host);
    case 'unverified_document':
      return consent.claimed(new URL(clientId).host);
    case 'registered':
      return consent.notVerified;
    case 'bound':
      return consent.bound;
    case 'configured':
      return consent.configured;
  }
}

function formatRedirect(redirect: RedirectUri, { consent }: Messages): string {
  const { kind, url } = redirect;
  switch (kind) {
    case 'loopback':
      return consent.loopback(url.host);
    case 'https':
      return endsOnDevice(redirect) ? consent.forwarded(url.host) : url.host;
    case 'custom-scheme':
      return consent.device(`${url.protocol}//${url.host}`);
  }
}
