/** What a client in a browser may read of every answer to it: when to try again, and what to report. */
export const exposedHeaders: readonly string[] = ['Retry-After', 'X-Request-Id'];
