import { type Call, hasAnyScope } from '../core/call.ts';
import { GraphError, exchangeAccessDenied } from '../core/graph-error.ts';
import { requireSignedInUser } from '../directory/directory-routes.ts';
import { exchangeIdKind } from '../ids/exchange-id.ts';
import type { MailFolder, MailMessage, Mailbox } from './mailbox.ts';
import type { MailPreferences } from './message-json.ts';

/** Mailbox and access of a request. */
export interface MailAccess {
  readonly mailbox: Mailbox;
  /** `Mail.ReadBasic`: no bodies, no previews, no attachments, no `$search`. */
  readonly isBasic: boolean;
}

/**
 * The mailbox that a path below `/me` or `/users/{user}` addresses.
 * @throws GraphError 403 without permission or right, 404 for an unknown user and one without a mailbox here.
 */
export function openMailbox(call: Call): MailAccess {
  const me = requireSignedInUser(call);
  const owner = call.path.toLowerCase().startsWith('/me')
    ? me
    : call.tenant.directory.find(call.param('user'));
  if (!owner) {
    throw new GraphError(404, 'ErrorInvalidUser', `The requested user '${call.param('user')}' is invalid.`);
  }
  const own = owner === me;
  const full = own ? ['Mail.Read', 'Mail.Read.Shared'] : ['Mail.Read.Shared'];
  const basic = own && hasAnyScope(call, 'Mail.ReadBasic');
  if (!hasAnyScope(call, ...full) && !basic) throw exchangeAccessDenied();
  if (!owner.hasMailbox) {
    throw new GraphError(
      404,
      'MailboxNotEnabledForRESTAPI',
      'The mailbox is either inactive, soft-deleted, or is hosted on-premise.',
    );
  }
  if (!own && !me.sharedMailboxes.includes(owner.userPrincipalName)) throw exchangeAccessDenied();
  return { mailbox: call.tenant.mailbox(owner), isBasic: !hasAnyScope(call, ...full) };
}

/** @throws GraphError 400 for a malformed id, 404 for a folder that is not there. */
export function openFolder(mailbox: Mailbox, nameOrId: string): MailFolder {
  const folder = mailbox.folder(nameOrId);
  if (folder) return folder;
  checkId(mailbox, nameOrId, 'folder');
  throw new GraphError(404, 'ErrorItemNotFound', 'The specified object was not found in the store.');
}

/** @throws GraphError 400 for a malformed id, 404 for a message that is not there. */
export function openMessage(mailbox: Mailbox, id: string): MailMessage {
  const message = mailbox.message(id);
  if (message) return message;
  checkId(mailbox, id, 'item', 'immutable');
  throw new GraphError(404, 'ErrorItemNotFound', 'The specified object was not found in the store.');
}

/** @throws GraphError 400 for what is no id, for an id of another kind, and for one of another mailbox. */
export function checkId(mailbox: Mailbox, id: string, ...kinds: readonly string[]): void {
  const form = exchangeIdKind(id);
  if (!form || !kinds.includes(form.kind)) {
    throw new GraphError(400, 'ErrorInvalidIdMalformed', 'Id is malformed.');
  }
  if (form.mailbox !== undefined && form.mailbox !== mailbox.guid) {
    throw new GraphError(
      404,
      'ErrorInvalidMailboxItemId',
      `Item '${id}' doesn't belong to the targeted mailbox '${mailbox.owner.userPrincipalName}'.`,
    );
  }
}

/** Mail options of the `Prefer` header. */
export function mailPreferences(call: Call): MailPreferences {
  const prefer = call.headers.get('prefer') ?? '';
  return {
    textBodies: /outlook\.body-content-type\s*=\s*"?text"?/i.test(prefer),
    immutableIds: /IdType\s*=\s*"?ImmutableId"?/i.test(prefer),
  };
}

/** `Preference-Applied` header, if a preference was applied. */
export function appliedPreferences(preferences: MailPreferences): Record<string, string> {
  const applied = [
    ...(preferences.immutableIds ? ['IdType="ImmutableId"'] : []),
    ...(preferences.textBodies ? ['outlook.body-content-type="text"'] : []),
  ];
  return applied.length === 0 ? {} : { 'preference-applied': applied.join(', ') };
}
