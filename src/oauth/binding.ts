import { encodeBase64Url } from '../crypto/encoding.ts';
import { sha256 } from '../crypto/sha256.ts';

/** One value for several: equal bindings mean equal values in equal order. */
export async function bindingOf(...values: readonly string[]): Promise<string> {
  return encodeBase64Url(await sha256(JSON.stringify(values)));
}
