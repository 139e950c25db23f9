import { decodeBase64Url } from '../crypto/encoding.ts';
import { AppError, type AppErrorCode } from '../lib/app-error.ts';
import { readRetryAfter } from '../lib/retry-after.ts';

/** What a refusal of Graph means for the person, and what to do. */
interface GraphErrorMessage {
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
} as const satisfies Record<string, GraphErrorMessage>;

/** What a claims challenge means, whatever else the answer says. */
const signInMessage: GraphErrorMessage = meanings.signIn;
/** What a wait that is asked for means. */
const throttledMessage: GraphErrorMessage = meanings.throttled;

/**
 * By code, in lower case. Codes that only repeat the status are left out: the status decides.
 * @see https://learn.microsoft.com/graph/errors
 */
const messageByCode: ReadonlyMap<string, GraphErrorMessage> = new Map(
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
function messageByStatus(status: number): GraphErrorMessage {
  const known: Readonly<Record<number, GraphErrorMessage>> = {
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

/** An answer of Graph, or of one entry of a batch. */
export interface GraphResponse {
  readonly status: number;
  readonly headers: Headers;
  /** Parsed JSON, or undefined where it was none. */
  readonly body: unknown;
}

const maxDepth = 8;

/**
 * What a refusal means. The most specific code that is known decides, then the status; the message never does, and is
 * not kept, since it may repeat what was searched for. Codes and status go into `cause`.
 * @see https://learn.microsoft.com/graph/errors
 */
export function graphError({ status, headers, body }: GraphResponse, nowMs: number): AppError {
  const codes = errorCodes(body);
  const requestId = requestIdOf(headers) ?? innerRequestId(body);
  const retryAfterSeconds = readRetryAfter(headers, nowMs);
  const claims = status === 401 || status === 403 ? readClaimsChallenge(headers) : undefined;
  const { code, text } = claims ? signInMessage : meaning(status, codes, retryAfterSeconds);
  const again = retryAfterSeconds ? ` Try again in ${retryAfterSeconds} seconds.` : ' Try again in a moment.';
  return new AppError(
    code,
    code === 'throttled' ? text + again : text,
    {
      ...(requestId !== undefined && { requestId }),
      ...(claims !== undefined && { claims }),
      ...(retryAfterSeconds !== undefined && { retryAfterSeconds }),
    },
    { cause: new Error(`Graph answered ${status} ${codes.join(' > ')}`.trimEnd()) },
  );
}

/** By what Microsoft's side finds an answer again. */
export function requestIdOf(headers: Headers): string | undefined {
  return guid(headers.get('request-id'));
}

/** Whether the same request may fare better in a moment. */
export function isTransientStatus(status: number): boolean {
  return status === 429 || status === 500 || (status >= 502 && status <= 504) || status === 509;
}

function meaning(
  status: number,
  codes: readonly string[],
  retryAfterSeconds: number | undefined,
): GraphErrorMessage {
  // A 503 that says when to come back is how some services throttle.
  if (status === 503 && retryAfterSeconds !== undefined) return throttledMessage;
  if (isTransientStatus(status) || status < 400) return messageByStatus(status);
  const specific = codes.findLast((code) => messageByCode.has(code.toLowerCase()));
  return messageByCode.get(specific?.toLowerCase() ?? '') ?? messageByStatus(status);
}

/** From the outermost to the most specific. */
function errorCodes(body: unknown): readonly string[] {
  const codes: string[] = [];
  let level = member(body, 'error');
  for (let depth = 0; depth < maxDepth && level !== undefined; depth += 1) {
    const code = member(level, 'code');
    if (typeof code === 'string' && /^[\w.:-]{1,100}$/.test(code)) codes.push(code);
    level = member(level, 'innerError') ?? member(level, 'innererror');
  }
  return codes;
}

function innerRequestId(body: unknown): string | undefined {
  const error = member(body, 'error');
  return guid(member(member(error, 'innerError') ?? member(error, 'innererror'), 'request-id'));
}

function member(value: unknown, name: string): unknown {
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name)) return undefined;
  return (value as Record<string, unknown>)[name];
}

function guid(value: unknown): string | undefined {
  return typeof value === 'string' && /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(value)
    ? value
    : undefined;
}

const maxLength = 4096;
const members = new Set(['access_token', 'id_token', 'userinfo']);

/**
 * The claims that Graph asks a new token for, as JSON text, or undefined where the challenge holds none that make sense.
 * @see https://learn.microsoft.com/entra/identity-platform/claims-challenge
 */
function readClaimsChallenge(headers: Headers): string | undefined {
  const [, encoded = ''] =
    /\bclaims="([A-Za-z0-9+/_=-]{1,8192})"/.exec(headers.get('www-authenticate') ?? '') ?? [];
  const bytes = decodeBase64Url(
    encoded
      .replaceAll('+', '-')
      .replaceAll('/', '_')
      .replace(/={1,2}$/, ''),
  );
  if (!bytes || bytes.length === 0 || bytes.length > maxLength) return undefined;
  try {
    const claims: unknown = JSON.parse(
      new TextDecoder('utf-8', { fatal: true, ignoreBOM: false }).decode(bytes),
    );
    return isClaimsRequest(claims) ? JSON.stringify(claims) : undefined;
  } catch {
    return undefined;
  }
}

/** @see https://openid.net/specs/openid-connect-core-1_0.html#ClaimsParameter */
function isClaimsRequest(claims: unknown): boolean {
  if (typeof claims !== 'object' || claims === null || Array.isArray(claims)) return false;
  const entries = Object.entries(claims);
  return (
    entries.length > 0 &&
    entries.every(([name, value]) => members.has(name) && typeof value === 'object' && value !== null)
  );
}
