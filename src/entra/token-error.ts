import type { ObjectId, TenantId } from '../lib/guid.ts';

/** Why a token was rejected: stable codes for the audit, never returned to a client. */
export type TokenErrorReason = keyof typeof statusByReason;

/**
 * 400: the request is malformed. 401: the token is invalid. 403: the token is valid, its user is denied. 503: the signing
 * keys are unavailable, so the token cannot be verified.
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

/** Reasons that are shown: the token is valid, or could not be verified. */
export type ShownTokenErrorReason = {
  [Reason in TokenErrorReason]: (typeof statusByReason)[Reason] extends 403 | 503 ? Reason : never;
}[TokenErrorReason];

/** Messages for tokens that were not verified. All others are in the message catalog, by their reason. */
const messagesByStatus: Readonly<Partial<Record<TokenErrorStatus, string>>> = {
  400: 'Send the access token in the Authorization header only.',
  401: 'The access token is not valid for this connector. Sign in again.',
};

/** The user of a denied token, known only after its signature was verified. For the audit, never for authorization. */
export interface TokenHolder {
  readonly tenantId: TenantId;
  readonly objectId: ObjectId;
  readonly clientId: string;
  readonly tokenId: string;
  /** For display only. */
  readonly username?: string;
}

/** Additional members of a token error. */
export interface TokenErrorDetails {
  readonly retryAfterSeconds?: number;
  readonly holder?: TokenHolder;
}

/**
 * A token was rejected. Unless the signature was verified, the message depends on the status only; the reason is for the
 * audit.
 */
export class TokenError extends Error {
  override readonly name = 'TokenError';
  readonly status: TokenErrorStatus;
  readonly reason: TokenErrorReason;
  readonly details: TokenErrorDetails;

  constructor(reason: TokenErrorReason, details: TokenErrorDetails = {}, options?: ErrorOptions) {
    const status = statusByReason[reason];
    super(messagesByStatus[status] ?? `The access token was rejected: ${reason}.`, options);
    this.status = status;
    this.reason = reason;
    this.details = details;
  }
}
