import type { RuleDenial } from '../tenants/access-rules.ts';
import type { PolicyDenial } from '../tenants/policy.ts';

/** Why the vault returns no Graph token, apart from a failed exchange. The message catalog has a text for each. */
export type VaultErrorReason = PolicyDenial | RuleDenial | 'revoked' | 'policy_unavailable';

/** Who can fix it. */
export function getVaultErrorOwner(reason: VaultErrorReason): 'user' | 'administrator' | 'nobody' {
  if (reason === 'revoked') return 'user';
  return reason === 'policy_unavailable' ? 'nobody' : 'administrator';
}
