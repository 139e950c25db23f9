import { CopyLine, Timestamp } from '../../http/layout.tsx';
import { displayName } from '../../oauth/parameters.ts';
import type { ActivitySummary } from '../../tenants/activity-store.ts';
import type { BoundClient } from '../../tenants/bound-client.ts';
import { RuleControl } from './access.tsx';
import { type ConsoleView, PageHeading, renderConsole } from './console.tsx';
import { FieldForm, NoticeAt, RemovableItem } from './controls.tsx';

export interface ClientsPageOptions {
  readonly view: ConsoleView;
  readonly activity: ActivitySummary;
  readonly boundClients: readonly BoundClient[];
}

/** The page of clients: those that are bound, and those of the last 30 days. */
export async function clientsPage(options: ClientsPageOptions): Promise<Response> {
  const { view, activity } = options;
  const { messages } = view;
  const { pages, rules } = messages.admin;
  return await renderConsole(
    { view, current: 'clients', title: pages.clients },
    <>
      <PageHeading>{pages.clients}</PageHeading>
      <section aria-labelledby="rule-heading">
        <h2 id="rule-heading">{rules.names.bound_client}</h2>
        <RuleControl name="bound_client" view={view} activity={activity} />
      </section>
      <BoundSection {...options} />
      <RecentSection {...options} />
    </>,
  );
}

function BoundSection({ view, boundClients }: ClientsPageOptions) {
  const { messages, notice, session } = view;
  const { clients } = messages.admin;
  return (
    <section id="clients" aria-labelledby="clients-heading">
      <h2 id="clients-heading">{clients.boundHeading}</h2>
      <NoticeAt at="clients" notice={notice} messages={messages} />
      <p class="soft">{clients.boundText}</p>
      {boundClients.length === 0 ? <p>{clients.none}</p> : null}
      <ul class="members">
        {boundClients.map(({ clientId, name, createdAtMs }) => (
          <RemovableItem change="unbind_client" subject={clientId} name={name} messages={messages}>
            <span class="name">{displayName(name, clientId)}</span>
            <code>{clientId}</code>
            <span class="soft small">
              {clients.created} <Timestamp ms={createdAtMs} />
            </span>
          </RemovableItem>
        ))}
      </ul>
      <FieldForm
        id="client-name"
        action="/admin/clients"
        kind="client"
        label={clients.name}
        button={clients.bind}
        formToken={session.formToken}
        notice={notice}
        messages={messages}
      />
    </section>
  );
}

function RecentSection({ view: { messages }, activity }: ClientsPageOptions) {
  const { clients } = messages.admin;
  const recent = activity.totals.filter(({ kind }) => kind === 'client');
  return (
    <section aria-labelledby="recent-heading">
      <h2 id="recent-heading">{clients.recentHeading}</h2>
      <p class="soft">{recent.length === 0 ? clients.noRecent : clients.recentText}</p>
      {recent.length === 0 ? null : (
        <table class="table counts">
          <thead>
            <tr>
              <th scope="col">{clients.client}</th>
              <th scope="col">{clients.count}</th>
              <th scope="col">{clients.lastDay}</th>
            </tr>
          </thead>
          <tbody>
            {recent.map(({ name, count, lastDay }) => {
              const [kind = '', host] = name.split(' ', 2);
              const kindText = Object.hasOwn(clients.kinds, kind)
                ? clients.kinds[kind as keyof typeof clients.kinds]
                : kind;
              return (
                <tr>
                  <th scope="row">
                    <span class="name">{host ?? clients.kinds.other}</span>{' '}
                    <span class="soft small">{kindText}</span>
                  </th>
                  <td>{count}</td>
                  <td>{lastDay}</td>
                </tr>
              );
            })}
          </tbody>
        </table>
      )}
    </section>
  );
}

/** The credentials of a new client. The secret is shown only here. */
export async function boundClientPage(
  view: ConsoleView,
  client: { readonly name: string; readonly clientId: string; readonly secret: string },
): Promise<Response> {
  const { messages } = view;
  const { clients } = messages.admin;
  return await renderConsole(
    { view, current: 'clients', title: clients.bind },
    <>
      <PageHeading>{displayName(client.name, client.clientId)}</PageHeading>
      <section aria-label={clients.bind}>
        <p class="notice good" role="status">
          {clients.boundNow}
        </p>
        <h2>{clients.id}</h2>
        <CopyLine text={client.clientId} messages={messages} />
        <h2>{clients.secret}</h2>
        <CopyLine text={client.secret} messages={messages} />
        <div class="actions">
          <a class="button primary" href="/admin/clients">
            {clients.continue}
          </a>
        </div>
      </section>
    </>,
  );
}
