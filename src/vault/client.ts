import type { Assertion, VerifiedCaller } from '../entra/caller.ts';
import { AppError } from '../lib/app-error.ts';
import { type ObjectError, callDurableObject } from '../lib/durable-object.ts';
import type { User } from '../lib/guid.ts';
import { type GraphTokenResult, type IssuedTo, type RequestOrigin, vaultName } from './messages.ts';
import type { TokenVault } from './vault.ts';

/** The token vaults of all users. Every method throws AppError if the vault object does not respond. */
export interface Vault {
  graphToken(
    caller: VerifiedCaller,
    assertion: Assertion,
    correlationId: string,
    options?: ExchangeOptions,
  ): Promise<GraphTokenResult>;
  /** Records that the authorization server has issued an access token, and to whom. */
  recordIssue(
    caller: VerifiedCaller,
    assertion: Assertion,
    issuedAtMs: number,
    issuedTo: IssuedTo | undefined,
  ): Promise<void>;
  /** Stores the user's IANA time zone as long as the Graph token of the assertion. */
  rememberTimeZone(caller: VerifiedCaller, assertion: Assertion, timeZone: string): Promise<void>;
  /** Revokes the user's access tokens that were issued at or before a time. Durable once the promise resolves. */
  revoke(user: User, beforeMs: number): Promise<void>;
}

/** Options of a Graph token request. */
export interface ExchangeOptions {
  /** The claims challenge of Graph (continuous access evaluation) for the previous token. */
  readonly claims?: string | undefined;
  /** The Graph token that Graph rejected: it is not returned again. */
  readonly rejectedToken?: string;
  /** When the sign-in was started that has just returned the access token. */
  readonly authenticatedAtMs?: number;
  /** The origin of a request at /mcp. */
  readonly access?: RequestOrigin;
}

export interface VaultOptions {
  readonly namespace: DurableObjectNamespace<TokenVault>;
  /** The jurisdiction of the objects. Objects of another jurisdiction are other objects: nothing is migrated. */
  readonly jurisdiction?: DurableObjectJurisdiction | undefined;
  /** Waits between two attempts. */
  readonly sleep?: (milliseconds: number) => Promise<unknown>;
}

/** Creates the client of the vault objects. */
export function createVault({ namespace, jurisdiction, sleep }: VaultOptions): Vault {
  const vaults = jurisdiction ? namespace.jurisdiction(jurisdiction) : namespace;

  async function call<T>(
    { tenantId, objectId }: User,
    method: (vault: DurableObjectStub<TokenVault>, user: User) => Promise<T>,
  ): Promise<T> {
    const id = vaults.idFromName(vaultName(tenantId, objectId));
    const user = { tenantId, objectId };
    try {
      return await callDurableObject(() => method(vaults.get(id), user), sleep);
    } catch (error) {
      throw toAppError(error as ObjectError);
    }
  }

  return {
    graphToken: (caller, assertion, correlationId, options = {}) =>
      call(caller, async (vault, user) => {
        const { expiresAtMs: assertionExpiresAtMs, issuedAtMs, groupIds } = caller;
        return await vault.graphToken({
          ...user,
          assertion,
          assertionExpiresAtMs,
          issuedAtMs,
          correlationId,
          ...(groupIds === undefined ? {} : { groupIds }),
          ...options,
        });
      }),
    recordIssue: (caller, assertion, issuedAtMs, issuedTo) =>
      call(caller, async (vault, user) => {
        const { expiresAtMs: assertionExpiresAtMs } = caller;
        await vault.recordIssue({ ...user, assertion, issuedAtMs, assertionExpiresAtMs, issuedTo });
      }),
    rememberTimeZone: (caller, assertion, timeZone) =>
      call(caller, async (vault, user) => await vault.rememberTimeZone({ ...user, assertion, timeZone })),
    revoke: (owner, beforeMs) =>
      call(owner, async (vault, user) => await vault.revoke({ ...user, beforeMs })),
  };
}

function toAppError(cause: ObjectError): AppError {
  if (cause.overloaded) {
    const message =
      'The connector has too many of your requests at once. Send fewer, and try again in a moment.';
    return new AppError('throttled', message, { retryAfterSeconds: 2 }, { cause });
  }
  if (cause.retryable || cause.durableObjectReset) {
    const message = 'The token vault of the connector did not respond. Try again in a moment.';
    return new AppError('upstream_unavailable', message, { retryAfterSeconds: 2 }, { cause });
  }
  const message = 'The token vault of the connector failed. If it fails again, contact its operator.';
  return new AppError('internal', message, {}, { cause });
}
