import {
  type ExtractedDocument,
  estimateTokens,
  nothingHidden,
  oneLine,
  truncateToBudget,
} from 'document-text';
import type { VerifiedCaller } from '../../entra/caller.ts';
import { type Zone, formatWithWeekday } from '../../time/time-zone.ts';
import { isSharePointUrl } from '../files/sharing-link.ts';
import { formatTimestamp, escapeUrlForMarkdown } from '../format.ts';
import { formatAddress } from '../addresses.ts';
import { chatFiles, readChatText } from './message-text.ts';
import { hostedPictureIds } from './pictures.ts';
import { type ChatMessage, chatSender, isExternalChatSender, isUserMessage } from './schema.ts';

/** A message with its replies, oldest first. */
interface Post {
  readonly message: ChatMessage;
  readonly replies: readonly ChatMessage[];
}

interface ConversationOptions {
  readonly zone: Zone;
  readonly caller: VerifiedCaller;
  /** Token budget of all message texts; the longest are truncated. Unlimited by default. */
  readonly maxTokens?: number;
}

const truncationMark = '\n  … (truncated: open this message for the whole text)';

/**
 * Formats messages as one text, in the given order. Each starts with a heading, `##` or `###` for a reply: id, time, sender.
 * Every line of the message text is indented, so that a message cannot imitate the heading of another.
 */
export function formatConversation(
  posts: readonly Post[],
  { zone, caller, maxTokens = Number.POSITIVE_INFINITY }: ConversationOptions,
): ExtractedDocument {
  const entries = posts.flatMap(({ message, replies }) => [
    { message, level: '##' },
    ...replies.map((reply) => ({ message: reply, level: '###' })),
  ]);
  const shown = entries
    .filter(({ message }) => isUserMessage(message) || formatRecording(message) !== undefined)
    .map(({ message, level }) => ({
      head: `${level} ${formatHeading(message, zone, caller)}`,
      text: isUserMessage(message) ? readChatText(message) : undefined,
      extras: indentLines(
        [
          ...formatFiles(message),
          formatPictureCount(message),
          formatRecording(message) ?? '',
          formatReactions(message),
        ]
          .filter((line) => line !== '')
          .join('\n'),
      ),
    }));
  const headingTokens = shown.reduce((sum, { head, extras }) => sum + estimateTokens(head + extras), 0);
  const bodies = truncateToBudget(
    shown.map(({ text }) => indentLines(text?.sections.join('\n') ?? '')),
    maxTokens - headingTokens,
    truncationMark,
  );
  const sum = (of: keyof ExtractedDocument['hidden']) =>
    shown.reduce((total, { text }) => total + (text?.hidden ?? nothingHidden)[of], 0);
  return {
    format: 'text',
    unit: 'text',
    sections: shown.map(({ head, extras }, index) =>
      [head, bodies[index] ?? '', extras].filter((part) => part !== '').join('\n'),
    ),
    hidden: { passages: sum('passages'), comments: sum('comments'), characters: sum('characters') },
    notes: shown.length === 0 ? ['There are no messages.'] : [],
  };
}

function formatHeading(message: ChatMessage, zone: Zone, caller: VerifiedCaller): string {
  const sentMs = Date.parse(message.createdDateTime ?? '');
  const flags = [
    isExternalChatSender(message, caller) === true && 'external',
    message.lastEditedDateTime && !message.deletedDateTime && 'edited',
    (message.importance === 'high' || message.importance === 'urgent') && 'important',
  ].filter(Boolean);
  return [
    `[${message.id.replaceAll(/\D/g, '')}]`,
    Number.isNaN(sentMs) ? '' : formatWithWeekday(sentMs, zone),
    oneLine(chatSender(message).name, 80),
    flags.length === 0 ? '' : `(${flags.join(', ')})`,
  ]
    .filter((part) => part !== '')
    .join(' ');
}

function formatFiles(message: ChatMessage): readonly string[] {
  return chatFiles(message).map(({ name, uri }) => `(file: ${[name, uri].filter(Boolean).join(' ')})`);
}

/** Pictures are returned only when the message is opened by itself. */
function formatPictureCount(message: ChatMessage): string {
  const count = hostedPictureIds(message).length;
  return count === 0 ? '' : `(pictures: ${count})`;
}

/** Link to a meeting recording, from the system message in the chat of the meeting. */
function formatRecording({ eventDetail }: ChatMessage): string | undefined {
  const url = eventDetail?.callRecordingUrl ?? '';
  if (!isSharePointUrl(url)) return undefined;
  return `(recording: ${oneLine(eventDetail?.callRecordingDisplayName, 200)} ${escapeUrlForMarkdown(url)})`;
}

const maxReactionKinds = 10;

/** `(reactions: 👍 2, like 1)`, or empty without reactions. */
function formatReactions({ reactions }: ChatMessage): string {
  const counts = new Map<string, number>();
  for (const { reactionType, displayName } of reactions ?? []) {
    const kind = oneLine((reactionType === 'custom' && displayName) || reactionType, 20);
    if (kind !== '') counts.set(kind, (counts.get(kind) ?? 0) + 1);
  }
  const shown = [...counts].slice(0, maxReactionKinds).map(([kind, count]) => `${kind} ${count}`);
  return shown.length === 0 ? '' : `(reactions: ${shown.join(', ')})`;
}

const indent = '  ';
/** Pages of a long text break at line ends, so lines are limited to this length. */
const maxLineCharacters = 1000;

/** Indents every line by two spaces and breaks long lines. Empty lines stay empty. */
export function indentLines(text: string): string {
  return text
    .split('\n')
    .flatMap((line) => (line.length <= maxLineCharacters ? [line] : breakLine(line)))
    .map((line) => (line === '' ? '' : indent + line))
    .join('\n')
    .replaceAll(/\n{3,}/g, '\n\n')
    .replaceAll(/^\n{1,2}|\n{1,2}$/g, '');
}

function breakLine(line: string): string[] {
  const parts: string[] = [];
  for (let at = 0; at < line.length;) {
    const limit = Math.min(at + maxLineCharacters, line.length);
    const space = limit === line.length ? -1 : line.lastIndexOf(' ', limit - 1);
    const unit = line.charCodeAt(limit);
    const splitsPair = unit >= 0xdc00 && unit <= 0xdfff;
    const end = space > at + maxLineCharacters / 2 ? space + 1 : splitsPair ? limit - 1 : limit;
    parts.push(line.slice(at, end));
    at = end;
  }
  return parts;
}

/** Sender, time, flags and attachments of a message. */
export function chatMessageMetadata(
  message: ChatMessage,
  zone: Zone,
  caller: VerifiedCaller,
): Readonly<Record<string, unknown>> {
  return {
    from: formatAddress(chatSender(message)),
    external: isExternalChatSender(message, caller) || undefined,
    ...formatTimestamp('sent', message.createdDateTime, zone),
    edited: message.lastEditedDateTime ? true : undefined,
    deleted: message.deletedDateTime ? true : undefined,
    important: message.importance === 'high' || message.importance === 'urgent' ? true : undefined,
    files: chatFiles(message),
    pictures: hostedPictureIds(message).length || undefined,
    reactions: formatReactions(message).slice('(reactions: '.length, -1),
    webLink: message.webUrl,
  };
}
