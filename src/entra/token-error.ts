import type { ObjectId, TenantId } from '../lib/guid.ts';

/** Why a bearer token was refused: stable words for the audit. A client never sees them. */
export type TokenErrorReason = keyof typeof statusByReason;

/**
 * 400: the request is malformed. 401: the token is bad. 403: the token is good, its holder may not come in.
 * 503: no signing key could be had, so nothing can be said of the token.
 */
export type TokenErrorStatus = 400 | 401 | 403 | 503;

const statusByReason = {
  token_in_query: 400,

  authorization_malformed: 401,
  token_too_large: 401,
  token_malformed: 401,
  json_malformed: 401,
  header_member_refused: 401,
  algorithm_refused: 401,
  type_refused: 401,
  key_id_malformed: 401,
  version_refused: 401,
  tenant_malformed: 401,
  issuer_mismatch: 401,
  audience_mismatch: 401,
  object_malformed: 401,
  client_malformed: 401,
  time_malformed: 401,
  expired: 401,
  not_yet_valid: 401,
  lifetime_too_long: 401,
  not_delegated: 401,
  not_an_access_token: 401,
  not_an_id_token: 401,
  nonce_mismatch: 401,
  sender_constrained: 401,
  key_unknown: 401,
  key_issuer_mismatch: 401,
  signature_invalid: 401,

  personal_account: 403,
  agent_identity: 403,
  tenant_not_allowed: 403,
  client_not_allowed: 403,
  client_unproven: 403,
  scope_missing: 403,

  keys_unavailable: 503,
} as const satisfies Record<string, TokenErrorStatus>;

const messagesByStatus: Readonly<Record<Exclude<TokenErrorStatus, 403>, string>> = {
  400: 'Send the access token in the Authorization header, and nowhere else.',
  401: 'The access token is not valid for this connector. Sign in again.',
  503: 'Access tokens cannot be checked just now. Try again in a moment.',
};

/**
 * Who gets one of these has proven who they are, and is told about their own organisation and application alone: nobody
 * learns which others there are.
 */
const messagesForHolders = {
  personal_account:
    'Personal Microsoft accounts cannot use this connector. Sign in with a work or school account.',
  agent_identity: 'This connector is for people. An agent that acts for a person is not let in.',
  tenant_not_allowed:
    'Your organisation is not enabled in this connector. Its operator has to enable it first.',
  client_not_allowed:
    'The application that you signed in with is not enabled in this connector. Its operator can enable it.',
  client_unproven:
    'This sign-in did not go through the connector. Connect again, to the address of the connector.',
  scope_missing: 'The access token does not have the scope of this connector. Sign in again.',
} as const satisfies Readonly<Record<HolderReason, string>>;

type HolderReason = {
  [Reason in TokenErrorReason]: (typeof statusByReason)[Reason] extends 403 ? Reason : never;
}[TokenErrorReason];

/** Who a refused token speaks of. Known only once its signature was verified: for the audit, never for access. */
export interface TokenHolder {
  readonly tenantId: TenantId;
  readonly objectId: ObjectId;
  readonly clientId: string;
  readonly tokenId: string;
}

/** Facts that go with a refusal. */
export interface TokenErrorDetails {
  readonly retryAfterSeconds?: number;
  readonly holder?: TokenHolder;
}

/**
 * A bearer token was refused. Until it is proven whom it was issued to, the message says no more than the status does;
 * the reason is for the audit alone.
 */
export class TokenError extends Error {
  override readonly name = 'TokenError';
  readonly status: TokenErrorStatus;
  readonly reason: TokenErrorReason;
  readonly details: TokenErrorDetails;

  constructor(reason: TokenErrorReason, details: TokenErrorDetails = {}, options?: ErrorOptions) {
    const status = statusByReason[reason];
    super(status === 403 ? messagesForHolders[reason as HolderReason] : messagesByStatus[status], options);
    this.status = status;
    this.reason = reason;
    this.details = details;
  }
}
