import { describe, expect, test } from 'vitest';
import { cleaningCost } from '../src/cleaning-cost.ts';
import { cleanUntrusted } from '../src/sanitize.ts';

const ordinary = cleaningCost(0x61);

/** Every character of one code unit that cleaning takes out of a text or puts another in the place of. */
function cleanedOut(): number[] {
  const found: number[] = [];
  for (let code = 0; code <= 0xffff; code += 1) {
    const text = `a${String.fromCharCode(code)}b`;
    if (cleanUntrusted(text).text !== text) found.push(code);
  }
  return found;
}

describe('cleaningCost', () => {
  test('is higher for every removed character than for other characters', () => {
    const removed = cleanedOut();
    expect(removed).toContain(0x200b);
    const cheap = removed.filter((code) => cleaningCost(code) <= ordinary);
    expect(cheap.map((code) => code.toString(16))).toEqual([]);
  });

  test('is higher for every character of two code units', () => {
    expect(cleanUntrusted('a\u{10FFFE}b').text).toBe('ab');
    for (let code = 0xd800; code <= 0xdfff; code += 1) expect(cleaningCost(code)).toBeGreaterThan(ordinary);
  });

  test('is that of other characters for every character that stays, but for some of few texts', () => {
    const dear: string[] = [];
    for (let code = 0; code <= 0xffff; code += 1) {
      const text = `a${String.fromCharCode(code)}b`;
      if (cleaningCost(code) > ordinary && cleanUntrusted(text).text === text) dear.push(code.toString(16));
    }
    const range = (first: number, last: number) =>
      Array.from({ length: last - first + 1 }, (_, index) => (first + index).toString(16));
    expect(dear).toEqual([
      // `!`, `[` and `]`, which are replaced together with others; General Punctuation.
      '21',
      '5b',
      '5d',
      ...range(0x202f, 0x205f),
      // Halfwidth letters, and the replacement characters.
      ...range(0xffa1, 0xffef),
      'fffc',
      'fffd',
    ]);
  });

  test.each([
    ['a', 2],
    ['\r', 150],
    ['[', 150],
    [']', 150],
    ['!', 150],
    ['<', 200],
    ['\u200B', 200],
    ['\uD83D', 200],
  ])('of %j is %i', (character, cost) => {
    expect(cleaningCost(character.charCodeAt(0))).toBe(cost);
  });

  test.each(['<b>', '![', '](//', '[a]:', '\r'])('is higher for the changed characters of %j', (text) => {
    expect(cleanUntrusted(text).text).not.toBe(text);
    expect(text.split('').some((unit) => cleaningCost(unit.charCodeAt(0)) > ordinary)).toBe(true);
  });

  test.each(['a', 'Z', ' ', '\n', '\t', 'é', 'Ж', '中', '가', 'ﷺ', '€'])('is low for %j', (character) => {
    expect(cleaningCost(character.charCodeAt(0))).toBe(ordinary);
  });
});
