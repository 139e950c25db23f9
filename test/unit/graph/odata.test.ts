import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { kqlText } from '../../../src/graph/kql.ts';
import { allOf, anyOf, directorySearch, mailSearch, odataFilter } from '../../../src/graph/odata.ts';
import { propertyRuns } from '../property-runs.ts';

/** A filter without its literals, as an OData parser reads it. */
const withoutLiterals = (filter: string) => filter.replaceAll(/'(?:[^']|'')*'/g, '?');

describe('odataFilter', () => {
  it.each<[string, string]>([
    [odataFilter`subject eq ${"it's"}`, "subject eq 'it''s'"],
    [odataFilter`a eq ${"' or 1 eq 1 or '"}`, "a eq ''' or 1 eq 1 or '''"],
    [odataFilter`a eq ${'x\u0000\ny'}`, "a eq 'x  y'"],
    [odataFilter`isRead eq ${false} and size gt ${5}`, 'isRead eq false and size gt 5'],
    [odataFilter`received ge ${new Date('2026-01-01T00:00:00Z')}`, 'received ge 2026-01-01T00:00:00Z'],
    [odataFilter`received ge ${new Date('2026-01-01T00:00:00.5Z')}`, 'received ge 2026-01-01T00:00:00.500Z'],
    [
      odataFilter`JoinWebUrl eq ${'https://a/l/%7b%22b%22%7d?c=d'}`,
      "JoinWebUrl eq 'https://a/l/%7b%22b%22%7d?c=d'",
    ],
  ])('%s', (filter, expected) => expect(filter).toBe(expected));

  it('keeps any value inside its literal', () => {
    const hostile = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.string({
        unit: fc.constantFrom("'", '’', '＇', '\\', '%', '2', '7', ' ', 'o', 'r', '(', ')', '\ud800'),
      }),
    );
    fc.assert(
      fc.property(hostile, hostile, (left, right) => {
        const filter = allOf([odataFilter`a eq ${left}`, odataFilter`contains(b,${right})`]);
        expect(withoutLiterals(filter ?? '')).toBe('a eq ? and contains(b,?)');
        expect(encodeURIComponent(filter ?? '')).not.toContain('&');
      }),
      propertyRuns,
    );
  });
});

describe('allOf and anyOf', () => {
  it('join conditions with and, or in parentheses with or', () => {
    const either = anyOf([odataFilter`a eq 1`, odataFilter`b eq 2`]);
    expect(either).toBe('(a eq 1 or b eq 2)');
    expect(allOf([odataFilter`c eq 3`, undefined, either])).toBe('c eq 3 and (a eq 1 or b eq 2)');
    expect(allOf([undefined])).toBeUndefined();
  });
});

describe('$search', () => {
  it('is one quoted value for mail', () => {
    expect(mailSearch(kqlText('subject:"annual report" budget'))).toBe(
      String.raw`"subject:\"annual report\" budget"`,
    );
  });

  it('is one quoted value per property for a directory', () => {
    expect(directorySearch(['displayName', 'mail'], 'Bob "x" \\ y', 'participants')).toBe(
      '"displayName:Bob x y" OR "mail:Bob x y"',
    );
    expect(() => directorySearch(['mail'], '" \\', 'participants')).toThrow(
      expect.objectContaining({ code: 'invalid_argument', details: { argument: 'participants' } }),
    );
  });

  it('stays quoted for any text in a directory search', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        let search: string;
        try {
          search = directorySearch(['mail'], text, 'participants');
        } catch {
          return;
        }
        expect(search).toMatch(/^"mail:[^"\\]+"$/);
      }),
      propertyRuns,
    );
  });
});
