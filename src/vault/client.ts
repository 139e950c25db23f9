import type { Assertion, VerifiedCaller } from '../entra/caller.ts';
import { AppError } from '../lib/app-error.ts';
import { type ObjectError, callDurableObject } from '../lib/durable-object.ts';
import type { EntryOwner } from './entry.ts';
import { type GraphTokenResult, vaultName } from './messages.ts';
import type { TokenVault } from './vault.ts';

/** The vaults of everybody, as the HTTP side sees them. Every method throws AppError when a vault does not answer. */
export interface Vault {
  graphToken(
    caller: VerifiedCaller,
    assertion: Assertion,
    correlationId: string,
    circumstances?: ExchangeOptions,
  ): Promise<GraphTokenResult>;
  /** Keeps the person's IANA time zone as long as the Graph token of the assertion. */
  rememberTimeZone(caller: VerifiedCaller, assertion: Assertion, timeZone: string): Promise<void>;
  /** Refuses a person's access tokens issued at or before a time. Durable once it has returned. */
  revoke(user: EntryOwner, beforeMs: number): Promise<void>;
}

/** Why a Graph token is wished for, beside that a request came. */
export interface ExchangeOptions {
  /** What Graph asks for (continuous access evaluation), where it has refused the token of before. */
  readonly claims?: string;
  /** When the sign-in began that has just brought the access token. */
  readonly authenticatedAtMs?: number;
}

export interface VaultOptions {
  readonly namespace: DurableObjectNamespace<TokenVault>;
  /** Where the objects have to stay. Objects of another jurisdiction are other objects: nothing moves along. */
  readonly jurisdiction?: DurableObjectJurisdiction | undefined;
  /** Waits between two attempts. */
  readonly pause?: (milliseconds: number) => Promise<unknown>;
}

/** Makes the client of the vault objects. */
export function createVault(options: VaultOptions): Vault {
  const { jurisdiction, pause } = options;
  const namespace = jurisdiction ? options.namespace.jurisdiction(jurisdiction) : options.namespace;

  async function ask<T>(
    { tenantId, objectId }: EntryOwner,
    call: (vault: DurableObjectStub<TokenVault>, user: EntryOwner) => Promise<T>,
  ): Promise<T> {
    const id = namespace.idFromName(vaultName(tenantId, objectId));
    const user = { tenantId, objectId };
    try {
      return await callDurableObject(() => call(namespace.get(id), user), pause);
    } catch (error) {
      throw refusal(error as ObjectError);
    }
  }

  return {
    graphToken: (caller, assertion, correlationId, circumstances = {}) =>
      ask(caller, async (vault, user) => {
        const { expiresAtMs: assertionExpiresAtMs, issuedAtMs, groupIds } = caller;
        return await vault.graphToken({
          ...user,
          assertion,
          assertionExpiresAtMs,
          issuedAtMs,
          correlationId,
          ...(groupIds === undefined ? {} : { groupIds }),
          ...circumstances,
        });
      }),
    rememberTimeZone: (caller, assertion, timeZone) =>
      ask(caller, async (vault, user) => await vault.rememberTimeZone({ ...user, assertion, timeZone })),
    revoke: (owner, beforeMs) => ask(owner, async (vault, user) => await vault.revoke({ ...user, beforeMs })),
  };
}

function refusal(cause: ObjectError): AppError {
  if (cause.overloaded) {
    const message =
      'The connector has too many requests of yours at once. Send fewer, and try again in a moment.';
    return new AppError('throttled', message, { retryAfterSeconds: 2 }, { cause });
  }
  if (cause.retryable || cause.durableObjectReset) {
    const message = 'The token vault of the connector did not answer. Try again in a moment.';
    return new AppError('upstream_unavailable', message, { retryAfterSeconds: 2 }, { cause });
  }
  const message =
    'The token vault of the connector failed. If it goes on, tell the operator of the connector.';
  return new AppError('internal', message, {}, { cause });
}
