import {
  type ExtractedDocument,
  estimateTokens,
  nothingHidden,
  oneLine,
  truncateToBudget,
} from '../../../packages/document-text/src/index.ts';
import type { VerifiedCaller } from '../../entra/caller.ts';
import { type Zone, formatWithWeekday } from '../../time/time-zone.ts';
import { isSharePointUrl } from '../files/sharing-link.ts';
import { formatAddress, formatTimestamp, escapeUrlForMarkdown } from '../format.ts';
import { chatFiles, readChatText } from './message-text.ts';
import { hostedPictureIds } from './pictures.ts';
import { type ChatMessage, chatSender, isExternalChatSender, isUserMessage } from './schema.ts';

/** A message with the answers to it, oldest first. */
interface Post {
  readonly message: ChatMessage;
  readonly replies: readonly ChatMessage[];
}

/** What the messages of one answer are shown with. */
interface ConversationView {
  readonly zone: Zone;
  readonly caller: VerifiedCaller;
  /** The most that all texts may cost together, the longest cut. Without it nothing is cut. */
  readonly maxTokens?: number;
}

const cutMark = '\n  … (cut: open this message for the whole text)';

/**
 * Messages as one text, in the order given. The head of each begins its line, `##` or for an answer `###`: number, time,
 * sender. What was written is indented throughout, so that no message can pass for the head of another.
 */
export function formatConversation(
  posts: readonly Post[],
  { zone, caller, maxTokens: maxTokens = Number.POSITIVE_INFINITY }: ConversationView,
): ExtractedDocument {
  const entries = posts.flatMap(({ message, replies }) => [
    { message, level: '##' },
    ...replies.map((reply) => ({ message: reply, level: '###' })),
  ]);
  const shown = entries
    .filter(({ message }) => isUserMessage(message) || recordingOf(message) !== undefined)
    .map(({ message, level }) => ({
      head: `${level} ${heading(message, zone, caller)}`,
      text: isUserMessage(message) ? readChatText(message) : undefined,
      extras: indentLines(
        [...files(message), pictures(message), recordingOf(message) ?? '', chatReactions(message)]
          .filter((line) => line !== '')
          .join('\n'),
      ),
    }));
  const around = shown.reduce((sum, { head, extras }) => sum + estimateTokens(head + extras), 0);
  const bodies = truncateToBudget(
    shown.map(({ text }) => indentLines(text?.sections.join('\n') ?? '')),
    maxTokens - around,
    cutMark,
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

function heading(message: ChatMessage, zone: Zone, caller: VerifiedCaller): string {
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

function files(message: ChatMessage): readonly string[] {
  return chatFiles(message).map(({ name, uri }) => `(file: ${[name, uri].filter(Boolean).join(' ')})`);
}

/** They are shown where the message is opened by itself. */
function pictures(message: ChatMessage): string {
  const count = hostedPictureIds(message).length;
  return count === 0 ? '' : `(pictures: ${count})`;
}

/** Teams tells in the chat of a meeting where its recording is. */
function recordingOf({ eventDetail }: ChatMessage): string | undefined {
  const url = eventDetail?.callRecordingUrl ?? '';
  if (!isSharePointUrl(url)) return undefined;
  return `(recording: ${oneLine(eventDetail?.callRecordingDisplayName, 200)} ${escapeUrlForMarkdown(url)})`;
}

const maxKinds = 10;

/** How people reacted: `(reactions: 👍 2, like 1)`. Empty where nobody did. */
function chatReactions({ reactions }: ChatMessage): string {
  const counts = new Map<string, number>();
  for (const { reactionType, displayName } of reactions ?? []) {
    const kind = oneLine((reactionType === 'custom' && displayName) || reactionType, 20);
    if (kind !== '') counts.set(kind, (counts.get(kind) ?? 0) + 1);
  }
  const shown = [...counts].slice(0, maxKinds).map(([kind, count]) => `${kind} ${count}`);
  return shown.length === 0 ? '' : `(reactions: ${shown.join(', ')})`;
}

const indent = '  ';
/** A page of a long text is cut at the end of a line: with lines of this length there always is one. */
const maxLineCharacters = 1000;

/** A text in which every line begins with two spaces, long lines broken. Empty lines stay empty. */
export function indentLines(text: string): string {
  return text
    .split('\n')
    .flatMap((line) => (line.length <= maxLineCharacters ? [line] : pieces(line)))
    .map((line) => (line === '' ? '' : indent + line))
    .join('\n')
    .replaceAll(/\n{3,}/g, '\n\n')
    .replaceAll(/^\n{1,2}|\n{1,2}$/g, '');
}

function pieces(line: string): string[] {
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

/** Who wrote a message, when, and what goes with it. */
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
    reactions: chatReactions(message).slice('(reactions: '.length, -1),
    webLink: message.webUrl,
  };
}
