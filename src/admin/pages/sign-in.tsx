import { renderPage } from '../../http/layout.tsx';
import type { Messages } from '../../http/messages/en.ts';
import { RichText } from '../../http/rich-text.tsx';
import { displayName } from '../../oauth/parameters.ts';
import { areaIds, getArea } from '../../tenants/areas.ts';
import type { GraphPermission } from '../../tenants/permissions.ts';
import type { AdminNotice } from '../notice.ts';
import type { AdminSession } from '../session.ts';

/** Shown before the sign-in: who the console is for. */
export async function adminSignInPage(
  messages: Messages,
  publicUrl: URL,
  notice: AdminNotice | undefined,
): Promise<Response> {
  const { title, signIn, notices } = messages.admin;
  return await renderPage(
    { title, messages, host: publicUrl.host },
    <>
      <h1>{title}</h1>
      {notice ? (
        <p class="note" id="notice" role="status" tabindex={-1}>
          {notices[notice.code]}
        </p>
      ) : null}
      <p>{signIn.text}</p>
      <p class="soft small">
        <RichText text={signIn.role} />
      </p>
      <div class="actions">
        <a class="button primary" href="/admin/sign-in">
          {signIn.button}
        </a>
      </div>
    </>,
  );
}

/** For users who have signed in and administer nothing. */
export async function notAdministratorPage(
  messages: Messages,
  publicUrl: URL,
  session: AdminSession,
): Promise<Response> {
  const { signIn, signOut } = messages.admin;
  return await renderPage(
    { title: signIn.notTitle, messages, host: publicUrl.host, formAction: ["'self'"], status: 403 },
    <>
      <h1>{signIn.notHeading}</h1>
      <p>{signIn.notText(displayName(session.username, messages.me.unnamed))}</p>
      <p class="soft small">
        {signIn.notHint} <a href="/me">{signIn.ownPage}</a>
      </p>
      <form method="post" action="/admin/sign-out">
        <input type="hidden" name="form_token" value={session.formToken} />
        <div class="actions">
          <button class="button" type="submit">
            {signOut}
          </button>
          <a class="button primary" href="/admin/sign-in">
            {signIn.other}
          </a>
        </div>
      </form>
    </>,
  );
}

/** Between choosing permissions and the page of Entra: what is requested, in which order. */
export async function consentReviewPage(
  messages: Messages,
  publicUrl: URL,
  chosen: readonly GraphPermission[],
  location: string,
): Promise<Response> {
  const texts = messages.admin.permissions;
  return await renderPage(
    { title: texts.reviewTitle, messages, host: publicUrl.host },
    <>
      <h1>{texts.reviewHeading(chosen.length)}</h1>
      <p>
        <RichText text={texts.reviewText} />
      </p>
      <dl>
        {chosen.map((name) => (
          <div>
            <dt>{describePermission(name, messages) || name}</dt>
            <dd>
              <code>{name}</code>
            </dd>
          </div>
        ))}
      </dl>
      <div class="actions">
        <a class="button primary" href={location}>
          {texts.continue}
        </a>
        <a class="button" href="/admin/permissions">
          {texts.back}
        </a>
      </div>
    </>,
  );
}

/** The areas that a permission opens, or opens in part. */
function describePermission(permission: GraphPermission, { areas }: Messages): string {
  return areaIds
    .flatMap((id) => {
      const { name, opensInPart } = areas[id];
      if (getArea(id).permission === permission) return [name];
      return getArea(id).reduced?.permission === permission ? [`${name}: ${opensInPart ?? ''}`] : [];
    })
    .join('; ');
}
