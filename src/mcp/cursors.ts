import { encodeBase64Url, sha256 } from '../crypto/encoding.ts';
import type { KeyRing } from '../crypto/key-ring.ts';
import { type SealPurpose, unsealText, sealPurpose, sealText } from '../crypto/sealed-box.ts';
import type { VerifiedCaller } from '../entra/caller.ts';

/** Cursors sealed with the operator's key ring. They are valid as long as their key is in it. */
export function sealedCursors(keyRing: KeyRing): CursorSealer {
  return {
    seal: async (binding, state) => sealText(keyRing, await cursorPurpose(binding), JSON.stringify(state)),
    open: async (binding, cursor) => {
      const text = await unsealText(keyRing, await cursorPurpose(binding), cursor);
      return text === undefined ? undefined : (JSON.parse(text) as unknown);
    },
  };
}

async function cursorPurpose({ caller, tool, query }: CursorBinding): Promise<SealPurpose> {
  const digest = encodeBase64Url(await sha256(query));
  return sealPurpose('m365-cursor/v1', caller.tenantId, caller.objectId, tool, digest);
}

/** The search that a cursor belongs to. */
export interface CursorBinding {
  readonly caller: VerifiedCaller;
  readonly tool: string;
  /** Canonical JSON of the arguments without the cursor. */
  readonly query: string;
}

/** Seals the state of a search into an opaque cursor that is bound to user, tool and query. */
export interface CursorSealer {
  seal(binding: CursorBinding, state: unknown): Promise<string>;
  /** The state; undefined for a cursor of another user, tool or query, a forged one, and one whose key was removed. */
  open(binding: CursorBinding, cursor: string): Promise<unknown>;
}
