import { chatSender, type ChatMessage, isWritten } from './schema.ts';
import { isOutsideChatSender } from './outside-chat-sender.ts';
import type { VerifiedCaller } from '../../entra/caller.ts';
import { weekdayTime } from '../../time/weekday-time.ts';
import type { Zone } from '../../time/time-zone.ts';
import { estimateTokens } from '../../../packages/document-text/src/token-estimate.ts';
import { type ExtractedDocument, nothingHidden } from '../../../packages/document-text/src/document.ts';
import { fitTexts } from '../../../packages/document-text/src/fit-texts.ts';
import { oneLine } from '../../../packages/document-text/src/one-line.ts';
import { chatAttachments } from './chat-attachments.ts';
import { chatText } from './message-text.ts';
import { chatReactions } from './chat-reactions.ts';
import { hostedPictureIds } from './pictures.ts';
import { indented } from './indented.ts';
import { isSharePointUrl } from '../files/sharepoint-url.ts';
import { writtenUrl } from '../written-url.ts';

/** A message with the answers to it, oldest first. */
export interface Post {
  readonly message: ChatMessage;
  readonly replies: readonly ChatMessage[];
}

/** What the messages of one answer are shown with. */
export interface ConversationView {
  readonly zone: Zone;
  readonly caller: VerifiedCaller;
  /** The most that all texts may cost together, the longest cut. Without it nothing is cut. */
  readonly mostTokens?: number;
}

const cutMark = '\n  … (cut: open this message for the whole text)';

/**
 * Messages as one text, in the order given. The head of each begins its line, `##` or for an answer `###`: number, time,
 * sender. What was written is indented throughout, so that no message can pass for the head of another.
 */
export function conversation(
  posts: readonly Post[],
  { zone, caller, mostTokens = Number.POSITIVE_INFINITY }: ConversationView,
): ExtractedDocument {
  const entries = posts.flatMap(({ message, replies }) => [
    { message, level: '##' },
    ...replies.map((reply) => ({ message: reply, level: '###' })),
  ]);
  const shown = entries
    .filter(({ message }) => isWritten(message) || recordingOf(message) !== undefined)
    .map(({ message, level }) => ({
      head: `${level} ${heading(message, zone, caller)}`,
      text: isWritten(message) ? chatText(message) : undefined,
      extras: indented(
        [...files(message), pictures(message), recordingOf(message) ?? '', chatReactions(message)]
          .filter((line) => line !== '')
          .join('\n'),
      ),
    }));
  const around = shown.reduce((sum, { head, extras }) => sum + estimateTokens(head + extras), 0);
  const bodies = fitTexts(
    shown.map(({ text }) => indented(text?.sections.join('\n') ?? '')),
    mostTokens - around,
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
    isOutsideChatSender(message, caller) === true && 'external',
    message.lastEditedDateTime && !message.deletedDateTime && 'edited',
    (message.importance === 'high' || message.importance === 'urgent') && 'important',
  ].filter(Boolean);
  return [
    `[${message.id.replaceAll(/\D/g, '')}]`,
    Number.isNaN(sentMs) ? '' : weekdayTime(sentMs, zone),
    oneLine(chatSender(message).name, 80),
    flags.length === 0 ? '' : `(${flags.join(', ')})`,
  ]
    .filter((part) => part !== '')
    .join(' ');
}

function files(message: ChatMessage): readonly string[] {
  return chatAttachments(message).map(({ name, uri }) => `(file: ${[name, uri].filter(Boolean).join(' ')})`);
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
  return `(recording: ${oneLine(eventDetail?.callRecordingDisplayName, 200)} ${writtenUrl(url)})`;
}
