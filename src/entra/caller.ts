import type { ObjectId, TenantId } from '../lib/guid.ts';

declare const verified: unique symbol;
declare const assertion: unique symbol;

/** An access token that passed the verifier, in canonical encoding. */
export type Assertion = string & { readonly [assertion]: true };

/** The user of a verified access token. Only the access token verifier creates one. */
export interface VerifiedCaller {
  readonly [verified]: true;
  readonly tenantId: TenantId;
  readonly objectId: ObjectId;
  /** `azp`: the client application that the token was issued to. */
  readonly clientId: string;
  /** `scp`, split. */
  readonly scopes: readonly string[];
  /** `uti`: Entra's id of this token, also in its sign-in log. */
  readonly tokenId: string;
  readonly issuedAtMs: number;
  readonly expiresAtMs: number;
  /** `acct` is 1: the user is a guest in this tenant. */
  readonly isGuest: boolean;
  /** For display only: it can change and is never used for authorization. */
  readonly preferredUsername?: string;
  readonly name?: string;
  /** `login_hint`, which preselects the account at the next sign-in. */
  readonly loginHint?: string;
  /** `wids`: ids of the directory roles of the user. */
  readonly directoryRoles: readonly string[];
  /**
   * `groups`: object ids of the user's groups. Undefined if the token has none: the server application does not request
   * the claim, or the user is in more than 200 groups (groups overage).
   */
  readonly groupIds?: readonly string[];
  /** `roles`: app roles of the user in the server application. */
  readonly appRoles: readonly string[];
}
