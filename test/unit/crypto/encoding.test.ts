import { describe, expect, it } from 'vitest';
import {
  concatBytes,
  decodeBase64,
  decodeBase64Url,
  encodeBase64,
  encodeBase64Url,
  isRandomId,
  randomId,
  sha256,
} from '../../../src/crypto/encoding.ts';

describe('encodeBase64Url and decodeBase64Url', () => {
  it('decodes what it encoded', () => {
    for (let length = 0; length < 70; length += 1) {
      const bytes = crypto.getRandomValues(new Uint8Array(length));
      expect(decodeBase64Url(encodeBase64Url(bytes))).toEqual(bytes);
    }
  });

  it('decodes every digit of the alphabet', () => {
    const digits = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
    expect(encodeBase64Url(decodeBase64Url(digits) ?? new Uint8Array())).toBe(digits);
  });

  it.each(['QQ==', 'QR', 'QUH', 'Q', 'A', 'AAAAA', 'Q Q', 'Q+Q/', 'QQ\n', 'QÿQQ', 'QąQQ', 'Q\u2028QQ'])(
    'returns undefined for the non-canonical text %j',
    (text) => {
      expect(decodeBase64Url(text)).toBeUndefined();
    },
  );
});

describe('encodeBase64 and decodeBase64', () => {
  it('decodes what it encoded', () => {
    for (const length of [0, 1, 2, 3, 70, 100_000]) {
      const bytes = new Uint8Array(length).map((_, index) => (index * 7) & 0xff);
      expect(decodeBase64(encodeBase64(bytes))).toEqual(bytes);
    }
  });

  it('pads with equals signs and uses the standard alphabet', () => {
    expect(encodeBase64(Uint8Array.of(0xfb, 0xff, 0xfe, 0x01))).toBe('+//+AQ==');
  });

  it.each(['QQ', 'QQ==', 'Q Q\n='.replace('=', '==')])('decodes %j', (text) => {
    expect(decodeBase64(text)).toEqual(Uint8Array.of(0x41));
  });

  it.each(['Q', 'Q-Q_', 'ą'])('returns undefined for the malformed text %j', (text) => {
    expect(decodeBase64(text)).toBeUndefined();
  });
});

describe('concatBytes', () => {
  it('returns the bytes of all parts in order, also of views and of empty parts', () => {
    const view = Uint8Array.of(9, 1, 2, 9).subarray(1, 3);
    expect(concatBytes(view, new Uint8Array(), Uint8Array.of(3))).toEqual(Uint8Array.of(1, 2, 3));
    expect(concatBytes()).toEqual(new Uint8Array());
  });
});

describe('sha256', () => {
  // FIPS 180-4, example "abc".
  const digest = 'ungWv48Bz-pBQUDeXa4iI7ADYaOWF3qctBD_YfIAFa0';

  it('hashes the UTF-8 encoding of a text, and bytes', async () => {
    expect(encodeBase64Url(await sha256('abc'))).toBe(digest);
    expect(encodeBase64Url(await sha256(Uint8Array.of(0x61, 0x62, 0x63)))).toBe(digest);
    expect(await sha256('é')).toEqual(await sha256(Uint8Array.of(0xc3, 0xa9)));
  });
});

describe('randomId and isRandomId', () => {
  it('creates 256 random bits each time', () => {
    const ids = Array.from({ length: 50 }, () => randomId());
    expect(new Set(ids).size).toBe(50);
    for (const id of ids) {
      expect(decodeBase64Url(id)).toHaveLength(32);
      expect(isRandomId(id)).toBe(true);
    }
  });

  it.each([undefined, '', 'A'.repeat(42), 'A'.repeat(44), `${'A'.repeat(42)}.`, `${'A'.repeat(43)}\n`])(
    'isRandomId is false for %j',
    (text) => {
      expect(isRandomId(text)).toBe(false);
    },
  );
});
