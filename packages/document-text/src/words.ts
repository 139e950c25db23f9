/** The words of a text, which single spaces part, as a set: for tables of names. */
export function words(text: string): ReadonlySet<string> {
  return new Set(text.split(' '));
}
