import { addresses } from './addresses.ts';
import { htmlMail, outlookMail, textMail } from './compose.ts';
import type { SeedAttachment, SeedMail } from './mail-seed.ts';

const { adele, patti, lidia, isaiah, fourthCoffee } = addresses;

function attachment(name: string, contentType: string): SeedAttachment {
  return { kind: 'file', name, contentType, bytes: () => new TextEncoder().encode('not readable') };
}

/** Mails to Adele that are no ordinary mail, one of each kind. */
export const kindMails: readonly SeedMail[] = [
  htmlMail(
    {
      key: 'smime',
      from: patti,
      to: [adele],
      subject: 'Encrypted: lease of the store',
      daysAgo: 9,
      minute: 500,
      attachments: [attachment('smime.p7m', 'application/pkcs7-mime')],
    },
    () => '',
  ),
  outlookMail(
    {
      key: 'smime-signed',
      from: patti,
      to: [adele],
      subject: 'Signed: delivery dates',
      daysAgo: 9,
      minute: 510,
      attachments: [attachment('smime.p7s', 'application/pkcs7-signature')],
    },
    ['The lamps arrive on the 4th.'],
  ),
  htmlMail(
    {
      key: 'rpmsg',
      from: lidia,
      to: [adele],
      subject: 'Protected: price list',
      daysAgo: 8,
      minute: 520,
      attachments: [attachment('message_v4.rpmsg', 'application/x-microsoft-rpmsg-message')],
    },
    () => '<p>You have received a protected message.</p>',
  ),
  htmlMail(
    {
      key: 'meeting-request',
      from: lidia,
      to: [adele],
      subject: 'Store walk',
      daysAgo: 3,
      minute: 530,
      meeting: {
        odataType: 'eventMessageRequest',
        messageType: 'meetingRequest',
        inDays: 10,
        minute: 1020,
        place: 'Store 12',
      },
    },
    () => '',
  ),
  htmlMail(
    {
      key: 'meeting-declined',
      from: isaiah,
      to: [adele],
      subject: 'Declined: Store walk',
      daysAgo: 3,
      minute: 540,
      meeting: {
        odataType: 'eventMessageResponse',
        messageType: 'meetingDeclined',
        inDays: 10,
        minute: 1020,
        place: 'Store 12',
      },
    },
    () => '',
  ),
  textMail(
    {
      key: 'undeliverable',
      from: { name: 'Microsoft Outlook', address: 'postmaster@contoso.example' },
      to: [adele],
      subject: 'Undeliverable: Opening hours',
      daysAgo: 7,
      minute: 550,
      attachments: [attachment('details.txt', 'message/delivery-status')],
    },
    'Your message to info@nowhere.example could not be delivered.\r\n',
  ),
  textMail(
    {
      key: 'voicemail',
      from: fourthCoffee,
      to: [adele],
      subject: 'Voicemail from Fourth Coffee (+48 22 555 0100)',
      daysAgo: 6,
      minute: 560,
      attachments: [attachment('audio.mp3', 'audio/mp3')],
    },
    'Hello Adele, please call back about the machines.\r\n',
  ),
  textMail(
    { key: 'chat-copy', from: lidia, to: [adele], subject: 'IM', daysAgo: 5, minute: 570 },
    'Are you at the store?\r\n',
  ),
];
