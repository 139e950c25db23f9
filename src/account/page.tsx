import { type ToolSummary, Timestamp, pageScript, renderPage } from '../http/layout.tsx';
import { findReasonText, getToolTitle } from '../http/messages/catalog.ts';
import type { Messages } from '../http/messages/en.ts';
import { RichText } from '../http/rich-text.tsx';
import { displayName } from '../oauth/parameters.ts';
import type { Connection } from '../oauth/stores.ts';
import { type AreaId, areaIds, getArea, isOptionalArea } from '../tenants/areas.ts';
import {
  type GrantedPermissions,
  grantedPermissions,
  isOpen,
  missingPermission,
} from '../tenants/granted-permissions.ts';
import type { AccountSession } from './account.ts';

/** The content of the page: the sign-in, the user's connections, or the confirmation of a revocation. */
export type AccountPageProps =
  | { readonly kind: 'sign_in' }
  | {
      readonly kind: 'me';
      readonly session: AccountSession;
      /** Sorted by last use, newest first. */
      readonly connections: readonly Connection[];
      /** Page number, from 1. */
      readonly page: number;
      readonly notice: AccountNotice | undefined;
    }
  | { readonly kind: 'revoked' };

/** The result of the last form. */
export type AccountNotice = 'disconnected' | 'unknownConnection';

interface AccountPageOptions {
  readonly messages: Messages;
  readonly publicUrl: URL;
  /** The login origin of Entra. */
  readonly loginUrl: URL;
  readonly tools: readonly ToolSummary[];
  readonly shown: AccountPageProps;
}

const style = `
.list { list-style: none; padding: 0; margin: .5rem 0 0; }
.list > li { display: flex; flex-wrap: wrap; gap: .25rem 1rem; align-items: center; justify-content: space-between; margin: 0; padding: .65rem 0; border-top: 1px solid var(--line); }
.list .button { padding: .3rem .8rem; font-size: .875rem; font-weight: 500; width: auto; }
.list .grow { flex: 1 1 14rem; }
.yes { color: var(--accent); font-weight: 700; }
.brand { flex-wrap: wrap; } .brand form { margin-left: auto; }
.brand .button { padding: .3rem .8rem; font-size: .875rem; font-weight: 500; width: auto; }
`;

const connectionsPerPage = 20;

/** The account page. */
export async function accountPage(options: AccountPageOptions): Promise<Response> {
  const { messages, publicUrl, loginUrl, shown } = options;
  const { me } = messages;
  const heading = shown.kind === 'revoked' ? me.revokedHeading : me.title;
  return await renderPage(
    {
      title: heading,
      messages,
      host: publicUrl.host,
      formAction: ["'self'", loginUrl.origin],
      style,
      ...(shown.kind === 'me'
        ? { script: pageScript, account: <SignOut formToken={shown.session.formToken} label={me.signOut} /> }
        : {}),
    },
    <>
      <h1>{heading}</h1>
      {shown.kind === 'sign_in' ? <SignIn messages={messages} /> : null}
      {shown.kind === 'me' ? <Me {...options} {...shown} /> : null}
      {shown.kind === 'revoked' ? <p>{me.revoked}</p> : null}
    </>,
  );
}

function SignIn({ messages: { me } }: { readonly messages: Messages }) {
  return (
    <>
      <p>{me.intro}</p>
      <form method="post" action="/me/sign-in">
        <div class="actions">
          <button class="button primary" type="submit">
            {me.signIn}
          </button>
        </div>
      </form>
    </>
  );
}

function SignOut({ formToken, label }: { readonly formToken: string; readonly label: string }) {
  return (
    <form method="post" action="/me/sign-out">
      <input type="hidden" name="form_token" value={formToken} />
      <button class="button" type="submit">
        {label}
      </button>
    </form>
  );
}

type MeProps = AccountPageOptions & Extract<AccountPageProps, { kind: 'me' }>;

function Me(props: MeProps) {
  const { messages, session } = props;
  const { me } = messages;
  return (
    <>
      <dl>
        <div>
          <dt>{me.account}</dt>
          <dd>
            {displayName(session.name, me.unnamed)}{' '}
            <span class="soft small">{displayName(session.username, '')}</span>
          </dd>
        </div>
        <div>
          <dt>{me.organization}</dt>
          <dd>
            <code>{session.tenantId}</code>
          </dd>
        </div>
      </dl>
      <Connections {...props} />
      <MyAccess {...props} />
    </>
  );
}

function Connections({ connections, session: { formToken }, page, notice, messages }: MeProps) {
  const { me } = messages;
  const lastPage = Math.max(1, Math.ceil(connections.length / connectionsPerPage));
  const shownPage = Math.min(page, lastPage);
  const start = (shownPage - 1) * connectionsPerPage;
  const shown = connections.slice(start, start + connectionsPerPage);
  return (
    <>
      <h2 id="connections">{me.applications}</h2>
      {notice === undefined ? null : (
        <p class="note" id="notice" role="status" tabindex={-1} autofocus>
          {me[notice]}
        </p>
      )}
      {connections.length === 0 ? <p class="soft">{me.noApplications}</p> : null}
      <form method="post" action="/me/disconnect">
        <input type="hidden" name="form_token" value={formToken} />
        <ul class="list">
          {shown.map((connection) => (
            <ConnectionItem connection={connection} messages={messages} />
          ))}
        </ul>
      </form>
      {lastPage > 1 ? (
        <nav class="actions" aria-label={me.pages}>
          <span class="soft">{me.count(`${start + 1}–${start + shown.length}`, connections.length)}</span>
          {shownPage > 1 ? <a href={`/me?page=${shownPage - 1}#connections`}>{me.newer}</a> : null}
          {shownPage < lastPage ? <a href={`/me?page=${shownPage + 1}#connections`}>{me.older}</a> : null}
        </nav>
      ) : null}
      <form method="post" action="/me/revoke">
        <input type="hidden" name="form_token" value={formToken} />
        <div class="actions">
          <button class="button" type="submit">
            {connections.length === 0 ? me.revokeAll : me.disconnectAll}
          </button>
        </div>
      </form>
    </>
  );
}

function ConnectionItem({
  connection: { grantId, clientName, connectedAtMs, usedAtMs },
  messages: { me },
}: {
  readonly connection: Connection;
  readonly messages: Messages;
}) {
  const name = displayName(clientName, me.unnamed);
  return (
    <li>
      <span class="grow">
        <strong>{name}</strong>
        <br />
        <span class="soft small">
          {`${me.connected} `}
          <Timestamp ms={connectedAtMs} />
          {`, ${me.lastUsed} `}
          <Timestamp ms={usedAtMs} />
        </span>
      </span>
      <button class="button" type="submit" name="connection" value={grantId}>
        {me.disconnect}
        <span class="hidden">{` ${name}`}</span>
      </button>
    </li>
  );
}

/** The data categories that the connector can read for the user, or why it has no access. */
function MyAccess({ session: { access }, tools, messages }: MeProps) {
  const { me } = messages;
  if (!access.ok) {
    return (
      <>
        <h2>{me.reads}</h2>
        <p class="note">{findReasonText(access.code, messages) ?? access.text}</p>
      </>
    );
  }
  const granted = grantedPermissions(access.granted, access.disabledPermissions);
  const usable = tools.filter(
    ({ name, areas }) => !access.disabledTools.includes(name) && isOpen(areas, granted),
  );
  return (
    <>
      <h2>{me.reads}</h2>
      <ul class="list">
        {areaIds
          .filter((id) => granted.level(id) ?? !isOptionalArea(id))
          .map((id) => (
            <li>
              <span class="grow">
                <strong>{messages.areas[id].name}</strong>
                <br />
                <span class="soft small">{describeAccess(id, granted, messages)}</span>
              </span>
              <span>{granted.level(id) ? <span class="yes">{me.yes}</span> : me.no}</span>
            </li>
          ))}
      </ul>
      <p class="soft small">{me.limits(usable.map(({ name }) => getToolTitle(name, messages)).join(', '))}</p>
      <p class="soft small">
        <RichText text={me.fewerTools} />
      </p>
    </>
  );
}

/** The level of an area with its permission, or the missing permission. */
function describeAccess(id: AreaId, granted: GrantedPermissions, { areas, me }: Messages): string {
  const { permission, reduced } = getArea(id);
  const { opens, opensInPart } = areas[id];
  const level = granted.level(id);
  if (level === 'full') return `${opens} (${permission})`;
  if (level && reduced) return `${opensInPart ?? opens} (${reduced.permission})`;
  const missing = missingPermission(id, granted);
  return granted.isOff(missing) ? me.off(missing) : me.missing(missing);
}
