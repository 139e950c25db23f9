import { chatSender, type ChatMessage, isWritten } from '../graph/teams/chat-message.ts';
import { weekdayTime } from '../lib/weekday-time.ts';
import type { Zone } from '../lib/zoned-time.ts';
import { type ExtractedDocument, type HiddenTextReport, nothingHidden } from '../text/extracted-document.ts';
import { oneLine } from '../text/one-line.ts';
import { chatAttachments } from './chat-attachments.ts';
import { chatText } from './chat-text.ts';

/** A message with the answers to it, oldest first. */
export interface Post {
  readonly message: ChatMessage;
  readonly replies: readonly ChatMessage[];
}

const mostCharacters = 2000;

/** Messages as one text, in the order given: who wrote when, the id, the text, and the answers one level deeper. */
export function conversation(posts: readonly Post[], zone: Zone): ExtractedDocument {
  let hidden: HiddenTextReport = nothingHidden;
  const write = (message: ChatMessage, level: string): string => {
    const text = chatText(message);
    hidden = {
      passages: hidden.passages + text.hidden.passages,
      comments: hidden.comments + text.hidden.comments,
      characters: hidden.characters + text.hidden.characters,
    };
    const whole = text.sections.join('\n');
    const shown =
      whole.length > mostCharacters ? `${whole.slice(0, mostCharacters).toWellFormed()}… (cut)` : whole;
    return [`${level} ${heading(message, zone)}`, shown, ...files(message)].filter(Boolean).join('\n');
  };
  const sections = posts
    .filter(({ message }) => isWritten(message))
    .map(({ message, replies }) =>
      [write(message, '##'), ...replies.filter(isWritten).map((reply) => write(reply, '###'))].join('\n\n'),
    );
  return {
    format: 'text',
    unit: 'text',
    sections: [sections.join('\n\n')],
    hidden,
    notes: sections.length === 0 ? ['There are no messages.'] : [],
  };
}

function heading(message: ChatMessage, zone: Zone): string {
  const sentMs = Date.parse(message.createdDateTime ?? '');
  const sent = Number.isNaN(sentMs) ? '' : weekdayTime(sentMs, zone);
  const edited = message.lastEditedDateTime ? ' (edited)' : '';
  return `${sent} ${oneLine(chatSender(message).name, 80)} [${message.id.replaceAll(/\D/g, '')}]${edited}`.trim();
}

function files(message: ChatMessage): readonly string[] {
  return chatAttachments(message).map(({ name, uri }) => `(file: ${[name, uri].filter(Boolean).join(' ')})`);
}
