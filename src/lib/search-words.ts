/** Letters that Unicode does not decompose into a base letter and an accent, with the replacement used for search. */
const letterReplacements: Readonly<Record<string, string>> = {
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

/** Scripts that do not separate words by spaces. */
const unspacedScript =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/u;

/** The words of a text, normalized as in a search index: lower case, without accents and punctuation. */
export function searchWords(text: string): readonly string[] {
  const plain = text
    .normalize('NFKD')
    .replaceAll(/\p{M}/gu, '')
    .toLowerCase()
    .replaceAll(/[ßæøœđðħıłþ]/g, (letter) => letterReplacements[letter] ?? letter);
  return plain.match(/[\p{L}\p{N}]+/gu) ?? [];
}

/**
 * Whether each word of the query is a prefix of a word of the text, or a substring in scripts without spaces. Words with
 * hyphens and apostrophes match without them too. An empty query matches every text.
 */
export function hasWords(text: string, query: string): boolean {
  const words = [...searchWords(text), ...joinedWords(text)];
  const hasAll = (required: readonly string[]) =>
    required.every((word) =>
      words.some((candidate) =>
        unspacedScript.test(word) ? candidate.includes(word) : candidate.startsWith(word),
      ),
    );
  const joined = joinedWords(query);
  return hasAll(searchWords(query)) || (joined.length > 0 && hasAll(joined));
}

const joiner = /[-‐‑'’]/g;

/** The words of a text whose hyphens and apostrophes are left out: `wifi` for `Wi-Fi`. None for a text without them. */
function joinedWords(text: string): readonly string[] {
  const joined = text.replaceAll(joiner, '');
  return joined === text ? [] : searchWords(joined);
}
