import { describe, expect, it } from 'vitest';
import { decodePlainText } from '../src/plain-text.ts';
import { expectCode } from './support/expect-code.ts';

function utf16(text: string, littleEndian: boolean, mark: boolean): Uint8Array {
  const source = mark ? `\uFEFF${text}` : text;
  const bytes = new Uint8Array(source.length * 2);
  const view = new DataView(bytes.buffer);
  for (let index = 0; index < source.length; index += 1)
    view.setUint16(index * 2, source.charCodeAt(index), littleEndian);
  return bytes;
}

function latin(text: string): Uint8Array {
  return Uint8Array.from(text, (character) => character.charCodeAt(0));
}

const sample = 'Zażółć gęślą jaźń, größer — 100 €';

describe('decodePlainText', () => {
  it.each([
    ['UTF-8', new TextEncoder().encode(sample), sample],
    ['UTF-8 with a mark', new TextEncoder().encode(`\uFEFF${sample}`), sample],
    ['UTF-16 little endian with a mark', utf16(sample, true, true), sample],
    ['UTF-16 big endian with a mark', utf16(sample, false, true), sample],
    ['UTF-16 little endian without', utf16('name,value\nOslo,12\n', true, false), 'name,value\nOslo,12\n'],
    ['UTF-16 big endian without', utf16('name,value\nOslo,12\n', false, false), 'name,value\nOslo,12\n'],
    ['Windows-1252', latin('caf\u00E9 \u0080 5 \u0093x\u0094'), 'café € 5 “x”'],
    ['ASCII', latin('a,b\r\n1,2'), 'a,b\r\n1,2'],
    ['nothing', new Uint8Array(), ''],
  ])('decodes %s', (_, bytes, text) => {
    expect(decodePlainText(bytes).join('')).toBe(text);
  });

  it('uses the declared charset only for bytes that are not UTF-8', () => {
    expect(decodePlainText(latin('\u00B1 \u00EA'), 'iso-8859-2').join('')).toBe('ą ę');
    expect(decodePlainText(new TextEncoder().encode('ąę'), 'iso-8859-2').join('')).toBe('ąę');
    expect(decodePlainText(latin('\u00E9'), 'no-such-charset').join('')).toBe('é');
  });

  it.each([
    ['zero bytes', new Uint8Array(100)],
    ['control characters', Uint8Array.from({ length: 200 }, (_, index) => 1 + (index % 8))],
    ['random bytes', Uint8Array.from({ length: 500 }, (_, index) => (index * 7919) % 256)],
  ])('rejects %s', async (_, bytes) => {
    await expectCode(() => decodePlainText(bytes), 'unsupported');
  });
});
