import { assert, property, string } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { oneLine } from '../src/one-line.ts';

describe('oneLine', () => {
  it.each([
    ['  a\r\n\tb  ', 99, 'a b'],
    ['see https://www.a.example/very/long?x=1#y now', 99, 'see a.example now'],
    ['Northwind<https://eur01.safelinks.example/?url=x> writes', 99, 'Northwind writes'],
    ['a<http://b.example/c>d', 99, 'a d'],
    ['cut at<https://eur01.safelinks.example/?ur', 99, 'cut at'],
    ['-------- Original --------', 99, '--- Original ---'],
    ['____ and \u00A0\u3000a\u2003b', 99, '___ and a b'],
    ['a\u200B\u200Bb  \u200B c', 99, 'ab c'],
    ['a\u200Bb\u202Ec', 99, 'abc'],
    ['![x](y) <b>z</b>', 99, '!\\[x]\\(y) ‹b›z‹/b›'],
    ['!https://[x](y)', 99, '!https://[x]\\(y)'],
    ['Grüße – “fertig”…\r\n\r\nPatti', 99, 'Grüße – “fertig”… Patti'],
    ['one\n<b>\nsee https://a.example/x\n----- two', 99, 'one ‹b› see a.example --- two'],
    ['5 × 3 ÷ 2, a/b, 50%! (c) #1 & ???', 99, '5 × 3 ÷ 2, a/b, 50%! (c) #1 & ???'],
    ['a!?!? b /// c', 99, 'a!?!? b /// c'],
    ['one two three four', 12, 'one two…'],
    ['one two three four', 18, 'one two three four'],
    ['one two three four', 17, 'one two three…'],
    ['abc defghijkl', 6, 'abc de…'],
    ['abcd efghijkl', 6, 'abcd…'],
    ['a×××××b ÷÷÷÷÷ c', 99, 'a×××b ÷÷÷ c'],
    ['a  b', 99, 'a b'],
    ['x!!!! -- y', 99, 'x!!! -- y'],
    ['x!-!- y', 99, 'x!-!- y'],
    ['HTTPS://A.example/x and http://b.example', 99, 'A.example and b.example'],
    ['/ / a//b', 99, '/ / a//b'],
    ['abcdefghijkl', 5, 'abcde…'],
    ['😀😀😀', 3, '😀…'],
  ])('formats %j', (text, most, expected) => {
    expect(oneLine(text, most)).toBe(expected);
  });

  it('formats every character alike in a plain line and in another', () => {
    const different: string[] = [];
    for (let code = 1; code <= 0xffff; code += 1) {
      const character = String.fromCharCode(code);
      for (const text of [`a${character}b`, `a${character.repeat(5)}b`])
        if (oneLine(text, 99) !== oneLine(`${text}\u200B`, 99)) different.push(code.toString(16));
    }
    expect(different).toEqual([]);
  });

  it('reads the first 4,000 characters', () => {
    expect(oneLine('a'.repeat(5000), 4000)).toBe('a'.repeat(4000));
    expect(oneLine(' '.repeat(4000) + 'a', 99)).toBe('');
  });

  it('returns an empty string for null and undefined', () => {
    expect([oneLine(undefined, 9), oneLine(null, 9), oneLine(' \n ', 9)]).toEqual(['', '', '']);
  });

  it('returns no line break, image, tag or lone surrogate, and at most maxCharacters', () => {
    assert(
      property(string({ unit: 'binary', maxLength: 120 }), (text) => {
        const line = oneLine(text, 50);
        expect(line).not.toMatch(/[\r\n]|!\[|<[a-z/!]/i);
        expect(line.isWellFormed()).toBe(true);
        expect(line.length).toBeLessThanOrEqual(51);
      }),
    );
  });
});
