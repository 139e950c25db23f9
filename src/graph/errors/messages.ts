import type { AppErrorCode } from '../../lib/app-error.ts';

/** Error code and message for an error response of Graph. */
export interface GraphErrorMessage {
  readonly code: AppErrorCode;
  readonly text: string;
  /** Texts for parts of Graph in which the cause is another one. */
  readonly bySubject?: Partial<Record<Subject, string>>;
}

/** The part of Graph that a path belongs to: the same code has another cause in each. */
export type Subject =
  | 'sharedMailbox'
  | 'mailbox'
  | 'file'
  | 'site'
  | 'teams'
  | 'meeting'
  | 'search'
  | 'tasks'
  | 'notes'
  | 'directory';

export const signIn: GraphErrorMessage = {
  code: 'sign_in_required',
  text: 'Microsoft 365 no longer accepts this sign-in. Sign in to the connector again.',
};
/** A request is sent only where its permission is granted: the user is what Graph denies. */
export const denied: GraphErrorMessage = {
  code: 'access_denied',
  text: 'Microsoft 365 denied access: the signed-in user may not open this item. Ask its owner to share it.',
  bySubject: {
    mailbox:
      'Microsoft 365 denied access to the mailbox. Ask its owner or an administrator of Exchange to allow it.',
    teams:
      'Microsoft 365 denied access: the signed-in user is not a member of this chat, team or channel. Ask one of its members.',
    meeting: 'Microsoft 365 denied access: the signed-in user may not open this meeting. Ask its organizer.',
    search:
      'Microsoft 365 denied the search: a permission that it requires is missing. An administrator can compare the permissions on the connector’s /admin page.',
    directory:
      'Microsoft 365 denied access: the organization does not let the signed-in user read this in its directory. Ask an administrator.',
  },
};
export const notShared = {
  text: 'This mailbox or calendar is not shared with the signed-in user, or the item in it no longer exists. Ask its owner to share it.',
};
export const notFound: GraphErrorMessage = {
  code: 'not_found',
  text: 'The item does not exist, or the signed-in user may not see it. It may have been moved or deleted: search for it again.',
};
export const unsupported: GraphErrorMessage = {
  code: 'unsupported_content',
  text: 'Microsoft 365 cannot return this content in the requested format. Open it by its link.',
};
export const changed: GraphErrorMessage = {
  code: 'invalid_cursor',
  text: 'The list has changed since the last page. Start again without the cursor.',
};
export const locked: GraphErrorMessage = {
  code: 'access_denied',
  text: 'The item is locked. Try again later, or ask its owner.',
};
export const quotaReached: GraphErrorMessage = {
  code: 'upstream_refused',
  text: 'The mailbox or drive has reached its storage quota, and Microsoft 365 refuses requests until there is space.',
};
export const emptyContent: GraphErrorMessage = {
  code: 'unreadable_content',
  text: 'The file is empty or shorter than the requested part.',
};
export const tooLarge: GraphErrorMessage = {
  code: 'too_large',
  text: 'The request is too large for Microsoft 365. Request less.',
};
export const throttled: GraphErrorMessage = {
  code: 'throttled',
  text: 'Microsoft 365 is throttling requests.',
};
export const unavailable: GraphErrorMessage = {
  code: 'upstream_unavailable',
  text: 'Microsoft 365 returned a server error. Try again in a moment.',
};
export const mailboxUnavailable: GraphErrorMessage = {
  code: 'upstream_unavailable',
  text: 'The mailbox is temporarily unavailable in Exchange Online. Try again in a few minutes.',
};
export const notSetUp: GraphErrorMessage = {
  code: 'not_found',
  text: 'This OneDrive or site is not set up yet. Its owner opens it once in the browser; then it can be read.',
};
export const invalidId: GraphErrorMessage = {
  code: 'invalid_argument',
  text: 'Microsoft 365 does not accept this id. Copy ids and addresses unchanged from a search result.',
};
export const malware: GraphErrorMessage = {
  code: 'malware',
  text: 'Microsoft 365 found malware in this file and does not return it.',
};
export const refused: GraphErrorMessage = {
  code: 'upstream_refused',
  text: 'Microsoft 365 refused the request',
};

/** Instead of {@link changed} for a download, which has no cursor. */
export const changedContent: GraphErrorMessage = {
  code: 'upstream_unavailable',
  text: 'The file was changed, moved or deleted while it was read. Try again, or search for it again.',
};
