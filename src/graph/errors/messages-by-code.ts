import {
  type GraphErrorMessage,
  type Subject,
  signIn,
  denied,
  notShared,
  notFound,
  unsupported,
  changed,
  locked,
  quotaReached,
  emptyContent,
  tooLarge,
  throttled,
  mailboxUnavailable,
  notSetUp,
  invalidId,
  malware,
} from './messages.ts';

/** The message for error codes of Graph. */
export interface MessageForCodes extends GraphErrorMessage {
  /** Graph codes; a trailing `*` stands for any rest. */
  readonly codes: readonly string[];
  /** Only for this part of Graph. It comes before the messages for all parts. */
  readonly subject?: Subject;
  /** Whether the code decides for 5xx too. Else a 5xx is a server error, whatever its code. */
  readonly isDecisive?: true;
}

/**
 * Codes that only repeat the status are not listed.
 * @see https://learn.microsoft.com/graph/errors
 * @see https://learn.microsoft.com/onedrive/developer/rest-api/concepts/errors
 */
export const messagesByCode: readonly MessageForCodes[] = [
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
    ...invalidId,
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
    ...notSetUp,
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
export const messagesByPhrase: readonly (GraphErrorMessage & { readonly phrase: RegExp })[] = [
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

/** For responses without a known code. */
export const messagesByStatus: Readonly<Record<number, GraphErrorMessage>> = {
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
