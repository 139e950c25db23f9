import type { AppErrorCode } from '../lib/app-error.ts';

/** Error code and message for an error response of Graph. */
export interface GraphErrorMessage {
  readonly code: AppErrorCode;
  readonly text: string;
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
  | 'directory';

export const signIn: GraphErrorMessage = {
  code: 'sign_in_required',
  text: 'Microsoft 365 no longer accepts this sign-in. Sign in to the connector again.',
};
const denied: GraphErrorMessage = {
  code: 'access_denied',
  text: 'Microsoft 365 denied access: the signed-in user may not open this item, or the connector lacks a permission. Ask its owner or an administrator.',
};
export const notShared = {
  text: 'This mailbox or calendar is not shared with the signed-in user, or the item in it no longer exists. Ask its owner to share it.',
};
const notFound: GraphErrorMessage = {
  code: 'not_found',
  text: 'The item does not exist, or the signed-in user may not see it. It may have been moved or deleted: search for it again.',
};
const unsupported: GraphErrorMessage = {
  code: 'unsupported_content',
  text: 'Microsoft 365 cannot return this content in the requested format. Open it by its link.',
};
const changed: GraphErrorMessage = {
  code: 'invalid_cursor',
  text: 'The list has changed since the last page. Start again without the cursor.',
};
const locked: GraphErrorMessage = {
  code: 'access_denied',
  text: 'The item is locked. Try again later, or ask its owner.',
};
const quotaReached: GraphErrorMessage = {
  code: 'upstream_refused',
  text: 'The mailbox or drive has reached its storage quota, and Microsoft 365 refuses requests until there is space.',
};
const emptyContent: GraphErrorMessage = {
  code: 'unreadable_content',
  text: 'The file is empty or shorter than the requested part.',
};
const tooLarge: GraphErrorMessage = {
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
const mailboxUnavailable: GraphErrorMessage = {
  code: 'upstream_unavailable',
  text: 'The mailbox is temporarily unavailable in Exchange Online. Try again in a few minutes.',
};
const malware: GraphErrorMessage = {
  code: 'malware',
  text: 'Microsoft 365 found malware in this file and does not return it.',
};
export const refused: GraphErrorMessage = {
  code: 'upstream_refused',
  text: 'Microsoft 365 refused the request',
};

export interface Row extends GraphErrorMessage {
  /** Graph codes; a trailing `*` stands for any rest. */
  readonly codes: readonly string[];
  /** Only for this part of Graph. These rows come before those for all parts. */
  readonly subject?: Subject;
  /** Whether the code decides for 5xx too. Else a 5xx is a server error, whatever its code. */
  readonly isDecisive?: true;
}

/**
 * Codes that only repeat the status are not listed.
 * @see https://learn.microsoft.com/graph/errors
 * @see https://learn.microsoft.com/onedrive/developer/rest-api/concepts/errors
 */
export const rows: readonly Row[] = [
  {
    codes: ['ErrorItemNotFound', 'ErrorFolderNotFound'],
    subject: 'sharedMailbox',
    code: 'not_found',
    ...notShared,
  },
  {
    codes: ['ErrorAccessDenied', 'accessDenied', 'Forbidden'],
    subject: 'sharedMailbox',
    code: 'access_denied',
    ...notShared,
  },
  {
    codes: ['Request_ResourceNotFound', 'ResourceNotFound'],
    subject: 'directory',
    code: 'not_found',
    text: 'There is no such user in the directory of the organization. Check the name or address.',
  },
  {
    codes: ['Request_ResourceNotFound'],
    subject: 'sharedMailbox',
    code: 'mailbox_unavailable',
    text: 'There is no such user in the directory of the organization. Check the address.',
  },
  { codes: ['InvalidAuthenticationToken', 'TokenNotFound', 'unauthenticated'], ...signIn },
  {
    codes: ['accessRestricted'],
    code: 'access_denied',
    text: 'Access to this item is restricted to its owner. Ask the owner to share it.',
  },
  {
    codes: ['notAllowed'],
    code: 'access_denied',
    text: 'Access is blocked by a policy of the organization or of the site, or the item is locked. Ask the site owner or an administrator.',
  },
  {
    codes: [
      'accessDenied',
      'ErrorAccessDenied',
      'Authorization_RequestDenied',
      'Authorization_IdentityNotFound',
      'Forbidden',
      'ErrorCannotDelegateToThisUser',
      'ErrorDelegateNoUser',
      'AclCheckFailed',
      'InsufficientPrivileges',
    ],
    ...denied,
  },
  {
    codes: [
      'itemNotFound',
      'ErrorItemNotFound',
      'ErrorFolderNotFound',
      'ErrorParentFolderNotFound',
      'ErrorObjectDeleted',
      'ErrorAttachmentNotFound',
      'ErrorInvalidAttachmentId',
      'ResourceNotFound',
      'NotFound',
      'ThreadNotFound',
      'MessageNotFound',
      'ConversationNotFound',
      'Request_ResourceNotFound',
    ],
    ...notFound,
  },
  {
    codes: [
      'MailboxNotEnabledForRESTAPI',
      'MailboxNotSupportedForRESTAPI',
      'MailboxNotHostedInExchangeOnline',
      'OrganizationFromTenantGuidNotFound',
      'ErrorNoMailbox',
    ],
    code: 'mailbox_unavailable',
    text: 'This account has no mailbox in Exchange Online: it is on-premises, inactive or not licensed. Mail and calendar cannot be read.',
  },
  {
    codes: [
      'ErrorInvalidUser',
      'ErrorNonExistentMailbox',
      'ErrorInvalidMailbox',
      'ErrorMailRecipientNotFound',
      'ErrorInvalidSmtpAddress',
    ],
    code: 'mailbox_unavailable',
    text: 'There is no mailbox with this address, or the signed-in user may not open it. Check the address.',
  },
  {
    codes: ['ErrorAccountDisabled', 'ErrorAccountSuspend', 'ErrorAccountSuspendShowTierUpgrade'],
    code: 'mailbox_unavailable',
    text: 'The account of this mailbox is disabled. An administrator can enable it.',
  },
  { codes: ['ErrorQuotaExceeded', 'quotaLimitReached'], ...quotaReached },
  {
    codes: [
      'extensionError',
      'ErrorMailboxStoreUnavailable',
      'ErrorMailboxMoveInProgress',
      'ErrorMailboxFailover',
      'ErrorMailboxContainerGuidMismatch',
      'ErrorADUnavailable',
      'ErrorConnectionFailed',
    ],
    isDecisive: true,
    ...mailboxUnavailable,
  },
  {
    codes: ['GraphAccessToTranscriptsDisabled'],
    code: 'transcripts_disabled',
    text: 'Access to meeting transcripts through Microsoft Graph is disabled for the organization. A Teams administrator can enable it: Teams admin center, Meetings, Transcript API access, Microsoft Graph access.',
  },
  {
    codes: [
      'InefficientFilter',
      'SearchWithFilter',
      'SearchWithOrderBy',
      'SearchWithSkip',
      'ErrorInvalidRestriction',
      'ErrorRestrictionTooComplex',
      'tooManyTermsInQuery',
      'maxQueryLengthExceeded',
    ],
    code: 'invalid_argument',
    text: 'Microsoft 365 cannot apply these filters together. Omit one, or narrow the dates.',
  },
  {
    codes: ['ErrorCalendarViewRangeTooBig'],
    code: 'invalid_argument',
    text: 'The dates span more time than Microsoft 365 returns at once. Narrow the dates.',
  },
  {
    codes: [
      'ErrorExceededFindCountLimit',
      'tooManyResultsRequested',
      'maxItemCountExceeded',
      'childItemCountExceeded',
      'totalAffectedItemCountExceeded',
    ],
    code: 'too_large',
    text: 'There are more items than Microsoft 365 lists at once. Narrow the dates or the folder.',
  },
  {
    codes: [
      'ErrorInvalidIdMalformed*',
      'ErrorInvalidIdEmpty',
      'ErrorInvalidId',
      'ErrorInvalidIdXml',
      'ErrorInvalidIdNotAnItemAttachmentId',
      'ErrorInvalidIdStoreObjectIdTooLong',
      'ErrorInvalidIdTooManyAttachmentLevels',
      'invalidParameterFormat',
      'invalidResourceId',
    ],
    code: 'invalid_argument',
    text: 'Microsoft 365 does not accept this id. Copy ids and addresses unchanged from a search result.',
  },
  {
    codes: ['invalidPath', 'pathIsTooLong', 'pathTooDeep'],
    code: 'invalid_argument',
    text: 'Microsoft 365 does not accept this path. Copy the URL unchanged from a search result or the browser.',
  },
  {
    codes: [
      'resyncRequired',
      'syncStateNotFound',
      'syncStateInvalid',
      'resyncChangesApplyDifferences',
      'resyncChangesUploadDifferences',
      'resourceModified',
      'entityTagDoesNotMatch',
      'invalidStartIndex',
    ],
    ...changed,
  },
  { codes: ['OfficeConversion_*', 'cannotConvert*'], isDecisive: true, ...unsupported },
  { codes: ['notSupported', 'invalidAcceptType'], ...unsupported },
  { codes: ['invalidRange'], ...emptyContent },
  {
    codes: ['maxFileSizeExceeded', 'maxStreamSizeExceeded', 'ErrorMessageSizeExceeded'],
    ...tooLarge,
  },
  { codes: ['locked', 'resourceLocked', 'itemLocked', 'resourceCheckedOut'], ...locked },
  { codes: ['malwareDetected', 'virusSuspicious'], ...malware },
  {
    codes: ['provisioningNotAllowed', 'resourceBeingProvisioned'],
    code: 'not_found',
    text: 'This OneDrive or site is not set up yet. Its owner opens it once in the browser; then it can be read.',
  },
  {
    codes: [
      'activityLimitReached',
      'throttledRequest',
      'TooManyRequests',
      'ApplicationThrottled',
      'ErrorTooManyRequests',
      'MailboxConcurrency',
      'ErrorExceededConnectionCount',
      'ErrorServerBusy',
    ],
    ...throttled,
  },
];

/** Causes that Graph states in the message alone. Only these fixed phrases are looked for; no text of Graph is kept. */
export const phrases: readonly (GraphErrorMessage & { readonly phrase: RegExp })[] = [
  {
    phrase: /\bmysite\b[^.]{0,20}(?:not found|url)|unable to retrieve user's mysite/i,
    code: 'not_found',
    text: 'This user has no OneDrive yet: it is created when its owner opens it for the first time.',
  },
  {
    phrase: /tenant does not have a spo license/i,
    code: 'not_found',
    text: 'The organization has no SharePoint license: there are no SharePoint sites and no OneDrive to read.',
  },
  {
    phrase: /maximum allowed page size is|from \+ size/i,
    code: 'too_large',
    text: 'Microsoft 365 returns at most 1,000 results of a search. Narrow the search to find more.',
  },
];

/** Instead of {@link changed} for a download, which has no cursor. */
export const changedContent: GraphErrorMessage = {
  code: 'upstream_unavailable',
  text: 'The file was changed, moved or deleted while it was read. Try again, or search for it again.',
};

export const byStatus: Readonly<Record<number, GraphErrorMessage>> = {
  401: signIn,
  402: {
    code: 'access_denied',
    text: 'Microsoft 365 denied access: this API requires a license or a payment model that the organization has not set up. Ask an administrator.',
  },
  403: denied,
  404: notFound,
  406: unsupported,
  410: changed,
  412: changed,
  413: tooLarge,
  415: unsupported,
  416: emptyContent,
  423: locked,
  429: throttled,
  451: {
    code: 'access_denied',
    text: 'Microsoft 365 does not return this item for legal reasons.',
  },
  501: unsupported,
  507: quotaReached,
  509: throttled,
};
