import { z } from 'zod';
import { type ExtractedDocument, cleanUntrusted, nothingHidden, oneLine } from 'document-text';
import { parseJson } from '../../lib/json.ts';
import { htmlDocument } from '../content.ts';
import { isSharePointUrl } from '../files/sharing-link.ts';
import { escapeUrlForMarkdown, singleLine } from '../format.ts';
import type { ChatMessage } from './schema.ts';
import { nullishString } from '../../graph/nullish.ts';

/** Emoji elements. `alt` contains the character. */
const emojiTag = /<(?:custom)?emoji\b([^<>]*)>/gi;
const altText = /\balt="([^"<>]{1,40})"/i;
/** Start tag of a mention. */
const mentionTag = /<at\b[^<>]{0,60}>/gi;

type Attachment = NonNullable<ChatMessage['attachments']>[number];

/** The text of a message: subject, quoted messages, body, and the text of its cards. */
export function readChatText({
  body,
  attachments,
  subject,
  deletedDateTime,
}: ChatMessage): ExtractedDocument {
  if (deletedDateTime) return toDocument(['(deleted)'], 0);
  const quotes = (attachments ?? []).map(formatQuote);
  const cards = (attachments ?? []).map(({ contentType, content }) =>
    contentType?.startsWith('application/vnd.microsoft.card.') ? cardText(content ?? '') : '',
  );
  const title = subject ? `**${singleLine(subject)}**` : '';
  const content = body?.content ?? '';
  if (body?.contentType !== 'html') {
    const clean = cleanUntrusted(content);
    return toDocument([title, ...quotes, clean.text, ...cards], clean.hiddenRemoved);
  }
  const html = htmlDocument(
    content
      .replaceAll(emojiTag, (tag, attributes: string) => altText.exec(attributes)?.[1] ?? tag)
      .replaceAll(mentionTag, '@'),
  );
  return { ...html, sections: [joinLines([title, ...quotes, ...html.sections, ...cards])], notes: [] };
}

function toDocument(parts: readonly string[], hiddenRemoved: number): ExtractedDocument {
  return {
    format: 'text',
    unit: 'text',
    sections: [joinLines(parts)],
    hidden: { ...nothingHidden, characters: hiddenRemoved },
    notes: [],
  };
}

function joinLines(parts: readonly string[]): string {
  return parts.filter((part) => part !== '').join('\n');
}

const quotedMessage = z.object({
  messagePreview: nullishString,
  messageSender: z.object({ user: z.object({ displayName: nullishString }).nullish() }).nullish(),
  originalMessageContent: nullishString,
  originalMessageSender: z.object({ user: z.object({ displayName: nullishString }).nullish() }).nullish(),
});

/** The copy of a quoted or forwarded message that Teams stores in an attachment. */
function formatQuote({ contentType, content }: Attachment): string {
  if (contentType !== 'messageReference' && contentType !== 'forwardedMessageReference') return '';
  try {
    const { messagePreview, messageSender, originalMessageContent, originalMessageSender } =
      quotedMessage.parse(JSON.parse(content ?? ''));
    const name = singleLine((messageSender ?? originalMessageSender)?.user?.displayName);
    const text = singleLine(htmlDocument(originalMessageContent ?? messagePreview ?? '').sections.join(' '));
    if (text === '') return '';
    return name === '' ? `> ${text}` : `> ${name}: ${text}`;
  } catch {
    return '';
  }
}

/** Members of cards that contain visible text. */
const textMembers = new Set(['title', 'subtitle', 'text', 'altText', 'label', 'value', 'speak', 'summary']);
/** Members of cards without visible text: actions and data for the app. */
const ignoredMembers = new Set([
  'actions',
  'data',
  'msteams',
  'refresh',
  'fallback',
  'url',
  'type',
  'id',
  '$schema',
]);
const maxCharacters = 8000;
const maxDepth = 12;

/**
 * The visible text of an Adaptive Card, one line per text. Empty if the content is not a card.
 * @see https://adaptivecards.io/explorer/
 */
export function cardText(content: string): string {
  const lines: string[] = [];
  let length = 0;
  const walk = (value: unknown, name: string, depth: number): void => {
    if (depth > maxDepth || length > maxCharacters) return;
    if (typeof value === 'string') {
      if (!textMembers.has(name)) return;
      const line = singleLine(value);
      if (line === '' || lines.at(-1) === line) return;
      lines.push(line);
      length += line.length;
      return;
    }
    if (typeof value !== 'object' || value === null) return;
    for (const [key, member] of Object.entries(value)) {
      if (!ignoredMembers.has(key)) walk(member, Array.isArray(value) ? name : key, depth + 1);
    }
  };
  try {
    walk(JSON.parse(content), '', 0);
  } catch {
    return '';
  }
  return lines.join('\n');
}

/** A file attached to a message. */
interface ChatFile {
  readonly name: string;
  /** SharePoint URL, which `read_resource` accepts. */
  readonly uri: string | undefined;
}

const codeSnippet = 'application/vnd.microsoft.card.codesnippet';
const snippet = z.object({ name: z.string() });
/** Attachments that are part of the text of the message. */
const inlineContentType = /^(?:application\/vnd\.microsoft\.card\.|(?:forwarded)?messageReference$)/i;

/** Files and other named attachments of a message: code snippets, meetings, tabs. */
export function chatFiles({ attachments }: ChatMessage): readonly ChatFile[] {
  return (attachments ?? [])
    .filter(({ contentType }) => contentType === codeSnippet || !inlineContentType.test(contentType ?? ''))
    .map(({ contentType, content, name, contentUrl }) => ({
      name: oneLine(contentType === codeSnippet ? snippetName(content) : name, 200),
      uri: contentUrl && isSharePointUrl(contentUrl) ? escapeUrlForMarkdown(contentUrl) : undefined,
    }))
    .filter(({ name, uri }) => name !== '' || uri !== undefined);
}

function snippetName(content: string | null | undefined): string {
  return snippet.safeParse(parseJson(content ?? '')).data?.name ?? 'code';
}
