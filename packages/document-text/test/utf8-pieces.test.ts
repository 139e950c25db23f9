import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Utf8Pieces } from '../src/utf8-pieces.ts';

function decodeInPieces(bytes: Uint8Array, size: number): string {
  const decoder = new Utf8Pieces();
  let text = '';
  for (let at = 0; at < bytes.length; at += size) text += decoder.decode(bytes.subarray(at, at + size));
  decoder.end();
  return text;
}

describe('Utf8Pieces', () => {
  it('decodes any text in pieces of any size', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.integer({ min: 1, max: 9 }), (text, size) => {
        const bytes = new TextEncoder().encode(text);
        expect(decodeInPieces(bytes, size)).toBe(new TextDecoder().decode(bytes));
      }),
    );
  });

  it('leaves out a byte order mark at the start only', () => {
    expect(decodeInPieces(new TextEncoder().encode('\uFEFFa\uFEFFb'), 1)).toBe('a\uFEFFb');
  });

  it.each([
    ['a character that ends early', [0xe2, 0x82]],
    ['a byte that starts no character', [0x61, 0xff, 0x61]],
    ['a continuation without a start', [0x80, 0x80, 0x80, 0x80, 0x80]],
    ['a surrogate', [0xed, 0xa0, 0x80]],
  ])('throws for %s', (_, bytes) => {
    for (const size of [1, 2, 8])
      expect(() => decodeInPieces(Uint8Array.from(bytes), size)).toThrow(TypeError);
  });
});
