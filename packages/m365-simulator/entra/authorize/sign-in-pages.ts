import type { Directory } from '../directory/directory.ts';
import type { EntraError, ErrorTrace } from '../errors/entra-error.ts';
import type { RequestedGrant } from './consent.ts';
import { escapeHtml, page } from './page.ts';
import type { PendingSignIn } from './pending-sign-in.ts';

function form(pending: PendingSignIn, fields: string): string {
  return `<form method="post" action="/${escapeHtml(encodeURIComponent(pending.tenant))}/login">
<input type="hidden" name="ctx" value="${escapeHtml(pending.id)}">${fields}</form>`;
}

/** Load tests add users by the thousand; a page offers so many of each tenant. */
const selectableUsers = 20;

/** One button for each user of both tenants: choosing is signing in. */
export function accountPage(directory: Directory, pending: PendingSignIn): Response {
  const buttons = [...directory.tenants.values()].flatMap((tenant) =>
    [...tenant.users.values()].slice(0, selectableUsers).map((user) => {
      const name = escapeHtml(user.userPrincipalName);
      const detail = `${name} · ${escapeHtml(tenant.displayName)}`;
      return `<button name="login" value="${name}">${escapeHtml(user.displayName)}<small>${detail}</small></button>`;
    }),
  );
  const { displayName } = pending.purpose.request.application;
  return page(
    'Pick an account',
    `<p>to continue to ${escapeHtml(displayName)}</p>${form(pending, buttons.join(''))}`,
  );
}

/** Stands for the second factor. */
export function approvalPage(pending: PendingSignIn): Response {
  const fields = '<button name="mfa" value="approved">Approve<small>as on your phone</small></button>';
  return page(
    'Approve sign in request',
    `<p>${escapeHtml(pending.user?.userPrincipalName ?? '')}</p>${form(pending, fields)}`,
  );
}

/** Consent page with the requested permissions. Administrators can consent for all users. */
export function consentPage(
  pending: PendingSignIn,
  requested: readonly RequestedGrant[],
  isAdministrator: boolean,
): Response {
  const lists = requested.map(({ client, resource, scopes }) => {
    const lines = scopes.map((scope) => `<li>${escapeHtml(scope)}</li>`).join('');
    return `<h2>${escapeHtml(client.displayName)}</h2><p>at ${escapeHtml(resource.displayName)}:</p><ul>${lines}</ul>`;
  });
  const everybody =
    '<label><input type="checkbox" name="organization" value="on"> Consent on behalf of your organization</label>';
  const fields = `${isAdministrator && pending.purpose.kind === 'authorize' ? everybody : ''}
<button name="consent" value="accept">Accept</button><button name="consent" value="cancel">Cancel</button>`;
  return page('Permissions requested', lists.join('') + form(pending, fields));
}

/** "Need admin approval": the user can only go back. */
export function needApprovalPage(pending: PendingSignIn, error: EntraError): Response {
  const fields =
    '<button name="consent" value="cancel">Return to the application without granting consent</button>';
  return page('Need admin approval', `<p>${escapeHtml(error.message)}</p>${form(pending, fields)}`);
}

/** Error page for errors that must not be sent to the application. */
export function errorPage(error: EntraError, trace: ErrorTrace): Response {
  const body = `<p>Sorry, but we’re having trouble signing you in.</p><p>${escapeHtml(error.message)}</p>
<dl><dt>Request Id</dt><dd>${trace.traceId}</dd><dt>Correlation Id</dt><dd>${escapeHtml(trace.correlationId)}</dd>
<dt>Timestamp</dt><dd>${trace.timestamp}</dd></dl>`;
  return page('Sign in', body, { status: 400 });
}
