import type { Assertion, VerifiedCaller } from '../entra/caller.ts';
import { AppError } from '../lib/app-error.ts';
import { type Clock, systemClock } from '../lib/clock.ts';
import {
  type ObjectCallOptions,
  type ObjectError,
  type ObjectPlacement,
  callDurableObject,
  objectsByName,
} from '../lib/durable-object.ts';
import type { User } from '../lib/guid.ts';
import { type PolicyReader, isSamePolicy } from '../tenants/policy-cache.ts';
import {
  type GraphTokenRequest,
  type GraphTokenResult,
  type IssuedTo,
  type RequestOrigin,
  vaultName,
} from './messages.ts';
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
  readonly placement?: ObjectPlacement | undefined;
  /** Reads the tenant policy while the vault reads the token. Without it the vault reads the policy itself. */
  readonly policies?: PolicyReader | undefined;
  readonly retries?: Omit<ObjectCallOptions, 'deadlineMs'>;
  /** Receives the time of a request for a Graph token without the time within the object: the way there and back. */
  readonly onHop?: (hopMs: number) => void;
  readonly clock?: Clock;
}

/** Longer than an exchange with Entra, which ends after 10 seconds. */
const tokenDeadlineMs = 12_000;

/** Creates the client of the vault objects. */
export function createVault({
  namespace,
  placement = {},
  policies,
  retries,
  onHop,
  clock = systemClock,
}: VaultOptions): Vault {
  const vaultOf = objectsByName(namespace, placement);

  async function call<T>(
    { tenantId, objectId }: User,
    method: (vault: DurableObjectStub<TokenVault>, user: User) => Promise<T>,
    deadlineMs?: number,
  ): Promise<T> {
    const name = vaultName(tenantId, objectId);
    const user = { tenantId, objectId };
    try {
      return await callDurableObject(() => method(vaultOf(name), user), { ...retries, deadlineMs });
    } catch (error) {
      throw toAppError(error as ObjectError);
    }
  }

  return {
    graphToken: async (caller, assertion, correlationId, options = {}) => {
      const { expiresAtMs: assertionExpiresAtMs, issuedAtMs, groupIds } = caller;
      const request = {
        assertion,
        assertionExpiresAtMs,
        issuedAtMs,
        correlationId,
        ...(groupIds === undefined ? {} : { groupIds }),
        ...options,
      };
      const requestToken = (policy: Pick<GraphTokenRequest, 'policy' | 'isPolicyPending'>) =>
        call(
          caller,
          async (vault, user) => {
            const sentAtMs = clock.nowMs();
            const message = { ...user, ...request, ...policy, ...(onHop && { isTimed: true }) };
            const { spentMs, ...result } = await vault.graphToken(message);
            if (spentMs !== undefined) onHop?.(clock.nowMs() - sentAtMs - spentMs);
            return result;
          },
          tokenDeadlineMs,
        );
      if (!policies) return await requestToken({});
      const fresh = policies.fresh(caller.tenantId);
      if (fresh) return await requestToken({ policy: fresh });
      const [{ policy: applied, ...result }, known] = await Promise.all([
        requestToken({ isPolicyPending: true }),
        policies.read(caller.tenantId),
      ]);
      const isCurrent =
        !applied ||
        !known ||
        known.readAtMs <= applied.readAtMs ||
        isSamePolicy(applied.policy, known.policy);
      return isCurrent ? result : await requestToken({ policy: known });
    },
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
