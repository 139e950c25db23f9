const entities: Readonly<Record<string, string>> = {
  nbsp: '\u00a0',
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  euro: '€',
  ndash: '–',
  apos: "'",
};

/** HTML as Exchange turns it into text: nothing is hidden from it but the head, styles, scripts and comments. */
export function htmlToText(html: string): string {
  return html
    .replaceAll(/<!--[\s\S]*?-->/g, '')
    .replaceAll(/<(head|style|script|title)\b[\s\S]*?<\/\1>/gi, '')
    .replaceAll(/[\r\n\t ]+/g, ' ')
    .replaceAll(/<br\b[^>]*>\s*/gi, '\r\n')
    .replaceAll(/<\/(p|div|tr|h[1-6]|li)>\s*/gi, '\r\n')
    .replaceAll(/<\/t[dh]>\s*/gi, '\t')
    .replaceAll(/<a\b[^>]*\bhref="([^"]*)"[^>]*>([\s\S]*?)<\/a>/gi, '$2\u0001$1\u0002')
    .replaceAll(/<[^>]+>/g, '')
    .replaceAll('\u0001', '<')
    .replaceAll('\u0002', '>')
    .replaceAll(/&(#x?[0-9a-f]+|\w+);/gi, (whole, name: string) => {
      if (name.startsWith('#')) {
        const code = name[1] === 'x' ? Number.parseInt(name.slice(2), 16) : Number(name.slice(1));
        return String.fromCodePoint(code);
      }
      return entities[name] ?? whole;
    })
    .replaceAll(/[ \t]+\r\n/g, '\r\n')
    .replaceAll(/(\r\n){3,}/g, '\r\n\r\n')
    .trim();
}
