import { AppError } from '../../../src/lib/app-error.ts';
import { TextCollector } from './text-builder.ts';

/**
 * Characters that nobody sees: controls, and what Unicode tells a display to ignore, that is fillers, joiners,
 * bidirectional controls, tags and variation selectors (UAX 44, Default_Ignorable_Code_Point); further private use,
 * noncharacters, lone surrogates, annotation marks.
 */
const invisible =
  /[[\p{Cc}--[\n\t]]\p{Default_Ignorable_Code_Point}\p{Co}\p{Cs}\p{Noncharacter_Code_Point}\p{Zl}\p{Zp}\uFFF9-\uFFFB]/gv;

/** Text of scripts that most of the world's mail is in, without any of those: the cheap question before the exact one. */
const ordinary =
  /^[\n\t\x20-\x7E\xA1-\xAC\xAE-\u02FF\u0370-\u0377\u0384-\u038A\u0391-\u03FF\u0400-\u0482\u048A-\u052F\u2010-\u2027\u2030-\u205E\u20A0-\u20C0]*$/;

const emojiEnd = /(?:\p{Extended_Pictographic}\uFE0F?|\p{Emoji_Modifier})$/u;
const emojiStart = /^\p{Extended_Pictographic}/u;
const emojiBase = /[\p{Emoji}\p{Extended_Pictographic}]$/u;
/** Letters and marks of scripts in which a joiner changes the shape of what a person reads. */
const shaped =
  /^(?=[\p{L}\p{M}])[\p{scx=Arab}\p{scx=Syrc}\p{scx=Nkoo}\p{scx=Deva}\p{scx=Beng}\p{scx=Guru}\p{scx=Gujr}\p{scx=Orya}\p{scx=Taml}\p{scx=Telu}\p{scx=Knda}\p{scx=Mlym}\p{scx=Sinh}\p{scx=Mymr}\p{scx=Tibt}]/u;

/** Whether a joiner or selector does what it is for: it ties an emoji together, or shapes a script that needs it. */
function isLegitimate(character: string, before: string, after: string): boolean {
  switch (character) {
    case '\u200D':
      return (emojiEnd.test(before) && emojiStart.test(after)) || isShaping(before, after);
    case '\u200C':
      return isShaping(before, after);
    case '\uFE0E':
    case '\uFE0F':
      return emojiBase.test(before);
    default:
      return false;
  }
}

function isShaping(before: string, after: string): boolean {
  return shaped.test(before.slice(-1)) && shaped.test(after.slice(0, 1));
}

/** A `<` that could open a tag, a comment or a declaration; an e-mail address in angle brackets stays. */
const tagOpening = /<(?![\w.%+'-]{1,64}@[\w.-]{1,253}>)(?=[A-Za-z/!?])([^<>\n]{0,512}>)?/g;
const imageOpening = /!\[/g;
/** From the label of an inline link to an address with a scheme or host, spelt with character references or not. */
const linkJoint = /\]\((?=\s*<?(?:[a-z][a-z\d+.-]{0,24}:|\/\/|[a-z]{0,24}&))/gi;
/**
 * The label of a link reference definition at the start of a line, inside quotes and lists too (CommonMark 4.7); and,
 * for readers less strict than that, a label of one line that holds further brackets.
 */
const definitionLabel = /^[ \t>*+\-\d.)]*\[(?:(?:[^[\]\\]|\\[^]){0,1000}|[^\]\n\r\u2028\u2029]{0,1000})\]:/gm;

/** A text of a hundred thousand finds would take hundreds of bytes for each, were it gone through at once. */
const pieceCharacters = 16_384;

/** Replaces piece by piece. @param endOf where a piece may end at or after a place; below zero for the end of the text */
function replaceInPieces(
  text: string,
  endOf: (from: number) => number,
  replace: (piece: string, at: number) => string,
): string {
  if (text.length <= pieceCharacters) return replace(text, 0);
  const replaced = new TextCollector();
  let isSame = true;
  for (let at = 0; at < text.length;) {
    const end = at + pieceCharacters < text.length ? endOf(at + pieceCharacters) : -1;
    const piece = end < 0 ? text.slice(at) : text.slice(at, end);
    const next = replace(piece, at);
    isSame &&= next === piece;
    replaced.add(next);
    at += piece.length;
  }
  return isSame ? text : replaced.toString();
}

function neutraliseMarkup(text: string): string {
  let safe = text;
  if (safe.includes('<')) {
    // What opens a tag never reaches beyond the next of its kind.
    const endOf = (from: number) => text.indexOf('<', from);
    safe = replaceInPieces(text, endOf, (piece) =>
      piece.replaceAll(tagOpening, (_, rest?: string) =>
        rest === undefined ? '‹' : `‹${rest.slice(0, -1)}›`,
      ),
    );
  }
  if (safe.includes('![')) {
    const source = safe;
    const endOf = (from: number) => source.indexOf('!', from);
    safe = replaceInPieces(source, endOf, (piece) => piece.replaceAll(imageOpening, '!\\['));
  }
  if (safe.includes('](')) safe = safe.replaceAll(linkJoint, ']\\(');
  if (safe.includes(']:')) safe = safe.replaceAll(definitionLabel, (label) => label.replaceAll(']:', ']\\:'));
  return safe;
}

/** What `cleanUntrusted` returns. */
export interface CleanText {
  readonly text: string;
  /** How many characters went that a reader would not have seen. Byte order marks, soft hyphens and controls are not counted. */
  readonly hiddenRemoved: number;
}

function isLowSurrogate(code: number): boolean {
  return code >= 0xdc00 && code <= 0xdfff;
}

const lineBreak = /[\v\f\u0085\u2028\u2029]/;
const uncounted = /[\p{Cc}\p{Cs}\u00AD\uFEFF]/u;

/**
 * Makes text from outside safe to show: what nobody sees is removed and counted, and no Markdown image, no link that
 * hides an address behind other words, and no raw HTML is left. What a person reads stays readable: `a < b`, code, addresses in angle
 * brackets, emoji, right-to-left text. Linear in the length; a second pass changes nothing.
 */
export function cleanUntrusted(text: string): CleanText {
  let hiddenRemoved = 0;
  const lines = text.includes('\r') ? text.replaceAll(/\r\n?/g, '\n') : text;
  if (ordinary.test(lines)) return { text: neutraliseMarkup(lines), hiddenRemoved: 0 };
  const endOf = (from: number) => (isLowSurrogate(lines.charCodeAt(from)) ? from + 1 : from);
  const visible = replaceInPieces(lines, endOf, (piece, at) =>
    piece.replaceAll(invisible, (character: string, place: number) => {
      if (lineBreak.test(character)) return '\n';
      const offset = at + place;
      const before = lines.slice(Math.max(0, offset - 3), offset);
      const after = lines.slice(offset + character.length, offset + character.length + 2);
      if (isLegitimate(character, before, after)) return character;
      if (!uncounted.test(character)) hiddenRemoved += 1;
      return '';
    }),
  );
  return { text: neutraliseMarkup(visible), hiddenRemoved };
}

const nonceForm = /^[\w-]{22,64}$/;

/**
 * A block whose end only its author can write: the delimiters carry a random nonce of this answer, and the nonce is
 * taken out of the text, so nothing inside can close the block.
 * @param text cleaned text
 * @param nonce at least 128 random bits, in hexadecimal or base64url, new for each answer
 */
export function fenceUntrusted(text: string, nonce: string): string {
  if (!nonceForm.test(nonce))
    throw new AppError('internal', 'The delimiter of untrusted text needs a nonce of 128 bits.');
  const inner = text.includes(nonce) ? text.replaceAll(nonce, '(delimiter removed)') : text;
  return `[untrusted content ${nonce} begins]\n${inner}\n[untrusted content ${nonce} ends]`;
}
