import { expect, it } from 'vitest';
import { htmlToText } from '../../../packages/document-text/src/html/html.ts';
import { allMail } from '../../../packages/m365-simulator/graph/mail/seed-mail.ts';

/** Mails with text that is meant to be hidden: preheaders of newsletters, and attacks. */
const hidesText = /^(?:Retail Weekly|Budget: new bank account)/;

it('htmlToText reports no hidden text in the ordinary mails of the simulator', () => {
  const mails = allMail(Date.UTC(2026, 10, 1)).filter(({ contentType }) => contentType === 'html');
  const reported = mails
    .filter((mail) => htmlToText(mail.body().whole).hidden.passages > 0)
    .map(({ subject }) => subject);
  expect(mails.length).toBeGreaterThan(200);
  expect(reported.filter((subject) => !hidesText.test(subject))).toEqual([]);
});
