import { array, assert, constantFrom, integer, property } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { endOfPiece } from '../src/cleaning-pieces.ts';
import { cleanLines, cleanUntrusted } from '../src/sanitize.ts';

const letters = (length: number): string => 'a'.repeat(length);

describe('cleanLines', () => {
  const unit = constantFrom(
    'a',
    'Z',
    '1',
    ' ',
    '\n',
    '\r',
    '\r\n',
    '\t',
    '\0',
    '\u2028',
    '@',
    'x.y',
    'data:',
    ':',
    '(',
    '\\',
    '-',
    '*',
    '<',
    '>',
    '</',
    '<b',
    '!',
    '[',
    ']',
    '](',
    '![',
    ']:',
    '\u00AD',
    '\uFEFF',
    '\uFFFD',
    '\u202E',
    '\u200B',
    '\u200D',
    '\u200C',
    '\uFE0E',
    '\uFE0F',
    '👩',
    '🔥',
    '🏽',
    '❤',
    '☺',
    '🇩🇪',
    '🏴\u{E0067}\u{E007F}',
    '\u{E0041}',
    'ш',
    'ش',
    '\u0915\u094D',
    '\u0301',
    '\u3164',
    '\u180B',
    '\uD83D',
    '\uDC69',
  );

  it('returns the same text for a text that is split where a piece ends', () => {
    assert(
      property(array(unit, { maxLength: 40 }), integer({ min: 1, max: 30 }), (units, from) => {
        const text = units.join('');
        const end = endOfPiece(text, from);
        const parts = [cleanLines(text.slice(0, end)), cleanLines(text.slice(end))];
        const whole = cleanLines(text);
        expect(parts.map((part) => part.text).join('')).toBe(whole.text);
        expect(parts.reduce((sum, part) => sum + part.hiddenRemoved, 0)).toBe(whole.hiddenRemoved);
      }),
      { numRuns: 2000 },
    );
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
