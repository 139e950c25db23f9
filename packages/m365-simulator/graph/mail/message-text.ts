import { htmlToText } from './html-text.ts';
import type { MailMessage } from './mailbox.ts';
import { type MailPreferences, messageMetadata, messageWebLink } from './message-json.ts';
import { textWords } from '../kql/text-words.ts';

/** Text, words and facts of messages, made once for each and kept as long as the mailboxes are. */
export interface MessageTexts {
  text(message: MailMessage): string;
  /** Words of subject, body, users and names of attachments: what free text is looked for in. */
  words(message: MailMessage): readonly string[];
  /** Metadata of a message with the requested id type. */
  metadata(message: MailMessage, preferences: MailPreferences): Readonly<Record<string, unknown>>;
}

/** The cache of one tenant. */
export function createMessageTexts(): MessageTexts {
  const texts = new WeakMap<MailMessage['seed'], string>();
  const metadata = new WeakMap<MailMessage, Readonly<Record<string, unknown>>>();
  const words = new WeakMap<MailMessage['seed'], readonly string[]>();
  const text = ({ seed }: MailMessage) => {
    const known = texts.get(seed);
    if (known !== undefined) return known;
    const { whole } = seed.body();
    const made = seed.contentType === 'html' ? htmlToText(whole) : whole;
    texts.set(seed, made);
    return made;
  };
  return {
    text,
    metadata(message, { immutableIds }) {
      const known = metadata.get(message) ?? messageMetadata(message);
      metadata.set(message, known);
      const { immutableId: id } = message;
      return immutableIds ? { ...known, id, webLink: messageWebLink(id) } : known;
    },
    words(message) {
      const { seed } = message;
      const known = words.get(seed);
      if (known) return known;
      const participants = [seed.from, ...seed.to, ...(seed.cc ?? [])].map(
        ({ name, address }) => `${name} ${address}`,
      );
      const names = (seed.attachments ?? []).map((attachment) => attachment.name);
      const made = textWords([seed.subject, text(message), ...participants, ...names].join('\n'));
      words.set(seed, made);
      return made;
    },
  };
}
