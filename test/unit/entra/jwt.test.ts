import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseStrictJson } from '../../../src/entra/jwt.ts';

const encode = (text: string) => new TextEncoder().encode(text);

describe('parseStrictJson', () => {
  it.each([
    '{}',
    ' {"a" : 1 } ',
    '{"a":[{"b":1},{"b":2}],"b":{"a":1}}',
    '{"a":"{\\"a\\":1,\\"a\\":2}"}',
    '{"a":["x","x"],"x":"a"}',
    '{"a\\\\":1,"a":2}',
    '{"a":[[[[[[[]]]]]]]}',
  ])('parses %s', (text) => {
    expect(parseStrictJson(encode(text))).toEqual(JSON.parse(text));
  });

  it.each([
    '{"a":1,"a":1}',
    '{"a":1,"A":1}',
    '{"a":1,"\\u0061":1}',
    '{"a":[{"b":1,"c":[],"b":2}]}',
    '{"a":{},"b":1,"a":2}',
    '{"a":[],"b":1,"A":2}',
    '{"a":",","a":2}',
    '{"a":[[[[[[[[]]]]]]]]}',
    '[]',
    'null',
    '1',
    '"{}"',
    '',
    '{} {}',
    '\uFEFF{}',
  ])('returns undefined for %s', (text) => {
    expect(parseStrictJson(encode(text))).toBeUndefined();
  });

  const name = fc.string({ unit: 'grapheme', maxLength: 8 });
  const value = fc.oneof(fc.string(), fc.array(fc.string(), { maxLength: 3 }), fc.integer(), fc.constant({}));
  const members = fc.uniqueArray(fc.tuple(name, value), {
    selector: ([name]) => name.toLowerCase(),
    minLength: 1,
    maxLength: 6,
  });
  const spell = (pairs: readonly (readonly [string, unknown])[]) =>
    encode(
      `{${pairs.map(([name, value]) => `${JSON.stringify(name)}: ${JSON.stringify(value)}`).join(' ,')}}`,
    );

  it('equals JSON.parse for every object with distinct member names', () => {
    const check = fc.property(members, (pairs) => {
      expect(parseStrictJson(spell(pairs))).toEqual(JSON.parse(new TextDecoder().decode(spell(pairs))));
    });
    fc.assert(check, { numRuns: 300 });
  });

  it('returns undefined for every object with a repeated member name', () => {
    const check = fc.property(members, value, fc.boolean(), ([first, ...rest], again, isUpper) => {
      const name = isUpper ? first?.[0].toUpperCase() : first?.[0];
      fc.pre(first !== undefined && name?.toLowerCase() === first[0].toLowerCase());
      expect(parseStrictJson(spell([first, ...rest, [name, again]]))).toBeUndefined();
    });
    fc.assert(check, { numRuns: 300 });
  });
});
