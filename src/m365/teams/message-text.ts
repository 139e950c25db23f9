import { z } from 'zod';
import type { ChatMessage } from './schema.ts';
import { type ExtractedDocument, nothingHidden } from '../../../packages/document-text/src/document.ts';
import { cleanUntrusted } from '../../../packages/document-text/src/sanitize.ts';
import { cardText } from './card-text.ts';
import { htmlDocument } from '../html-document.ts';

/** Pictures of a set of symbols, whose names are the symbols. */
const emoji = /<(?:custom)?emoji\b([^<>]*)>/gi;
const symbol = /\balt="([^"<>]{1,40})"/i;
/** Somebody who is addressed, by name. */
const mention = /<at\b[^<>]{0,60}>/gi;

type Attachment = NonNullable<ChatMessage['attachments']>[number];

/** The text of a message: its subject, what it quotes, what was written, and what stands on cards of apps. */
export function chatText({ body, attachments, subject, deletedDateTime }: ChatMessage): ExtractedDocument {
  if (deletedDateTime) return document(['(deleted)'], 0);
  const quotes = (attachments ?? []).map(quoted);
  const cards = (attachments ?? []).map(({ contentType, content }) =>
    contentType?.startsWith('application/vnd.microsoft.card.') ? cardText(content ?? '') : '',
  );
  const title = subject ? `**${line(subject)}**` : '';
  const content = body?.content ?? '';
  if (body?.contentType !== 'html') {
    const clean = cleanUntrusted(content);
    return document([title, ...quotes, clean.text, ...cards], clean.hiddenRemoved);
  }
  const html = htmlDocument(
    content
      .replaceAll(emoji, (tag, attributes: string) => symbol.exec(attributes)?.[1] ?? tag)
      .replaceAll(mention, '@'),
  );
  return { ...html, sections: [joined([title, ...quotes, ...html.sections, ...cards])], notes: [] };
}

function document(parts: readonly string[], hiddenRemoved: number): ExtractedDocument {
  return {
    format: 'text',
    unit: 'text',
    sections: [joined(parts)],
    hidden: { ...nothingHidden, characters: hiddenRemoved },
    notes: [],
  };
}

function joined(parts: readonly string[]): string {
  return parts.filter((part) => part !== '').join('\n');
}

const quote = z.object({
  messagePreview: z.string().nullish(),
  messageSender: z.object({ user: z.object({ displayName: z.string().nullish() }).nullish() }).nullish(),
  originalMessageContent: z.string().nullish(),
  originalMessageSender: z
    .object({ user: z.object({ displayName: z.string().nullish() }).nullish() })
    .nullish(),
});

/** What Teams keeps of a message that is quoted or passed on. */
function quoted({ contentType, content }: Attachment): string {
  if (contentType !== 'messageReference' && contentType !== 'forwardedMessageReference') return '';
  try {
    const { messagePreview, messageSender, originalMessageContent, originalMessageSender } = quote.parse(
      JSON.parse(content ?? ''),
    );
    const name = line((messageSender ?? originalMessageSender)?.user?.displayName ?? '');
    const said = line(htmlDocument(originalMessageContent ?? messagePreview ?? '').sections.join(' '));
    if (said === '') return '';
    return name === '' ? `> ${said}` : `> ${name}: ${said}`;
  } catch {
    return '';
  }
}

function line(text: string): string {
  return cleanUntrusted(text).text.replaceAll(/\s+/g, ' ').trim();
}
