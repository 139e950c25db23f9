import { oneLine } from './one-line.ts';
import { estimateTokens } from './token-estimate.ts';

/** A heading, slide title, sheet name or time, with the page it is on. Untrusted text. */
export interface OutlineEntry {
  readonly page: number;
  readonly heading: string;
}

interface Heading extends OutlineEntry {
  readonly level: number;
}

const headingLine = /^(#{1,6}) +(.+)$/gm;
const timeMark = /^\[\d\d:\d\d:\d\d\]/m;
const maxHeadingCharacters = 80;

/**
 * The outline of a paginated text: its headings, and the time at which each page of a transcript begins. Times are left
 * out, then deep headings, then all but the first of a page, until it has at most `maxTokens`.
 */
export function getOutline(pages: readonly string[], maxTokens: number): readonly OutlineEntry[] {
  const headings = pages.flatMap((text, index) => headingsOf(text, index + 1));
  const times = pages.flatMap((text, index) => {
    const [mark] = timeMark.exec(text) ?? [];
    return mark === undefined ? [] : [{ page: index + 1, heading: mark }];
  });
  const everything = [...headings.map(toEntry), ...times];
  if (fits(everything, maxTokens)) return everything.toSorted((left, right) => left.page - right.page);
  if (headings.length === 0) return [];
  for (let level = 6; level > 0; level -= 1) {
    const shown = headings.filter((heading) => heading.level <= level);
    if (shown.length > 0 && fits(shown, maxTokens)) return shown.map(toEntry);
  }
  const top = Math.min(...headings.map(({ level }) => level));
  const firsts = headings.filter(
    ({ page, level }, index) => level === top && headings[index - 1]?.page !== page,
  );
  const step = Math.ceil(tokensOf(firsts) / maxTokens);
  return firsts.filter((_, index) => index % step === 0).map(toEntry);
}

function headingsOf(text: string, page: number): Heading[] {
  return [...text.matchAll(headingLine)].map(([, marks = '', title = '']) => ({
    page,
    level: marks.length,
    heading: oneLine(title, maxHeadingCharacters),
  }));
}

function toEntry({ page, heading }: Heading): OutlineEntry {
  return { page, heading };
}

function fits(entries: readonly OutlineEntry[], maxTokens: number): boolean {
  return tokensOf(entries) <= maxTokens;
}

/** Estimated, with page number and punctuation. */
function tokensOf(entries: readonly OutlineEntry[]): number {
  return entries.reduce((sum, { heading }) => sum + estimateTokens(heading) + 5, 0);
}
