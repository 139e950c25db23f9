import { entraErrorMessage } from '../../entra/error-messages.ts';
import type { EntraFailureKind } from '../../entra/aadsts-codes.ts';
import { Timestamp, pageScript, renderPage } from '../../http/layout.tsx';
import { findReasonText } from '../../http/messages/catalog.ts';
import type { Messages } from '../../http/messages/en.ts';
import { displayName } from '../parameters.ts';
import type { ErrorOwner, FailedSignIn, SignInFailure } from '../errors.ts';

export interface SignInErrorPageOptions {
  readonly messages: Messages;
  readonly failed: FailedSignIn;
  readonly publicUrl: URL;
  /** Origin of the Entra admin center. */
  readonly adminCenter: string;
  readonly nowMs: number;
}

/** The page of a failed sign-in: what happened, who can fix it, and the ids for Entra's sign-in log. */
export async function signInErrorPage({
  messages,
  failed,
  publicUrl,
  adminCenter,
  nowMs,
}: SignInErrorPageOptions): Promise<Response> {
  const { failure: texts } = messages;
  const { failure: signInFailure, clientName, returnUrl, account, otherAccountUrl } = failed;
  const failure = signInFailure.reason === 'entra' ? signInFailure.failure : undefined;
  const { text, owner } = describeFailure(signInFailure, messages);
  const heading = (failure ? texts.entraHeadings : texts.connectorHeadings)[owner];
  const link = failure && getAdminLink(failure.kind, publicUrl, adminCenter);
  const ids: readonly (readonly [string, string | undefined])[] = [
    [texts.traceId, failure?.traceId],
    [texts.correlationId, failure?.correlationId],
  ];
  return await renderPage(
    { title: heading, messages, host: publicUrl.host, status: getStatus(owner), script: pageScript },
    <>
      <h1>{heading}</h1>
      <p>{text}</p>
      <dl>
        {account ? (
          <div>
            <dt>{texts.account}</dt>
            <dd>{displayName(account, '')}</dd>
          </div>
        ) : null}
        <div>
          <dt>{texts.owner}</dt>
          <dd>
            {texts.owners[owner]}
            {link && (
              <>
                {': '}
                <a href={link.url}>{texts.links[link.text]}</a>
              </>
            )}
          </dd>
        </div>
        {failure?.code && (
          <div>
            <dt>{texts.code}</dt>
            <dd>
              <code>{failure.code}</code>{' '}
              <a class="small" href={`https://login.microsoftonline.com/error?code=${failure.code.slice(6)}`}>
                {texts.codeLink}
              </a>
            </dd>
          </div>
        )}
        {ids.map(
          ([name, value]) =>
            value && (
              <div>
                <dt>{name}</dt>
                <dd>
                  <code>{value}</code>
                </dd>
              </div>
            ),
        )}
        <div>
          <dt>{texts.time}</dt>
          <dd>
            <Timestamp ms={failure?.atMs ?? nowMs} />
          </dd>
        </div>
      </dl>
      {owner === 'administrator' && failure?.traceId && <p class="soft small">{texts.forward}</p>}
      <div class="actions">
        {otherAccountUrl ? (
          <a class="button primary" href={otherAccountUrl}>
            {texts.otherAccount}
          </a>
        ) : null}
        <a class={otherAccountUrl ? 'button' : 'button primary'} href={returnUrl}>
          {texts.back(clientName)}
        </a>
      </div>
    </>,
  );
}

/** The text in the language of the page. A reason without a text of its own has the text that its client receives. */
function describeFailure(
  failure: SignInFailure,
  messages: Messages,
): { readonly text: string; readonly owner: ErrorOwner } {
  if (failure.reason === 'entra') {
    const { kind } = failure.failure;
    return { text: messages.entra[kind], owner: entraErrorMessage[kind].owner };
  }
  const { code, text, owner } = failure;
  return { text: findReasonText(code, messages) ?? text, owner };
}

function getStatus(owner: ErrorOwner): number {
  return owner === 'user' || owner === 'administrator' ? 403 : 503;
}

interface AdminLink {
  readonly url: string;
  readonly text: keyof Messages['failure']['links'];
}

/** The page where an administrator can resolve the failure, if there is one. */
function getAdminLink(kind: EntraFailureKind, publicUrl: URL, adminCenter: string): AdminLink | undefined {
  switch (kind) {
    case 'consent_step_up':
    case 'admin_consent_required':
    case 'application_missing':
      return { url: `${publicUrl.origin}/admin`, text: 'setUp' };
    case 'not_assigned':
      return {
        url: `${adminCenter}/#view/Microsoft_AAD_IAM/StartboardApplicationsMenuBlade/~/AppAppsPreview`,
        text: 'assign',
      };
    case 'blocked':
    case 'device_step_up':
      return {
        url: `${adminCenter}/#view/Microsoft_AAD_IAM/SignInEventsV3Blade`,
        text: 'signInLog',
      };
    case 'account_disabled':
      return {
        url: `${adminCenter}/#view/Microsoft_AAD_UsersAndTenants/UserManagementMenuBlade/~/AllUsers`,
        text: 'account',
      };
    case 'claims_step_up':
    case 'wrong_account':
    case 'sign_in_again':
    case 'password_expired':
    case 'assertion_rejected':
    case 'credential_fault':
    case 'request_fault':
    case 'wrong_cloud':
    case 'throttled':
    case 'unavailable':
    case 'loop_detected':
      return undefined;
  }
}
