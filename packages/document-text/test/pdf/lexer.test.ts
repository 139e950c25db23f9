import * as fc from 'fast-check';
import { strFromU8, strToU8 } from 'fflate';
import { describe, expect, it } from 'vitest';
import { PdfLexer } from '../../src/pdf/lexer.ts';
import { PdfReference, type PdfValue } from '../../src/pdf/objects.ts';

/** A value as plain data: names with their slash, strings in brackets, references as they are written. */
function plain(value: PdfValue | undefined): unknown {
  if (typeof value === 'string') return `/${value}`;
  if (value instanceof Uint8Array) return `(${strFromU8(value, true)})`;
  if (value instanceof PdfReference) return `${value.number} R`;
  if (value instanceof Map)
    return Object.fromEntries([...value].map(([key, item]) => [key, plain(item as PdfValue)]));
  return Array.isArray(value) ? value.map((item) => plain(item as PdfValue)) : value;
}

function read(source: string): unknown {
  return plain(new PdfLexer(strToU8(source, true)).value());
}

describe('PdfLexer', () => {
  it.each<[string, unknown]>([
    ['  12', 12],
    ['-1.5', -1.5],
    ['+.5', 0.5],
    ['true', true],
    ['null', null],
    ['% a comment\n7', 7],
    ['/Name', '/Name'],
    ['/A#20B#2fC', '/A B/C'],
    ['/', '/'],
    ['12 0 R', '12 R'],
    ['12 0 Rx', 12],
    ['[1 2 3 0 R 4]', [1, 2, '3 R', 4]],
    ['(a (nested) \\) string)', '(a (nested) ) string)'],
    ['(\\101\\n\\7x\\\r\ny)', '(A\n\u0007xy)'],
    ['(no end', '(no en)'],
    ['<48 65 6C6c 6F7>', '(Hellop)'],
    ['<</A 1/B[<</C(d)>>]>>', { A: 1, B: [{ C: '(d)' }] }],
    ['<< /A /B /C >>', { A: '/B' }],
    ['<< /A 1 endobj', { A: 1 }],
    ['<< 5 /A 1 >>', { A: 1 }],
    ['[1 ) ] 2', [1]],
    ['[ /A foo (b) ]', ['/A', '(b)']],
    ['endobj', undefined],
    [']', undefined],
    ['', undefined],
  ])('reads %j', (source, expected) => {
    expect(read(source)).toEqual(expected);
  });

  it('skips brackets nested too deeply and stops at values that are too long', () => {
    for (const piece of ['[', '<<', '[<<', '(', '<</A ', '[[/A ', '<< /A <']) {
      const lexer = new PdfLexer(strToU8(piece.repeat(400_000)));
      lexer.value();
      expect(lexer.at).toBeLessThanOrEqual(1024 ** 2);
    }
  });

  it('terminates for any input', () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom(...'[ ] < > ( ) / % { } 1 R a E # . -'.split(' '), ' ', '\n', '\\'), {
          maxLength: 60,
        }),
        (characters) => {
          const lexer = new PdfLexer(strToU8(characters.join('')));
          const before = lexer.at;
          const value = lexer.value();
          expect(value === undefined || lexer.at > before).toBe(true);
        },
      ),
    );
  });
});
