import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Kql, kql, kqlAll, kqlAny, kqlDays, kqlFilter, kqlText } from '../../../src/graph/kql.ts';
import { mailSearch } from '../../../src/graph/odata.ts';
import { createZone } from '../../../src/time/time-zone.ts';
import { propertyRuns } from '../property-runs.ts';

const from = (value: string) => kqlFilter('from', value, { argument: 'sender' });

/** The clauses that stand side by side at the top, as a reader of KQL sees them. */
function topClauses(text: string): string[] {
  const clauses: string[] = [];
  let begin = 0;
  let depth = 0;
  let inPhrase = false;
  for (let index = 0; index < text.length; index += 1) {
    const character = text[index];
    if (character === '"') inPhrase = !inPhrase;
    if (character === '(' && !inPhrase) depth += 1;
    if (character === ')' && !inPhrase) depth -= 1;
    if (depth < 0) throw new Error(`A bracket closes what none opened: ${text}`);
    if (depth === 0 && !inPhrase && text.startsWith(' AND ', index)) {
      clauses.push(text.slice(begin, index));
      begin = index + 5;
    }
  }
  if (depth !== 0 || inPhrase) throw new Error(`Something is left open: ${text}`);
  clauses.push(text.slice(begin));
  return clauses;
}

describe('kqlText', () => {
  it.each([
    ['budget', 'budget'],
    ['  budget   2026 ', 'budget 2026'],
    ['budget OR forecast', 'budget OR forecast'],
    ['subject:"annual report" AND NOT from:bob', 'subject:"annual report" AND NOT from:bob'],
    ['received>=2026-01-01', 'received>=2026-01-01'],
    ['(a OR b) c', '(a OR b) c'],
    ['author:(ann OR bob)', 'author:(ann OR bob)'],
    ['budg*', 'budg*'],
    ['*', '*'],
    ['C++', 'C++'],
    ['🎉', '🎉'],
    ['🎉 launch', 'launch'],
    ['Halo™ plan 👍🏽 ❤️', 'Halo plan'],
    ['🚀 OR launch', 'launch'],
    ['subject:🎉 cake', 'subject:🎉 cake'],
    ['“annual report”', '"annual report"'],
    ['5" screen', '5 screen'],
    ['"annual report', 'annual report'],
    ['"a" "b', '"a" b'],
    ['a) OR (b', 'a OR b'],
    ['((a)', '(a)'],
    ['")" a', '")" a'],
    ['"(" a)', '"(" a'],
    ['AND a', 'a'],
    ['OR OR a AND', 'a'],
    ['a NOT', 'a'],
    ['a AND OR', 'a'],
    ['NOT a', 'NOT a'],
    ['a "" b', 'a b'],
    ['a () b', 'a b'],
    ['a ((("")))', 'a'],
    ['a\\"b\\', 'a b'],
    ['a\r\nb\u0000c\u202ed', 'a b c d'],
    ['a ( AND )', 'a'],
    ['a AND (NOT)', 'a'],
    ['(AND a OR) b', '(a) b'],
    ['(a OR ( AND ))', '(a)'],
    ['a NOT (OR b)', 'a NOT (b)'],
    ['(NOT a)', '(NOT a)'],
    ['"( AND )" a', '"( AND )" a'],
    ['order and delivery', 'order and delivery'],
    ['ANDROID', 'ANDROID'],
  ])('returns for %j the query %j', (text, cleaned) => expect(kqlText(text).text).toBe(cleaned));

  it.each([
    '',
    ' ',
    '"',
    '""',
    '()',
    '(((',
    '()'.repeat(600),
    'AND',
    'OR NOT',
    '( AND )',
    '((OR) NOT)',
    '\\',
    '\u200b',
    '...',
    '"()"',
  ])('rejects %j', (text) => {
    expect(() => kqlText(text, 'query')).toThrow(
      expect.objectContaining({ code: 'invalid_argument', details: { argument: 'query' } }),
    );
  });
});

describe('kqlFilter', () => {
  it.each([
    ['bob', 'from:"bob"'],
    ['bob@contoso.example', 'from:"bob@contoso.example"'],
    ['bob" OR from:"ann', 'from:"bob OR from: ann"'],
    ['bob”) OR (“', 'from:"bob OR"'],
    ['bob\\" OR a', 'from:"bob OR a"'],
    ['b*b', 'from:"b b"'],
    ['a\nb', 'from:"a b"'],
    ['＂bob', 'from:"bob"'],
    ["o'neil", 'from:"o\'neil"'],
  ])('returns for %j the clause %s', (value, clause) => expect(from(value).text).toBe(clause));

  it('appends an asterisk for a prefix match', () => {
    expect(kqlFilter('filename', 'bud*', { argument: 'name', prefix: true }).text).toBe('filename:"bud*"');
  });

  it.each(['', '"', '()', '***', '\\', '\u0007'])('on %j is refused by name', (value) => {
    expect(() => from(value)).toThrow(
      expect.objectContaining({ code: 'invalid_argument', details: { argument: 'sender' } }),
    );
  });
});

describe('kqlAll and kqlAny', () => {
  it('put compound clauses in parentheses', () => {
    expect(kqlAll([kqlText('a OR b'), undefined, from('bob')]).text).toBe('(a OR b) AND from:"bob"');
    expect(kqlAll([kqlText('a'), from('bob')]).text).toBe('a AND from:"bob"');
    expect(kqlAll([kqlText('"a b"'), from('bob')]).text).toBe('"a b" AND from:"bob"');
    expect(kqlAll([kqlText('a OR b')]).text).toBe('a OR b');
    expect(kqlAny([from('ann'), from('bob')]).text).toBe('from:"ann" OR from:"bob"');
    expect(kqlAll([kqlAny([from('ann'), from('bob')]), kqlText('x')]).text).toBe(
      '(from:"ann" OR from:"bob") AND x',
    );
    expect(kql`(${from('a')} OR ${from('b')}) AND IsContainer:true`.text).toBe(
      '(from:"a" OR from:"b") AND IsContainer:true',
    );
    expect(kql`isDocument=true`.text).toBe('isDocument=true');
  });

  it('accept only Kql', () => {
    expect(() => kql`a AND ${'b' as unknown as Kql}`).toThrow(expect.objectContaining({ code: 'internal' }));
    expect(() => kqlAll([undefined])).toThrow(expect.objectContaining({ code: 'internal' }));
  });

  const hostile = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 60 }),
    fc.string({
      unit: fc.constantFrom('"', '“', '＂', '(', ')', '\\', ' ', 'a', ':', '*', '-', '\n', '\ud800'),
      maxLength: 20,
    }),
    fc
      .array(fc.constantFrom('AND', 'OR', 'NOT', 'from:"x"', '"', ')', '(', 'b', '\\"'), { maxLength: 8 })
      .map((words) => words.join(' ')),
  );

  function orUndefined(make: () => Kql): Kql | undefined {
    try {
      return make();
    } catch (error) {
      expect(error).toMatchObject({ code: 'invalid_argument' });
      return undefined;
    }
  }

  it('keep the number of clauses for any text', () => {
    fc.assert(
      fc.property(hostile, hostile, hostile, (text, sender, subject) => {
        const clauses = [
          orUndefined(() => kqlText(text)),
          orUndefined(() => from(sender)),
          orUndefined(() => kqlFilter('subject', subject, { argument: 'subject' })),
          kql`isread:true`,
        ].filter((clause) => clause !== undefined);
        const all = kqlAll(clauses);
        const seen = topClauses(all.text);
        expect(seen).toHaveLength(clauses.length);
        for (const [index, { text }] of clauses.entries()) expect([text, `(${text})`]).toContain(seen[index]);
        expect(all.text).not.toMatch(/[\\\p{Cc}]/u);
        const quoted = mailSearch(all);
        expect(quoted.slice(1, -1).replaceAll(String.raw`\"`, '')).not.toContain('"');
        expect(JSON.parse(quoted)).toBe(all.text);
      }),
      propertyRuns,
    );
  });
});

describe('kqlDays', () => {
  const warsaw = createZone('Europe/Warsaw');
  const losAngeles = createZone('America/Los_Angeles');
  const ms = (text: string) => Date.parse(text);

  it.each([
    [warsaw, '2026-01-01T00:00+01:00', '2026-02-01T00:00+01:00', 'received:2025-12-31..2026-01-31'],
    [losAngeles, '2026-01-01T00:00-08:00', '2026-02-01T00:00-08:00', 'received:2026-01-01..2026-02-01'],
    [warsaw, '2026-01-01T12:00Z', undefined, 'received>=2026-01-01'],
    [warsaw, undefined, '2026-01-01T12:00Z', 'received<=2026-01-01'],
    [losAngeles, '2026-01-01T12:00Z', '2026-01-01T13:00Z', 'received:2026-01-01..2026-01-01'],
  ])('returns the days of a span', (zone, after, before, clause) => {
    const span = { afterMs: after && ms(after), beforeMs: before && ms(before) } as {
      afterMs?: number;
      beforeMs?: number;
    };
    expect(kqlDays('received', span, zone)?.text).toBe(clause);
  });

  it('returns undefined for an open span', () => expect(kqlDays('received', {}, warsaw)).toBeUndefined());
});
