import type { KeyRing } from '../crypto/key-ring.ts';
import { type SealPurpose, unsealText, sealPurpose, sealText } from '../crypto/sealed-box.ts';
import type { TenantId } from '../lib/guid.ts';

/** Names of administrators, as the log of a policy keeps them: for the eyes of their own organisation. */
export interface ActorNames {
  seal(tenantId: TenantId, name: string): Promise<string>;
  /** Undefined where the key that sealed it is retired: then the object id has to do. */
  open(tenantId: TenantId, sealed: string): Promise<string | undefined>;
}

/** @see ActorNames */
export function createActorNames(keyRing: KeyRing): ActorNames {
  const purposeOf = (tenantId: TenantId): SealPurpose => sealPurpose('m365-change-actor/v1', tenantId);
  return {
    seal: (tenantId, name) => sealText(keyRing, purposeOf(tenantId), name),
    open: (tenantId, sealed) => unsealText(keyRing, purposeOf(tenantId), sealed),
  };
}
