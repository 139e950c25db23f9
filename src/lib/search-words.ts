/** Letters that are no base letter with an accent to Unicode, and are looked for as if they were. */
const plainLetters: Readonly<Record<string, string>> = {
  ß: 'ss',
  æ: 'ae',
  ø: 'o',
  œ: 'oe',
  đ: 'd',
  ð: 'd',
  ħ: 'h',
  ı: 'i',
  ł: 'l',
  þ: 'th',
};

/** Scripts that put no space between words. */
const unspaced =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/u;

/** Words of a text as a search index keeps them: lower case, without accents and punctuation. */
export function searchWords(text: string): readonly string[] {
  const plain = text
    .normalize('NFKD')
    .replaceAll(/\p{M}/gu, '')
    .toLowerCase()
    .replaceAll(/[ßæøœđðħıłþ]/g, (letter) => plainLetters[letter] ?? letter);
  return plain.match(/[\p{L}\p{N}]+/gu) ?? [];
}

/**
 * Whether each word that is looked for begins a word of the text, or stands anywhere in it where words are written
 * without spaces. Nothing looked for is found everywhere.
 */
export function hasWords(text: string, wanted: string): boolean {
  const words = searchWords(text);
  return searchWords(wanted).every((word) =>
    words.some((candidate) => (unspaced.test(word) ? candidate.includes(word) : candidate.startsWith(word))),
  );
}
