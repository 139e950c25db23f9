/** A part of a mail that is listed and not read. */
export interface ListedPart {
  readonly name: string;
  readonly type: string;
}

const inOutlook = 'Open it in Outlook.';

/** Parts that hold the text of the mail itself, by type or name. */
const unreadParts: readonly (readonly [part: RegExp, note: string])[] = [
  [
    /^application\/(?:x-)?pkcs7-mime$|^smime\.p7m$/i,
    `The mail is encrypted or signed with S/MIME: its text is in smime.p7m, which is not read. ${inOutlook}`,
  ],
  [
    /^application\/pgp-encrypted$/i,
    'The mail is encrypted with PGP: its text is not read. Open it in the mail program of its recipient.',
  ],
  [
    /^application\/x-microsoft-rpmsg-message$|^message\.rpmsg$/i,
    `The mail is protected by a sensitivity label or rights management: its text is in message.rpmsg, which is not read. ${inOutlook}`,
  ],
  [
    /^application\/(?:vnd\.)?ms-tnef$|^winmail\.dat$/i,
    `Text and attachments of the mail can be in winmail.dat, which is not read. ${inOutlook}`,
  ],
];

/** Notes about text of the mail that is encrypted, or in a format of its own. */
export function getUnreadNotes(parts: readonly ListedPart[]): readonly string[] {
  return unreadParts
    .filter(([pattern]) => parts.some(({ name, type }) => pattern.test(type) || pattern.test(name)))
    .map(([, note]) => note);
}
