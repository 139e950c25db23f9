import { decodeBase64Url } from '../crypto/encoding.ts';
import { AppError, type AppErrorCode } from '../lib/app-error.ts';
import { readRetryAfter } from '../lib/retry-after.ts';

/** Error code and message for an error response of Graph. */
interface GraphErrorMessage {
  readonly code: AppErrorCode;
  readonly text: string;
}

const messages = {
  signIn: {
    code: 'sign_in_required',
    text: 'Microsoft 365 no longer accepts this sign-in. Sign in to the connector again.',
  },
  denied: {
    code: 'access_denied',
    text: 'Microsoft 365 denied access: the signed-in user may not open this item, or the connector lacks a permission. Ask its owner or an administrator.',
  },
  notFound: {
    code: 'not_found',
    text: 'The item does not exist, or the signed-in user may not see it. It may have been moved or deleted: search for it again.',
  },
  noMailbox: {
    code: 'mailbox_unavailable',
    text: 'This account has no mailbox in Exchange Online: it is on-premises, inactive or not licensed. Mail and calendar cannot be read.',
  },
  unknownMailbox: {
    code: 'mailbox_unavailable',
    text: 'There is no mailbox with this address, or the signed-in user may not open it. Check the address.',
  },
  noTranscripts: {
    code: 'transcripts_disabled',
    text: 'Access to meeting transcripts through Microsoft Graph is disabled for the organization. A Teams administrator can enable it: Teams admin center, Meetings, Transcript API access, Microsoft Graph access.',
  },
  badFilter: {
    code: 'invalid_argument',
    text: 'Microsoft 365 cannot apply these filters together. Omit one, or narrow the dates.',
  },
  badId: {
    code: 'invalid_argument',
    text: 'Microsoft 365 does not accept this id. Copy ids and addresses unchanged from a search result.',
  },
  changed: {
    code: 'invalid_cursor',
    text: 'The list has changed since the last page. Start again without the cursor.',
  },
  unsupported: {
    code: 'unsupported_content',
    text: 'Microsoft 365 cannot return this content in the requested format. Open it by its link.',
  },
  tooLarge: { code: 'too_large', text: 'The request is too large for Microsoft 365. Request less.' },
  locked: {
    code: 'access_denied',
    text: 'The item is locked. Try again later, or ask its owner.',
  },
  malware: { code: 'malware', text: 'Microsoft 365 found malware in this file and does not return it.' },
  refused: {
    code: 'upstream_refused',
    text: 'Microsoft 365 rejected the request. Use fewer filters and plain words.',
  },
  throttled: { code: 'throttled', text: 'Microsoft 365 is throttling requests.' },
  unavailable: {
    code: 'upstream_unavailable',
    text: 'Microsoft 365 returned a server error. Try again in a moment.',
  },
} as const satisfies Record<string, GraphErrorMessage>;

/** For a claims challenge, whatever the error codes. */
const signInMessage: GraphErrorMessage = messages.signIn;
/** For a 503 with `Retry-After`. */
const throttledMessage: GraphErrorMessage = messages.throttled;

/**
 * By error code in lower case. Codes that only repeat the status are not listed.
 * @see https://learn.microsoft.com/graph/errors
 */
const messageByCode: ReadonlyMap<string, GraphErrorMessage> = new Map(
  (
    [
      [messages.signIn, ['InvalidAuthenticationToken', 'TokenNotFound', 'unauthenticated']],
      [
        messages.denied,
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
        messages.notFound,
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
        messages.noMailbox,
        [
          'MailboxNotEnabledForRESTAPI',
          'MailboxNotSupportedForRESTAPI',
          'MailboxNotHostedInExchangeOnline',
          'OrganizationFromTenantGuidNotFound',
          'ErrorNoMailbox',
        ],
      ],
      [
        messages.unknownMailbox,
        ['ErrorInvalidUser', 'ErrorNonExistentMailbox', 'ErrorInvalidMailbox', 'ErrorMailRecipientNotFound'],
      ],
      [messages.noTranscripts, ['GraphAccessToTranscriptsDisabled']],
      [
        messages.badFilter,
        ['InefficientFilter', 'SearchWithFilter', 'SearchWithOrderBy', 'ErrorInvalidRestriction'],
      ],
      [
        messages.badId,
        [
          'ErrorInvalidIdMalformed',
          'ErrorInvalidIdMalformedEwsLegacyIdFormat',
          'ErrorInvalidIdEmpty',
          'ErrorInvalidId',
          'ErrorInvalidIdXml',
        ],
      ],
      [
        messages.changed,
        [
          'resyncRequired',
          'syncStateNotFound',
          'SyncStateInvalid',
          'resyncChangesApplyDifferences',
          'resyncChangesUploadDifferences',
        ],
      ],
      [
        messages.unsupported,
        ['notSupported', 'OfficeConversion_NotSupported', 'OfficeConversion_UnsupportedFormat'],
      ],
      [messages.locked, ['locked', 'resourceLocked', 'itemLocked', 'notAllowed']],
      [messages.malware, ['malwareDetected', 'virusSuspicious']],
      [
        messages.throttled,
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
  ).flatMap(([message, codes]) => codes.map((code) => [code.toLowerCase(), message] as const)),
);

/** By HTTP status, when no error code is known. */
function messageByStatus(status: number): GraphErrorMessage {
  const known: Readonly<Record<number, GraphErrorMessage>> = {
    401: messages.signIn,
    403: messages.denied,
    404: messages.notFound,
    406: messages.unsupported,
    410: messages.changed,
    413: messages.tooLarge,
    415: messages.unsupported,
    423: messages.locked,
    429: messages.throttled,
    501: messages.unsupported,
    509: messages.throttled,
  };
  return known[status] ?? (status >= 400 && status < 500 ? messages.refused : messages.unavailable);
}

/** A response of Graph, or of one batch entry. */
export interface GraphResponse {
  readonly status: number;
  readonly headers: Headers;
  /** Parsed JSON; undefined when the body is not JSON. */
  readonly body: unknown;
}

const maxDepth = 8;

/**
 * The error for an error response. The most specific known code decides, then the status. Graph's message is not used or
 * kept, because it may repeat the search words; codes and status are in `cause`.
 * @see https://learn.microsoft.com/graph/errors
 */
export function graphError({ status, headers, body }: GraphResponse, nowMs: number): AppError {
  const codes = errorCodes(body);
  const requestId = requestIdOf(headers) ?? innerRequestId(body);
  const retryAfterSeconds = readRetryAfter(headers, nowMs);
  const claims = status === 401 || status === 403 ? readClaimsChallenge(headers) : undefined;
  const { code, text } = claims ? signInMessage : chooseMessage(status, codes, retryAfterSeconds);
  const again = retryAfterSeconds ? ` Try again in ${retryAfterSeconds} seconds.` : ' Try again in a moment.';
  return new AppError(
    code,
    code === 'throttled' ? text + again : text,
    {
      ...(requestId !== undefined && { requestId }),
      ...(claims !== undefined && { claims }),
      ...(retryAfterSeconds !== undefined && { retryAfterSeconds }),
    },
    { cause: new Error(`Graph returned ${status} ${codes.join(' > ')}`.trimEnd()) },
  );
}

/** The id of a response in Microsoft's logs. */
export function requestIdOf(headers: Headers): string | undefined {
  return guid(headers.get('request-id'));
}

/** Whether the same request may succeed when it is repeated. */
export function isTransientStatus(status: number): boolean {
  return status === 429 || status === 500 || (status >= 502 && status <= 504) || status === 509;
}

function chooseMessage(
  status: number,
  codes: readonly string[],
  retryAfterSeconds: number | undefined,
): GraphErrorMessage {
  // Some services throttle with 503 and Retry-After.
  if (status === 503 && retryAfterSeconds !== undefined) return throttledMessage;
  if (isTransientStatus(status) || status < 400) return messageByStatus(status);
  const specific = codes.findLast((code) => messageByCode.has(code.toLowerCase()));
  return messageByCode.get(specific?.toLowerCase() ?? '') ?? messageByStatus(status);
}

/** From the outermost code to the most specific. */
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
 * The claims of a challenge as JSON text; undefined without a valid claims challenge.
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
