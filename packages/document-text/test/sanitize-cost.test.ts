import { describe, expect, test } from 'vitest';
import { cleanUntrusted, cleaningCost } from '../src/sanitize.ts';

const ordinary = cleaningCost(0x61);

/** Every code point that cleaning takes out of a text or puts another in the place of. */
function cleanedOut(): number[] {
  const found: number[] = [];
  for (let code = 0; code <= 0x10ffff; code += 1) {
    const text = `a${String.fromCodePoint(code)}b`;
    if (cleanUntrusted(text).text !== text) found.push(code);
  }
  return found;
}

describe('cleaningCost', () => {
  test('is higher for every removed character than for other characters', () => {
    const removed = cleanedOut();
    expect(removed).toContain(0x200b);
    expect(removed).toContain(0x10fffe);
    const cheap = removed.filter((code) =>
      String.fromCodePoint(code)
        .split('')
        .some((unit) => cleaningCost(unit.charCodeAt(0)) <= ordinary),
    );
    expect(cheap.map((code) => code.toString(16))).toEqual([]);
  });

  test.each(['<b>', '![', '](//', '[a]:', '\r'])('is higher for the changed characters of %j', (text) => {
    expect(cleanUntrusted(text).text).not.toBe(text);
    expect(text.split('').some((unit) => cleaningCost(unit.charCodeAt(0)) > ordinary)).toBe(true);
  });

  test.each(['a', 'Z', ' ', '\n', '\t', 'é', 'Ж', '中', '가', 'ﷺ', '€'])('is low for %j', (character) => {
    expect(cleaningCost(character.charCodeAt(0))).toBe(ordinary);
  });
});
