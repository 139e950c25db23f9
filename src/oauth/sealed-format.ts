import { z } from 'zod';
import type { Clock } from '../lib/clock-part.ts';
import type { KeyRing } from '../crypto/key-ring.ts';
import { sealPurpose } from '../crypto/seal-purpose.ts';
import { openText, sealText } from '../crypto/sealed-text.ts';

/** Values of one kind that leave in a URL, a form or a cookie, and come back as text that anybody may have made. */
export interface SealedFormat<Value> {
  seal(value: Value): Promise<string>;
  /** The value, or undefined: not sealed here, sealed for something else, changed, or older than it may be. */
  open(text: string): Promise<Value | undefined>;
}

/** What one kind of sealed value is. */
export interface SealedFormatOptions<Value> {
  /** Tells kinds apart: a code never opens as a refresh token. */
  readonly purpose: `${string}/v${number}`;
  readonly schema: z.ZodType<Value>;
  /** Undefined for what lasts as long as its key does. */
  readonly ttlMs?: number;
}

const maxLength = 16 * 1024;

/** A sealed format under the operator's key ring. */
export function sealedFormat<Value>(
  keyRing: KeyRing,
  clock: Clock,
  { purpose, schema, ttlMs }: SealedFormatOptions<Value>,
): SealedFormat<Value> {
  const envelope = z.object({ value: schema, expiresAtMs: z.number().optional() });
  const sealPurposeOfFormat = sealPurpose(purpose);
  return {
    seal: (value) => {
      const expiresAtMs = ttlMs === undefined ? undefined : clock.nowMs() + ttlMs;
      return sealText(keyRing, sealPurposeOfFormat, JSON.stringify({ value, expiresAtMs }));
    },
    open: async (text) => {
      if (text.length > maxLength) return undefined;
      const opened = await openText(keyRing, sealPurposeOfFormat, text);
      if (opened === undefined) return undefined;
      // The seal proves that we wrote it; the schema, that this version of us can still read it.
      const { data } = envelope.safeParse(JSON.parse(opened));
      if (!data || (data.expiresAtMs !== undefined && data.expiresAtMs <= clock.nowMs())) return undefined;
      return data.value;
    },
  };
}
