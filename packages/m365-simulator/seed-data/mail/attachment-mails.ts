import { travelPolicy } from '../documents/company-documents.ts';
import { campaignResults, retailerLetter } from '../documents/plain-documents.ts';
import { addresses } from './addresses.ts';
import { documentAttachment, logoAttachment } from './attachments.ts';
import { outlookMail } from './compose.ts';
import type { SeedMail } from './mail-seed.ts';

const { megan, adele, lidia, pradeep, invoices } = addresses;

const lunch = outlookMail(
  { key: 'lunch-original', from: adele, to: [lidia], subject: 'Lunch on Thursday', daysAgo: 26, minute: 600 },
  ['Shall we go to the Georgian place? They have a table for six at half past twelve.'],
);

/** Mails to Megan with attachments of every kind. */
export const attachmentMails: readonly SeedMail[] = [
  outlookMail(
    {
      key: 'signature',
      from: lidia,
      to: [megan],
      subject: 'Photos of the packaging',
      daysAgo: 4,
      minute: 930,
      attachments: [logoAttachment],
    },
    ['Hi Megan,', 'the photos are on the site of the project. Tell me if the blue is too dark.'],
    'Product Manager',
  ),
  outlookMail(
    {
      key: 'several-attachments',
      from: pradeep,
      to: [megan],
      cc: [invoices],
      subject: 'Receipts for October',
      daysAgo: 9,
      minute: 760,
      attachments: [
        documentAttachment(campaignResults),
        documentAttachment(travelPolicy),
        { kind: 'item', name: 'Lunch on Thursday', mail: lunch },
        {
          kind: 'reference',
          name: 'Board report Q3.pdf',
          url: 'https://contoso.sharepoint.com/sites/finance/Shared%20Documents/Board%20report%20Q3.pdf',
        },
        documentAttachment(retailerLetter),
      ],
    },
    [
      'Megan, three receipts for October are missing: the taxi on the 7th, the hotel in Hannover and one lunch.',
    ],
  ),
];
