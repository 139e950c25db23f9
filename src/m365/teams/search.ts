import { z } from 'zod';
import { type ChatMessage, chatSender } from './schema.ts';
import { hasWords } from '../../lib/search-words.ts';
import type { Zone } from '../../time/time-zone.ts';

/** What is asked for, resolved: words to instants. */
export interface ChatQuery {
  /** Undefined for whatever was written. */
  readonly text: string | undefined;
  readonly sender: string | undefined;
  /** Inclusive. */
  readonly afterMs: number | undefined;
  /** Exclusive. */
  readonly beforeMs: number | undefined;
  readonly zone: Zone;
  readonly limit: number;
  readonly offset: number;
}

/** Where a search goes on. */
export const chatResume = z.object({ offset: z.int().min(0).max(100_000) });
export type ChatResume = z.output<typeof chatResume>;

/** A message that was found, with the words around what was looked for. */
export interface ChatHit {
  readonly message: ChatMessage;
  readonly summary: string;
}

/** One page of messages. */
export interface ChatPage {
  readonly hits: readonly ChatHit[];
  readonly next?: ChatResume | undefined;
  /** Messages that Graph gave though they are not what was asked for. */
  readonly dropped: number;
  readonly note?: string | undefined;
  /** Names of chats by their id, where they came along. */
  readonly names?: ReadonlyMap<string, string>;
}

/** Whether a message is what was asked for, by its time and sender. */
export function matchesChatQuery(message: ChatMessage, { sender, afterMs, beforeMs }: ChatQuery): boolean {
  const sentMs = Date.parse(message.createdDateTime ?? '');
  const isWithin =
    Number.isNaN(sentMs) || (sentMs >= (afterMs ?? -Infinity) && sentMs < (beforeMs ?? Infinity));
  const { name, address } = chatSender(message);
  return isWithin && (sender === undefined || hasWords(`${name} ${address}`, sender));
}
