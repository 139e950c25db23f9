import { describe, expect, it } from 'vitest';
import { decodeBase64Url, encodeBase64Url } from '../../../src/crypto/encoding.ts';

describe('base64url', () => {
  it('gives back the bytes it was given', () => {
    for (let length = 0; length < 70; length += 1) {
      const bytes = crypto.getRandomValues(new Uint8Array(length));
      expect(decodeBase64Url(encodeBase64Url(bytes))).toEqual(bytes);
    }
  });

  it('reads every digit', () => {
    const digits = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
    expect(encodeBase64Url(decodeBase64Url(digits) ?? new Uint8Array())).toBe(digits);
  });

  it.each(['QQ==', 'QR', 'QUH', 'Q', 'Q Q', 'Q+Q/', 'QQ\n', 'QÿQQ', 'QąQQ', 'Q\u2028QQ'])(
    'refuses the non-canonical spelling %j',
    (text) => {
      expect(decodeBase64Url(text)).toBeUndefined();
    },
  );
});
