import * as fc from 'fast-check';
import { encode } from 'gpt-tokenizer/encoding/o200k_base';
import { describe, expect, it } from 'vitest';
import type { SectionUnit } from '../src/document.ts';
import { documentText, paginate, selectPages } from '../src/paginate.ts';
import { estimateTokens } from '../src/token-estimate.ts';

const units: readonly SectionUnit[] = ['page', 'slide', 'sheet', 'text'];

function csv(rows: number): string {
  return Array.from(
    { length: rows },
    (_, row) => `${row},2026-03-${10 + (row % 20)},Région ${row % 7},${row * 3.17},TRUE`,
  ).join('\n');
}

describe('estimateTokens', () => {
  it.each([
    [
      'English',
      'The quarterly budget was approved by the board after a long discussion of travel costs. '.repeat(30),
    ],
    [
      'German',
      'Die Haushaltsberatungen wurden wegen der Verkehrsinfrastruktur erneut verschoben. '.repeat(30),
    ],
    [
      'Polish',
      'Rada Ministrów przyjęła projekt ustawy o szczególnych rozwiązaniach żeglugi śródlądowej. '.repeat(30),
    ],
    ['Russian', 'Министерство финансов подготовило проект бюджета на следующий год. '.repeat(30)],
    ['Chinese', '财政部今天公布了明年的预算草案，其中包括对基础设施建设的大量投资。'.repeat(30)],
    ['Japanese', '財務省は本日、来年度の予算案を発表し、大規模な投資を盛り込んだ。'.repeat(30)],
    ['Arabic', 'أعلنت وزارة المالية اليوم مشروع الميزانية للعام المقبل. '.repeat(30)],
    ['Hindi', 'वित्त मंत्रालय ने आज अगले वर्ष के लिए बजट का मसौदा जारी किया। '.repeat(30)],
    ['Thai', 'กระทรวงการคลังประกาศร่างงบประมาณสำหรับปีหน้า'.repeat(30)],
    ['CSV', csv(200)],
    ['emoji', '🎉🚀😀👩\u200D👧'.repeat(40)],
    ['code', 'const value = items.filter((item) => item.size > 0).map(({ name }) => name);\n'.repeat(30)],
    [
      'links',
      'https://contoso.sharepoint.com/sites/finance/Shared%20Documents/Q3?d=w0f3ac1b2&csf=1\n'.repeat(30),
    ],
  ])('does not estimate fewer tokens than a tokenizer counts for %s', (_, text) => {
    const real = encode(text).length;
    expect(estimateTokens(text)).toBeGreaterThan(real * 0.9);
    expect(estimateTokens(text)).toBeLessThan(real * 3);
  });
});

describe('paginate', () => {
  const sections = fc.array(
    fc.oneof(
      fc.string({ unit: 'binary', maxLength: 200 }),
      fc
        .array(fc.constantFrom('word ', 'Sentence. ', '\n', '\n\n', '# Head', '🎉', '漢字', '1234,'), {
          maxLength: 120,
        })
        .map((parts) => parts.join('')),
    ),
    { maxLength: 8 },
  );

  it('returns pages that join to the whole text, within the token limit, deterministically', () => {
    fc.assert(
      fc.property(
        sections,
        fc.constantFrom(...units),
        fc.integer({ min: 2, max: 80 }),
        (texts, unit, maxTokens) => {
          const document = { sections: texts, unit };
          const pages = paginate(document, maxTokens);
          expect(pages.map((page) => page.text).join('')).toBe(documentText(document));
          for (const page of pages) {
            expect(page.text).not.toBe('');
            expect(page.tokens).toBeLessThanOrEqual(maxTokens + 2);
            expect(page.firstSection).toBeLessThanOrEqual(page.lastSection);
          }
          expect(paginate(document, maxTokens)).toEqual(pages);
        },
      ),
      { numRuns: 1500 },
    );
  });

  it('does not split surrogate pairs', () => {
    const pages = paginate({ sections: ['🎉'.repeat(50)], unit: 'text' }, 4);
    for (const page of pages) expect(page.text.isWellFormed()).toBe(true);
  });

  it('starts a new page for each PDF page, slide and sheet', () => {
    const pages = paginate({ sections: ['one', 'two', 'three'], unit: 'page' }, 100);
    expect(pages.map(({ text, firstSection }) => [firstSection, text])).toEqual([
      [1, 'one\n\n'],
      [2, 'two\n\n'],
      [3, 'three'],
    ]);
  });

  it('joins sections of flowing text on a page', () => {
    expect(paginate({ sections: ['one', 'two', 'three'], unit: 'text' }, 100)).toHaveLength(1);
  });

  it('breaks before a heading rather than within a paragraph', () => {
    const words = 'word '.repeat(40);
    const [first, second] = paginate(
      { sections: [`${words}\n\n# Second\n\n${words}${words}`], unit: 'text' },
      60,
    );
    expect(first?.text.endsWith('\n\n')).toBe(true);
    expect(second?.text.startsWith('# Second')).toBe(true);
  });

  it('breaks tables between rows', () => {
    for (const page of paginate({ sections: [csv(300)], unit: 'sheet' }, 500).slice(0, -1)) {
      expect(page.text.endsWith('\n')).toBe(true);
    }
  });

  it('returns no pages for a document without text', () => {
    expect(paginate({ sections: [], unit: 'text' }, 100)).toEqual([]);
    expect(paginate({ sections: [''], unit: 'text' }, 100)).toEqual([]);
  });
});

describe('selectPages', () => {
  const pages = paginate({ sections: ['a a a a', 'b b b b', 'c c c c', 'd d d d'], unit: 'page' }, 50);

  it('returns as many pages as fit, with their numbers', () => {
    const both = (pages[1]?.tokens ?? 0) + (pages[2]?.tokens ?? 0);
    expect(selectPages(pages, 2, both)).toEqual({
      text: 'b b b b\n\nc c c c\n\n',
      firstPage: 2,
      lastPage: 3,
      totalPages: 4,
      nextPage: 4,
    });
  });

  it('returns at least one page', () => {
    const last = selectPages(pages, 4, 0);
    expect(last).toMatchObject({ text: 'd d d d', firstPage: 4, lastPage: 4 });
    expect(last?.nextPage).toBeUndefined();
  });

  it.each([0, 5, -1, 1.5])('returns undefined for page %d', (startPage) => {
    expect(selectPages(pages, startPage, 100)).toBeUndefined();
  });
});
