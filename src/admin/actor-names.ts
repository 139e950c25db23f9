import type { KeyRing } from '../crypto/key-ring.ts';
import { type SealPurpose, unsealText, sealPurpose, sealText } from '../crypto/sealed-box.ts';
import type { TenantId } from '../lib/guid.ts';

/** Names of administrators in the change log of a policy, sealed for administrators of the same tenant. */
export interface ActorNames {
  seal(tenantId: TenantId, name: string): Promise<string>;
  /** Undefined if the key was retired. */
  open(tenantId: TenantId, sealed: string): Promise<string | undefined>;
}

export function createActorNames(keyRing: KeyRing): ActorNames {
  const getPurpose = (tenantId: TenantId): SealPurpose => sealPurpose('m365-change-actor/v1', tenantId);
  return {
    seal: (tenantId, name) => sealText(keyRing, getPurpose(tenantId), name),
    open: (tenantId, sealed) => unsealText(keyRing, getPurpose(tenantId), sealed),
  };
}
