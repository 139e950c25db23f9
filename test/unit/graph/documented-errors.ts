import type { AppErrorCode } from '../../../src/lib/app-error.ts';

/** One error body that Microsoft documents or that was observed. */
export interface DocumentedError {
  readonly path: string;
  readonly status: number;
  /** From the outermost code to the most specific. */
  readonly codes: readonly string[];
  readonly message?: string;
  readonly code: AppErrorCode;
  /** A part of the explanation. */
  readonly says: string;
}

const messages = '/me/messages';
const shared = '/users/sales%40contoso.example';
const file = '/drives/b!x/items/1';
const search = '/search/query';

/** [path, status, Graph codes, Graph message, code, explanation] */
const rows: readonly (readonly [string, number, readonly string[], string, AppErrorCode, string])[] = [
  [
    messages,
    401,
    ['InvalidAuthenticationToken'],
    'Lifetime validation failed',
    'sign_in_required',
    'Sign in',
  ],
  [messages, 401, ['unauthenticated'], '', 'sign_in_required', 'Sign in'],
  [messages, 403, ['ErrorAccessDenied'], 'Access is denied.', 'access_denied', 'lacks a permission'],
  ['/me', 403, ['Authorization_RequestDenied'], 'Insufficient privileges', 'access_denied', 'permission'],
  [file, 403, ['accessDenied'], '', 'access_denied', 'Ask its owner'],
  [file, 403, ['accessDenied', 'accessRestricted'], '', 'access_denied', 'restricted to its owner'],
  [file, 403, ['notAllowed'], '', 'access_denied', 'blocked by a policy'],
  [file, 403, ['accessDenied', 'provisioningNotAllowed'], '', 'not_found', 'not set up yet'],
  [`${shared}/messages`, 404, ['ErrorItemNotFound'], '', 'not_found', 'not shared with'],
  [`${shared}/mailFolders/inbox/messages`, 404, ['ErrorFolderNotFound'], '', 'not_found', 'not shared with'],
  [`${shared}/messages`, 403, ['ErrorAccessDenied'], '', 'access_denied', 'not shared with'],
  [`${shared}/calendarView`, 404, ['ErrorItemNotFound'], '', 'not_found', 'not shared with'],
  [`${shared}/calendarView`, 403, ['ErrorAccessDenied'], '', 'access_denied', 'not shared with'],
  [
    `${shared}/calendarView`,
    404,
    ['ErrorInvalidUser'],
    '',
    'mailbox_unavailable',
    'no mailbox with this address',
  ],
  [`${shared}/messages`, 404, ['Request_ResourceNotFound'], '', 'mailbox_unavailable', 'no such user'],
  ['/users/x%40contoso.example', 404, ['Request_ResourceNotFound'], '', 'not_found', 'no such user'],
  [messages, 404, ['ErrorItemNotFound'], '', 'not_found', 'moved or deleted'],
  [messages, 404, ['ErrorFolderNotFound'], '', 'not_found', 'moved or deleted'],
  [
    messages,
    404,
    ['MailboxNotEnabledForRESTAPI'],
    '',
    'mailbox_unavailable',
    'no mailbox in Exchange Online',
  ],
  [messages, 404, ['ErrorNonExistentMailbox'], '', 'mailbox_unavailable', 'no mailbox with this address'],
  [messages, 403, ['ErrorAccountDisabled'], '', 'mailbox_unavailable', 'disabled'],
  [messages, 500, ['extensionError'], '', 'upstream_unavailable', 'mailbox is temporarily unavailable'],
  [messages, 400, ['extensionError'], '', 'upstream_unavailable', 'mailbox is temporarily unavailable'],
  [messages, 503, ['ErrorMailboxStoreUnavailable'], '', 'upstream_unavailable', 'mailbox is temporarily'],
  [messages, 503, ['ErrorMailboxMoveInProgress'], '', 'upstream_unavailable', 'mailbox is temporarily'],
  [messages, 507, ['ErrorQuotaExceeded'], '', 'upstream_refused', 'storage quota'],
  [messages, 400, ['InefficientFilter'], '', 'invalid_argument', 'filters together'],
  [messages, 400, ['SearchWithOrderBy'], '', 'invalid_argument', 'filters together'],
  [messages, 400, ['ErrorInvalidIdMalformed'], '', 'invalid_argument', 'does not accept this id'],
  [messages, 400, ['ErrorInvalidIdMalformedEwsLegacyIdFormat'], '', 'invalid_argument', 'this id'],
  ['/me/calendarView', 400, ['ErrorCalendarViewRangeTooBig'], '', 'invalid_argument', 'Narrow the dates'],
  [messages, 400, ['ErrorExceededFindCountLimit'], '', 'too_large', 'more items'],
  [messages, 400, ['BadRequest'], '', 'upstream_refused', 'BadRequest, request id 11111111-'],
  [messages, 400, ['invalidRequest', 'unheardOf'], '', 'upstream_refused', 'unheardOf'],
  [messages, 405, ['Request_BadRequest'], '', 'upstream_refused', 'Request_BadRequest'],
  [messages, 409, ['nameAlreadyExists'], '', 'upstream_refused', 'nameAlreadyExists'],
  [
    '/me/drive/root',
    400,
    ['BadRequest'],
    "Unable to retrieve user's mysite URL.",
    'not_found',
    'no OneDrive yet',
  ],
  ['/me/drive', 404, ['ResourceNotFound'], "User's mysite not found.", 'not_found', 'no OneDrive yet'],
  [
    '/sites',
    400,
    ['BadRequest'],
    'Tenant does not have a SPO license.',
    'not_found',
    'no SharePoint license',
  ],
  [
    '/me/drive',
    400,
    ['BadRequest'],
    'Tenant does not have a SPO license.',
    'not_found',
    'SharePoint license',
  ],
  [search, 400, ['BadRequest'], 'The maximum allowed page size is 1000', 'too_large', '1,000 results'],
  [search, 403, ['Forbidden'], '', 'access_denied', 'permission'],
  [file, 404, ['itemNotFound'], '', 'not_found', 'moved or deleted'],
  [`${file}/content`, 406, ['notSupported'], '', 'unsupported_content', 'by its link'],
  [`${file}/content`, 406, ['OfficeConversion_NotSupported'], '', 'unsupported_content', 'by its link'],
  [`${file}/content`, 500, ['OfficeConversion_ThrottledRequest'], '', 'unsupported_content', 'by its link'],
  [`${file}/content`, 504, ['OfficeConversion_Timeout'], '', 'unsupported_content', 'by its link'],
  [`${file}/content`, 416, ['invalidRange'], '', 'unreadable_content', 'empty or shorter'],
  [`${file}/content`, 403, ['accessDenied', 'malwareDetected'], '', 'malware', 'malware'],
  [`${file}/content`, 403, ['virusSuspicious'], '', 'malware', 'malware'],
  [file, 423, ['resourceLocked'], '', 'access_denied', 'locked'],
  [file, 423, ['unknown'], '', 'access_denied', 'locked'],
  [file, 410, ['resyncRequired'], '', 'invalid_cursor', 'without the cursor'],
  [file, 412, ['resourceModified'], '', 'invalid_cursor', 'without the cursor'],
  [file, 413, ['maxFileSizeExceeded'], '', 'too_large', 'Request less'],
  [messages, 429, ['ApplicationThrottled', 'MailboxConcurrency'], '', 'throttled', 'throttling'],
  [file, 429, ['activityLimitReached'], '', 'throttled', 'throttling'],
  [file, 500, ['generalException'], '', 'upstream_unavailable', 'server error'],
  [file, 501, ['notSupported'], '', 'unsupported_content', 'by its link'],
  [file, 503, ['serviceNotAvailable'], '', 'upstream_unavailable', 'server error'],
  [file, 509, ['bandwidthLimitExceeded'], '', 'throttled', 'throttling'],
];

export const documentedErrors: readonly DocumentedError[] = rows.map(
  ([path, status, codes, message, code, says]) => ({ path, status, codes, message, code, says }),
);
