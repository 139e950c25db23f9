import { describe, expect, it } from 'vitest';
import { layOutPage } from '../../src/pdf/layout.ts';
import type { PlacedText } from '../../src/pdf/pieces.ts';

/** A piece of 10 points at (x, y); each character is 5 points wide unless `width` is given. */
function at(
  x: number,
  y: number,
  str: string,
  rest: Partial<PlacedText> & { size?: number } = {},
): PlacedText {
  const { size = 10, ...fields } = rest;
  return {
    str,
    dir: /[\u0590-\u06ff]/.test(str) ? 'rtl' : 'ltr',
    transform: [size, 0, 0, size, x, y],
    width: str.length * size * 0.5,
    height: size,
    isVertical: false,
    ...fields,
  };
}

describe('layOutPage', () => {
  it.each<[string, PlacedText[], string]>([
    ['joins parts of a word', [at(0, 0, 'Quar'), at(20, 0, 'terly')], 'Quarterly'],
    ['separates words at a gap', [at(0, 0, 'net'), at(17.5, 0, 'sum')], 'net sum'],
    ['separates columns by a tab', [at(0, 0, '37,499.96'), at(80, 0, 'DISTRICT')], '37,499.96\tDISTRICT'],
    ['orders a line from left to right', [at(80, 0, 'right'), at(0, 0, 'left')], 'left\tright'],
    ['separates overlapping words', [at(0, 0, 'text75'), at(25, 0, 'text76')], 'text75 text76'],
    ['keeps a space of the file', [at(0, 0, 'a'), at(5, 0, ' ', { width: 0 }), at(5, 0, 'b')], 'a b'],
    ['starts a line at another baseline', [at(0, 20, 'first'), at(0, 8, 'second')], 'first\nsecond'],
    ['keeps a superscript on its line', [at(0, 0, 'mc'), at(10, 4, '2', { size: 6 })], 'mc2'],
    ['keeps a subscript on its line', [at(0, 0, 'H'), at(5, -2, '2', { size: 6 }), at(8, 0, 'O')], 'H2O'],
    ['keeps text once that is drawn twice', [at(0, 0, 'bold'), at(0.4, 0, 'bold')], 'bold'],
    ['keeps repeated letters', [at(0, 0, 'l', { width: 2.2 }), at(2.2, 0, 'l', { width: 2.2 })], 'll'],
    [
      'separates right-to-left words',
      [at(100, 0, 'שלום'), at(70, 0, 'לכל'), at(40, 0, 'העולם')],
      'שלום\tלכל העולם',
    ],
    ['reverses right-to-left words drawn from left to right', [at(0, 0, 'ב'), at(8, 0, 'א')], 'א ב'],
    [
      'keeps the order of names and numbers within right-to-left text',
      [at(80, 0, 'תקן'), at(50, 0, 'ASVS'), at(73, 0, '4'), at(23, 0, 'אבטחה'), at(0, 0, 'מידע')],
      'תקן ASVS 4 אבטחה מידע',
    ],
    [
      'places punctuation after a right-to-left word',
      [at(20, 0, 'אם'), at(15, 0, ','), at(0, 0, 'אז')],
      'אם, אז',
    ],
  ])('%s', (_, items, expected) => {
    expect(layOutPage(items)).toBe(expected);
  });

  it('reads rotated text by its own direction', () => {
    const turned = (x: number, y: number, str: string) =>
      at(0, 0, str, { transform: [0, 10, -10, 0, x, y], width: str.length * 5 });
    expect(layOutPage([turned(50, 0, 'turned'), turned(50, 33, 'text'), at(60, 0, 'straight')])).toBe(
      'turned text\nstraight',
    );
  });

  it('reads vertical text from top to bottom', () => {
    const vertical = (y: number, str: string) =>
      at(100, y, str, { width: 0, height: str.length * 10, isVertical: true });
    expect(layOutPage([vertical(700, '日本'), vertical(680, '語')])).toBe('日本語');
  });

  describe('with columns that are drawn line by line', () => {
    const left = [
      'The agreement starts on',
      'the first of March and',
      'ends after twelve months',
      'unless it is extended.',
    ];
    const right = [
      'Deliveries arrive at the',
      'warehouse on working',
      'days between eight and',
      'four in the afternoon.',
    ];
    const third = [
      'Payment is due within',
      'thirty days after the',
      'invoice was received by',
      'the accounts department.',
    ];
    const down = (texts: readonly string[], x: number, y = 100) =>
      texts.map((text, index) => at(x, y - index * 12, text));
    const across = (...columns: readonly (readonly PlacedText[])[]) =>
      (columns[0] ?? []).flatMap((_, index) => columns.flatMap((column) => column.slice(index, index + 1)));
    const heading = at(0, 130, 'Terms and conditions that apply to all deliveries of the year');
    const end = at(0, 40, 'This last paragraph spans the whole width of the page again.');

    it.each<[string, PlacedText[], string[]]>([
      ['two columns', across(down(left, 0), down(right, 150)), [...left, ...right]],
      [
        'two columns between lines that cross them',
        [heading, ...across(down(left, 0), down(right, 150)), end],
        [heading.str, ...left, ...right, end.str],
      ],
      [
        'three columns',
        across(down(left, 0), down(right, 150), down(third, 300)),
        [...left, ...right, ...third],
      ],
      ['columns on different baselines', across(down(left, 0), down(right, 150, 94)), [...left, ...right]],
      [
        'a column that is longer than the other one',
        [...across(down(left, 0), down(right, 150)), at(0, 52, 'and signed by both.')],
        [...left, 'and signed by both.', ...right],
      ],
      [
        'a heading on the left below the columns',
        [...across(down(left, 0), down(right, 150)), at(0, 30, 'Signatures'), at(0, 10, 'Both parties')],
        [...left, ...right, 'Signatures', 'Both parties'],
      ],
      [
        'rows of cells with several lines',
        [
          ...across(down(left, 0, 200), down(right, 150, 200)),
          ...across(down(third, 0, 130), down(left, 150, 130)),
        ],
        [...left, ...right, ...third, ...left],
      ],
    ])('reads %s', (_, items, lines) => {
      expect(layOutPage(items)).toBe(lines.join('\n'));
    });

    it.each<[string, readonly string[], readonly string[]]>([
      ['short cells', ['Item', 'Bolts M8', 'Nuts M8', 'Washers'], ['Price', '0.15', '0.08', '0.02']],
      [
        'cells that are sentences of their own',
        [
          'Head of Sales and Marketing',
          'Head of Production Planning',
          'Head of Human Resources',
          'Chief Accountant',
        ],
        [
          'Anna Maria Kowalska-Nowak',
          'Jean-Pierre Dupont-Martin',
          'Giovanni Battista Rossi',
          'Karl-Heinz Schmidt',
        ],
      ],
      ['a column of numbers', left, ['1,200.00', '2,400.00', '3,600.00', '4,800.00']],
    ])('keeps the rows of a table with %s', (_, first, second) => {
      const rows = first.map((text, index) => `${text}\t${second[index]}`);
      expect(layOutPage(across(down(first, 0), down(second, 200)))).toBe(rows.join('\n'));
    });
  });
});
