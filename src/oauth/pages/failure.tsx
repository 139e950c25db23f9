import { entraErrorMessage } from '../../entra/error-messages.ts';
import type { EntraFailureKind } from '../../entra/errors.ts';
import { renderPage } from '../../http/layout.tsx';
import type { ErrorOwner, FailedSignIn } from '../errors.ts';

/** What the page needs to know. */
export interface FailurePageOptions {
  readonly failed: FailedSignIn;
  readonly publicUrl: URL;
  /** Origin of the Entra admin centre of the cloud. */
  readonly adminCenter: string;
  readonly nowMs: number;
}

/** Where the connector itself lets nobody in, though Microsoft has. */
const ownHeadings: Readonly<Record<ErrorOwner, string>> = {
  user: 'This account cannot be connected',
  administrator: 'Your administrator has to act first',
  operator: 'The operator has to act first',
  nobody: 'Not just now',
};

const headings: Readonly<Record<ErrorOwner, string>> = {
  user: 'Microsoft could not sign you in',
  administrator: 'Your administrator has to act first',
  operator: 'The connector has a fault',
  nobody: 'Microsoft is not answering just now',
};

const owners: Readonly<Record<ErrorOwner, string>> = {
  user: 'You',
  administrator: 'An Entra administrator of your organisation',
  operator: 'The operator of this connector',
  nobody: 'Nobody: try again in some minutes',
};

/** Tells a person why Microsoft ended their sign-in, who can mend it, and with what it is found in the logs. */
export async function failurePage({
  failed,
  publicUrl,
  adminCenter,
  nowMs,
}: FailurePageOptions): Promise<Response> {
  const { failure: signInFailure, clientName, returnUrl } = failed;
  const failure = signInFailure.reason === 'entra' ? signInFailure.failure : undefined;
  const { text, owner } =
    signInFailure.reason === 'entra' ? entraErrorMessage[signInFailure.failure.kind] : signInFailure;
  const heading = (failure ? headings : ownHeadings)[owner];
  const link = failure && adminLinkOf(failure.kind, publicUrl, adminCenter);
  const facts: readonly (readonly [string, string | undefined])[] = [
    ['Trace id', failure?.traceId],
    ['Correlation id', failure?.correlationId],
    ['Time', new Date(failure?.atMs ?? nowMs).toISOString().replace(/\.\d+Z$/, 'Z')],
  ];
  return await renderPage(
    { title: heading, host: publicUrl.host, status: statusOf(owner) },
    <>
      <h1>{heading}</h1>
      <p>{text}</p>
      <dl>
        <div>
          <dt>Who can fix it</dt>
          <dd>
            {owners[owner]}
            {link && (
              <>
                {': '}
                <a href={link.url}>{link.text}</a>
              </>
            )}
          </dd>
        </div>
        {failure?.code && (
          <div>
            <dt>Code</dt>
            <dd>
              <code>{failure.code}</code>{' '}
              <a class="small" href={`https://login.microsoftonline.com/error?code=${failure.code.slice(6)}`}>
                What Microsoft says about it
              </a>
            </dd>
          </div>
        )}
        {facts.map(
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
      </dl>
      {owner === 'administrator' && failure?.traceId && (
        <p class="soft small">
          Send these to your administrator: the trace id finds the sign-in in Entra’s log.
        </p>
      )}
      <div class="actions">
        <a class="button primary" href={returnUrl}>{`Return to ${clientName}`}</a>
      </div>
    </>,
  );
}

function statusOf(owner: ErrorOwner): number {
  return owner === 'user' || owner === 'administrator' ? 403 : 503;
}

interface AdminLink {
  readonly url: string;
  readonly text: string;
}

/** Where an administrator can mend it, for those failures that one place mends. */
function adminLinkOf(kind: EntraFailureKind, publicUrl: URL, adminCenter: string): AdminLink | undefined {
  switch (kind) {
    case 'consent_step_up':
    case 'admin_consent_required':
    case 'application_missing':
      return { url: `${publicUrl.origin}/admin`, text: 'set the connector up for the organisation' };
    case 'not_assigned':
      return {
        url: `${adminCenter}/#view/Microsoft_AAD_IAM/StartboardApplicationsMenuBlade/~/AppAppsPreview`,
        text: 'assign people in Enterprise applications',
      };
    case 'blocked':
    case 'device_step_up':
      return {
        url: `${adminCenter}/#view/Microsoft_AAD_IAM/SignInEventsV3Blade`,
        text: 'look the sign-in up in the sign-in log',
      };
    case 'account_disabled':
      return {
        url: `${adminCenter}/#view/Microsoft_AAD_UsersAndTenants/UserManagementMenuBlade/~/AllUsers`,
        text: 'look the account up',
      };
    case 'claims_step_up':
    case 'wrong_account':
    case 'sign_in_again':
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
