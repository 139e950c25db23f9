import { deflateSync, strFromU8, strToU8, zlibSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { PdfBudget } from '../../src/budget.ts';
import { decodePdfStream } from '../../src/pdf/filters.ts';
import { PdfLexer } from '../../src/pdf/lexer.ts';
import { type PdfValue, isDictionary } from '../../src/pdf/objects.ts';
import { expectCode } from '../support/expect-code.ts';

const text = 'Quarterly report '.repeat(20);

function decode(data: Uint8Array, dictionary: string, maxBytes = 100_000): Uint8Array | undefined {
  const value = new PdfLexer(strToU8(`<<${dictionary}>>`)).value();
  if (!isDictionary(value)) throw new Error('No dictionary.');
  return decodePdfStream(
    data,
    value,
    (found: PdfValue | undefined) => found ?? null,
    maxBytes,
    new PdfBudget(1e9),
  );
}

function hex(bytes: Uint8Array): Uint8Array {
  return strToU8(`${Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join(' ')}>`);
}

/** Rows as the PNG predictors store them: a type, and differences. */
function predicted(rows: readonly (readonly number[])[]): Uint8Array {
  return zlibSync(Uint8Array.from(rows.flat()));
}

describe('decodePdfStream', () => {
  const lzwExample = Uint8Array.of(0x80, 0x0b, 0x60, 0x50, 0x22, 0x0c, 0x0c, 0x85, 0x01);

  it.each<[string, Uint8Array, string, string]>([
    ['nothing', strToU8(text), '', text],
    ['FlateDecode', zlibSync(strToU8(text)), '/Filter /FlateDecode', text],
    ['a short name in an array', zlibSync(strToU8(text)), '/Filter [/Fl]', text],
    ['two filters', hex(zlibSync(strToU8(text))), '/Filter [/ASCIIHexDecode /FlateDecode]', text],
    ['FlateDecode twice', zlibSync(zlibSync(strToU8(text))), '/Filter [/FlateDecode /FlateDecode]', text],
    ['the example of LZWDecode (7.4.4.2)', lzwExample, '/Filter /LZWDecode', '-----A---B'],
    ['RunLengthDecode', Uint8Array.of(2, 97, 98, 99, 254, 100, 128, 9), '/Filter /RunLengthDecode', 'abcddd'],
    ['ASCII85Decode', strToU8('87cURD]i,"Ebo80~>'), '/Filter /ASCII85Decode', 'Hello World!'],
    ['a short group of ASCII85', strToU8('87cUR~>'), '/Filter /A85', 'Hell'.slice(0, 4)],
  ])('decodes %s', (_, data, dictionary, expected) => {
    expect(strFromU8(decode(data, dictionary) ?? new Uint8Array(), true)).toBe(expected);
  });

  it('undoes PNG predictors', () => {
    const rows = [
      [0, 1, 2, 3],
      [1, 1, 1, 1],
      [2, 1, 1, 1],
      [3, 1, 1, 1],
      [4, 1, 1, 1],
    ];
    const dictionary = '/Filter /FlateDecode /DecodeParms << /Predictor 15 /Columns 3 >>';
    expect([...(decode(predicted(rows), dictionary) ?? [])]).toEqual([
      1, 2, 3, 1, 2, 3, 2, 3, 4, 2, 3, 4, 3, 4, 5,
    ]);
  });

  it.each(['DCTDecode', 'JPXDecode', 'CCITTFaxDecode', 'JBIG2Decode', 'Unknown'])(
    'returns undefined for %s',
    (name) => {
      expect(decode(strToU8('x'), `/Filter /${name}`)).toBeUndefined();
    },
  );

  it('decodes truncated or damaged data up to the damage', () => {
    const whole = zlibSync(strToU8(Array.from({ length: 5000 }, (_, index) => `${index * 7919} `).join('')));
    const cut = decode(whole.subarray(0, whole.length >> 1), '/Filter /FlateDecode');
    expect(strFromU8(cut ?? new Uint8Array())).toMatch(/^0 7919 15838 /);
    const damaged = whole.slice();
    damaged.fill(0xff, damaged.length >> 1);
    expect(strFromU8(decode(damaged, '/Filter /FlateDecode') ?? new Uint8Array(), true)).toMatch(
      /^0 7919 15838 /,
    );
  });

  const bomb = new Uint8Array(2_000_000);
  it.each<[string, Uint8Array, string]>([
    ['FlateDecode', zlibSync(bomb), '/Filter /FlateDecode'],
    ['FlateDecode within FlateDecode', zlibSync(zlibSync(bomb)), '/Filter [/FlateDecode /FlateDecode]'],
    ['raw data', bomb, ''],
    [
      'run lengths',
      new Uint8Array(40_000).map((_, index) => (index % 2 === 0 ? 129 : 32)),
      '/Filter /RunLengthDecode',
    ],
    ['zeros of ASCII85', strToU8('z'.repeat(500_000)), '/Filter /ASCII85Decode'],
    ['hexadecimal text', strToU8('00'.repeat(500_000)), '/Filter /ASCIIHexDecode'],
  ])('rejects too much output of %s', async (_, data, dictionary) => {
    await expectCode(() => decode(data, dictionary), 'too_large');
  });

  it('ignores a predictor with an invalid row length', () => {
    const data = zlibSync(strToU8(text));
    const dictionary = '/Filter /FlateDecode /DecodeParms << /Predictor 12 /Columns 2000000000 >>';
    expect(strFromU8(decode(data, dictionary) ?? new Uint8Array())).toBe(text);
    expect(deflateSync(data).length).toBeGreaterThan(0);
  });
});
