import type { Config } from './config.ts';
import type { AccessTokenVerifier } from './entra/access-token.ts';
import { createClientCredential } from './entra/client-credential.ts';
import { createIdTokenVerifier } from './entra/id-token.ts';
import type { SigningKeys } from './entra/signing-keys.ts';
import { createAuthorNames } from './admin/actor-names.ts';
import type { AdminRouteServices } from './admin/admin-services.ts';
import { checkReportSchema } from './admin/self-check.ts';
import type { Clock } from './lib/clock-part.ts';
import type { OutboundFetch } from './lib/outbound-fetch.ts';
import { adminSessionTtlMs } from './admin/session.ts';
import { createAdmin } from './admin/admin.ts';
import { lastRevocationMs } from './oauth/last-revocation.ts';
import type { AskOrganisation } from './oauth/organisation.ts';
import type { PersonLedger } from './oauth/stores.ts';
import { sealedFormat } from './oauth/sealed-format.ts';
import { isGraphPermission } from './tenants/permissions.ts';
import type { TenantPolicies } from './tenants/tenant-policies.ts';
import { tools } from './tools/index.ts';
import type { Vault } from './vault/client.ts';

/** What the administration shares with the rest of the connector. */
export interface AdminComposition {
  readonly config: Config;
  readonly signingKeys: SigningKeys;
  readonly verifier: AccessTokenVerifier;
  readonly policies: TenantPolicies;
  readonly people: Pick<PersonLedger, 'revoke' | 'revokedBeforeMs'>;
  readonly askOrganisation: AskOrganisation;
  readonly vault: Vault;
  readonly loginFetch: OutboundFetch;
  readonly clock: Clock;
}

/** What the administration pages need, beside what every page needs. */
export function composeAdmin(
  parts: AdminComposition,
): Pick<
  AdminRouteServices,
  | 'admin'
  | 'reports'
  | 'policies'
  | 'authorNames'
  | 'isTenantAllowed'
  | 'revokePerson'
  | 'lastRevocationMs'
  | 'tools'
  | 'serverAppId'
  | 'clientAppId'
> {
  const { config, clock, policies, people, vault } = parts;
  const { cloud, keyRing, serverAppId, clientAppId, allowedTenants } = config;
  return {
    admin: createAdmin({
      ...parts,
      settings: config,
      serverCredential: createClientCredential(config.serverCredential, clock),
      clientCredential: config.clientCredential && createClientCredential(config.clientCredential, clock),
      isPermission: isGraphPermission,
      idTokens: createIdTokenVerifier({ ...parts, cloud, clientId: serverAppId }),
    }),
    reports: sealedFormat(keyRing, clock, {
      purpose: 'm365-check/v1',
      schema: checkReportSchema,
      ttlMs: adminSessionTtlMs,
    }),
    policies,
    authorNames: createAuthorNames(keyRing),
    isTenantAllowed: (tenantId) => allowedTenants === '*' || allowedTenants.has(tenantId),
    lastRevocationMs: (person) => lastRevocationMs(person, parts),
    revokePerson: async (person) => {
      const nowMs = clock.nowMs();
      // Renewals first: an access token renewed in between would be younger than the mark.
      await people.revoke(person, nowMs);
      await vault.revoke(person, nowMs);
    },
    tools,
    serverAppId,
    clientAppId,
  };
}
