import { endOfLabels, endOfPiece, replaceInPieces } from './cleaning-pieces.ts';

/**
 * Invisible characters: controls; fillers, joiners, bidirectional controls, tags and variation selectors (UAX 44,
 * Default_Ignorable_Code_Point); private use, noncharacters, lone surrogates, annotation marks.
 */
const invisible =
  /[[\p{Cc}--[\n\t]]\p{Default_Ignorable_Code_Point}\p{Co}\p{Cs}\p{Noncharacter_Code_Point}\p{Zl}\p{Zp}\uFFF9-\uFFFB]/gv;

/** Fast check: text in Latin, Greek or Cyrillic script without invisible characters. */
const ordinaryText =
  /^[\n\t\x20-\x7E\xA1-\xAC\xAE-\u02FF\u0370-\u0377\u0384-\u038A\u0391-\u03FF\u0400-\u0482\u048A-\u052F\u2010-\u2027\u2030-\u205E\u20A0-\u20C0]*$/;

const emojiEnd = /(?:\p{Extended_Pictographic}\uFE0F?|\p{Emoji_Modifier})$/u;
const emojiStart = /^\p{Extended_Pictographic}/u;
const emojiBase = /[\p{Emoji}\p{Extended_Pictographic}]$/u;
/** Letters and marks of scripts in which a joiner changes the visible shape. */
const shapedScripts =
  /^(?=[\p{L}\p{M}])[\p{scx=Arab}\p{scx=Syrc}\p{scx=Nkoo}\p{scx=Deva}\p{scx=Beng}\p{scx=Guru}\p{scx=Gujr}\p{scx=Orya}\p{scx=Taml}\p{scx=Telu}\p{scx=Knda}\p{scx=Mlym}\p{scx=Sinh}\p{scx=Mymr}\p{scx=Tibt}]/u;

/** Returns true if a joiner or variation selector has its intended effect, in an emoji or a script that needs it. */
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
  return shapedScripts.test(before.slice(-1)) && shapedScripts.test(after);
}

/** A `<` that may open a tag, a comment or a declaration. Email addresses in angle brackets do not match. */
const tagOpening = /<(?![\w.%+'-]{1,64}@[\w.-]{1,253}>)(?=[A-Za-z/!?])([^<>\n]{0,512}>)?/g;
/**
 * The label of a link reference definition at the start of a line, also in quotes and lists (CommonMark 4.7). For less
 * strict parsers, also a one-line label that contains further brackets.
 */
const definitionLabel = /^[ \t>*+\-\d.)]*\[(?:(?:[^[\]\\]|\\[^]){0,1000}|[^\]\n\r\u2028\u2029]{0,1000})\]:/gm;

function neutralizeMarkup(text: string): string {
  return text
    .replaceAll(tagOpening, (_, rest?: string) => (rest === undefined ? '‹' : `‹${rest.slice(0, -1)}›`))
    .replaceAll('![', '!\\[')
    .replaceAll('](', ']\\(');
}

/** Result of {@link cleanUntrusted}. */
export interface CleanText {
  readonly text: string;
  /** Number of invisible characters removed. Byte order marks, soft hyphens and control characters are not counted. */
  readonly hiddenRemoved: number;
}

const lineBreak = /[\v\f\u0085\u2028\u2029]/;
const uncounted = /[\p{Cc}\p{Cs}\u00AD\uFEFF]/u;

/**
 * Sanitizes untrusted text: removes and counts invisible characters, and neutralizes Markdown images, Markdown links and
 * raw HTML. Visible text stays readable: `a < b`, code, email addresses in angle brackets, emoji, right-to-left text.
 * Takes linear time and is idempotent.
 */
export function cleanUntrusted(text: string): CleanText {
  const { text: clean, hiddenRemoved } = cleanLines(text);
  return { text: escapeDefinitions(clean), hiddenRemoved };
}

/** Removes invisible characters and neutralizes markup that does not extend over lines. */
export function cleanLines(text: string): CleanText {
  let hiddenRemoved = 0;
  const clean = replaceInPieces(text, endOfPiece, (piece) => {
    const lines = piece.replaceAll(/\r\n?/g, '\n');
    if (ordinaryText.test(lines)) return neutralizeMarkup(lines);
    const visible = removeInvisible(lines);
    hiddenRemoved += visible.hiddenRemoved;
    return neutralizeMarkup(visible.text);
  });
  return { text: clean, hiddenRemoved };
}

/** Escapes link reference definitions, whose label may extend over lines. */
export function escapeDefinitions(text: string): string {
  if (!text.includes(']:')) return text;
  return replaceInPieces(text, endOfLabels, (piece) =>
    piece.replaceAll(definitionLabel, (label) => label.replaceAll(']:', ']\\:')),
  );
}

function removeInvisible(text: string): CleanText {
  let hiddenRemoved = 0;
  const visible = text.replaceAll(invisible, (character: string, at: number) => {
    if (lineBreak.test(character)) return '\n';
    const before = text.slice(Math.max(0, at - 3), at);
    const after = text.slice(at + character.length, at + character.length + 2);
    if (isLegitimate(character, before, after)) return character;
    if (!uncounted.test(character)) hiddenRemoved += 1;
    return '';
  });
  return { text: visible, hiddenRemoved };
}

const nonceForm = /^[\w-]{22,64}$/;

/**
 * Encloses untrusted text in delimiters with a random nonce. The nonce is removed from the text, so that the text cannot
 * close the block.
 * @param text sanitized text
 * @param nonce at least 128 random bits in hexadecimal or base64url, new for each response
 * @throws TypeError if the nonce is too short
 */
export function fenceUntrusted(text: string, nonce: string): string {
  if (!nonceForm.test(nonce))
    throw new TypeError('The delimiter of untrusted text needs a nonce of at least 128 bits.');
  const inner = text.includes(nonce) ? text.replaceAll(nonce, '(delimiter removed)') : text;
  return `[untrusted content ${nonce} begins]\n${inner}\n[untrusted content ${nonce} ends]`;
}
