import { addresses } from './addresses.ts';
import { htmlMail, outlookMail, textMail } from './compose.ts';
import type { SeedMail } from './mail-seed.ts';
import { paragraph, safeLink, table } from './outlook-html.ts';

const { megan, adele, alex, lidia, isaiah, lynne, newsletter, planner, teams, litware, marketing } =
  addresses;

const topics = [
  'venue in Berlin',
  'photos for the catalogue',
  'price list',
  'shelf displays',
  'landing page',
  'customer survey',
  'podcast with Northwind',
  'loyalty points',
  'summer party',
  'translation of the manual',
  'trade fair stand',
  'demo lamps',
];
const verbs = [
  'Update on',
  'Question about',
  'Next steps for',
  'Numbers for',
  'Decision needed:',
  'Status of',
];
const writers = [adele, alex, lidia, isaiah, lynne];

/** The ordinary mail of Megan's last thirteen months: work, newsletters, notifications, invoices. Always the same. */
export function bulkMails(): readonly SeedMail[] {
  return [
    ...Array.from({ length: 160 }, (_, index) => workMail(index)),
    ...Array.from({ length: 52 }, (_, index) => newsletterMail(index)),
    ...Array.from({ length: 40 }, (_, index) => notificationMail(index)),
    ...Array.from({ length: 28 }, (_, index) => invoiceMail(index)),
  ];
}

function workMail(index: number): SeedMail {
  const topic = pick(topics, index * 5);
  const from = pick(writers, index);
  const folder = index % 3 === 0 ? `project${String((index % 14) + 1).padStart(2, '0')}` : 'inbox';
  const envelope = {
    key: `work-${index}`,
    from,
    to: index % 4 === 0 ? [megan, marketing] : [megan],
    subject: `${pick(verbs, index * 7)} ${topic} (${index + 1})`,
    daysAgo: 3 + Math.floor(index * 2.45),
    minute: 420 + ((index * 37) % 600),
    folder,
    isRead: index % 9 !== 0,
    importance: index % 31 === 0 ? ('high' as const) : ('normal' as const),
  };
  const sentences = [
    `Hi Megan, a few lines on the ${topic}.`,
    `We are at ${20 + ((index * 13) % 75)} per cent and should be through by week ${1 + ((index * 3) % 52)}.`,
    `It has cost EUR ${(800 + index * 173).toLocaleString('en-GB')} so far.`,
  ];
  if (index % 6 === 0) return textMail(envelope, `${sentences.join('\r\n')}\r\n\r\n${from.name}\r\n`);
  if (index % 10 === 1) {
    return htmlMail(
      envelope,
      () =>
        sentences.map((text) => paragraph(text)).join('') +
        table([
          ['Item', 'State'],
          [topic, `step ${index % 5}`],
        ]),
    );
  }
  return outlookMail(envelope, sentences, index % 2 === 0 ? 'Contoso' : undefined);
}

function newsletterMail(index: number): SeedMail {
  const week = 52 - index;
  return htmlMail(
    {
      key: `newsletter-${index}`,
      from: newsletter,
      to: [megan],
      subject: `Retail Weekly, issue ${week}`,
      daysAgo: 8 + index * 7,
      minute: 360,
      folder: 'newsletters',
      isOther: true,
      isRead: index % 3 === 0,
    },
    () =>
      `<div style="display:none;mso-hide:all">Issue ${week} in one minute</div>${paragraph(`Issue ${week}: footfall is ${index % 2 === 0 ? 'up' : 'down'} by ${(index % 7) + 1} per cent.`)}<p><a href="${safeLink(`https://retail-weekly.example/issue/${week}`)}">Read issue ${week}</a></p><img src="https://track.retail-weekly.example/o.gif?i=${week}" width="1" height="1">`,
  );
}

function notificationMail(index: number): SeedMail {
  const fromTeams = index % 2 === 0;
  return htmlMail(
    {
      key: `notification-${index}`,
      from: fromTeams ? teams : planner,
      to: [megan],
      daysAgo: 2 + index * 9,
      minute: 455 + index,
      subject: fromTeams
        ? `${pick(writers, index).name} sent a message`
        : `You have ${(index % 5) + 1} late tasks`,
      isOther: true,
      isRead: true,
    },
    () =>
      paragraph(
        fromTeams
          ? `New message in Halo launch: "${pick(topics, index)}?"`
          : 'Open Planner to see your late tasks.',
      ),
  );
}

function invoiceMail(index: number): SeedMail {
  const number = 5100 + index;
  return textMail(
    {
      key: `invoice-${index}`,
      from: litware,
      to: [megan],
      cc: [addresses.invoices],
      subject: `Litware invoice ${number}`,
      daysAgo: 5 + index * 13,
      minute: 400,
      folder: 'project07',
    },
    `Invoice ${number}\r\nFreight, ${(index % 9) + 1} pallets\r\nAmount EUR ${(index + 1) * 415}.00\r\nPayable within 30 days\r\n`,
  );
}

function pick<T>(values: readonly T[], index: number): T {
  const value = values[index % values.length];
  if (value === undefined) throw new Error('Nothing to pick from');
  return value;
}
