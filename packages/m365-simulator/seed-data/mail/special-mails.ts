import { addresses } from './addresses.ts';
import { htmlMail, outlookMail, textMail } from './compose.ts';
import type { SeedMail } from './mail-seed.ts';
import { paragraph, safeLink, signature } from './outlook-html.ts';

const {
  megan,
  patti,
  adele,
  adeleWilkins,
  alex,
  isaiah,
  fourthCoffee,
  hassan,
  oneill,
  marketing,
  newsletter,
  agency,
} = addresses;

/** Mails to Megan that are odd in one way each, as real ones are. */
export const specialMails: readonly SeedMail[] = [
  textMail(
    {
      key: 'plain',
      from: fourthCoffee,
      to: [megan],
      subject: 'Invoice 4711',
      daysAgo: 15,
      minute: 435,
      folder: 'project07',
    },
    'Dear customer,\r\n\r\nplease find below the amounts that are due.\r\n\r\nInvoice 4711      EUR 1,240.50\r\nDue               30 November 2026\r\n\r\nFourth Coffee\r\n-- \r\nbilling@fourthcoffee.example\r\n',
  ),
  textMail(
    {
      key: 'quote',
      from: oneill,
      to: [megan],
      subject: "Quote for the O'Neill stand (50% off?)",
      daysAgo: 33,
      minute: 615,
      folder: 'quotes',
    },
    'Megan,\r\n\r\n12 square metres for EUR 7,300. "All in", as we say.\r\n\r\nSean\r\n',
  ),
  outlookMail(
    { key: 'rtl', from: hassan, to: [megan], subject: 'عرض أسعار لمصباح Halo', daysAgo: 24, minute: 575 },
    ['السيدة ميغان، نحتاج إلى 300 مصباح قبل نهاية آذار.', 'تحياتي، حسن'],
  ),
  outlookMail(
    {
      key: 'emoji',
      from: alex,
      to: [megan, marketing],
      subject: '🎉 Halo is 100 days away 🚀 – 日本語もOK',
      daysAgo: 2,
      minute: 555,
      isRead: false,
    },
    ['One hundred days to go! 🎈 Cake in the kitchen at three.', 'ケーキがあります。'],
  ),
  textMail(
    {
      key: 'long-subject',
      from: isaiah,
      to: [megan],
      daysAgo: 11,
      minute: 640,
      subject: `FW: FW: RE: ${'Agenda, list of participants, directions and everything else for the meeting of the regional sales teams in Hannover '.repeat(2).trim()}`,
    },
    'See below.\r\n',
  ),
  htmlMail(
    {
      key: 'long-body',
      from: marketing,
      to: [megan],
      subject: 'Minutes of the marketing workshop, complete',
      daysAgo: 37,
      minute: 700,
      folder: 'board',
    },
    () =>
      Array.from({ length: 260 }, (_, index) =>
        paragraph(
          `${index + 1}. The group spoke about item ${index + 1} of the list and left it to the next meeting, since nobody could say what it would cost before the end of the year.`,
        ),
      ).join('') + paragraph('<b>Last line of the minutes: the pelican was adjourned.</b>'),
  ),
  outlookMail(
    { key: 'empty-subject', from: adele, to: [megan], subject: '', daysAgo: 16, minute: 1020, isRead: false },
    ['Forgot the subject. Are you in on Monday?'],
  ),
  outlookMail(
    {
      key: 'other-adele',
      from: adeleWilkins,
      to: [megan],
      subject: 'Room 12 is being painted',
      daysAgo: 10,
      minute: 540,
    },
    ['The marketing room is closed from Wednesday to Friday. Please use room 14.'],
  ),
  outlookMail(
    {
      key: 'delegate',
      from: patti,
      sender: alex,
      to: [megan],
      subject: 'Please keep the third of December free',
      daysAgo: 1,
      minute: 990,
      isRead: false,
      categories: ['Red category'],
    },
    ['Written for Patti: she wants an hour with you on the revised split.'],
  ),
  outlookMail(
    {
      key: 'bcc',
      from: megan,
      to: [agency],
      bcc: [patti],
      subject: 'Notice of the second delay',
      daysAgo: 19,
      minute: 510,
    },
    ['For your files: the second delay of the press kit, in writing.'],
  ),
  htmlMail(
    {
      key: 'newsletter-latest',
      from: newsletter,
      to: [megan],
      replyTo: [{ name: 'Editors', address: 'editors@retail-weekly.example' }],
      subject: 'Retail Weekly: shelf space is the new rent',
      daysAgo: 1,
      minute: 360,
      folder: 'newsletters',
      isOther: true,
      isRead: false,
    },
    () =>
      `<div style="display:none;max-height:0px;overflow:hidden;mso-hide:all">What a metre of shelf costs this year \u200c \u200c \u200c</div><table role="presentation" width="600"><tr><td><h1>Shelf space is the new rent</h1><p>Chains now ask for EUR 900 to 1,400 a metre.</p><p><a href="${safeLink('https://retail-weekly.example/shelf?utm_source=mail')}">Read on</a></p></td></tr></table><img src="https://track.retail-weekly.example/o.gif?u=megan%40contoso.example" width="1" height="1" alt="" style="display:block">`,
  ),
  htmlMail(
    {
      key: 'reply-table',
      from: megan,
      to: [patti],
      subject: 'Draft: revised marketing split',
      daysAgo: 0,
      minute: 1,
      isDraft: true,
      folder: 'drafts',
    },
    () => paragraph('Patti, here is the split (not finished):') + signature(megan, 'Marketing Manager'),
  ),
  textMail(
    {
      key: 'draft-empty',
      from: megan,
      to: [],
      subject: '',
      daysAgo: 3,
      minute: 700,
      isDraft: true,
      folder: 'drafts',
    },
    '',
  ),
  outlookMail(
    {
      key: 'deleted',
      from: marketing,
      to: [megan],
      subject: 'Cake in the kitchen',
      daysAgo: 6,
      minute: 870,
      folder: 'deleteditems',
    },
    ['First come, first served.'],
  ),
];
