import { buildDocx, buildPptx, buildXlsx } from '../support/ooxml-builder.ts';
import { type HostileDocument, many, markup } from './hostile-document.ts';

/** A text of words, one of which is not Latin, so that each character takes two bytes. */
function wideText(characters: number, seed = 0): string {
  let text = '';
  for (let index = 0; text.length < characters; index += 1) text += `w${seed}${index} \u0448`;
  return text;
}

const row = (number: number, cell: string) => `<row r="${number}">${cell}</row>`;

/** Markup that is no text, and compresses by less than 50 to 1. */
const comment = (seed: number) => `<!--${markup((number) => `${seed}${number}${'x'.repeat(80)}`, 31_000)}-->`;

/** Documents of Office whose strings take far more memory than their text. */
export const hostileStrings: readonly HostileDocument[] = [
  {
    name: 'Workbook of long inline strings',
    file: 'a.xlsx',
    ends: 'cut',
    make: () =>
      buildXlsx({
        sheets: [
          {
            name: 'S',
            data: many(300, (index) =>
              row(index + 1, `<c t="inlineStr"><is><t>${wideText(32_000, index)}</t></is></c>`),
            ),
          },
        ],
      }),
  },
  {
    name: 'Workbook of long shared strings',
    file: 'a.xlsx',
    ends: 'cut',
    make: () =>
      buildXlsx({
        sheets: [{ name: 'S', data: many(500, (index) => row(index + 1, `<c t="s"><v>${index}</v></c>`)) }],
        sharedStrings: Array.from({ length: 500 }, (_, index) => `<t>${wideText(32_000, index)}</t>`),
      }),
  },
  {
    name: 'Workbook of long names of sheets',
    file: 'a.xlsx',
    ends: 'cut',
    make: () => {
      const name = wideText(25_000);
      const data = row(1, '<c><v>1</v></c>');
      return buildXlsx({
        sheets: Array.from({ length: 1000 }, (_, index) => ({ name: `${index}${name}`, data })),
      });
    },
  },
  {
    name: 'Word document of few words in much markup',
    file: 'a.docx',
    ends: 'cut',
    make: () =>
      buildDocx({
        body: many(
          1800,
          (index) => `${comment(index)}<w:p><w:r><w:t>some words of a sentence</w:t></w:r></w:p>`,
        ),
      }),
  },
  {
    name: 'Word document of invisible characters',
    file: 'a.docx',
    ends: 'cut',
    make: () =>
      buildDocx({
        body: many(
          1000,
          (index) =>
            `<w:p><w:r><w:t>${many(1000, (word) => `w${index * word} \u0448\u200B`)}</w:t></w:r></w:p>`,
        ),
      }),
  },
  {
    name: 'Presentation of one long run',
    file: 'a.pptx',
    ends: 'cut',
    make: () =>
      buildPptx([
        {
          shapes: `<p:sp><p:txBody><a:p><a:r><a:t>${wideText(7_000_000)}</a:t></a:r></a:p></p:txBody></p:sp>`,
        },
      ]),
  },
];
