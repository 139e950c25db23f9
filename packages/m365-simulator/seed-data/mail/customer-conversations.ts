import { addresses } from './addresses.ts';
import { conversation } from './compose.ts';
import type { SeedMail } from './mail-seed.ts';

const { megan, adele, isaiah, agency, jordan, wanda } = addresses;

/** Conversations with agencies and customers. */
export function customerConversations(
  sentLine: (daysAgo: number, minute: number) => string,
): readonly SeedMail[] {
  return [
    ...conversation(
      'translation',
      'Übersetzung Pressemappe: neuer Termin',
      [
        {
          from: agency,
          to: [megan],
          daysAgo: 21,
          minute: 470,
          folder: 'project05',
          text: [
            'Dear Megan,',
            'the Polish and the Czech version will be late: 22 January instead of 8 January.',
          ],
        },
        {
          from: megan,
          to: [agency],
          daysAgo: 20,
          minute: 500,
          text: ['That is the second delay. Please confirm 22 January in writing.'],
        },
        {
          from: agency,
          to: [megan],
          daysAgo: 3,
          minute: 520,
          folder: 'project05',
          isRead: false,
          text: ['Confirmed: 22 January, with a rebate of 10 % on the invoice.'],
        },
      ],
      sentLine,
    ),
    ...conversation(
      'northwind',
      'Northwind Traders: reorder for spring',
      [
        {
          from: jordan,
          to: [isaiah],
          cc: [megan],
          daysAgo: 45,
          minute: 900,
          folder: 'customers',
          text: [
            'Isaiah, Megan,',
            'we would take 1,200 Halo at the gold tier if the margin is 31 %. Is that possible?',
          ],
        },
        {
          from: isaiah,
          to: [jordan],
          cc: [megan, adele],
          daysAgo: 44,
          minute: 620,
          folder: 'customers',
          text: ['Jordan, yes: 31 % from 150 units on, payment in 45 days. The offer follows from Adele.'],
        },
        {
          from: jordan,
          to: [isaiah, adele],
          cc: [megan],
          daysAgo: 41,
          minute: 870,
          folder: 'customers',
          importance: 'high',
          text: ['Agreed. Please send the contract to our legal department before the end of the month.'],
        },
      ],
      sentLine,
    ),
    ...conversation(
      'shelf',
      'Shelf space at Tailspin Toys',
      [
        {
          from: wanda,
          to: [adele],
          cc: [megan],
          daysAgo: 22,
          minute: 494,
          text: ['We can give Halo 80 cm in 34 shops from March, at EUR 1,200 a shop.'],
        },
        {
          from: adele,
          to: [wanda],
          cc: [megan],
          daysAgo: 18,
          minute: 1010,
          text: ['Thanks, Wanda. EUR 1,000 a shop and we sign this week.'],
        },
        {
          from: wanda,
          to: [adele, megan],
          daysAgo: 17,
          minute: 530,
          text: ['Done: EUR 1,000 a shop, 34 shops, signed copy by Friday.'],
        },
      ],
      sentLine,
    ),
  ];
}
