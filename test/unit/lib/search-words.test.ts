import { describe, expect, it } from 'vitest';
import { hasWords } from '../../../src/lib/search-words.ts';

describe('hasWords', () => {
  it.each([
    ['Patti Fernandez patti@contoso.example', 'patti', true],
    ['Patti Fernandez patti@contoso.example', 'PATTI@contoso.example', true],
    ['Patti Fernández', 'fernandez pat', true],
    ['Müller', 'muller', true],
    ['Łukasz Żółć', 'lukasz zolc', true],
    ['Lukasz Sorensen', 'Łukasz Sørensen', true],
    ['Große Straße', 'GROSSE strasse', true],
    ['来週の予算会議', '予算', true],
    ['来週の予算会議', '会議 予算', true],
    ['山田太郎', '太郎', true],
    ['การประชุมงบประมาณ', 'งบประมาณ', true],
    ['来週の予算会議', '決算', false],
    ['회의 예산', '예산', true],
    ['Patti Fernandez', 'atti', false],
    ['Patti Fernandez', 'patti vance', false],
    ['Wi-Fi of the venue', 'wifi venue', true],
    ['WiFi of the venue', 'Wi-Fi', true],
    ["Sean O'Neill", 'oneill', true],
    ['Sean ONeill', 'O’Neill', true],
    ['Wi-Fi of the venue', 'fi-wi', true],
    ['Wi-Fi of the venue', 'ifi', false],
    ['anything', '', true],
    ['', 'x', false],
  ])('text %j, query %j: %s', (text, wanted, expected) => {
    expect(hasWords(text, wanted)).toBe(expected);
  });
});
