import { strToU8 } from 'fflate';
import { describe, expect, it } from 'vitest';
import { copyCMap } from '../../src/pdf/cmap.ts';

const space = '1 begincodespacerange <0000> <ffff> endcodespacerange\n';

function copy(source: string) {
  return copyCMap(strToU8(`/CIDInit /ProcSet findresource begin begincmap ${source} endcmap`));
}

describe('copyCMap', () => {
  it('copies the mappings and nothing else', () => {
    const source = `/CMapName /Any def /WMode 1 def ${space} 2 beginbfchar <0001> <0041> <0002> <00660069> endbfchar
      1 beginbfrange <0003> <0005> <0061> endbfrange 1 beginbfrange <0006> <0007> [<0062> <0063>] endbfrange
      1 begincidrange <00> <0f> 32 endcidrange`;
    const map = copy(source);
    expect(map?.mapped).toBe(23);
    expect(map?.text.split('\n')).toEqual([
      'begincmap',
      '/WMode 1 def',
      '1 begincodespacerange',
      '<0000> <ffff>',
      'endcodespacerange',
      '2 beginbfchar',
      '<0001> <0041>',
      '<0002> <00660069>',
      'endbfchar',
      '1 beginbfrange',
      '<0003> <0005> <0061>',
      'endbfrange',
      '1 beginbfrange',
      '<0006> <0007> [<0062> <0063>]',
      'endbfrange',
      '1 begincidrange',
      '<00> <0f> 32',
      'endcidrange',
      'endcmap',
      '',
    ]);
  });

  it.each([
    ['a range of a million', '1 beginbfrange <000000> <0fffff> <0041> endbfrange'],
    ['many ranges', `300 beginbfrange ${'<0000> <00ff> <0041> '.repeat(300)} endbfrange`],
    [
      'ranges of codes without number',
      `1 begincodespacerange ${'<00> <ff> '.repeat(5000)} endcodespacerange`,
    ],
  ])('rejects %s', (_, source) => {
    expect(copy(source)).toBeUndefined();
  });

  it.each([
    ['ranges beyond all codes', '1 beginbfrange <000000> <ffffff> <0041> endbfrange'],
    ['codes that would make an empty table of millions', '1 beginbfchar <00fffff0> <0041> endbfchar'],
    ['targets longer than a word', `1 beginbfrange <0000> <00ff> <${'00'.repeat(600)}> endbfrange`],
    ['ranges that end before they start', '1 beginbfrange <0005> <0001> <0041> endbfrange'],
    ['names in place of codes', '1 beginbfchar /a /b endbfchar'],
    ['codes of more than four bytes', '1 beginbfchar <0102030405> <0041> endbfchar'],
  ])('leaves out %s', (_, source) => {
    expect(copy(source)).toMatchObject({ mapped: 0 });
    expect(copy(source)?.text).not.toContain('<');
  });

  it('keeps the name of the identity mapping', () => {
    expect(copy('/CMapName /Identity-H def')?.text).toContain('/CMapName /Identity-H def');
    expect(copy('/Identity-V usecmap')?.text).toContain('/Identity-V usecmap');
    expect(copy('/UniJIS-UCS2-H usecmap')?.text).not.toContain('usecmap');
  });
});
