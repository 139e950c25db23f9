import { array, assert, constantFrom, integer, property, string } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { truncateToBudget } from 'document-text';
import { estimateTokens } from 'document-text';
import { indentLines } from '../../../../src/m365/teams/conversation.ts';
import { cardText } from '../../../../src/m365/teams/message-text.ts';

describe('indentLines', () => {
  it.each([
    ['a', '  a'],
    ['a\nb', '  a\n  b'],
    ['a\n\n\n\nb\n', '  a\n\n  b'],
    ['', ''],
    [`${'x'.repeat(900)} ${'y'.repeat(300)}`, `  ${'x'.repeat(900)} \n  ${'y'.repeat(300)}`],
  ])('%j', (text, shown) => {
    expect(indentLines(text)).toBe(shown);
  });

  it('indents every line, limits the line length and keeps all text', () => {
    const unit = string({ unit: constantFrom('a', ' ', '\n', '#', '[', '𝄞'), maxLength: 4000 });
    assert(
      property(unit, (text) => {
        const lines = indentLines(text).split('\n');
        for (const line of lines) {
          expect(line === '' || line.startsWith('  ')).toBe(true);
          expect(line.length).toBeLessThanOrEqual(1002);
          expect(line.isWellFormed()).toBe(true);
        }
        const bare = (from: string) => from.replaceAll(/\s/g, '');
        expect(bare(lines.join(''))).toBe(bare(text));
      }),
    );
  });
});

describe('truncateToBudget', () => {
  const mark = '… (cut)';

  it('keeps texts that fit', () => {
    expect(truncateToBudget(['a', 'b'.repeat(50)], 1000, mark)).toEqual(['a', 'b'.repeat(50)]);
  });

  it('truncates the longest texts to the same length and appends the mark', () => {
    const [short, long, longer] = truncateToBudget(
      ['short', 'word '.repeat(400), 'word '.repeat(900)],
      300,
      mark,
    );
    expect(short).toBe('short');
    expect(long).toMatch(/^(?:word )+w?o?r?d?… \(cut\)$/);
    expect(Math.abs((long?.length ?? 0) - (longer?.length ?? 0))).toBeLessThanOrEqual(1);
  });

  it('stays within the budget for any texts', () => {
    const texts = array(string({ unit: constantFrom('a', ' ', '7', '漢', '𝄞', '\n'), maxLength: 800 }), {
      minLength: 1,
      maxLength: 12,
    });
    assert(
      property(texts, integer({ min: 200, max: 2000 }), (all, most) => {
        const fitted = truncateToBudget(all, most, mark);
        const cost = fitted.reduce((sum, text) => sum + estimateTokens(text), 0);
        expect(fitted).toHaveLength(all.length);
        expect(cost).toBeLessThanOrEqual(most + all.length);
        expect(fitted.every((text) => text.isWellFormed())).toBe(true);
      }),
    );
  });
});

describe('cardText', () => {
  it.each<[string, unknown, string]>([
    [
      'texts and facts',
      { body: [{ type: 'TextBlock', text: 'Due' }, { facts: [{ title: 'When', value: 'Friday' }] }] },
      'Due\nWhen\nFriday',
    ],
    [
      'no actions and no data',
      { body: [{ text: 'A' }], actions: [{ title: 'B' }], data: { text: 'C' } },
      'A',
    ],
    ['one line for each', { title: 'A\n# B', text: 'A\n# B' }, 'A # B'],
    ['nothing of a list', ['x'], ''],
  ])('returns the text of %s', (_, card, shown) => {
    expect(cardText(JSON.stringify(card))).toBe(shown);
  });

  it.each(['', '{', 'null', '5', '['.repeat(5000)])('returns an empty string for %j', (content) => {
    expect(cardText(content.slice(0, 50))).toBe('');
    expect(cardText(content)).toBe('');
  });

  it('limits depth and length', () => {
    let deep: object = { text: 'deep' };
    for (let depth = 0; depth < 30; depth += 1) deep = { body: deep };
    expect(cardText(JSON.stringify(deep))).toBe('');
    const wide = { body: Array.from({ length: 5000 }, (_, index) => ({ text: `Line ${index} of many` })) };
    expect(cardText(JSON.stringify(wide)).length).toBeLessThan(9000);
  });
});
