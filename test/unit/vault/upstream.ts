import type { ExchangeRequest, ExchangeResult } from '../../../src/entra/on-behalf-of.ts';
import { parseKeyRing } from '../../../src/crypto/key-ring.ts';

const material = (byte: number): string => btoa(String.fromCharCode(...new Uint8Array(32).fill(byte)));

/** Keys of the ring, to be put together in any order. */
export const k1 = `k1:${material(1)}`;
export const k2 = `k2:${material(2)}`;

/** Upstream of the objects of the test Worker. Tests and objects share one isolate, so tests can change it. */
export const upstream = {
  /** Near the platform's own time: an alarm set into the past would ring by itself. */
  nowMs: 0,
  keyRing: parseKeyRing(k1),
  /** Thrown by the composition where set. */
  fault: undefined as string | undefined,
  /** Thrown where a policy is read, where set. */
  policyFault: undefined as string | undefined,
  /** Tenant ids of the policies read by vaults, in order. */
  policyReads: [] as string[],
  /** Every exchange asked for, in order. */
  exchanges: [] as ExchangeRequest[],
  exchange: async (request: ExchangeRequest): Promise<ExchangeResult> => grantFor(request),
};

/** Back to the beginning of a test. */
export function resetUpstream(): void {
  upstream.nowMs = Date.now();
  upstream.keyRing = parseKeyRing(k1);
  upstream.fault = undefined;
  upstream.policyFault = undefined;
  upstream.policyReads = [];
  upstream.exchanges = [];
  upstream.exchange = async (request) => grantFor(request);
}

/** A token of its own for each exchange, good for an hour and a quarter. */
export function grantFor({ assertion }: ExchangeRequest): ExchangeResult {
  return {
    ok: true,
    grant: {
      accessToken: `graph-token-${upstream.exchanges.length}-for-${assertion.slice(-12)}`,
      scopes: ['User.Read', 'Mail.Read'],
      expiresAtMs: upstream.nowMs + 75 * 60_000,
    },
  };
}

/** An exchange that waits until it is let go, to do something meanwhile. */
export function heldExchange(): { started: Promise<void>; release: () => void } {
  const started = Promise.withResolvers<void>();
  const gate = Promise.withResolvers<void>();
  upstream.exchange = async (request) => {
    started.resolve();
    await gate.promise;
    return grantFor(request);
  };
  return { started: started.promise, release: gate.resolve };
}
