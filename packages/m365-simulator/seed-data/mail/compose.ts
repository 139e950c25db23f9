import type { EmailAddress, SeedMail } from './mail-seed.ts';
import { htmlText, paragraph, quotation, signature, wordDocument } from './outlook-html.ts';

type Envelope = Omit<SeedMail, 'body' | 'contentType'>;

/** A mail composed in Outlook: paragraphs of plain text, with a signature if a title is given. */
export function outlookMail(envelope: Envelope, paragraphs: readonly string[], title?: string): SeedMail {
  return htmlMail(envelope, () => {
    const sign = title === undefined ? '' : `${paragraph('')}${signature(envelope.from, title)}`;
    return paragraphs.map((text) => paragraph(htmlText(text))).join('') + sign;
  });
}

/** A mail with an HTML body. */
export function htmlMail(envelope: Envelope, inner: () => string): SeedMail {
  return {
    ...envelope,
    contentType: 'html',
    body: () => {
      const whole = wordDocument(inner());
      return { unique: whole, whole };
    },
  };
}

/** A mail in plain text. */
export function textMail(envelope: Envelope, text: string): SeedMail {
  return { ...envelope, contentType: 'text', body: () => ({ unique: text, whole: text }) };
}

/** One mail of a conversation. */
export interface Turn extends Pick<
  SeedMail,
  'daysAgo' | 'minute' | 'isRead' | 'importance' | 'attachments' | 'folder' | 'isFlagged'
> {
  readonly from: EmailAddress;
  readonly to: readonly EmailAddress[];
  readonly cc?: readonly EmailAddress[];
  readonly title?: string;
  readonly text: readonly string[];
  /** HTML after the text, such as a table. */
  readonly html?: string;
}

/** A conversation in which each mail quotes all that went before. */
export function conversation(
  key: string,
  subject: string,
  turns: readonly Turn[],
  dayOf: (daysAgo: number, minute: number) => string,
): readonly SeedMail[] {
  const inner = (index: number): string => {
    const turn = turns[index];
    if (!turn) return '';
    const own =
      turn.text.map((text) => paragraph(htmlText(text))).join('') +
      (turn.html ?? '') +
      (turn.title === undefined ? '' : paragraph('') + signature(turn.from, turn.title));
    const previous = turns[index - 1];
    if (!previous) return own;
    return (
      own +
      quotation({
        from: previous.from,
        to: previous.to,
        subject: index === 1 ? subject : `RE: ${subject}`,
        sent: dayOf(previous.daysAgo, previous.minute),
        html: inner(index - 1),
      })
    );
  };
  return turns.map((turn, index) => {
    const { title, text, html, ...envelope } = turn;
    return {
      ...envelope,
      key: `${key}-${index + 1}`,
      thread: key,
      subject: index === 0 ? subject : `RE: ${subject}`,
      contentType: 'html',
      body: () => {
        const own =
          text.map((line) => paragraph(htmlText(line))).join('') +
          (html ?? '') +
          (title === undefined ? '' : paragraph('') + signature(turn.from, title));
        return { unique: wordDocument(own), whole: wordDocument(inner(index)) };
      },
    };
  });
}
