import type { ObjectId, TenantId } from '../lib/guid.ts';

declare const verified: unique symbol;
declare const assertion: unique symbol;

/** An access token that passed every check of the verifier, in its one canonical spelling. */
export type Assertion = string & { readonly [assertion]: true };

/** A person, as an access token that passed every check of the verifier names them. Nothing else makes one. */
export interface VerifiedCaller {
  readonly [verified]: true;
  readonly tenantId: TenantId;
  readonly objectId: ObjectId;
  /** `azp`: the client application that the token was issued to. */
  readonly clientId: string;
  /** `scp`, split. */
  readonly scopes: readonly string[];
  /** `uti`: Entra's id of this token, as found in its sign-in log. */
  readonly tokenId: string;
  readonly issuedAtMs: number;
  readonly expiresAtMs: number;
  /** `acct` 1: a guest of this tenant. */
  readonly isGuest: boolean;
  /** For display only: it can change, and is never used to decide. */
  readonly preferredUsername?: string;
  readonly name?: string;
  /** `login_hint`, to spare the person a question when signing in again. */
  readonly loginHint?: string;
  /** `wids`: ids of the directory roles that the person holds. */
  readonly directoryRoles: readonly string[];
  /**
   * `groups`: object ids of the groups that the person is in. Undefined where the token does not list them: the server
   * application does not ask for the claim, or there are more of them than fit (200).
   */
  readonly groupIds?: readonly string[];
  /** `roles`: app roles that the person holds in the server application. */
  readonly appRoles: readonly string[];
}
