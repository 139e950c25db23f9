import { z } from 'zod';
import {
  type ExtractedDocument,
  cleanUntrusted,
  nothingHidden,
  oneLine,
} from '../../../packages/document-text/src/index.ts';
import { parseJson } from '../../lib/json.ts';
import { htmlDocument } from '../content.ts';
import { isSharePointUrl } from '../files/sharing-link.ts';
import { escapeUrlForMarkdown } from '../format.ts';
import type { ChatMessage } from './schema.ts';

/** Pictures of a set of symbols, whose names are the symbols. */
const emoji = /<(?:custom)?emoji\b([^<>]*)>/gi;
const symbol = /\balt="([^"<>]{1,40})"/i;
/** Somebody who is addressed, by name. */
const mention = /<at\b[^<>]{0,60}>/gi;

type Attachment = NonNullable<ChatMessage['attachments']>[number];

/** The text of a message: its subject, what it quotes, what was written, and what stands on cards of apps. */
export function readChatText({
  body,
  attachments,
  subject,
  deletedDateTime,
}: ChatMessage): ExtractedDocument {
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

/** Members of cards that hold what a person reads. */
const shown = new Set(['title', 'subtitle', 'text', 'altText', 'label', 'value', 'speak', 'summary']);
/** Members that are instructions to the app and no text. */
const unseen = new Set(['actions', 'data', 'msteams', 'refresh', 'fallback', 'url', 'type', 'id', '$schema']);
const maxCharacters = 8000;
const maxDepth = 12;

/**
 * What a person reads on a card that an app has posted, line by line. Empty for what is no card.
 * @see https://adaptivecards.io/explorer/
 */
export function cardText(content: string): string {
  const lines: string[] = [];
  let length = 0;
  const walk = (value: unknown, name: string, depth: number): void => {
    if (depth > maxDepth || length > maxCharacters) return;
    if (typeof value === 'string') {
      if (!shown.has(name)) return;
      const line = cleanUntrusted(value).text.replaceAll(/\s+/g, ' ').trim();
      if (line === '' || lines.at(-1) === line) return;
      lines.push(line);
      length += line.length;
      return;
    }
    if (typeof value !== 'object' || value === null) return;
    for (const [key, member] of Object.entries(value)) {
      if (!unseen.has(key)) walk(member, Array.isArray(value) ? name : key, depth + 1);
    }
  };
  try {
    walk(JSON.parse(content), '', 0);
  } catch {
    return '';
  }
  return lines.join('\n');
}

/** A file that goes with a message. */
interface ChatFile {
  readonly name: string;
  /** Its SharePoint address, which `read_resource` opens. */
  readonly uri: string | undefined;
}

const codeSnippet = 'application/vnd.microsoft.card.codesnippet';
const named = z.object({ name: z.string() });
/** What stands in the text of the message itself. */
const inText = /^(?:application\/vnd\.microsoft\.card\.|(?:forwarded)?messageReference$)/i;

/** Files that go with a message, and whatever else hangs on it and has a name: code, meetings, tabs. */
export function chatFiles({ attachments }: ChatMessage): readonly ChatFile[] {
  return (attachments ?? [])
    .filter(({ contentType }) => contentType === codeSnippet || !inText.test(contentType ?? ''))
    .map(({ contentType, content, name, contentUrl }) => ({
      name: oneLine(contentType === codeSnippet ? nameWithin(content) : name, 200),
      uri: contentUrl && isSharePointUrl(contentUrl) ? escapeUrlForMarkdown(contentUrl) : undefined,
    }))
    .filter(({ name, uri }) => name !== '' || uri !== undefined);
}

function nameWithin(content: string | null | undefined): string {
  return named.safeParse(parseJson(content ?? '')).data?.name ?? 'code';
}
