/** Words of a text as a search index keeps them: lower case, without accents and punctuation. */
export function searchWords(text: string): readonly string[] {
  const plain = text.normalize('NFKD').replaceAll(/\p{M}/gu, '').toLowerCase();
  return plain.match(/[\p{L}\p{N}]+/gu) ?? [];
}

/** Whether each word that is looked for begins a word of the text. Nothing looked for is found everywhere. */
export function hasWords(text: string, wanted: string): boolean {
  const words = searchWords(text);
  return searchWords(wanted).every((word) => words.some((candidate) => candidate.startsWith(word)));
}
