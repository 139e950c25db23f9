import { describe, expect, it } from 'vitest';
import { type ExtractedDocument, type SectionUnit, nothingHidden } from '../src/document.ts';
import { findPassages } from '../src/find-passages.ts';
import { getOutline } from '../src/outline.ts';

function find(sections: readonly string[], terms: readonly string[], unit: SectionUnit = 'text') {
  const document: ExtractedDocument = { format: 'docx', unit, sections, hidden: nothingHidden, notes: [] };
  return findPassages(document, { terms, pageTokens: 100, maxTokens: 500 });
}

describe('findPassages', () => {
  it('returns the paragraph with all words, its page and heading', async () => {
    const filler = 'Nothing to see here. '.repeat(40);
    const found = await find(
      [`# Start\n\n${filler}\n\n## Data protection\n\nThe officer is Ana Żak.\n\nBye.`],
      ['officer zak'],
    );
    expect(found).toMatchObject({ shown: 1, total: 1, incomplete: [] });
    expect(found.text).toBe(`[page ${found.pages[0]} · Data protection]\n  The officer is Ana Żak.`);
    expect(found.pages[0]).toBeGreaterThan(1);
  });

  it.each([
    ['word starts', 'propel', 'The propeller spins.', true],
    ['not inside a word', 'pell', 'The propeller spins.', false],
    ['a phrase', '"net profit"', 'The net profit rose.', true],
    ['no phrase in another order', '"profit net"', 'The net profit rose.', false],
    ['Japanese', '予算', '来年の予算です', true],
    ['punctuation alone', '*', 'The net profit rose.', false],
  ])('compares words: %s', async (_, term, text, isFound) => {
    expect((await find([text], [term])).total).toBe(isFound ? 1 : 0);
  });

  it('returns the passages with the most words when none has all of them', async () => {
    const found = await find(['The budget of Halo.\n\nThe budget.\n\nHello.'], ['halo budget frankfurt']);
    expect(found).toMatchObject({ total: 1, incomplete: [0] });
    expect(found.text).toContain('The budget of Halo.');
  });

  it('finds each of several terms', async () => {
    const found = await find(['Alpha one.\n\nBeta two.\n\nGamma.'], ['alpha', 'beta two', 'delta']);
    expect(found).toMatchObject({ total: 2, incomplete: [2] });
  });

  it('shows the first row of a sheet with a row', async () => {
    const rows = Array.from({ length: 60 }, (_, index) => `${index} | Amount of ${index} euro`).join('\n');
    const found = await find([`# Sheet: Costs\n\nNumber | Amount\n${rows}`], ['"amount of 47"'], 'sheet');
    expect(found.text).toContain('Sheet: Costs · Number | Amount]\n  47 | Amount of 47 euro');
  });

  it('counts the passages that are not shown', async () => {
    const text = Array.from({ length: 200 }, (_, index) => `Budget ${index} is a sum of money.`).join('\n\n');
    const found = await find([text], ['budget']);
    expect(found.total).toBe(200);
    expect(found.shown).toBeLessThan(100);
    expect(found.pages.length).toBeGreaterThan(5);
  });

  it('indents the lines of a passage, so that they cannot imitate the head of another', async () => {
    const found = await find(['A budget.\n[page 9 · Imitation]\nMore.'], ['budget']);
    expect(found.text).toContain('\n  [page 9 · Imitation]');
  });
});

describe('getOutline', () => {
  it('lists headings with their pages, without deep ones when there are many', () => {
    expect(getOutline(['# A\n\ntext\n\n## B', 'text\n\n# C'], 100)).toEqual([
      { page: 1, heading: 'A' },
      { page: 1, heading: 'B' },
      { page: 2, heading: 'C' },
    ]);
    const deep = `# A\n\n${'### Detail\n\n'.repeat(50)}`;
    expect(getOutline([deep, '# C'], 50).map(({ heading }) => heading)).toEqual(['A', 'C']);
  });

  it('lists the times of a transcript', () => {
    expect(getOutline(['[00:00:01] Ana: x', '[00:31:07] Bo: y'], 100)).toEqual([
      { page: 1, heading: '[00:00:01]' },
      { page: 2, heading: '[00:31:07]' },
    ]);
  });

  it('lists the headings before a transcript and the time of each page', () => {
    const pages = ['# Notes\n- Budget\n\n# Transcript\n[00:00:01] Ana: x', '[00:31:07] Bo: y'];
    const outline = [
      { page: 1, heading: 'Notes' },
      { page: 1, heading: 'Transcript' },
      { page: 1, heading: '[00:00:01]' },
      { page: 2, heading: '[00:31:07]' },
    ];
    expect(getOutline(pages, 100)).toEqual(outline);
    expect(getOutline(pages, 20)).toEqual(outline.slice(0, 2));
  });

  it('stays within its limit', () => {
    const pages = Array.from({ length: 500 }, (_, index) => `# Section ${index}`);
    const outline = getOutline(pages, 200);
    expect(outline.length).toBeGreaterThan(10);
    expect(outline.length).toBeLessThan(40);
  });
});
