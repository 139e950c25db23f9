import { attachmentMails } from '../../seed-data/mail/attachment-mails.ts';
import { bulkMails } from '../../seed-data/mail/bulk-mails.ts';
import { conversations } from '../../seed-data/mail/conversations.ts';
import { customerConversations } from '../../seed-data/mail/customer-conversations.ts';
import { hostileMails } from '../../seed-data/mail/hostile-mails.ts';
import type { SeedMail } from '../../seed-data/mail/mail-seed.ts';
import { otherMails } from '../../seed-data/mail/other-mails.ts';
import { kindMails } from '../../seed-data/mail/kind-mails.ts';
import { longMails } from '../../seed-data/mail/long-mails.ts';
import { specialMails } from '../../seed-data/mail/special-mails.ts';

const dayMs = 86_400_000;
const dateFormat = new Intl.DateTimeFormat('en-GB', {
  weekday: 'long',
  day: 'numeric',
  month: 'long',
  year: 'numeric',
  hour: '2-digit',
  minute: '2-digit',
  timeZone: 'UTC',
});

/** All mail of both tenants, counted back from a day. */
export function allMail(seedMs: number): readonly SeedMail[] {
  const sentLine = (daysAgo: number, minute: number) =>
    dateFormat.format(seedMs - daysAgo * dayMs + minute * 60_000);
  return [
    ...conversations(sentLine),
    ...customerConversations(sentLine),
    ...attachmentMails,
    ...specialMails,
    ...hostileMails,
    ...bulkMails(),
    ...otherMails,
    ...longMails,
    ...kindMails,
  ];
}

/** Mail of a mailbox: sent by its owner or sent to them. */
export function selectMail(address: string, mails: readonly SeedMail[]): readonly SeedMail[] {
  return mails.filter(
    (mail) =>
      mail.from.address === address ||
      [...mail.to, ...(mail.cc ?? []), ...(mail.bcc ?? [])].some(
        (user) => user.address === address && mail.isDraft !== true,
      ),
  );
}
