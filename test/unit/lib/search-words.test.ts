import { describe, expect, it } from 'vitest';
import { hasWords } from '../../../src/lib/search-words.ts';

describe('hasWords', () => {
  it.each([
    ['Patti Fernandez patti@contoso.example', 'patti', true],
    ['Patti Fernandez patti@contoso.example', 'PATTI@contoso.example', true],
    ['Patti Fernández', 'fernandez pat', true],
    ['Müller', 'muller', true],
    ['Patti Fernandez', 'atti', false],
    ['Patti Fernandez', 'patti vance', false],
    ['anything', '', true],
    ['', 'x', false],
  ])('%j has %j: %s', (text, wanted, expected) => {
    expect(hasWords(text, wanted)).toBe(expected);
  });
});
