import { describe, expect, it } from 'vitest';
import { endOfLabels, endOfPiece, replaceInPieces } from '../src/cleaning-pieces.ts';

const letters = (length: number): string => 'a'.repeat(length);

describe('endOfPiece', () => {
  it.each<[string, string, number, number]>([
    ['between letters', 'abc', 1, 1],
    ['after a space', 'a b', 2, 2],
    ['before a tag', 'a<b>', 1, 1],
    ['after a less-than sign, at the next line', `<${letters(9)}\nb`, 1, 11],
    ['within a tag, at the next line', `<b ${letters(9)}\nc`, 5, 13],
    ['within a tag, at the next tag', `<b ${letters(9)}<c`, 5, 12],
    ['within a tag that begins behind the start', `!<b ${letters(9)}\nc`, 1, 1],
    ['514 characters after a less-than sign', `<${letters(600)}`, 514, 515],
    ['515 characters after a less-than sign', `<${letters(600)}`, 515, 515],
    ['514 characters after the last of two', `${letters(9)}<${letters(99)}<${letters(600)}`, 200, 624],
    ['behind a tag further away', `<${letters(700)}`, 600, 600],
    ['after an exclamation mark', '![', 1, 2],
    ['after an opening bracket', 'a[b', 2, 3],
    ['after a closing bracket', 'a](b', 2, 3],
    ['after a carriage return', 'a\r\nb', 2, 3],
    ['after an invisible character', 'a\u200Bb', 2, 3],
    ['within a surrogate pair', '😀ab', 1, 3],
    ['before a joiner that follows a letter of a script with joiners', 'ش\u200Dش', 1, 3],
    ['before a joiner that follows an ASCII letter', 'a\u200Da', 1, 1],
    ['before a joiner that follows the last ASCII letters', 'Z\u200Cz\u200C', 3, 3],
    ['before a joiner that follows a sign before the letters', '@\u200D`\u200Da', 1, 5],
    ['before a joiner that follows a sign after the letters', '{\u200D[\u200Da', 1, 5],
    ['before a non-joiner', 'é\u200Ca', 1, 3],
    ['before a text selector', '☺\uFE0Ea', 1, 3],
    ['before an emoji selector', '☺\uFE0Fa', 1, 3],
    ['before another invisible character', 'é\u200Ba', 1, 1],
    ['at the end', 'a<', 2, 2],
    ['nowhere but at the end', `<${letters(99)}`, 50, 100],
  ])('is %s', (_, text, from, end) => {
    expect(endOfPiece(text, from)).toBe(end);
  });
});

describe('endOfLabels', () => {
  it.each<[string, string, number, number]>([
    ['at the start of a line', 'a\nb\nc', 2, 2],
    ['at the next line', 'abc\nd', 1, 4],
    ['at the next line without an opening bracket', `[a\n${letters(2000)}\nb`, 3, 2004],
    ['2,003 characters after an opening bracket', `[${letters(2001)}\nb`, 1, 2003],
    ['not 2,002 characters after one', `[${letters(2000)}\nb\nc`, 1, 2004],
    ['not 2,002 characters after one behind the start', `a[${letters(2000)}\nb\nc`, 1, 2005],
    ['at a line behind a bracket further away', `[${letters(3000)}\nb`, 3000, 3002],
    ['nowhere but at the end', letters(99), 9, 99],
  ])('is %s', (_, text, from, end) => {
    expect(endOfLabels(text, from)).toBe(end);
  });
});

describe('replaceInPieces', () => {
  const split = (text: string): readonly string[] => {
    const pieces: string[] = [];
    replaceInPieces(text, endOfPiece, (piece) => {
      pieces.push(piece);
      return piece;
    });
    return pieces;
  };

  it('replaces a text of 16,384 characters at once, and the rest of a longer one in further pieces', () => {
    expect(split(letters(16_384)).map(({ length }) => length)).toEqual([16_384]);
    expect(split(letters(40_000)).map(({ length }) => length)).toEqual([16_384, 16_384, 7232]);
  });

  it('joins the pieces', () => {
    const text = letters(20_000);
    expect(replaceInPieces(text, endOfPiece, (piece) => piece.toUpperCase())).toBe(text.toUpperCase());
    let count = 0;
    const first = replaceInPieces(text, endOfPiece, (piece) => (count++ === 0 ? 'b' : piece));
    expect(first).toBe(`b${letters(3616)}`);
    expect(replaceInPieces(text, endOfPiece, (piece) => piece)).toBe(text);
  });
});
