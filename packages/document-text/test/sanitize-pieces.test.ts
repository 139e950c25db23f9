import { describe, expect, it } from 'vitest';
import { cleanUntrusted, endOfPiece } from '../src/sanitize.ts';

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

describe('cleanUntrusted around a position at which a long text is split', () => {
  const lines = (length: number): string => 'words words words\n'.repeat(1000).slice(0, length);
  const long = `\n${lines(9000)}`;

  /** Expects that a text is cleaned alike alone and at every position around the end of the first piece. */
  function expectAlike(text: string, before: (length: number) => string, step: number): void {
    const alone = cleanUntrusted(text).text;
    expect(alone).not.toBe(text);
    for (let at = 16_384 - text.length - 3; at < 16_384 + 3; at += step) {
      const start = before(at);
      expect(cleanUntrusted(`${start}${text}${long}`).text, String(at)).toBe(`${start}${alone}${long}`);
    }
  }

  it('escapes a tag as a whole', () => {
    expectAlike('<b>', letters, 1);
    expectAlike(`<${letters(512)}>`, letters, 1);
    expectAlike(`<${letters(512)}>`, lines, 1);
  });

  it('escapes the opening of a longer tag alone', () => {
    expectAlike(`<${letters(513)}>`, letters, 7);
  });

  it('escapes a definition whose label has line breaks', () => {
    expectAlike(`\n[${'a\n'.repeat(499)}a]: x`, letters, 13);
    expectAlike(`\n[${'\\a\n'.repeat(499)}a]: x`, lines, 13);
  });

  it('escapes a definition that follows white space or a quotation mark', () => {
    expectAlike('\n     [a\nb\nc]: x', letters, 1);
    expectAlike(`\n> > > > [${'a\n'.repeat(99)}]: x`, letters, 1);
  });

  it('does not escape what looks like a definition within a line', () => {
    for (let at = 16_370; at < 16_390; at += 1) {
      const text = `${letters(at)} [a]: x${long}`;
      expect(cleanUntrusted(text).text === text, String(at)).toBe(true);
    }
  });

  it('escapes definitions one after the other', () => {
    expectAlike('\n[a]: x\n[b]: y\n'.repeat(20), letters, 1);
  });

  it('returns a long text without anything to clean unchanged', () => {
    for (const length of [16_383, 16_384, 16_385, 40_000]) {
      const text = 'words [x]: y '.repeat(4000).slice(0, length);
      expect(cleanUntrusted(text)).toEqual({ text, hiddenRemoved: 0 });
    }
  });

  it('counts what it removes of all pieces', () => {
    const text = `${'ordinary words '.repeat(3000)}\u200B${'more words '.repeat(3000)}\u200B\u200B`;
    expect(cleanUntrusted(text)).toEqual({ text: text.replaceAll('\u200B', ''), hiddenRemoved: 3 });
  });
});

describe('a joiner or selector', () => {
  it.each([
    ['❤\u200D🔥'],
    ['👍🏽\u200D❤'],
    ['❤\uFE0F\u200D🔥'],
    ['1\uFE0F'],
    ['☺\uFE0E'],
    ['ش\u200Dش'],
    ['ش\u200Cش'],
    ['क्\u200Cष'],
  ])('stays in %j', (text) => {
    expect(cleanUntrusted(`é${text}é`)).toEqual({ text: `é${text}é`, hiddenRemoved: 0 });
    expect(cleanUntrusted(`abc ${text}abc`)).toEqual({ text: `abc ${text}abc`, hiddenRemoved: 0 });
  });

  it.each([
    ['❤\u200Da', '❤a'],
    ['a\u200D❤', 'a❤'],
    ['❤\u200C🔥', '❤🔥'],
    ['ش\u200Da', 'شa'],
    ['a\u200Dش', 'aش'],
    ['ش\u200C', 'ش'],
    ['\u200Cش', 'ش'],
    ['a\uFE0F', 'a'],
    ['a\uFE0E', 'a'],
    ['é\uFE0D', 'é'],
  ])('is removed from %j', (text, clean) => {
    expect(cleanUntrusted(text)).toEqual({ text: clean, hiddenRemoved: 1 });
  });
});
