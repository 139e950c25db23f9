/**
 * One sign-in, from Entra's answer to the last refresh token, as a chain of links of which each may be presented once:
 * code, refresh token, next refresh token. The chain knows its latest link, and so notices when an earlier one
 * comes back. Every write is durable before it is answered.
 * @see https://www.rfc-editor.org/rfc/rfc9700#section-4.14.2
 */
export interface GrantLedger {
  /** Begins the chain with the link of the code. False where it has begun already: Entra's answer came before. */
  begin(grantId: string, link: string, when: GrantTime): Promise<boolean>;
  /** Leaves what the next presentation of the link is to collect, for as long as the code is good. */
  deposit(grantId: string, link: string, parcel: Uint8Array, when: GrantTime): Promise<void>;
  /**
   * Presents a link and takes what waits for it, once. Undefined where the link may not be presented, or nothing waits.
   */
  collect(
    grantId: string,
    link: string,
    next: string,
    when: LinkTime & GrantTime,
  ): Promise<{ readonly link: string; readonly parcel: Uint8Array } | undefined>;
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
    when: LinkTime & GrantTime,
  ): Promise<string | undefined>;
  /** Ends the grant for good. */
  revoke(grantId: string, expiresAtMs: number): Promise<void>;
}

/** How long the grant, or what is left in it, is good. */
export interface GrantTime {
  readonly nowMs: number;
  readonly expiresAtMs: number;
}

/** When a link is presented. */
export interface LinkTime {
  readonly nowMs: number;
  /** How long after it was first presented the same link may come again. */
  readonly graceMs: number;
}
