import { contentTypes, textDocument } from '../documents/document.ts';
import { storeFront } from '../documents/odd-documents.ts';
import { docx } from '../documents/docx.ts';
import { type FileSeed, file, folder } from './file-seed.ts';

const performanceReview = docx('Performance review Megan.docx', 'Performance review', 'Patti Fernandez', [
  { heading: 'Performance review', level: 1 },
  { paragraph: ['Confidential. Megan Bowen exceeds expectations; bonus of 8 % proposed.'] },
]);

const talkOutline = docx('Talk outline.docx', 'Talk outline', 'Megan Bowen', [
  { heading: 'What light tells a shop', level: 1 },
  { list: ['Opening story: the baker in Gdańsk', 'Three numbers', 'Demonstration'], ordered: true },
]);

/** OneDrive content by user principal name. */
export function personalFiles(userPrincipalName: string): readonly FileSeed[] {
  switch (userPrincipalName) {
    case 'megan@contoso.example':
      return [
        folder('Drafts', [file(talkOutline, 'Megan Bowen', 17)]),
        file(
          textDocument('Shopping list.txt', contentTypes.txt, 'Milk\r\nBread\r\nA present for Lidia\r\n'),
          'Megan Bowen',
          2,
        ),
        file(
          textDocument('Halo ideas.md', contentTypes.md, '# Ideas\n\nA lamp that dims when you read.\n'),
          'Megan Bowen',
          61,
          {
            sharedWith: ['alex@contoso.example'],
          },
        ),
      ];
    case 'patti@contoso.example':
      return [
        folder('People', [file(performanceReview, 'Patti Fernandez', 25)]),
        file(
          textDocument('Board agenda.md', contentTypes.md, '# Board agenda\n\n1. FY27 budget\n2. Halo\n'),
          'Patti Fernandez',
          10,
          {
            sharedWith: ['megan@contoso.example'],
          },
        ),
      ];
    case 'alex@contoso.example':
      return [
        file(
          textDocument(
            'Translation schedule.csv',
            contentTypes.csv,
            'language,due\r\nPolish,2027-01-22\r\nCzech,2027-01-22\r\n',
          ),
          'Alex Wilber',
          9,
        ),
        folder('Photos', [file(storeFront, 'Alex Wilber', 12)]),
      ];
    case 'joni@fabrikam.example':
      return [
        file(
          textDocument('Nightingale notes.txt', contentTypes.txt, 'Call Miriam about the hold.\r\n'),
          'Joni Sherman',
          3,
        ),
      ];
    case 'diego@fabrikam.example':
      return [
        file(
          textDocument('Stellenplan.txt', contentTypes.txt, 'Zwei Stellen in München, eine in Köln.\r\n'),
          'Diego Siciliani',
          12,
        ),
      ];
    default:
      return [];
  }
}
