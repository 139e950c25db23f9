import { supplierPayments } from '../documents/finance-documents.ts';
import { servicesAgreement } from '../documents/legal-documents.ts';
import { addresses } from './addresses.ts';
import { documentAttachment } from './attachments.ts';
import { outlookMail, textMail } from './compose.ts';
import type { SeedMail } from './mail-seed.ts';

const {
  pradeep,
  invoices,
  adventure,
  litware,
  fourthCoffee,
  joni,
  diego,
  miriam,
  wanda,
  adele,
  patti,
  isaiah,
} = addresses;

/** Mail of the shared mailbox and of the other users. */
export const otherMails: readonly SeedMail[] = [
  outlookMail(
    {
      key: 'invoices-overdue',
      from: litware,
      to: [invoices],
      subject: 'Reminder: invoice 4712 is overdue',
      daysAgo: 4,
      minute: 480,
      importance: 'high',
      isRead: false,
    },
    ['Invoice 4712 over EUR 18,900.00 was due on 13 November. Please pay within seven days.'],
  ),
  outlookMail(
    {
      key: 'invoices-list',
      from: pradeep,
      to: [invoices],
      subject: 'Open payments',
      daysAgo: 6,
      minute: 900,
      attachments: [documentAttachment(supplierPayments)],
    },
    ['The list of open payments, for the run on Friday.'],
  ),
  ...Array.from({ length: 18 }, (_, index) =>
    textMail(
      {
        key: `invoices-adventure-${index}`,
        from: index % 2 === 0 ? adventure : fourthCoffee,
        to: [invoices],
        subject: `Invoice ${4600 + index}`,
        daysAgo: 10 + index * 11,
        minute: 450,
        folder: index % 3 === 0 ? 'paid' : 'inbox',
      },
      `Invoice ${4600 + index}\r\nAmount EUR ${(index + 2) * 96}.00\r\n`,
    ),
  ),
  outlookMail(
    {
      key: 'patti-board',
      from: isaiah,
      to: [patti],
      cc: [adele],
      subject: 'Board dinner',
      daysAgo: 9,
      minute: 1100,
    },
    ['Twelve people, the Italian place, eight in the evening.'],
  ),
  outlookMail(
    {
      key: 'nightingale',
      from: miriam,
      to: [joni, diego],
      subject: 'Project Nightingale: hold on deletion',
      daysAgo: 3,
      minute: 1000,
      importance: 'high',
      attachments: [documentAttachment(servicesAgreement)],
    },
    ['Nothing about Nightingale may be deleted. The budget for outside counsel is USD 90,000.'],
  ),
  outlookMail(
    {
      key: 'bewerbung',
      from: wanda,
      to: [diego],
      subject: 'Bewerbung als Rechtsanwältin',
      daysAgo: 5,
      minute: 520,
      folder: 'bewerbungen',
    },
    ['Sehr geehrter Herr Siciliani,', 'anbei meine Bewerbung für München. Gehaltswunsch: 72.000 Euro.'],
  ),
  outlookMail(
    {
      key: 'diego-answer',
      from: diego,
      to: [joni],
      subject: 'Einstellung zum ersten Januar',
      daysAgo: 2,
      minute: 540,
    },
    ['Joni, wir stellen ein. Der Vertrag kommt morgen.'],
  ),
];
