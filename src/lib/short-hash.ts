/**
 * A short fingerprint of an id, to recognize it among some hundred others. Not for secrets.
 * @see https://github.com/bryc/code/blob/master/jshash/experimental/cyrb53.js
 */
export function shortHash(text: string): string {
  let high = 0xdeadbeef;
  let low = 0x41c6ce57;
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index);
    high = Math.imul(high ^ code, 2_654_435_761);
    low = Math.imul(low ^ code, 1_597_334_677);
  }
  high = Math.imul(high ^ (high >>> 16), 2_246_822_507) ^ Math.imul(low ^ (low >>> 13), 3_266_489_909);
  low = Math.imul(low ^ (low >>> 16), 2_246_822_507) ^ Math.imul(high ^ (high >>> 13), 3_266_489_909);
  return ((high >>> 0).toString(36) + ((low >>> 0) % 1296).toString(36)).slice(0, 9);
}
