import { strFromU8, strToU8 } from 'fflate';
import { describe, expect, it } from 'vitest';
import { type PdfContentResources, filterContentStream } from '../../src/pdf/content-stream.ts';

const resources: PdfContentResources = {
  drawing: (name) =>
    name.startsWith('Fm')
      ? { kind: 'form', area: { left: 0, bottom: 0, right: 50, top: 50 }, isHidden: name === 'FmOff' }
      : { kind: 'image', isOpaque: name !== 'ImMask' },
  state: (name) => ({
    setsFont: name === 'GsF',
    ...(name === 'GsClear' && { fillAlpha: 0 }),
    ...(name === 'GsMultiply' && { isBlended: true }),
  }),
  colorSpace: (name) => (name === 'Ink' ? 'tint' : name === 'Profile' ? 'rgb' : 'unknown'),
  isHiddenLayer: (name) => name === 'LayerOff',
};

function reduce(source: string) {
  return filterContentStream(strToU8(source, true), resources);
}

function textOf(bytes: Uint8Array): string {
  return strFromU8(bytes, true).trim().split(/\s+/).join(' ');
}

describe('filterContentStream', () => {
  it.each([
    ['keeps text', 'BT /F1 9 Tf 1 2 Td (a) Tj ET', 'BT /F1 9 Tf 1 2 Td (a) Tj ET'],
    ['drops paths, colours and clips', '1 0 0 rg 0 0 9 9 re f W n 0 g BT (a) Tj ET', 'BT (a) Tj ET'],
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
    expect(textOf(reduce(source).bytes)).toBe(expected);
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

  const text = 'BT /F1 10 Tf 20 20 Td (hidden) Tj ET';
  it.each<[string, string, string | undefined]>([
    ['black text', text, undefined],
    ['white text', `1 g ${text}`, 'Hidden'],
    ['almost white text', `.98 .97 .99 rg ${text}`, 'Hidden'],
    ['light gray text', `.8 g ${text}`, undefined],
    ['white text in CMYK', `0 0 0 0 k ${text}`, 'Hidden'],
    ['white text in an ICC profile', `/Profile cs 1 1 1 sc ${text}`, 'Hidden'],
    ['a tint of zero', `/Ink cs 0 scn ${text}`, 'Hidden'],
    ['a full tint', `/Ink cs 1 scn ${text}`, undefined],
    ['a pattern', `/Pattern cs /P0 scn ${text}`, undefined],
    ['white text on a dark rectangle', `0 0 1 rg 0 0 99 99 re f 1 g ${text}`, undefined],
    ['white text beside a dark rectangle', `0 0 1 rg 200 0 99 99 re f 1 g ${text}`, 'Hidden'],
    ['white text on an image', `q 99 0 0 99 0 0 cm /Im0 Do Q 1 g ${text}`, undefined],
    ['white text on a curved shape', `0 g 0 0 m 0 99 99 99 99 0 c f 1 g ${text}`, undefined],
    ['text in the color of its rectangle', `0 0 1 rg 0 0 99 99 re f .01 0 1 rg ${text}`, 'Hidden'],
    ['white text with a dark outline', `1 g 0 G 2 Tr ${text}`, undefined],
    ['a white outline', `0 g 1 G 1 Tr ${text}`, 'Hidden'],
    ['a color that was restored', `q 1 g Q ${text}`, undefined],
    ['text without opacity', `/GsClear gs ${text}`, 'Invisible'],
    ['render mode 3', `3 Tr ${text}`, 'Invisible'],
    ['render mode 3 over an image', `q 99 0 0 99 0 0 cm /Im0 Do Q 3 Tr ${text}`, 'BehindImage'],
    ['render mode 3 beside an image', `q 9 0 0 9 0 0 cm /Im0 Do Q 3 Tr ${text}`, 'Invisible'],
    ['render mode 7, a clipping path', `q 7 Tr ${text} 1 0 0 rg 0 0 99 99 re f Q`, undefined],
    ['text under an image', `${text} q 99 0 0 99 0 0 cm /Im0 Do Q`, 'BehindImage'],
    ['text under a mask', `${text} q 99 0 0 99 0 0 cm /ImMask Do Q`, undefined],
    ['text under a rectangle', `${text} 1 g 0 0 99 99 re f`, 'Hidden'],
    ['text under a marker pen', `${text} /GsMultiply gs 1 1 0 rg 0 0 99 99 re f`, undefined],
    ['text in a frame', `${text} 0 0 99 99 re 5 5 89 89 re f*`, undefined],
    ['text under a line', `${text} 18 22 60 .5 re f`, undefined],
    ['text outside the clipping path', `q 200 200 9 9 re W n ${text} Q`, 'Hidden'],
    ['text in an empty clipping path', `q 20 20 0 0 re W n ${text} Q`, 'Hidden'],
    ['text inside the clipping path', `q 0 0 99 99 re W n ${text} Q`, undefined],
    ['text that enters the clipping path', `q 40 0 99 99 re W n ${text} Q`, undefined],
    ['text after a clipping path', `q 0 0 1 1 re W n Q ${text}`, undefined],
    ['text of size zero', 'BT /F1 0 Tf (hidden) Tj ET', 'Hidden'],
    ['a layer that is off', `/OC /LayerOff BDC ${text} EMC`, 'Hidden'],
    ['a layer that is on', `/OC /LayerOn BDC ${text} EMC`, undefined],
    ['a form on a layer that is off', '/FmOff Do', 'Hidden'],
    ['a form outside the clipping path', 'q 200 200 9 9 re W n /Fm0 Do Q', 'Hidden'],
    ['a form with white as its initial color', '1 g /Fm0 Do', 'UnseenColor'],
    ['a form', '/Fm0 Do', undefined],
  ])('marks text that is not seen: %s', (_, source, tag) => {
    const found = /\/([A-Z]\w+) BMC/.exec(textOf(reduce(source).bytes).replaceAll('/P BMC', ''));
    expect(found?.[1]).toBe(tag);
  });

  it('encloses consecutive hidden texts together', () => {
    expect(textOf(reduce('1 g BT /F1 9 Tf (a) Tj 9 0 Td (b) Tj 0 g (c) Tj ET').bytes)).toBe(
      'BT /F1 9 Tf /Hidden BMC (a) Tj 9 0 Td (b) Tj EMC (c) Tj ET',
    );
  });

  it('marks the text of a form that has the color of the stream that draws it', () => {
    const form = (source: string) => textOf(filterContentStream(strToU8(source), resources, true).bytes);
    expect(form('BT (a) Tj ET')).toBe('BT /InheritedColor BMC (a) Tj EMC ET');
    expect(form('0 g BT (a) Tj ET')).toBe('BT (a) Tj ET');
  });
});
