import { GraphError } from './graph-error.ts';
import type { GraphSession } from './graph-interface.ts';

/** Requests that Exchange serves at once for one application and mailbox. */
const maxConcurrent = 4;
const retryAfterSeconds = 1;

const ownMailbox =
  /^\/me\/(?:messages|mailFolders|events|calendars?|calendarView|people|todo|findMeetingTimes)(?:\/|$)/i;
const otherMailbox = /^\/users\/([^/]+)\/(?:messages|mailFolders|events|calendars?|calendarView)(?:\/|$)/i;

/** Exchange's limit of requests to one mailbox at the same time. */
export interface MailboxLimit {
  /** Milliseconds that Exchange takes for each request. With 0, no two requests meet. */
  serviceMs: number;
  /** Serves no request before the next one that is rejected. */
  holdUntilRejection(): void;
  /** Number of requests that were rejected. */
  readonly rejected: number;
  /**
   * Serves a request to a mailbox. Other requests are served unchanged.
   * @throws GraphError 429 for a fifth request to one mailbox at the same time
   */
  serve<T>(request: MailboxRequest, respond: () => Promise<T> | T): Promise<T>;
  reset(): void;
}

interface MailboxRequest {
  readonly path: string;
  readonly session: GraphSession;
  readonly body: unknown;
}

/** There is one application: a mailbox alone identifies a count. @see https://learn.microsoft.com/graph/throttling-limits#outlook-service-limits */
export function createMailboxLimit(): MailboxLimit {
  const served = new Map<string, number>();
  let rejected = 0;
  let held = Promise.resolve();
  let release: () => void = () => undefined;
  return {
    serviceMs: 0,
    holdUntilRejection() {
      held = new Promise((resolve) => {
        release = resolve;
      });
    },
    get rejected() {
      return rejected;
    },
    async serve(request, respond) {
      const mailbox = getMailbox(request);
      if (mailbox === undefined || this.serviceMs === 0) return await respond();
      const count = served.get(mailbox) ?? 0;
      if (count >= maxConcurrent) {
        rejected += 1;
        release();
        throw tooManyRequests();
      }
      served.set(mailbox, count + 1);
      try {
        await new Promise((resolve) => setTimeout(resolve, this.serviceMs));
        await held;
        return await respond();
      } finally {
        served.set(mailbox, (served.get(mailbox) ?? 1) - 1);
      }
    },
    reset() {
      this.serviceMs = 0;
      rejected = 0;
      release();
    },
  };
}

function tooManyRequests(): GraphError {
  const message = 'Application is over its MailboxConcurrency limit.';
  const headers = { 'retry-after': String(retryAfterSeconds) };
  return new GraphError(429, 'ApplicationThrottled', message, { code: 'MailboxConcurrency' }, headers);
}

/** The mailbox that serves a request; undefined for another service. */
function getMailbox({ path, session, body }: MailboxRequest): string | undefined {
  const own = `${session.tenantId}/${session.objectId}`;
  if (ownMailbox.test(path) || isMailSearch(path, body)) return own;
  const other = otherMailbox.exec(path)?.[1];
  return other === undefined ? undefined : `${session.tenantId}/${decodeURIComponent(other).toLowerCase()}`;
}

/** Exchange serves a search for messages or events. */
function isMailSearch(path: string, body: unknown): boolean {
  if (path !== '/search/query') return false;
  return /"entityTypes":\["(?:message|event)"/.test(JSON.stringify(body ?? null));
}
