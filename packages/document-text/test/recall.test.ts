/// <reference types="vite/client" />
import { describe, expect, it } from 'vitest';
import { readWhole } from './support/read-whole.ts';
import { countFound, isRow, wantedWords } from './support/word-recall.ts';
import contents from './fixtures/documents/contents.json';

const files = import.meta.glob<string>('./fixtures/documents/*.{docx,xlsx,pptx,pdf,html}', {
  query: '?url&inline',
  import: 'default',
});

/** Words that the producer's own file lacks, for every reader. */
const lostByProducer: Readonly<Record<string, number>> = { ghostscript: 0.05, abiword: 0.02 };

interface Recall {
  readonly kind: string;
  readonly words: number;
  readonly foundWords: number;
  readonly cells: number;
  readonly foundCells: number;
}

async function measure(path: string, name: string): Promise<Recall> {
  const [content = '', , kind = ''] = name.split('.');
  const text = contents[content as keyof typeof contents];
  const data = await files[path]?.();
  const bytes = Uint8Array.from(atob(data?.slice(data.indexOf(',') + 1) ?? ''), (character) =>
    character.charCodeAt(0),
  );
  const lines = (await readWhole(bytes, { name })).text;
  const wanted = wantedWords(text, kind);
  const rows = text.table.filter((cells) => lines.split('\n').some((line) => isRow(line, cells)));
  const foundCells = rows.flat().length;
  return {
    kind,
    words: wanted.length,
    foundWords: countFound(wanted, lines),
    cells: text.table.flat().length,
    foundCells,
  };
}

function percent(part: number, whole: number): string {
  return `${((100 * part) / whole).toFixed(2)} %`;
}

describe('recall of documents written by other programs', () => {
  const recalls: Recall[] = [];

  it.each(Object.keys(files).map((path) => [path.replace(/^.*\//, ''), path] as const))(
    '%s',
    async (name, path) => {
      const recall = await measure(path, name);
      recalls.push(recall);
      const lost = lostByProducer[name.split('.')[1] ?? ''] ?? 0;
      expect(recall.foundWords / recall.words).toBeGreaterThanOrEqual(1 - lost);
      expect(recall.foundCells).toBe(recall.cells);
    },
  );

  it.each(Object.keys(files).filter((path) => /\.(?:libreoffice|weasyprint|pdfkit)\.pdf$/.test(path)))(
    'shows the URL of the link: %s',
    async (path) => {
      const { link } = contents[path.replace(/^.*\//, '').split('.')[0] as keyof typeof contents];
      const data = (await files[path]?.()) ?? '';
      const bytes = Uint8Array.from(atob(data.slice(data.indexOf(',') + 1)), (character) =>
        character.charCodeAt(0),
      );
      expect((await readWhole(bytes, { name: path })).text).toContain(`${link.join(' (')})`);
    },
  );

  it('prints the recall by format', () => {
    const kinds = Map.groupBy(recalls, ({ kind }) => kind);
    const sum = (list: readonly Recall[], pick: (recall: Recall) => number) =>
      list.reduce((total, recall) => total + pick(recall), 0);
    const table = [...kinds].map(([kind, list]) => {
      const words = percent(
        sum(list, (recall) => recall.foundWords),
        sum(list, (recall) => recall.words),
      );
      const cells = percent(
        sum(list, (recall) => recall.foundCells),
        sum(list, (recall) => recall.cells),
      );
      return `${kind.padEnd(5)} ${String(list.length).padStart(3)} files  words ${words.padStart(8)}  cells ${cells.padStart(8)}`;
    });
    console.log(table.join('\n'));
    expect(recalls.length).toBeGreaterThanOrEqual(60);
    expect(kinds.size).toBe(5);
  });
});
