import { describe, expect, it } from 'vitest';
import { fitName } from '../../../../src/m365/people/fit-name.ts';

const patti = { name: 'Patti Fernandez', address: 'patti@contoso.example' };

describe('fitName', () => {
  it.each([
    ['Patti Fernandez', 'exact'],
    ['fernandez, PATTI', 'exact'],
    ['Patti', 'words'],
    ['pat fern', 'words'],
    ['Pati Fernandez', 'similar'],
    ['Patti Fernandes', 'similar'],
    ['Patit Fernandez', 'similar'],
    ['Patti Hernanez', 'similar'],
    ['Adele', 'none'],
    ['Patti Vance', 'none'],
    ['P F', 'words'],
    ['?', 'none'],
  ])('%s fits %s', (wanted, fit) => {
    expect(fitName(patti, wanted)).toBe(fit);
  });

  it('compares the local part of the address, without accents', () => {
    expect(fitName({ name: 'J. Müller', address: 'jorg.muller@contoso.example' }, 'Jörg Müller')).toBe(
      'exact',
    );
  });

  it('does not take one word of the address for the whole name', () => {
    expect(fitName({ name: 'Adele Vance', address: 'adele@contoso.example' }, 'Adele')).toBe('words');
  });

  it('compares only the first letters of endless words', () => {
    const name = 'ab'.repeat(50_000);
    expect(fitName({ name, address: '' }, 'cd'.repeat(50_000))).toBe('none');
  });
});
