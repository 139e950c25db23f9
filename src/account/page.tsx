import { type ToolSummary, Timestamp, renderPage } from '../http/layout.tsx';
import { displayName } from '../oauth/parameters.ts';
import type { Connection } from '../oauth/stores.ts';
import { dataCategories } from '../tenants/data-categories.ts';
import { type GrantedPermissions, grantedPermissions } from '../tenants/granted-permissions.ts';
import type { AccountSession } from './account.ts';

/** What the page shows: the way in, the person, or that everything has ended. */
export type AccountPageProps =
  | { readonly kind: 'sign_in' }
  | {
      readonly kind: 'me';
      readonly session: AccountSession;
      readonly connections: readonly Connection[];
    }
  | { readonly kind: 'revoked' };

/** What the page needs to know. */
interface MePageOptions {
  readonly publicUrl: URL;
  /** Where Entra's pages are. */
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

/** Where a person sees what the connector may do for them, and ends what they have connected. */
export async function accountPage({ publicUrl, loginUrl, tools, shown }: MePageOptions): Promise<Response> {
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
  revoked: 'Everything is disconnected',
} as const;

function SignIn() {
  return (
    <>
      <p>
        Here you see what this connector may read for you, which applications you have connected to it, and
        end their access. Sign in first, so that we know whose it is.
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
            {displayName(session.name, 'Without a name')}{' '}
            <span class="soft small">{displayName(session.username, '')}</span>
          </dd>
        </div>
        <div>
          <dt>Organisation</dt>
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
        <p class="soft">You have connected no application, or none that still has access.</p>
        <RevokeForm formToken={formToken} label="Revoke everything anyway" />
      </>
    );
  }
  return (
    <>
      <h2>Applications that you have connected</h2>
      <form method="post" action="/me/disconnect">
        <input type="hidden" name="form_token" value={formToken} />
        <ul class="list">
          {connections.map(({ grantId, clientName, connectedAtMs, usedAtMs }) => {
            const name = displayName(clientName, 'Without a name');
            return (
              <li>
                <span class="grow">
                  <strong>{name}</strong>
                  <br />
                  <span class="soft small">
                    {'Connected '}
                    <Timestamp ms={connectedAtMs} />
                    {', access renewed '}
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
      Every application that you had connected has lost access to your Microsoft 365. Nothing of it is left
      here: the connector keeps no content. You can connect again at any time.
    </p>
  );
}

/** What the connector may read for a person, area by area, or why it may read nothing. */
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
        <h2>What the connector may read for you</h2>
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
      <h2>What the connector may read for you</h2>
      <ul class="list">
        {dataCategories.map((area) => (
          <li>
            <span class="grow">
              <strong>{area.name}</strong>
              <br />
              <span class="soft small">{detailOf(area.permissions, granted, area.text)}</span>
            </span>
            <span>{granted.hasAny(area.permissions) ? <span class="yes">Yes</span> : 'No'}</span>
          </li>
        ))}
      </ul>
      <p class="soft small">
        {`Only what you can open yourself. Tools that your applications see: ${usable.map(({ title }) => title).join(', ')}. `}
        Your organisation decides what is granted; you can leave tools out with <code>?tools=</code> in the
        address of the connector.
      </p>
    </>
  );
}

function detailOf(
  permissions: Parameters<GrantedPermissions['hasAny']>[0],
  granted: GrantedPermissions,
  text: string,
): string {
  const given = permissions.filter((permission) => granted.has(permission));
  return given.length === 0 ? 'not granted' : `${text} (${given.join(', ')})`;
}
