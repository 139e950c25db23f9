import type { OoxmlPackage, Relationship } from './package.ts';

const maxGraphicCharacters = 4096;
const graphicKinds: ReadonlyMap<string, string> = new Map([
  ['chart', 'Chart'],
  ['chartEx', 'Chart'],
  ['diagramData', 'Diagram'],
]);

/** Reads the text of a chart (titles, categories, series, cached values) or a diagram, in document order. */
async function readWords(source: OoxmlPackage, part: string): Promise<string> {
  const words: string[] = [];
  let characters = 0;
  let collects = false;
  let current = '';
  await source.scan(part, {
    open(name) {
      collects = name === 't' || name === 'v' || name === 'pt';
      if (collects) current = '';
    },
    close() {
      if (!collects) return;
      collects = false;
      const word = current.trim();
      characters += word.length + 2;
      if (word !== '' && characters < maxGraphicCharacters) words.push(word);
    },
    text(text) {
      if (collects) current += text;
    },
  });
  const text = words.join(', ');
  source.budget.spendOnOutput(text.length);
  return text;
}

/** The text of a chart or diagram, such as `Chart: Sales, Q1, Q2, 4.3`. Empty for other relationships. */
export async function readGraphic(
  source: OoxmlPackage,
  relationship: Relationship | undefined,
): Promise<string> {
  const kind = graphicKinds.get(relationship?.kind ?? '');
  if (!relationship || relationship.external || kind === undefined) return '';
  const words = await readWords(source, relationship.target);
  return words === '' ? '' : `${kind}: ${words}`;
}

/** The texts of all charts and diagrams of a part, by relationship id. */
export async function readGraphics(
  source: OoxmlPackage,
  relationships: ReadonlyMap<string, Relationship>,
): Promise<ReadonlyMap<string, string>> {
  const graphics = new Map<string, string>();
  for (const [id, relationship] of relationships) {
    const text = await readGraphic(source, relationship);
    if (text !== '') graphics.set(id, text);
  }
  return graphics;
}
