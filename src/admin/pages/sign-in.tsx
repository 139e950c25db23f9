import { renderPage } from '../../http/layout.tsx';
import { en as messages } from '../../http/messages/en.ts';
import { displayName } from '../../oauth/parameters.ts';
import { type GraphPermission, permissions } from '../../tenants/permissions.ts';
import type { AdminSession } from '../session.ts';
import { adminStyle } from './assets.ts';
import { Notice, type ShownNotice } from './controls.tsx';

/** Before the administration page: who it is for, and the sign-in. */
export async function adminSignInPage(publicUrl: URL, notice: ShownNotice | undefined): Promise<Response> {
  return await renderPage(
    { title: 'Administration', messages, host: publicUrl.host, style: adminStyle },
    <>
      <h1>Administration</h1>
      {notice ? <Notice {...notice} /> : null}
      <p>
        For Entra administrators: set the connector up for your organisation, see what it may read and why,
        narrow it, and take access back.
      </p>
      <p class="soft small">
        You need the role Global Administrator, or the app role <code>Connector.Admin</code> of M365 MCP
        Server. Signing in gives the connector nothing but your name.
      </p>
      <div class="actions">
        <a class="button primary" href="/admin/sign-in">
          Sign in with Microsoft
        </a>
      </div>
    </>,
  );
}

/** For those who have signed in, and administer nothing. */
export async function notAdministratorPage(publicUrl: URL, session: AdminSession): Promise<Response> {
  return await renderPage(
    { title: 'Not an administrator', messages, host: publicUrl.host, formAction: ["'self'"], status: 403 },
    <>
      <h1>You are not an administrator here</h1>
      <p>
        {`You are signed in as ${displayName(session.username, 'somebody without a name')}. This page is for
        Global Administrators and for those who hold the app role `}
        <code>Connector.Admin</code>.
      </p>
      <p class="soft small">
        A role that was given to you just now shows at the next sign-in. What you have connected yourself is
        on <a href="/me">your own page</a>.
      </p>
      <form method="post" action="/admin/sign-out">
        <input type="hidden" name="form_token" value={session.formToken} />
        <div class="actions">
          <button class="button" type="submit">
            Sign out
          </button>
          <a class="button primary" href="/admin/sign-in">
            Sign in as somebody else
          </a>
        </div>
      </form>
    </>,
  );
}

/** Between choosing permissions and Microsoft's own page: what will be asked, in which order. */
export async function consentReviewPage(
  publicUrl: URL,
  chosen: readonly GraphPermission[],
  location: string,
): Promise<Response> {
  return await renderPage(
    { title: 'Consent', messages, host: publicUrl.host },
    <>
      <h1>
        {`Consent to ${chosen.length} ${chosen.length === 1 ? 'permission' : 'permissions'}, in two steps`}
      </h1>
      <p>
        Microsoft asks you twice: first for <strong>M365 MCP Server</strong> and what it may read, then for{' '}
        <strong>M365 MCP Client</strong>, which people sign in to. Afterwards you are back here.
      </p>
      <dl>
        {chosen.map((name) => (
          <div>
            <dt>{name}</dt>
            <dd>{permissions[name].opens}</dd>
          </div>
        ))}
      </dl>
      <div class="actions">
        <a class="button primary" href={location}>
          Continue to Microsoft
        </a>
        <a class="button" href="/admin#permissions">
          Back
        </a>
      </div>
    </>,
  );
}
