import { addresses } from './addresses.ts';
import { htmlMail } from './compose.ts';
import type { SeedMail } from './mail-seed.ts';
import { paragraph } from './outlook-html.ts';
import { hostileTexts } from '../hostile-texts.ts';
import { numberedLines } from '../numbered-lines.ts';

const { miriam, joni, mallory } = addresses;

/** A long mail, and one that tries everything. */
export const longMails: readonly SeedMail[] = [
  htmlMail(
    {
      key: 'register-letters',
      from: miriam,
      to: [joni],
      subject: 'The register of letters, whole',
      daysAgo: 30,
      minute: 600,
    },
    () => numberedLines('Letter', 3000).map(paragraph).join(''),
  ),
  htmlMail(
    {
      key: 'register-hostile',
      from: mallory,
      to: [joni],
      subject: `Terms ${hostileTexts[1] ?? ''}`,
      daysAgo: 31,
      minute: 610,
    },
    () =>
      hostileTexts
        .map((text) => `${paragraph(text)}${paragraph(text.replaceAll('<', '&lt;'))}<pre>${text}</pre>`)
        .join(''),
  ),
];
