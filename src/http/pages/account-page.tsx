import type { AccountSession } from '../../sign-in/account.ts';
import { displayName } from '../../sign-in/display-name.ts';
import { renderPage } from './page.tsx';

/** What the page needs to know. */
export interface AccountPageOptions {
  readonly publicUrl: URL;
  /** Where Entra's pages are. */
  readonly loginUrl: URL;
  /** Who looks, once they have signed in. */
  readonly session: AccountSession | undefined;
  /** Everything was just disconnected. */
  readonly isRevoked: boolean;
}

/** Where a person ends what they have connected, without the help of an application or an administrator. */
export async function accountPage({
  publicUrl,
  loginUrl,
  session,
  isRevoked,
}: AccountPageOptions): Promise<Response> {
  const heading = isRevoked ? 'Everything is disconnected' : 'Your connections';
  return await renderPage(
    { title: heading, host: publicUrl.host, formAction: ["'self'", loginUrl.origin] },
    <>
      <h1>{heading}</h1>
      {isRevoked ? <Revoked /> : session ? <Connected session={session} /> : <SignIn />}
    </>,
  );
}

function SignIn() {
  return (
    <>
      <p>
        Here you end the access of every application that you have connected to your Microsoft 365 through
        this connector. Sign in first, so that we know whose it is.
      </p>
      <form method="post" action="/account/sign-in">
        <div class="actions">
          <button class="button primary" type="submit">
            Sign in with Microsoft
          </button>
        </div>
      </form>
    </>
  );
}

function Connected({ session }: { readonly session: AccountSession }) {
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
      <h2>Disconnect every application</h2>
      <p>
        All of them lose access at once, and have to be connected anew. To disconnect a single one, remove the
        connector in that application.
      </p>
      <form method="post" action="/account/disconnect">
        <div class="actions">
          <button class="button primary" type="submit">
            Disconnect all
          </button>
        </div>
      </form>
    </>
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
