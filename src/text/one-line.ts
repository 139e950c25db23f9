import { cleanUntrusted } from './untrusted-text.ts';

/**
 * Text from outside as one short line of an answer: cleaned, links cut to their host, rules of dashes and white space
 * collapsed, and cut at a word with an ellipsis.
 */
export function oneLine(text: string | null | undefined, mostCharacters: number): string {
  const short = (text ?? '')
    // What is cut away below need not be cleaned.
    .slice(0, 4000)
    // A link as plain text has it, after the words that it is behind.
    .replaceAll(/<https?:\/\/[^\s<>]*>?/gi, ' ')
    .replaceAll(/https?:\/\/(?:www\.)?([\w.-]{1,80})[^\s<>"']*/gi, '$1')
    .replaceAll(/([^\p{L}\p{N}\s])\1{3,}/gu, '$1$1$1');
  // Cleaned last, so that nothing above can put together what the cleaning takes apart.
  const line = cleanUntrusted(short).text.replaceAll(/\s+/g, ' ').trim();
  if (line.length <= mostCharacters) return line;
  const cut = line.slice(0, mostCharacters);
  const space = cut.lastIndexOf(' ');
  return `${(space > mostCharacters / 2 ? cut.slice(0, space) : cut).toWellFormed().replace(/\uFFFD$/, '')}…`;
}
