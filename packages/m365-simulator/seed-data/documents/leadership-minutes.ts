import { contentTypes, textDocument } from './document.ts';

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
