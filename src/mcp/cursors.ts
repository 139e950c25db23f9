import { encodeBase64Url } from '../crypto/encoding.ts';
import type { KeyRing } from '../crypto/key-ring.ts';
import { type SealPurpose, sealPurpose } from '../crypto/seal-purpose.ts';
import { openText, sealText } from '../crypto/sealed-text.ts';
import { sha256 } from '../crypto/sha256.ts';
import type { CursorBinding, CursorSealer } from './cursor-sealer.ts';

/** Cursors under the operator's key ring. They hold no state here, so they last as long as their key does. */
export function sealedCursors(keyRing: KeyRing): CursorSealer {
  return {
    seal: async (binding, state) => sealText(keyRing, await purposeOf(binding), JSON.stringify(state)),
    open: async (binding, cursor) => {
      const text = await openText(keyRing, await purposeOf(binding), cursor);
      return text === undefined ? undefined : (JSON.parse(text) as unknown);
    },
  };
}

async function purposeOf({ caller, tool, query }: CursorBinding): Promise<SealPurpose> {
  const digest = encodeBase64Url(await sha256(query));
  return sealPurpose('m365-cursor/v1', caller.tenantId, caller.objectId, tool, digest);
}
