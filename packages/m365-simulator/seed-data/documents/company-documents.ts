import { type Document, contentTypes, textDocument } from './document.ts';
import { pdf } from './pdf.ts';

/** Minutes in Markdown. Search does not look into the body of such a file. */
export const leadershipMinutes = textDocument(
  'Leadership minutes.md',
  contentTypes.md,
  `# Leadership meeting

Present: Patti Fernandez (chair), Megan Bowen, Adele Vance, Lidia Holloway. Apologies: Isaiah Langer.

## Decisions

1. The FY27 budget is closed at EUR 9,000,000. **Marketing gets EUR 1,350,000.**
2. Travel is frozen until the end of the first quarter.
3. Halo goes on sale on 17 March 2027.

## Actions

| Who | What | Until |
|---|---|---|
| Megan | revised marketing split | 4 December |
| Adele | list of retailers for the training | 11 December |
| Lidia | second source for the LED driver | 18 December |

> The word *quasar* stands in this file alone, so that a search for it shows whether bodies of Markdown are indexed.

\`\`\`
next meeting: first Tuesday of December, 16:00 in Warsaw
\`\`\`
`,
);

/** The travel policy: four pages, the third of them compressed. */
export const travelPolicy: Document = pdf(
  'Travel and Expense Policy.pdf',
  'Travel and Expense Policy',
  'Contoso Finance',
  [
    {
      lines: [
        { text: 'Travel and Expense Policy', size: 20 },
        'Contoso, version 7, in force from 1 October 2026',
        '',
        { text: '1. Purpose', size: 14 },
        'This policy says what Contoso pays for when you travel on business, and how you get it back.',
        'It applies to all employees and to contractors whose contract refers to it.',
        '',
        { text: '2. Before you travel', size: 14 },
        'Trips of more than EUR 500 need the consent of your manager in advance.',
        'Until the end of the first quarter of FY27 all travel needs the consent of the President.',
      ],
    },
    {
      lines: [
        { text: '3. Flights and trains', size: 14 },
        'Take the train where it takes less than five hours.',
        'Economy class within Europe; premium economy on flights of more than six hours.',
        '',
        { text: '4. Hotels', size: 14 },
        'The nightly limit is \u20ac160, in Berlin, London and Zurich \u20ac220.',
      ],
    },
    {
      compressed: true,
      lines: [
        { text: '5. Daily allowance', size: 14 },
        'Country            Full day    Half day',
        'Germany            EUR 28      EUR 14',
        'Poland             EUR 23      EUR 12',
        'United Kingdom     EUR 45      EUR 30',
        'United States      EUR 59      EUR 40',
        '',
        'No allowance is paid for meals that somebody else has paid for (lunch at a \u201cfree\u201d conference, say).',
      ],
    },
    {
      lines: [
        { text: '6. How to claim', size: 14 },
        'Send receipts to invoices@contoso.example within 30 days.',
        'Claims that come later than 90 days are not paid.',
        '',
        { text: '7. Questions', size: 14 },
        'Ask Pradeep Gupta, Accounting.',
      ],
    },
  ],
);
