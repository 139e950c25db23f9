import { entraErrorMessage } from '../../entra/error-messages.ts';
import type { EntraFailureKind } from '../../entra/aadsts-codes.ts';
import { renderPage } from '../../http/layout.tsx';
import type { ErrorOwner, FailedSignIn } from '../errors.ts';

export interface FailurePageOptions {
  readonly failed: FailedSignIn;
  readonly publicUrl: URL;
  /** Origin of the Entra admin center. */
  readonly adminCenter: string;
  readonly nowMs: number;
}

/** Headings if the connector denies access after a successful sign-in. */
const connectorHeadings: Readonly<Record<ErrorOwner, string>> = {
  user: 'This account cannot be connected',
  administrator: 'Your administrator has to allow this',
  operator: 'The operator of the connector has to fix this',
  nobody: 'The connector is temporarily unavailable',
};

/** Headings if Entra returns an error. */
const entraHeadings: Readonly<Record<ErrorOwner, string>> = {
  user: 'Microsoft could not sign you in',
  administrator: 'Your administrator has to allow this',
  operator: 'The connector is misconfigured',
  nobody: 'Microsoft is temporarily unavailable',
};

const owners: Readonly<Record<ErrorOwner, string>> = {
  user: 'You',
  administrator: 'An Entra administrator of your organization',
  operator: 'The operator of this connector',
  nobody: 'Nobody: try again in a few minutes',
};

/** The page of a failed sign-in: what happened, who can fix it, and the ids for Entra's sign-in log. */
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
  const heading = (failure ? entraHeadings : connectorHeadings)[owner];
  const link = failure && getAdminLink(failure.kind, publicUrl, adminCenter);
  const details: readonly (readonly [string, string | undefined])[] = [
    ['Trace ID', failure?.traceId],
    ['Correlation ID', failure?.correlationId],
    ['Time', new Date(failure?.atMs ?? nowMs).toISOString().replace(/\.\d+Z$/, 'Z')],
  ];
  return await renderPage(
    { title: heading, host: publicUrl.host, status: getStatus(owner) },
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
                Microsoft’s description of this error
              </a>
            </dd>
          </div>
        )}
        {details.map(
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
          Send these values to your administrator, who can find the sign-in by its trace ID in the Entra
          sign-in log.
        </p>
      )}
      <div class="actions">
        <a class="button primary" href={returnUrl}>{`Return to ${clientName}`}</a>
      </div>
    </>,
  );
}

function getStatus(owner: ErrorOwner): number {
  return owner === 'user' || owner === 'administrator' ? 403 : 503;
}

interface AdminLink {
  readonly url: string;
  readonly text: string;
}

/** The page where an administrator can resolve the failure, if there is one. */
function getAdminLink(kind: EntraFailureKind, publicUrl: URL, adminCenter: string): AdminLink | undefined {
  switch (kind) {
    case 'consent_step_up':
    case 'admin_consent_required':
    case 'application_missing':
      return { url: `${publicUrl.origin}/admin`, text: 'set up the connector for the organization' };
    case 'not_assigned':
      return {
        url: `${adminCenter}/#view/Microsoft_AAD_IAM/StartboardApplicationsMenuBlade/~/AppAppsPreview`,
        text: 'assign users in Enterprise applications',
      };
    case 'blocked':
    case 'device_step_up':
      return {
        url: `${adminCenter}/#view/Microsoft_AAD_IAM/SignInEventsV3Blade`,
        text: 'find the sign-in in the sign-in log',
      };
    case 'account_disabled':
      return {
        url: `${adminCenter}/#view/Microsoft_AAD_UsersAndTenants/UserManagementMenuBlade/~/AllUsers`,
        text: 'find the account',
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
