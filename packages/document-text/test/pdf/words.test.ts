/// <reference types="vite/client" />
import { describe, expect, it } from 'vitest';
import { readWhole } from '../support/read-whole.ts';
import expectedWords from '../fixtures/pdf/expected-words.json';

const files = import.meta.glob<string>(['../fixtures/pdf/*.pdf', '../fixtures/documents/*.pdf'], {
  query: '?url&inline',
  import: 'default',
});

/** Letters, marks and digits in a row, as `expected-words.py` counts them. */
function wordsOf(text: string): string[] {
  const plain = text.normalize('NFKC').replaceAll(/\p{Cf}/gu, '');
  return plain.match(/[\p{L}\p{N}\p{M}]+/gu) ?? [];
}

function count(words: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const word of words) counts.set(word, (counts.get(word) ?? 0) + 1);
  return counts;
}

/** The words of `wanted` that are missing in `found`, each as often as it is missing. */
function missing(wanted: readonly string[], found: readonly string[]): string[] {
  const left = count(found);
  return wanted.filter((word) => {
    const number = left.get(word) ?? 0;
    left.set(word, number - 1);
    return number <= 0;
  });
}

/** Words that only this reader adds: headings and states of form fields, and the heading of an OCR layer. */
const ownWords: Readonly<Record<string, string>> = {
  'pdf/form.reportlab.pdf': 'Form fields surname city remarks newsletter checked',
  'pdf/scan.reportlab.pdf': '',
};

/** URLs of links behind their labels, which the two extractors do not show. */
const linkUrls = / \((?:https?:|mailto:)[^()\s]*\)/g;

describe('words of a PDF that Poppler and MuPDF find', () => {
  const totals = { wanted: 0, lost: 0, found: 0, wrong: 0 };

  it.each(Object.entries(expectedWords))('are read: %s', async (name, { both, onlyOne }) => {
    const data = (await files[`../fixtures/${name}`]?.()) ?? '';
    const bytes = Uint8Array.from(atob(data.slice(data.indexOf(',') + 1)), (character) =>
      character.charCodeAt(0),
    );
    const found = wordsOf((await readWhole(bytes, { name })).text.replaceAll(linkUrls, ''));
    const wanted = both.split(' ');
    const lost = missing(wanted, found);
    const wrong = missing(found, [...wanted, ...onlyOne.split(' '), ...(ownWords[name] ?? '').split(' ')]);
    totals.wanted += wanted.length;
    totals.lost += lost.length;
    totals.found += found.length;
    totals.wrong += wrong.length;
    expect(lost.length / wanted.length, `lost: ${lost.join(' ')}`).toBeLessThanOrEqual(0.02);
    expect(wrong.length / found.length, `wrong: ${wrong.join(' ')}`).toBeLessThanOrEqual(0.02);
  });

  it('are at least 99.8 % of all words, and so is the part of the words that are right', () => {
    const recall = 1 - totals.lost / totals.wanted;
    const precision = 1 - totals.wrong / totals.found;
    console.log(
      `PDF words: ${totals.wanted} in ${Object.keys(expectedWords).length} files, recall ${(100 * recall).toFixed(2)} %, precision ${(100 * precision).toFixed(2)} %`,
    );
    expect(totals.wanted).toBeGreaterThan(4500);
    expect(recall).toBeGreaterThanOrEqual(0.998);
    expect(precision).toBeGreaterThanOrEqual(0.998);
  });
});
