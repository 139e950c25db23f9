import type { EntraFailure } from '../entra/errors.ts';
import type { Assertion, VerifiedCaller } from '../entra/caller.ts';
import type { RefusalCause } from './errors.ts';

/** What a person has, when the exchange comes off. */
export interface GrantedAccess {
  /** Graph permissions by name. */
  readonly granted: readonly string[];
  /** What their organisation has switched off in the connector. */
  readonly toolsOff: readonly string[];
  readonly permissionsOff: readonly string[];
}

/** Whether a person who has just signed in will get a Graph token, and if not, why. */
export type ExchangeTrial =
  | ({ readonly ok: true } & GrantedAccess)
  | { readonly ok: false; readonly failure: EntraFailure }
  /** The connector itself keeps the person out. */
  | { readonly ok: false; readonly refusal: Extract<RefusalCause, { readonly text: string }> };

/**
 * Makes the exchange that the first request would make. A Graph token that comes of it waits for that request.
 * @param provenAtMs when the sign-in began that brought the access token: it has to be after the last revocation
 */
export type TryExchange = (
  caller: VerifiedCaller,
  assertion: Assertion,
  provenAtMs: number,
) => Promise<ExchangeTrial>;
