import { cleanUntrusted } from './sanitize.ts';

const lineBreaks = /[\t\n\r]/;
const joinedSpace = /[\t\n\r ]{2,}|[\t\n\r]/g;
/** White space other than a single space. */
const irregularSpace = /\s{2,}|[^\S ]/g;
/** Fast check: irregular white space, or four punctuation marks in a row. */
const maybeIrregular = /\s\s|[^\S ]|[^A-Za-z0-9\s]{4}/;

/**
 * Fast check of `oneLine`, for what it has to change: characters other than printable ASCII, Latin letters, dashes and
 * quotation marks; brackets, URLs, repeated spaces, and four punctuation marks in a row. Most subjects, names and
 * previews have nothing of these.
 */
const notPlain = /[^\x20-\x7E\xAE-\u024F\u2010-\u2027]|[<[\]]| {2}|\/\/|[^A-Za-z0-9 ]{4}/;

/**
 * Formats untrusted text as one short line: sanitized, URLs reduced to their host, repeated punctuation and white space
 * collapsed, truncated at a word with an ellipsis.
 */
export function oneLine(text: string | null | undefined, maxCharacters: number): string {
  // More is cut off below anyway.
  const short = (text ?? '').slice(0, 4000);
  // Lines of a plain text are joined first: most previews have line breaks, and nothing else to clean.
  const joined = lineBreaks.test(short) ? short.replaceAll(joinedSpace, ' ') : short;
  const line = (notPlain.test(joined) ? cleanLine(short) : joined).trim();
  if (line.length <= maxCharacters) return line;
  const cut = line.slice(0, maxCharacters);
  const space = cut.lastIndexOf(' ');
  return `${(space > maxCharacters / 2 ? cut.slice(0, space) : cut).toWellFormed().replace(/\uFFFD$/, '')}…`;
}

function cleanLine(text: string): string {
  let short = text;
  if (short.includes('://')) {
    short = short
      // The URL that plain text repeats after the label of a link.
      .replaceAll(/<https?:\/\/[^\s<>]*>?/gi, ' ')
      .replaceAll(/https?:\/\/(?:www\.)?([\w.-]{1,80})[^\s<>"']*/gi, '$1');
  }
  if (maybeIrregular.test(short)) short = short.replaceAll(/([^\p{L}\p{N}\s])\1{3,}/gu, '$1$1$1');
  // Sanitized last, so that the replacements above cannot assemble markup.
  const cleaned = cleanUntrusted(short).text;
  return maybeIrregular.test(cleaned) ? cleaned.replaceAll(irregularSpace, ' ') : cleaned;
}
