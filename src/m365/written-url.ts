/** What a reader of Markdown could take for more than an address. */
const markup = /[!'()*[\]`]/g;

/** An address that is safe to stand within a text: what could be mark-up is percent-encoded. */
export function writtenUrl(url: string): string {
  return new URL(url).href.replaceAll(
    markup,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}
