import { fy27Budget } from '../documents/finance-documents.ts';
import { haloLaunchPlan } from '../documents/halo-launch.ts';
import { addresses } from './addresses.ts';
import { documentAttachment } from './attachments.ts';
import { conversation } from './compose.ts';
import type { SeedMail } from './mail-seed.ts';
import { table } from './outlook-html.ts';

const { megan, patti, adele, lidia, alex, pradeep } = addresses;
const manager = 'Marketing Manager';
const president = 'President';

/**
 * Conversations within Contoso. Each mail is delivered to all of its participants. `sentLine` formats a date
 * as Outlook does.
 */
export function conversations(sentLine: (daysAgo: number, minute: number) => string): readonly SeedMail[] {
  return [
    ...conversation(
      'budget',
      'FY27 budget: where marketing stands',
      [
        {
          from: megan,
          to: [patti],
          cc: [pradeep],
          daysAgo: 12,
          minute: 512,
          title: manager,
          text: [
            'Hi Patti,',
            'for FY27 I ask for EUR 1,406,250, the same as this year. The Halo launch alone takes EUR 420,000 of it.',
            'Can you tell me before the board meets whether that holds?',
            'Megan',
          ],
        },
        {
          from: patti,
          to: [megan],
          cc: [pradeep],
          daysAgo: 8,
          minute: 955,
          importance: 'high',
          title: president,
          isFlagged: true,
          text: [
            'Megan,',
            'the board closed the budget yesterday. Marketing gets EUR 1,350,000 for FY27, four per cent less than you asked for.',
            'The Halo launch campaign is approved in full at EUR 420,000. Travel is frozen until the end of the first quarter, trade fairs included.',
            'Please send me the revised split by 4 December; the workbook is attached.',
          ],
          html: table([
            ['Line', 'Asked', 'Approved'],
            ['Halo launch campaign', '420,000', '420,000'],
            ['Trade fairs', '261,250', '225,000'],
            ['Travel', '140,000', '120,000'],
          ]),
          attachments: [documentAttachment(fy27Budget)],
        },
        {
          from: megan,
          to: [patti],
          cc: [pradeep],
          daysAgo: 7,
          minute: 480,
          title: manager,
          text: [
            'Thank you, Patti. I take the cut from trade fairs and travel and send the split by 4 December.',
          ],
        },
        {
          from: patti,
          to: [megan],
          daysAgo: 6,
          minute: 1050,
          isRead: false,
          text: [
            'Good. One more thing: keep EUR 65,000 as a reserve, and do not tell the agencies about it.',
            'P.',
          ],
        },
      ],
      sentLine,
    ),
    ...conversation(
      'launch',
      'Halo launch: press kit and dates',
      [
        {
          from: lidia,
          to: [megan, alex],
          daysAgo: 30,
          minute: 1020,
          text: [
            'Hi both,',
            'packaging is final on 11 December. When do you need the photos for the press kit?',
          ],
        },
        {
          from: alex,
          to: [lidia, megan],
          daysAgo: 29,
          minute: 545,
          text: ['By 18 December, please, in RGB and at 300 dpi. The translations take four weeks.'],
        },
        {
          from: megan,
          to: [lidia, alex],
          cc: [adele],
          daysAgo: 28,
          minute: 610,
          title: manager,
          text: [
            'Let us keep 17 March 2027 as the date of sale, whatever the agency says. The plan is attached.',
          ],
          attachments: [documentAttachment(haloLaunchPlan)],
        },
        {
          from: adele,
          to: [megan],
          cc: [lidia],
          daysAgo: 5,
          minute: 1000,
          isRead: false,
          text: ['Retail training cannot start before 19 February: the demo lamps arrive on the 15th.'],
        },
      ],
      sentLine,
    ),
    ...conversation(
      'salaries',
      'Salary review',
      [
        {
          from: patti,
          to: [pradeep],
          daysAgo: 14,
          minute: 1100,
          importance: 'high',
          text: ['Pradeep, the salary review stays between us: 2.4 % for all, nothing for the board.'],
        },
        {
          from: pradeep,
          to: [patti],
          daysAgo: 13,
          minute: 1000,
          text: ['Understood. The letters go out on 15 December.'],
        },
      ],
      sentLine,
    ),
  ];
}
