/**
 * One sign-in, from Entra's answer to the last refresh token, as a chain of links of which each may be presented once:
 * state, code, refresh token, next refresh token. The chain knows its latest link, and so notices when an earlier one
 * comes back. Every write is durable before it is answered.
 * @see https://www.rfc-editor.org/rfc/rfc9700#section-4.14.2
 */
export interface GrantLedger {
  /** Begins the chain. False where it has begun already: the state was presented before. */
  begin(
    grantId: string,
    link: string,
    when: { readonly nowMs: number; readonly expiresAtMs: number },
  ): Promise<boolean>;
  /** Whether the link may be presented. An earlier one than that ends the grant. */
  isLive(grantId: string, link: string, when: LinkTime): Promise<boolean>;
  /**
   * Presents a link and goes on to the next one. Answers the link for the new token: the next one, or the one that the
   * same presentation led to moments ago, so that an answer lost on the way does not end a sign-in. Undefined where the
   * link may not be presented; an earlier one ends the grant.
   */
  advance(
    grantId: string,
    link: string,
    next: string,
    when: LinkTime & { readonly expiresAtMs: number },
  ): Promise<string | undefined>;
  /** Ends the grant for good. */
  revoke(grantId: string, expiresAtMs: number): Promise<void>;
}

/** When a link is presented. */
export interface LinkTime {
  readonly nowMs: number;
  /** How long after it was first presented the same link may come again. */
  readonly graceMs: number;
}
