import { cleanUntrusted } from './sanitize.ts';

/** White space that is not one plain space already. */
const unevenSpace = /\s{2,}|[^\S ]/g;
/** The cheap question before the exact ones: white space to make even, or four marks in a row. */
const isUneven = /\s\s|[^\S ]|[^A-Za-z0-9\s]{4}/;

/**
 * Text from outside as one short line of an answer: cleaned, links cut to their host, rules of dashes and white space
 * collapsed, and cut at a word with an ellipsis.
 */
export function oneLine(text: string | null | undefined, mostCharacters: number): string {
  // What is cut away below need not be cleaned.
  let short = (text ?? '').slice(0, 4000);
  if (short.includes('://')) {
    short = short
      // A link as plain text has it, after the words that it is behind.
      .replaceAll(/<https?:\/\/[^\s<>]*>?/gi, ' ')
      .replaceAll(/https?:\/\/(?:www\.)?([\w.-]{1,80})[^\s<>"']*/gi, '$1');
  }
  if (isUneven.test(short)) short = short.replaceAll(/([^\p{L}\p{N}\s])\1{3,}/gu, '$1$1$1');
  // Cleaned last, so that nothing above can put together what the cleaning takes apart.
  const cleaned = cleanUntrusted(short).text;
  const line = (isUneven.test(cleaned) ? cleaned.replaceAll(unevenSpace, ' ') : cleaned).trim();
  if (line.length <= mostCharacters) return line;
  const cut = line.slice(0, mostCharacters);
  const space = cut.lastIndexOf(' ');
  return `${(space > mostCharacters / 2 ? cut.slice(0, space) : cut).toWellFormed().replace(/\uFFFD$/, '')}…`;
}
