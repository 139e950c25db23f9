/** Words of a text as an index keeps them: lower case, without accents and punctuation. */
export function textWords(text: string): readonly string[] {
  const plain = text.normalize('NFKD').replaceAll(/\p{M}/gu, '').toLowerCase();
  return plain.match(/[\p{L}\p{N}]+/gu) ?? [];
}

/** Whether the words of a value occur in sequence. `prefix` applies to the last word. */
export function textContains(words: readonly string[], value: string, prefix: boolean): boolean {
  const queryWords = textWords(value);
  const last = queryWords.length - 1;
  if (last < 0) return false;
  return words.some((_, start) =>
    queryWords.every((word, index) => {
      const candidate = words[start + index];
      if (candidate === undefined) return false;
      return prefix && index === last ? candidate.startsWith(word) : candidate === word;
    }),
  );
}
