import { type ToolSummary, Timestamp, renderPage } from '../http/layout.tsx';
import { displayName } from '../oauth/parameters.ts';
import type { Connection } from '../oauth/stores.ts';
import { dataCategories } from '../tenants/data-categories.ts';
import { type GrantedPermissions, grantedPermissions } from '../tenants/granted-permissions.ts';
import type { AccountSession } from './account.ts';

/** The content of the page: the sign-in, the user's connections, or the confirmation of a revocation. */
export type AccountPageProps =
  | { readonly kind: 'sign_in' }
  | {
      readonly kind: 'me';
      readonly session: AccountSession;
      readonly connections: readonly Connection[];
    }
  | { readonly kind: 'revoked' };

interface AccountPageOptions {
  readonly publicUrl: URL;
  /** The login origin of Entra. */
  readonly loginUrl: URL;
  readonly tools: readonly ToolSummary[];
  readonly shown: AccountPageProps;
}

const style = `
.list { list-style: none; padding: 0; margin: .5rem 0 0; }
.list > li { display: flex; flex-wrap: wrap; gap: .25rem 1rem; align-items: center; justify-content: space-between; margin: 0; padding: .65rem 0; border-top: 1px solid var(--line); }
.list .button { padding: .3rem .8rem; font-size: .875rem; font-weight: 500; }
.list .grow { flex: 1 1 14rem; }
.yes { color: var(--accent); font-weight: 700; }
`;

/** The account page. */
export async function accountPage({
  publicUrl,
  loginUrl,
  tools,
  shown,
}: AccountPageOptions): Promise<Response> {
  const heading = headings[shown.kind];
  return await renderPage(
    { title: heading, host: publicUrl.host, formAction: ["'self'", loginUrl.origin], style },
    <>
      <h1>{heading}</h1>
      {shown.kind === 'sign_in' ? <SignIn /> : null}
      {shown.kind === 'me' ? <Me {...shown} tools={tools} /> : null}
      {shown.kind === 'revoked' ? <Revoked /> : null}
    </>,
  );
}

const headings = {
  sign_in: 'Your connections',
  me: 'Your connections',
  revoked: 'All applications are disconnected',
} as const;

function SignIn() {
  return (
    <>
      <p>
        Sign in to see what this connector can read for you and which applications you have connected, and to
        revoke their access.
      </p>
      <form method="post" action="/me/sign-in">
        <div class="actions">
          <button class="button primary" type="submit">
            Sign in with Microsoft
          </button>
        </div>
      </form>
    </>
  );
}

function Me({
  session,
  connections,
  tools,
}: Extract<AccountPageProps, { kind: 'me' }> & { readonly tools: readonly ToolSummary[] }) {
  return (
    <>
      <dl>
        <div>
          <dt>Account</dt>
          <dd>
            {displayName(session.name, 'Unnamed')}{' '}
            <span class="soft small">{displayName(session.username, '')}</span>
          </dd>
        </div>
        <div>
          <dt>Organization</dt>
          <dd>
            <code>{session.tenantId}</code>
          </dd>
        </div>
      </dl>
      <Connections connections={connections} formToken={session.formToken} />
      <MyAccess access={session.access} tools={tools} />
    </>
  );
}

function Connections({
  connections,
  formToken,
}: {
  readonly connections: readonly Connection[];
  readonly formToken: string;
}) {
  if (connections.length === 0) {
    return (
      <>
        <h2>Applications</h2>
        <p class="soft">No connected applications.</p>
        <RevokeForm formToken={formToken} label="Revoke all access" />
      </>
    );
  }
  return (
    <>
      <h2>Connected applications</h2>
      <form method="post" action="/me/disconnect">
        <input type="hidden" name="form_token" value={formToken} />
        <ul class="list">
          {connections.map(({ grantId, clientName, connectedAtMs, usedAtMs }) => {
            const name = displayName(clientName, 'Unnamed');
            return (
              <li>
                <span class="grow">
                  <strong>{name}</strong>
                  <br />
                  <span class="soft small">
                    {'Connected '}
                    <Timestamp ms={connectedAtMs} />
                    {', last used '}
                    <Timestamp ms={usedAtMs} />
                  </span>
                </span>
                <button class="button" type="submit" name="connection" value={grantId}>
                  Disconnect<span class="hidden">{` ${name}`}</span>
                </button>
              </li>
            );
          })}
        </ul>
      </form>
      <RevokeForm formToken={formToken} label="Disconnect all" />
    </>
  );
}

function RevokeForm({ formToken, label }: { readonly formToken: string; readonly label: string }) {
  return (
    <form method="post" action="/me/revoke">
      <input type="hidden" name="form_token" value={formToken} />
      <div class="actions">
        <button class="button" type="submit">
          {label}
        </button>
      </div>
    </form>
  );
}

function Revoked() {
  return (
    <p>
      All applications have lost access to your Microsoft 365 through this connector. The connector stores no
      content. You can connect again at any time.
    </p>
  );
}

/** The data categories that the connector can read for the user, or why it has no access. */
function MyAccess({
  access,
  tools,
}: {
  readonly access: AccountSession['access'];
  readonly tools: readonly ToolSummary[];
}) {
  if (!access.ok) {
    return (
      <>
        <h2>What the connector can read for you</h2>
        <p class="note">{access.reason}</p>
      </>
    );
  }
  const granted = grantedPermissions(access.granted, access.disabledPermissions);
  const usable = tools.filter(
    ({ name, permissions }) =>
      !access.disabledTools.includes(name) && (permissions.length === 0 || granted.hasAny(permissions)),
  );
  return (
    <>
      <h2>What the connector can read for you</h2>
      <ul class="list">
        {dataCategories.map((area) => (
          <li>
            <span class="grow">
              <strong>{area.name}</strong>
              <br />
              <span class="soft small">{formatCategory(area.permissions, granted, area.text)}</span>
            </span>
            <span>{granted.hasAny(area.permissions) ? <span class="yes">Yes</span> : 'No'}</span>
          </li>
        ))}
      </ul>
      <p class="soft small">
        {`Only what you can open yourself. Available tools: ${usable.map(({ title }) => title).join(', ')}. `}
        Your organization decides what is granted. To use fewer tools, add <code>?tools=</code> to the URL of
        the connector.
      </p>
    </>
  );
}

function formatCategory(
  permissions: Parameters<GrantedPermissions['hasAny']>[0],
  granted: GrantedPermissions,
  text: string,
): string {
  const given = permissions.filter((permission) => granted.has(permission));
  return given.length === 0 ? 'not granted' : `${text} (${given.join(', ')})`;
}
