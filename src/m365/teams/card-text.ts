import { cleanUntrusted } from '../../../packages/document-text/src/sanitize.ts';

/** Members of cards that hold what a person reads. */
const shown = new Set(['title', 'subtitle', 'text', 'altText', 'label', 'value', 'speak', 'summary']);
/** Members that are instructions to the app and no text. */
const unseen = new Set(['actions', 'data', 'msteams', 'refresh', 'fallback', 'url', 'type', 'id', '$schema']);
const mostCharacters = 8000;
const mostDepth = 12;

/**
 * What a person reads on a card that an app has posted, line by line. Empty for what is no card.
 * @see https://adaptivecards.io/explorer/
 */
export function cardText(content: string): string {
  const lines: string[] = [];
  let length = 0;
  const walk = (value: unknown, name: string, depth: number): void => {
    if (depth > mostDepth || length > mostCharacters) return;
    if (typeof value === 'string') {
      if (!shown.has(name)) return;
      const line = cleanUntrusted(value).text.replaceAll(/\s+/g, ' ').trim();
      if (line === '' || lines.at(-1) === line) return;
      lines.push(line);
      length += line.length;
      return;
    }
    if (typeof value !== 'object' || value === null) return;
    for (const [key, member] of Object.entries(value)) {
      if (!unseen.has(key)) walk(member, Array.isArray(value) ? name : key, depth + 1);
    }
  };
  try {
    walk(JSON.parse(content), '', 0);
  } catch {
    return '';
  }
  return lines.join('\n');
}
