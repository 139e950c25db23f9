import type { AppErrorCode } from '../lib/app-error.ts';

/** What a refusal of Graph means for the person, and what to do. */
export interface GraphErrorMeaning {
  readonly code: AppErrorCode;
  readonly text: string;
}

const meanings = {
  signIn: {
    code: 'sign_in_required',
    text: 'Microsoft 365 no longer accepts this sign-in. Sign in to the connector again.',
  },
  denied: {
    code: 'access_denied',
    text: 'Microsoft 365 denies access to this: the signed-in person has no right to it, or the connector lacks the permission. Ask its owner or an administrator.',
  },
  notFound: {
    code: 'not_found',
    text: 'There is no such item, or the signed-in person may not see it. It may have been moved or deleted: search for it again.',
  },
  noMailbox: {
    code: 'mailbox_unavailable',
    text: 'This account has no mailbox in Exchange Online: it is on a local server, inactive or not licensed. Mail and calendar cannot be read.',
  },
  unknownMailbox: {
    code: 'mailbox_unavailable',
    text: 'There is no mailbox with this address, or the signed-in person may not open it. Check the address.',
  },
  noTranscripts: {
    code: 'transcripts_disabled',
    text: 'The organisation has not opened meeting transcripts to connectors. A Teams administrator can: Teams admin center, Meetings, Transcript API access, Microsoft Graph access.',
  },
  badFilter: {
    code: 'invalid_argument',
    text: 'Microsoft 365 cannot apply these filters together. Leave one out, or narrow the dates.',
  },
  badId: {
    code: 'invalid_argument',
    text: 'Microsoft 365 does not know ids of this form. Use ids and addresses exactly as a search result gave them.',
  },
  changed: {
    code: 'invalid_cursor',
    text: 'The list has changed since. Start again without the cursor.',
  },
  unsupported: {
    code: 'unsupported_content',
    text: 'Microsoft 365 cannot hand this content over in the form asked for. Open it by its link instead.',
  },
  tooLarge: { code: 'too_large', text: 'This is more than Microsoft 365 hands over at once. Ask for less.' },
  locked: {
    code: 'access_denied',
    text: 'The item is locked at the moment. Try again later, or ask its owner.',
  },
  malware: { code: 'malware', text: 'Microsoft 365 found malware in this file and does not hand it over.' },
  refused: {
    code: 'upstream_refused',
    text: 'Microsoft 365 did not accept the request. Ask in a simpler way: fewer filters, plain words.',
  },
  throttled: { code: 'throttled', text: 'Microsoft 365 asks to slow down.' },
  unavailable: {
    code: 'upstream_unavailable',
    text: 'Microsoft 365 has a fault of its own at the moment. Try again soon.',
  },
} as const satisfies Record<string, GraphErrorMeaning>;

/** What a claims challenge means, whatever else the answer says. */
export const signInMeaning: GraphErrorMeaning = meanings.signIn;
/** What a wait that is asked for means. */
export const throttledMeaning: GraphErrorMeaning = meanings.throttled;

/**
 * By code, in lower case. Codes that only repeat the status are left out: the status decides.
 * @see https://learn.microsoft.com/graph/errors
 */
export const meaningByCode: ReadonlyMap<string, GraphErrorMeaning> = new Map(
  (
    [
      [meanings.signIn, ['InvalidAuthenticationToken', 'TokenNotFound', 'unauthenticated']],
      [
        meanings.denied,
        [
          'accessDenied',
          'ErrorAccessDenied',
          'Authorization_RequestDenied',
          'Authorization_IdentityNotFound',
          'Forbidden',
          'accessRestricted',
          'ErrorCannotDelegateToThisUser',
          'AclCheckFailed',
        ],
      ],
      [
        meanings.notFound,
        [
          'itemNotFound',
          'ErrorItemNotFound',
          'ErrorFolderNotFound',
          'ErrorParentFolderNotFound',
          'ErrorObjectDeleted',
          'ResourceNotFound',
          'Request_ResourceNotFound',
          'NotFound',
          'ThreadNotFound',
        ],
      ],
      [
        meanings.noMailbox,
        [
          'MailboxNotEnabledForRESTAPI',
          'MailboxNotSupportedForRESTAPI',
          'MailboxNotHostedInExchangeOnline',
          'OrganizationFromTenantGuidNotFound',
          'ErrorNoMailbox',
        ],
      ],
      [
        meanings.unknownMailbox,
        ['ErrorInvalidUser', 'ErrorNonExistentMailbox', 'ErrorInvalidMailbox', 'ErrorMailRecipientNotFound'],
      ],
      [meanings.noTranscripts, ['GraphAccessToTranscriptsDisabled']],
      [
        meanings.badFilter,
        ['InefficientFilter', 'SearchWithFilter', 'SearchWithOrderBy', 'ErrorInvalidRestriction'],
      ],
      [
        meanings.badId,
        [
          'ErrorInvalidIdMalformed',
          'ErrorInvalidIdMalformedEwsLegacyIdFormat',
          'ErrorInvalidIdEmpty',
          'ErrorInvalidId',
          'ErrorInvalidIdXml',
        ],
      ],
      [
        meanings.changed,
        [
          'resyncRequired',
          'syncStateNotFound',
          'SyncStateInvalid',
          'resyncChangesApplyDifferences',
          'resyncChangesUploadDifferences',
        ],
      ],
      [
        meanings.unsupported,
        ['notSupported', 'OfficeConversion_NotSupported', 'OfficeConversion_UnsupportedFormat'],
      ],
      [meanings.locked, ['locked', 'resourceLocked', 'itemLocked', 'notAllowed']],
      [meanings.malware, ['malwareDetected', 'virusSuspicious']],
      [
        meanings.throttled,
        [
          'activityLimitReached',
          'throttledRequest',
          'TooManyRequests',
          'ApplicationThrottled',
          'ErrorTooManyRequests',
          'MailboxConcurrency',
          'ErrorExceededConnectionCount',
          'ErrorServerBusy',
        ],
      ],
    ] as const
  ).flatMap(([meaning, codes]) => codes.map((code) => [code.toLowerCase(), meaning] as const)),
);

/** By status, where no code says more. */
export function meaningByStatus(status: number): GraphErrorMeaning {
  const known: Readonly<Record<number, GraphErrorMeaning>> = {
    401: meanings.signIn,
    403: meanings.denied,
    404: meanings.notFound,
    406: meanings.unsupported,
    410: meanings.changed,
    413: meanings.tooLarge,
    415: meanings.unsupported,
    423: meanings.locked,
    429: meanings.throttled,
    501: meanings.unsupported,
    509: meanings.throttled,
  };
  return known[status] ?? (status >= 400 && status < 500 ? meanings.refused : meanings.unavailable);
}
