import { describe, expect, it } from 'vitest';
import type { VerifiedCaller } from '../../../src/entra/caller.ts';
import type { KnownPolicy, PolicyReader } from '../../../src/tenants/policy-cache.ts';
import { type VaultOptions, createVault } from '../../../src/vault/client.ts';
import {
  type GraphTokenRequest,
  type GraphTokenResult,
  type RecordIssueRequest,
  getVaultErrorOwner,
} from '../../../src/vault/messages.ts';
import type { TokenVault } from '../../../src/vault/vault.ts';
import { newAssertion, newUser } from './users.ts';

const correlationId = '0f9b4ae4-7d3c-4bfa-9a1d-0c1b2c3d4e5f';
const denied: GraphTokenResult = { ok: false, reason: 'not_allowed' };

/** A vault on an object that returns the results in order, and then denials, with the messages that it received. */
function createFixture(results: readonly GraphTokenResult[] = [], options: Partial<VaultOptions> = {}) {
  const messages: GraphTokenRequest[] = [];
  const issues: RecordIssueRequest[] = [];
  const object = {
    graphToken: async (message: GraphTokenRequest) => {
      messages.push(message);
      return results[messages.length - 1] ?? denied;
    },
    recordIssue: async (message: RecordIssueRequest) => void issues.push(message),
  };
  const namespace = { getByName: () => object } as unknown as DurableObjectNamespace<TokenVault>;
  const user = newUser();
  const caller = {
    ...user,
    issuedAtMs: 1000,
    expiresAtMs: 5000,
    directoryRoles: [],
  } as unknown as VerifiedCaller;
  return { vault: createVault({ namespace, ...options }), messages, issues, user, caller };
}

function createPolicy(readAtMs: number, enabled = true): KnownPolicy {
  const lists = { disabledTools: [], disabledPermissions: [], allowedGroups: [], allowedUsers: [] };
  return { policy: { enabled, ...lists, revokedBeforeMs: 0 }, readAtMs };
}

/** A reader that holds a fresh policy, or reads one. */
function createReader({ fresh, read }: { fresh?: KnownPolicy; read?: KnownPolicy }): PolicyReader {
  return { fresh: () => fresh, read: async () => read };
}

describe('createVault', () => {
  it('sends the user and the claims of the access token, and nothing else of the caller', async () => {
    const { vault, messages, user, caller } = createFixture();
    const assertion = newAssertion();
    await vault.graphToken(caller, assertion, correlationId);
    const claims = { assertion, assertionExpiresAtMs: 5000, issuedAtMs: 1000, correlationId };
    expect(messages).toEqual([{ ...user, ...claims }]);
    const groupIds = ['90000000-0000-4000-8000-000000000001'];
    await vault.graphToken({ ...caller, groupIds }, assertion, correlationId);
    expect(messages[1]).toEqual({ ...user, ...claims, groupIds });
  });

  it('records the issue of an access token', async () => {
    const { vault, issues, user, caller } = createFixture();
    const assertion = newAssertion();
    const issuedTo = { grantId: 'g', clientKind: 'document', clientId: 'c', redirectHost: 'claude.ai' };
    await vault.recordIssue(caller, assertion, 2000, issuedTo);
    expect(issues).toEqual([{ ...user, assertion, issuedAtMs: 2000, assertionExpiresAtMs: 5000, issuedTo }]);
  });

  it('reports the time of a request without the time within the object', async () => {
    const times = [100, 180];
    const hops: number[] = [];
    const { vault, messages, caller } = createFixture([{ ...denied, spentMs: 30 }, denied], {
      onHop: (hopMs) => hops.push(hopMs),
      clock: { nowMs: () => times.shift() ?? 0 },
    });
    expect(await vault.graphToken(caller, newAssertion(), correlationId)).toEqual(denied);
    expect(messages[0]).toMatchObject({ isTimed: true });
    // An object of an earlier version sends no time.
    await vault.graphToken(caller, newAssertion(), correlationId);
    expect(hops).toEqual([50]);
  });

  it('does not request the time without a receiver, and ignores one', async () => {
    const { vault, messages, caller } = createFixture([{ ...denied, spentMs: 30 }]);
    expect(await vault.graphToken(caller, newAssertion(), correlationId)).toEqual(denied);
    expect(messages[0]).not.toHaveProperty('isTimed');
  });

  it('sends a fresh policy with the request', async () => {
    const fresh = createPolicy(1);
    const { vault, messages, caller } = createFixture([], { policies: createReader({ fresh }) });
    await vault.graphToken(caller, newAssertion(), correlationId);
    expect(messages).toMatchObject([{ policy: fresh }]);
    expect(messages[0]).not.toHaveProperty('isPolicyPending');
  });

  it.each<[string, KnownPolicy | undefined, KnownPolicy | undefined]>([
    ['the object applied none', undefined, createPolicy(2)],
    ['none could be read', createPolicy(1), undefined],
    ['the object applied a newer one', createPolicy(3), createPolicy(2, false)],
    ['the object applied one of the same time', createPolicy(2), createPolicy(2, false)],
    ['the object applied the same one', createPolicy(1), createPolicy(2)],
  ])('sends one request while it reads the policy if %s', async (_case, policy, read) => {
    const { vault, messages, caller } = createFixture([{ ...denied, policy }], {
      policies: createReader({ ...(read && { read }) }),
    });
    expect(await vault.graphToken(caller, newAssertion(), correlationId)).toEqual(denied);
    expect(messages).toMatchObject([{ isPolicyPending: true }]);
  });

  it('repeats the request with the policy that it read if the object applied an older one', async () => {
    const read = createPolicy(2, false);
    const results: GraphTokenResult[] = [
      { ...denied, policy: createPolicy(1) },
      { ok: false, reason: 'tenant_disabled' },
    ];
    const { vault, messages, caller } = createFixture(results, { policies: createReader({ read }) });
    expect(await vault.graphToken(caller, newAssertion(), correlationId)).toEqual(results[1]);
    expect(messages).toHaveLength(2);
    expect(messages[1]).toMatchObject({ policy: read });
    expect(messages[1]).not.toHaveProperty('isPolicyPending');
  });
});

describe('getVaultErrorOwner', () => {
  it.each([
    ['revoked', 'user'],
    ['policy_unavailable', 'nobody'],
    ['tenant_disabled', 'administrator'],
    ['not_allowed', 'administrator'],
    ['groups_unknown', 'administrator'],
    ['network_not_allowed', 'administrator'],
  ] as const)('%s can be resolved by: %s', (reason, owner) => {
    expect(getVaultErrorOwner(reason)).toBe(owner);
  });
});
