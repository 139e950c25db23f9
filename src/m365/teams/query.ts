import { z } from 'zod';
import type { VerifiedCaller } from '../../entra/caller.ts';
import { searchPosition } from '../../graph/search.ts';
import type { Zone } from '../../time/time-zone.ts';
import { matchesAddress } from '../addresses.ts';
import { type ChatMessage, chatSender } from './schema.ts';

/** A query with resolved dates. */
export interface ChatQuery {
  /** Undefined matches every message. */
  readonly text: string | undefined;
  readonly sender: string | undefined;
  /** The caller, if only the caller's own messages match. */
  readonly own?: VerifiedCaller | undefined;
  /** Whether the text mentions the caller; undefined matches every message. */
  readonly mentioned?: VerifiedCaller | undefined;
  /** Ids of chats and of a channel to which the search is limited. */
  readonly within?: ReadonlySet<string> | undefined;
  /** Inclusive. */
  readonly afterMs: number | undefined;
  /** Exclusive. */
  readonly beforeMs: number | undefined;
  readonly zone: Zone;
  readonly limit: number;
  readonly offset: number;
}

/** By a short key of each chat: the time in milliseconds before which its messages follow. */
const chatPositions = z.object({ chats: z.record(z.string().max(7), z.number()) });
const postPosition = z.object({ before: z.string().max(40), id: z.string().max(40) });
export const chatSearchPosition = z.union([searchPosition, chatPositions, postPosition]);
export type ChatPositions = z.output<typeof chatPositions>;
export type PostPosition = z.output<typeof postPosition>;
type ChatSearchPosition = z.output<typeof chatSearchPosition>;

/** A matching message with the text around the match. */
export interface ChatHit {
  readonly message: ChatMessage;
  readonly summary: string;
}

/** A page of matching messages. */
export interface ChatPage {
  readonly hits: readonly ChatHit[];
  readonly next?: ChatSearchPosition | undefined;
  /** Number of messages that Graph returned but that do not match the query. */
  readonly dropped: number;
  readonly note?: string | undefined;
  /** Names of chats by chat id, if they are known. */
  readonly names?: ReadonlyMap<string, string>;
}

/** Whether a message matches the time and sender of the query. */
export function matchesChatQuery(message: ChatMessage, query: ChatQuery): boolean {
  const { afterMs, beforeMs } = query;
  const sentMs = Date.parse(message.createdDateTime ?? '');
  const isWithin =
    Number.isNaN(sentMs) || (sentMs >= (afterMs ?? -Infinity) && sentMs < (beforeMs ?? Infinity));
  return isWithin && matchesSender(message, query) && mentions(message, query);
}

/** Search returns no mentions: it has found them itself. */
function mentions({ mentions: all }: ChatMessage, { mentioned }: ChatQuery): boolean {
  if (mentioned === undefined || !all) return true;
  return all.some(({ mentioned: one }) => one?.user?.id?.toLowerCase() === mentioned.objectId);
}

function matchesSender(message: ChatMessage, { sender, own }: ChatQuery): boolean {
  if (sender === undefined) return true;
  if (own === undefined) return matchesAddress(chatSender(message), sender);
  const userId = message.from?.user?.id;
  if (userId) return userId.toLowerCase() === own.objectId;
  // Search returns no object id.
  const { name, address } = chatSender(message);
  const isOwnAddress = address !== '' && address.toLowerCase() === own.preferredUsername?.toLowerCase();
  return isOwnAddress || (own.name !== undefined && name === own.name);
}
