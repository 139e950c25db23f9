import {
  type MessageForCodes,
  messagesByCode,
  messagesByPhrase,
  messagesByStatus,
} from './messages-by-code.ts';
import {
  type GraphErrorMessage,
  type Subject,
  changedContent,
  notShared,
  refused,
  signIn,
  throttled,
  unavailable,
} from './messages.ts';
import { onenoteMessages } from './onenote-messages.ts';

const subjects: readonly (readonly [Subject, RegExp])[] = [
  ['meeting', /^\/(?:me|users\/[^/]+|copilot\/users\/[^/]+)\/onlineMeetings(?:\/|$)/],
  ['teams', /^\/(?:chats|teams|me\/chats|me\/joinedTeams)(?:\/|$)/],
  ['sharedMailbox', /^\/users\/[^/]+\/(?:messages|mailFolders|events|calendars?|calendarView)(?:\/|$)/],
  ['mailbox', /^\/me\/(?:messages|mailFolders|events|calendars?|calendarView|mailboxSettings)(?:\/|$)/],
  ['file', /^\/(?:drives|shares|me\/drive)(?:\/|$)/],
  ['notes', /^\/(?:me|groups\/[^/]+|sites\/[^/]+)\/onenote(?:\/|$)/],
  ['site', /^\/sites(?:\/|$)/],
  ['search', /^\/search\/query$/],
  ['tasks', /^\/(?:me\/)?(?:planner|todo)(?:\/|$)/],
  ['directory', /^\/(?:me|users|organization)(?:\/|$)/],
];

function findSubject(path: string): Subject | undefined {
  return subjects.find(([, pattern]) => pattern.test(path))?.[0];
}

/** An error response, as far as it decides the message. */
interface ErrorResponse {
  readonly status: number;
  /** From the outermost code to the most specific. */
  readonly codes: readonly string[];
  /** Graph's message; compared with fixed phrases only. */
  readonly message: string;
  /** Path of the request below `/v1.0`. */
  readonly path: string;
  readonly isChallenge: boolean;
  readonly hasRetryAfter: boolean;
  readonly requestId: string | undefined;
}

/** Fixed phrases of the message decide, then the most specific known code, then the status. */
export function chooseMessage(response: ErrorResponse): GraphErrorMessage {
  const subject = findSubject(response.path);
  const chosen = choose(response, subject);
  const isContent = /\/(?:content|\$value)$/.test(response.path);
  if (chosen.code === 'invalid_cursor' && isContent) return changedContent;
  return { code: chosen.code, text: (subject && chosen.bySubject?.[subject]) ?? chosen.text };
}

function choose(response: ErrorResponse, subject: Subject | undefined): GraphErrorMessage {
  const { status, codes, message, isChallenge, hasRetryAfter } = response;
  if (isChallenge) return signIn;
  const isServerError = isTransientStatus(status) || status < 400;
  const stated = isServerError ? undefined : messagesByPhrase.find(({ phrase }) => phrase.test(message));
  if (stated) return stated;
  const byCode = codes.toReversed().flatMap((code) => findMessage(code, subject) ?? [])[0];
  if (byCode && (byCode.isDecisive || !isServerError)) return byCode;
  // Some services throttle with 503 and Retry-After.
  if (status === 503 && hasRetryAfter) return throttled;
  if (isServerError) return messagesByStatus[status] ?? unavailable;
  if (subject === 'sharedMailbox' && status === 403) return { code: 'access_denied', ...notShared };
  const known = messagesByStatus[status];
  if (known) return known;
  return status >= 400 && status < 500 ? withCode(refused, response) : unavailable;
}

function findMessage(code: string, subject: Subject | undefined): MessageForCodes | undefined {
  const matching = [...onenoteMessages, ...messagesByCode].filter(
    (entry) =>
      (entry.subject === undefined || entry.subject === subject) &&
      entry.codes.some((known) => matches(known.toLowerCase(), code.toLowerCase())),
  );
  return matching.find((entry) => entry.subject !== undefined) ?? matching[0];
}

function matches(known: string, code: string): boolean {
  return known.endsWith('*') ? code.startsWith(known.slice(0, -1)) : code === known;
}

/** The cause of an unknown code is unknown: the message names the code and the request for Microsoft's support. */
function withCode({ code, text }: GraphErrorMessage, { status, codes, requestId }: ErrorResponse) {
  const cause = (codes.at(-1) ?? '').slice(0, 60) || `status ${status}`;
  const reference = requestId === undefined ? '' : `, request id ${requestId}`;
  return {
    code,
    text: `${text} (${cause}${reference}). The cause is not known; the operator can look it up.`,
  };
}

/** Whether the same request may succeed when it is repeated. */
export function isTransientStatus(status: number): boolean {
  return status === 429 || status === 500 || (status >= 502 && status <= 504) || status === 509;
}
