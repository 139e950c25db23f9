import { strFromU8, strToU8 } from 'fflate';
import { describe, expect, it } from 'vitest';
import { filterContentStream } from '../../src/pdf/content-stream.ts';

const filter = {
  isForm: (name: string) => name.startsWith('Fm'),
  setsFont: (name: string) => name === 'GsF',
};

function reduce(source: string) {
  return filterContentStream(strToU8(source, true), filter);
}

describe('filterContentStream', () => {
  it.each([
    ['keeps text', 'BT /F1 9 Tf 1 2 Td (a) Tj ET', 'BT /F1 9 Tf 1 2 Td (a) Tj ET'],
    ['drops paths, colours and clips', '1 0 0 rg 0 0 9 9 re f W n BT (a) Tj ET', 'BT (a) Tj ET'],
    ['drops pictures', '/Im0 Do BT (a) Tj ET', 'BT (a) Tj ET'],
    ['keeps forms', 'q 1 0 0 1 5 5 cm /Fm0 Do Q', 'q 1 0 0 1 5 5 cm /Fm0 Do Q'],
    ['drops states that set no font', '/Gs0 gs /GsF gs BT (a) Tj ET', '/GsF gs BT (a) Tj ET'],
    [
      'drops what was saved and restored without text',
      'q 1 0 0 1 5 5 cm /F1 9 Tf q Q Q BT (a) Tj ET',
      'BT (a) Tj ET',
    ],
    ['keeps what was saved around text', 'q q BT (a) Tj ET Q Q', 'q q BT (a) Tj ET Q Q'],
    ['marks where marked content starts', '/P <</MCID 0>> BDC BT (a) Tj ET EMC', '/P BMC BT (a) Tj ET EMC'],
    ['takes no operator out of a string', 'BT (Tj \\) Do (q) Q) Tj ET', 'BT (Tj \\) Do (q) Q) Tj ET'],
    ['takes none out of a comment', '% /Fm0 Do\nBT (a) Tj ET', 'BT (a) Tj ET'],
    ['takes none out of an array', 'BT [(a) 3 <62> -4.5] TJ ET', 'BT [(a) 3 <62> -4.5] TJ ET'],
    ['reads operands without space', 'BT/F1 9 Tf(a)Tj[(b)]TJ ET', 'BT /F1 9 Tf (a)Tj [(b)]TJ ET'],
    ['reads a number in front of an operator', 'BT 0 0Td 1e2 Tc(a)Tj ET', 'BT 0 0Td 1e2 Tc (a)Tj ET'],
    ['reads quotes', 'BT (a) \' 1 2 (b) " ET', 'BT (a) \' 1 2 (b) " ET'],
    ['skips an inline picture', 'BI /W 1 /H 1 ID \x01 EI\x02( EI\nBT (a) Tj ET', 'BT (a) Tj ET'],
    ['ends with an inline picture that has no end', 'BT (a) Tj ET BI ID \x01\x02', 'BT (a) Tj ET'],
    ['ends with a string that has no end', 'BT (a) Tj (b', 'BT (a) Tj'],
    ['leaves a restore without a save', 'Q BT (a) Tj ET', 'Q BT (a) Tj ET'],
  ])('keeps only text operators: %s', (_, source, expected) => {
    expect(strFromU8(reduce(source).bytes, true).trim().split(/\s+/).join(' ')).toBe(expected);
  });

  it('returns the decoded names of fonts, states and forms, and how often forms are drawn', () => {
    const { fonts, states, forms } = reduce('/F#31 9 Tf /GsF gs /Fm0 Do q /Fm1 Do Q /Fm0 Do');
    expect([...fonts]).toEqual(['F1']);
    expect([...states]).toEqual(['GsF']);
    expect([...forms]).toEqual([
      ['Fm0', 2],
      ['Fm1', 1],
    ]);
  });

  it('sets showsText only for text operators', () => {
    expect(reduce('BT /F1 9 Tf ET /Fm0 Do').showsText).toBe(false);
    expect(reduce('BT (a) Tj ET').showsText).toBe(true);
  });

  it('returns the cost of the output, not of the input', () => {
    expect(reduce('0 0 m 9 9 l S '.repeat(10_000)).cost).toBe(0);
    expect(reduce('q Q '.repeat(10_000)).cost).toBe(0);
    expect(reduce('BT (a) Tj ET '.repeat(1000)).cost).toBeGreaterThan(3000);
    expect(reduce(`BT (${'a'.repeat(40_000)}) Tj ET`).cost).toBeGreaterThan(10_000);
  });

  it('limits the depth of saved states and keeps them balanced', () => {
    const { bytes } = reduce(`${'q '.repeat(1000)}BT (a) Tj ET ${'Q '.repeat(1000)}BT (b) Tj ET`);
    const operators = strFromU8(bytes, true).trim().split(/\s+/);
    const saves = operators.filter((operator) => operator === 'q').length;
    expect(saves).toBeLessThanOrEqual(64);
    expect(operators.filter((operator) => operator === 'Q')).toHaveLength(saves);
  });
});
