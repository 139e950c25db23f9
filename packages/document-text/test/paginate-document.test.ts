import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type ExtractedDocument, type PagedDocument, nothingHidden } from '../src/document.ts';
import { type PaginatedDocument, paginateDocument } from '../src/paginate.ts';

/** A document of these pages, which counts how many of them are read, and reads no more than `atOnce` for an answer. */
function paged(pages: readonly string[], atOnce = Number.POSITIVE_INFINITY) {
  const read: number[] = [];
  let closed = 0;
  const document: PagedDocument = {
    format: 'pdf',
    pageCount: pages.length,
    async *pagesFrom(first) {
      try {
        for (const [index, text] of pages.slice(first - 1, first - 1 + atOnce).entries()) {
          read.push(first + index);
          yield await Promise.resolve({ text, hiddenCharacters: 1 });
        }
      } finally {
        closed += 1;
      }
    },
  };
  return { document, read, closed: () => closed };
}

function sheets(...sections: string[]): ExtractedDocument {
  return { format: 'xlsx', unit: 'sheet', sections, hidden: nothingHidden, notes: [] };
}

async function walk(
  document: PagedDocument | ExtractedDocument,
  answer: number,
  page = answer,
): Promise<PaginatedDocument[]> {
  const answers: PaginatedDocument[] = [];
  for (let next: number | undefined = 1; next !== undefined;) {
    const shown = await paginateDocument(document, next, { page, response: answer });
    answers.push(shown);
    next = shown.window?.nextPage;
  }
  return answers;
}

describe('paginateDocument of a paged document', () => {
  it('returns the whole text over consecutive responses', async () => {
    const page = fc.oneof(
      fc.constant(''),
      fc.string({ maxLength: 80 }),
      fc
        .array(fc.constantFrom('word ', 'Sentence. ', '\n', '漢字'), { maxLength: 120 })
        .map((words) => words.join('')),
    );
    await fc.assert(
      fc.asyncProperty(
        fc.array(page, { minLength: 1, maxLength: 12 }),
        fc.integer({ min: 5, max: 120 }),
        fc.integer({ min: 1, max: 5 }),
        async (pages, tokens, atOnce) => {
          const answers = await walk(paged(pages, atOnce).document, tokens);
          const whole = pages.join('\n\n');
          const text = answers.map(({ window }) => window?.text ?? '').join('');
          if (pages.some((each) => each !== '')) expect(text).toBe(whole);
          for (const { window } of answers) expect(window?.totalPages ?? pages.length).toBe(pages.length);
        },
      ),
    );
  });

  it('reads from startPage on, and one page more than it returns', async () => {
    const { document, read, closed } = paged(
      Array.from({ length: 300 }, (_, index) => `Page ${index + 1} text`),
    );
    const { window } = await paginateDocument(document, 200, { page: 10, response: 20 });
    expect(window).toMatchObject({ firstPage: 200, totalPages: 300 });
    const last = window?.lastPage ?? 0;
    expect(window?.nextPage).toBe(last + 1);
    expect(read).toEqual(Array.from({ length: last - 198 }, (_, index) => 200 + index));
    expect(closed()).toBe(1);
  });

  it('continues a page that is longer than a response with numbers beyond the last page', async () => {
    const long = 'A sentence of words. '.repeat(40);
    const answers = await walk(paged(['first', long, 'last']).document, 100);
    const places = answers.map(({ window, notes }) => [
      window?.firstPage,
      window?.lastPage,
      window?.nextPage,
      notes[0],
    ]);
    const parts = answers.length - 2;
    expect(parts).toBeGreaterThan(2);
    expect(places[0]).toEqual([1, 1, 2, undefined]);
    expect(places[1]).toEqual([2, 2, 5, `Page 2 is longer than an answer: this is part 1 of ${parts}.`]);
    expect(places[2]).toEqual([2, 2, 8, `Page 2 is longer than an answer: this is part 2 of ${parts}.`]);
    expect(places.at(-2)?.[2]).toBe(3);
    expect(places.at(-1)).toEqual([3, 3, undefined, undefined]);
    expect(answers.map(({ window }) => window?.text).join('')).toBe(`first\n\n${long}\n\nlast`);
  });

  it.each([4, 9, 1000])('returns no window for page %d of three', async (startPage) => {
    const shown = await paginateDocument(paged(['a', 'b', 'c']).document, startPage, {
      page: 50,
      response: 50,
    });
    expect(shown).toMatchObject({ window: undefined, totalPages: 3 });
  });

  it.each<[readonly string[], number, string[], boolean]>([
    [['', ''], 1, ['The PDF holds no text: it is scanned or made of pictures.'], false],
    [['a', '', 'b'], 1, ['1 of these 3 pages hold no text: they are scanned, or empty.'], true],
    [['a', '', ''], 2, ['These pages hold no text: they are scanned, or empty.'], true],
    [['a', 'b'], 1, [], true],
  ])(
    'returns a note on pages without text for %j from page %d',
    async (pages, startPage, notes, hasWindow) => {
      const shown = await paginateDocument(paged(pages).document, startPage, { page: 50, response: 50 });
      expect(shown.notes).toEqual(notes);
      expect(shown.window !== undefined).toBe(hasWindow);
      expect(shown.hidden.characters).toBe(pages.length - startPage + 1);
    },
  );
});

describe('paginateDocument of sheets', () => {
  const rows = Array.from({ length: 200 }, (_, index) => `${index},North,${index * 3}`).join('\n');
  const document = sheets(`## Sheet: Sales A1:C201\n\nNo,Region,Sum\n${rows}`, '## Sheet: Other A1\n\nx');

  it('returns the first row separately if a response starts in the middle of a sheet', async () => {
    const answers = await walk(document, 300);
    expect(answers[0]?.sheet).toBeUndefined();
    expect(answers[1]?.sheet).toEqual({ name: 'Sales A1:C201', firstRow: 'No,Region,Sum' });
    expect(answers[1]?.window?.text).not.toContain('Region');
    expect(answers.map(({ window }) => window?.text).join('')).toBe(document.sections.join('\n\n'));
  });

  it('returns no first row if a response starts with a sheet', async () => {
    const [, second] = await walk(sheets('## Sheet: A A1\n\nfirst', '## Sheet: B A1\n\nsecond'), 12);
    expect(second?.window?.text).toContain('second');
    expect(second?.sheet).toBeUndefined();
  });
});
