import type { ChatMessage } from './schema.ts';

/** Messages by their time, which Graph gives in one form. */
export function oldestFirst<Message extends ChatMessage>(messages: readonly Message[]): Message[] {
  return messages.toSorted((first, second) =>
    (first.createdDateTime ?? '').localeCompare(second.createdDateTime ?? '', 'en'),
  );
}
