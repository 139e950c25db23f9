import type { TenantId } from '../lib/guid.ts';
import { type RuleDecision, type RuleDenial, checkAccessRules, defaultAccessRules } from './access-rules.ts';
import { type NewBoundClient, hashSecret, tenantOfBoundClient } from './bound-client.ts';
import type { TenantPolicies } from './tenant-policies.ts';

/** A sign-in, or a redemption of its tokens. */
export interface AccessAttempt {
  /** `token`: the token endpoint, whose network is that of the client's servers and is not checked. */
  readonly at: 'sign_in' | 'token';
  readonly clientId: string;
  /** IP address of the browser. */
  readonly address?: string | undefined;
  /** `wids` of the access token. Undefined before the user has signed in. */
  readonly directoryRoles?: readonly string[] | undefined;
}

/** The access rules of all tenants, and their bound clients. Every method throws AppError if the policy object does not respond. */
export interface TenantAccess {
  check(tenantId: TenantId, attempt: AccessAttempt): Promise<RuleDecision>;
  /** The network rule alone, for sign-ins to /me and /admin: a user who may not connect may still end connections. */
  checkPage(tenantId: TenantId, address: string | undefined): Promise<RuleDecision>;
  /** The name of a bound client, or undefined if no tenant has bound it. */
  readonly findBoundClient: (clientId: string) => Promise<string | undefined>;
  /** Returns false if the client id is that of a bound client and the secret is not its own. */
  authenticate(clientId: string, secret: string | undefined): Promise<boolean>;
}

const notBound: RuleDenial = 'client_not_bound';

/**
 * Creates the checks. They read the policy object at each sign-in and redemption. A client id can name any tenant: only
 * an enabled one is looked up, and the object of one that never signed in stores nothing.
 */
export function createTenantAccess(
  policies: TenantPolicies,
  isTenantAllowed: (tenantId: TenantId) => boolean,
): TenantAccess {
  async function findClient(clientId: string, tenantId: TenantId): Promise<NewBoundClient | undefined> {
    return isTenantAllowed(tenantId) ? await policies.findBoundClient(tenantId, clientId) : undefined;
  }

  return {
    check: async (tenantId, { clientId, ...subject }) => {
      const boundTo = tenantOfBoundClient(clientId);
      // A client that another organization has bound is never accepted.
      if (boundTo !== undefined && boundTo !== tenantId) return { denial: notBound, reported: [] };
      const { rules = defaultAccessRules } = await policies.read(tenantId);
      return checkAccessRules(rules, { ...subject, isBoundClient: boundTo === tenantId });
    },
    checkPage: async (tenantId, address) => {
      const { rules = defaultAccessRules } = await policies.read(tenantId);
      return checkAccessRules(rules, { at: 'sign_in', address });
    },
    findBoundClient: async (clientId) => {
      const tenantId = tenantOfBoundClient(clientId);
      return tenantId && (await findClient(clientId, tenantId))?.name;
    },
    authenticate: async (clientId, secret) => {
      const tenantId = tenantOfBoundClient(clientId);
      if (tenantId === undefined) return true;
      if (secret === undefined) return false;
      const client = await findClient(clientId, tenantId);
      return client?.secretHash === (await hashSecret(secret));
    },
  };
}
